import { Link } from '@tanstack/react-router'
import { Button } from 'antd'
import { lazy, Suspense, useState } from 'react'
import { useApi } from '../../shared/graphql/useApi'
import { useMay } from '../../shared/session/SessionContext'
import { Notice } from '../../shared/ui/Notice'
import { Empty, Region } from '../../shared/ui/Region'
import { State } from '../../shared/ui/State'
import { useNow } from '../../shared/ui/useNow'
import { When } from '../../shared/ui/When'
import { useWords } from '../../shared/words/words'
import { ReportingTokensDocument, type ReportingTokensQuery } from './people.generated'
import { tokenWords } from './tokenWords'

export type Token = NonNullable<ReportingTokensQuery['reportingTokens']>[number]

const AskToken = lazy(() => import('./AskToken').then((m) => ({ default: m.AskToken })))
const RevokeToken = lazy(() => import('./RevokeToken').then((m) => ({ default: m.RevokeToken })))

/** Tokens with which reporting tools read: whose, how long, and when they were used last. */
export function TokensPart() {
  const say = useWords(tokenWords)
  const may = useMay()
  const page = useApi(ReportingTokensDocument, {}, { every: 15_000 })
  const [asking, setAsking] = useState(false)
  const [revoking, setRevoking] = useState<Token>()
  const [done, setDone] = useState<{ text: string; asked?: string | undefined }>()
  const tokens = page.data?.reportingTokens ?? []
  const waiting = page.data?.waiting.edges.map((edge) => edge.node) ?? []
  // The row may have changed since the dialog was opened: what is sent is the newest.
  const current = revoking && (tokens.find((each) => each.id === revoking.id) ?? revoking)
  return (
    <>
      <div className="filters">
        <p className="second grow">{say('help')}</p>
        {may('Mutation.requestReportingToken') && <Button onClick={() => setAsking(true)}>{say('ask')}</Button>}
      </div>
      {done && (
        <Notice
          mood={done.asked ? 'theirs' : 'good'}
          act={
            done.asked && (
              <Link to="/approvals" search={{ tab: 'mine', id: done.asked }}>
                {say('see')}
              </Link>
            )
          }
        >
          {done.text}
        </Notice>
      )}
      <Region of={page} lines={6}>
        {page.data && tokens.length === 0 && waiting.length === 0 ? (
          <Empty title={say('none')}>
            <p>{say('noneNext')}</p>
          </Empty>
        ) : (
          <div className="tokens" tabIndex={0} role="region" aria-label={say('list')}>
            <table className="plain">
              <caption className="unseen">{say('list')}</caption>
              <thead>
                <tr>
                  <th>{say('name')}</th>
                  <th>{say('madeBy')}</th>
                  <th>{say('state')}</th>
                  <th>{say('lastUsed')}</th>
                  <th>{say('ends')}</th>
                  <td />
                </tr>
              </thead>
              <tbody>
                {waiting.map((request) => (
                  <tr key={request.id}>
                    <td>{request.object}</td>
                    <td>{request.requestedBy?.displayName ?? '–'}</td>
                    <td>
                      <State mood="ours">{say('waits')}</State>
                    </td>
                    <td>–</td>
                    <td>
                      {typeof request.content.expiresAt === 'string' ? <When at={request.content.expiresAt} /> : '–'}
                    </td>
                    <td className="right">
                      <Link to="/approvals" search={{ tab: 'all', id: request.id }}>
                        {say('see')}
                      </Link>
                    </td>
                  </tr>
                ))}
                {tokens.map((token) => (
                  <Row key={token.id} token={token} onRevoke={() => setRevoking(token)} />
                ))}
              </tbody>
            </table>
          </div>
        )}
      </Region>
      <Suspense>
        {asking && (
          <AskToken
            onClose={() => setAsking(false)}
            onDone={(asked) => {
              setAsking(false)
              setDone({ text: say('asked'), asked })
              page.again()
            }}
          />
        )}
        {current && (
          <RevokeToken
            token={current}
            again={page.again}
            onClose={() => setRevoking(undefined)}
            onDone={() => {
              setRevoking(undefined)
              setDone({ text: say('revokeDone', { name: current.name }) })
              page.again()
            }}
          />
        )}
      </Suspense>
    </>
  )
}

function Row({ token, onRevoke }: { token: Token; onRevoke: () => void }) {
  const say = useWords(tokenWords)
  const may = useMay()
  const now = useNow()
  const over = token.revokedAt !== null || Date.parse(token.expiresAt) <= now
  return (
    <tr>
      <td>{token.name}</td>
      <td>{token.madeBy.displayName}</td>
      <td>
        {over ? (
          <State mood="ended">{say(token.revokedAt ? 'revoked' : 'expired')}</State>
        ) : (
          <State mood="good">{say('works')}</State>
        )}
      </td>
      <td>{token.lastUsedAt ? <When at={token.lastUsedAt} /> : say('never')}</td>
      <td>
        <When at={token.expiresAt} />
      </td>
      <td className="right">
        {!over && may('Mutation.revokeReportingToken') && (
          <Button size="small" aria-label={say('revokeNamed', { name: token.name })} onClick={onRevoke}>
            {say('revoke')}
          </Button>
        )}
      </td>
    </tr>
  )
}
