import { Link, useNavigate } from '@tanstack/react-router'
import { Button } from 'antd'
import { useState } from 'react'
import { useAct } from '../../shared/graphql/useAct'
import { useApi } from '../../shared/graphql/useApi'
import { useOfferActs } from '../../shared/keys/actsInView'
import { useKeys } from '../../shared/keys/useKeys'
import { useMay, useTerm } from '../../shared/session/SessionContext'
import { Differences } from '../../shared/ui/Conflict'
import { CopyText } from '../../shared/ui/CopyText'
import { agreementMood } from '../../shared/ui/moods'
import { MoreActs } from '../../shared/ui/MoreActs'
import { Notice } from '../../shared/ui/Notice'
import { Empty, Region } from '../../shared/ui/Region'
import { State } from '../../shared/ui/State'
import { When } from '../../shared/ui/When'
import { useLocalized, useWords } from '../../shared/words/words'
import type { Agreement } from './agreement'
import { AgreementForm } from './AgreementForm'
import { AgreementPageDocument, TerminateAgreementDocument, type AgreementPageQuery } from './agreements.generated'
import './agreements.css'
import { AgreementSays, AgreementQuotas, AgreementVersions } from './AgreementParts'
import { AgreementTerms } from './AgreementTerms'
import { words } from './agreementWords'
import { actOn } from './channel'
import './channels.css'
import { agreementVariables } from './channelSearch'
import { ReasonDialog } from './ReasonDialog'
import { words as channelWords } from './words'

interface PageProps {
  channel: string
  code: string
  changing: boolean
  onChanging: (changing: boolean) => void
}

/** One agreement: what is agreed beside what was filed, how much is left, its terms by layer, and its versions. */
export function AgreementPage(props: PageProps) {
  const say = useWords(words)
  const page = useApi(AgreementPageDocument, agreementVariables(props.channel, props.code), { every: 15_000 })
  return (
    <div className="page">
      <Region of={page} lines={12} heading={props.code}>
        {page.data?.agreement === null && <Empty page title={say('missing')} />}
        {page.data?.agreement && (
          <Whole {...props} agreement={page.data.agreement} answer={page.data} again={page.again} />
        )}
      </Region>
    </div>
  )
}

function Whole({
  agreement,
  answer,
  changing,
  onChanging,
  again,
}: PageProps & { agreement: Agreement; answer: AgreementPageQuery; again: () => void }) {
  const say = useWords(words)
  const sayChannel = useWords(channelWords)
  const may = useMay()
  const term = useTerm()
  const localized = useLocalized()
  const navigate = useNavigate()
  const [ending, setEnding] = useState(false)
  const [asked, setAsked] = useState<string>()
  const { channel } = agreement
  const product = answer.products.find((each) => each.code === agreement.productCode)
  const versions = answer.versions.edges.map((edge) => edge.node)
  const waiting = answer.asked.edges[0]?.node
  const change = actOn(agreement, 'requestAgreement')
  const terminate = actOn(agreement, 'terminateAgreement')
  const acts = terminate
    ? [
        {
          key: 'terminateAgreement',
          text: say('terminate'),
          run: () => setEnding(true),
          reason: terminate.possible ? undefined : (terminate.reason?.message ?? ''),
        },
      ]
    : []
  useOfferActs([
    ...(change?.possible ? [{ key: 'requestAgreement', text: say('newVersion'), run: () => onChanging(true) }] : []),
    ...acts.filter((act) => act.reason === undefined),
  ])
  useKeys(
    { Escape: () => void navigate({ to: '/channels/$code', params: { code: channel.code } }) },
    !changing && !ending,
  )
  const formOpen = changing && change !== undefined
  return (
    <>
      <header>
        <div className="grow">
          <p className="crumb">
            <Link to="/channels">{sayChannel('title')}</Link> /{' '}
            <Link to="/channels/$code" params={{ code: channel.code }}>
              {channel.name}
            </Link>{' '}
            / <CopyText text={agreement.code} />
          </p>
          <h1 className="row wrap">
            {localized(product?.name) || agreement.productCode}
            <span className="muted">{say('newVersionTitle', { version: agreement.version })}</span>
            <State mood={agreementMood[agreement.state]} filled>
              {term('AgreementState', agreement.state)}
            </State>
          </h1>
        </div>
        {change && !formOpen && (
          <Button
            disabled={!change.possible}
            title={change.reason?.message}
            onClick={() => {
              setAsked(undefined)
              onChanging(true)
            }}
          >
            {say('newVersion')}
          </Button>
        )}
        {!formOpen && <MoreActs acts={acts} />}
      </header>
      {!channel.open && !formOpen && <Notice mood="ended">{say('closedPage', { channel: channel.name })}</Notice>}
      {asked && asked !== waiting?.id && (
        <Notice
          mood="good"
          act={
            <Link to="/approvals" search={{ tab: 'all', id: asked }}>
              {say('see')}
            </Link>
          }
        >
          {say('asked')}
        </Notice>
      )}
      {waiting && (
        <section className="waiting">
          <Notice
            mood="ours"
            act={
              <Link to="/approvals" search={{ tab: 'all', id: waiting.id }}>
                {say(waiting.mayApprove ? 'decide' : 'see')}
              </Link>
            }
          >
            <b>{say('waits', { version: agreement.version + 1 })}</b>{' '}
            <span className="small">
              {waiting.requestedBy && say('waitsBy', { name: waiting.requestedBy.displayName })}{' '}
              <When at={waiting.requestedAt} />
            </span>
          </Notice>
          {waiting.differences.length > 0 && (
            <Differences
              changes={waiting.differences.map((each) => ({
                what: each.path,
                before: each.before ?? '–',
                after: each.after ?? '–',
              }))}
            />
          )}
        </section>
      )}
      {formOpen ? (
        <AgreementForm
          channel={channel}
          latest={versions.find((each) => each.version === agreement.version)}
          versions={versions}
          products={answer.products}
          again={again}
          onClose={() => onChanging(false)}
          onDone={(approval) => {
            setAsked(approval)
            onChanging(false)
            again()
          }}
        />
      ) : (
        <div className="agreementColumns">
          <div>
            <AgreementSays agreement={agreement} product={product} />
            <AgreementQuotas agreement={agreement} />
            <AgreementVersions versions={versions} />
          </div>
          {may('Query.policyTerms') && <AgreementTerms agreement={agreement} product={product} />}
        </div>
      )}
      {ending && (
        <Terminate
          agreement={agreement}
          waiting={waiting !== undefined}
          again={again}
          onClose={() => setEnding(false)}
          onDone={() => {
            setEnding(false)
            again()
          }}
        />
      )}
    </>
  )
}

function Terminate({
  agreement,
  waiting,
  again,
  onClose,
  onDone,
}: {
  agreement: Agreement
  waiting: boolean
  again: () => void
  onClose: () => void
  onDone: () => void
}) {
  const say = useWords(words)
  const act = useAct(TerminateAgreementDocument)
  const send = async (reason: string) => {
    const done = await act.send({
      input: {
        channelCode: agreement.channel.code,
        agreementCode: agreement.code,
        expectedRevision: agreement.version,
        reason,
      },
    })
    if (done) onDone()
    else again()
    return done !== null
  }
  return (
    <ReasonDialog
      form={`terminate ${agreement.channel.code}/${agreement.code}`}
      title={say('terminateTitle', { code: agreement.code })}
      keep={say('terminateKeep')}
      act={say('terminateAct')}
      acting={act}
      onKeep={onClose}
      onSend={send}
    >
      <p>{say('terminateFollows', { channel: agreement.channel.name })}</p>
      {waiting && <p>{say('terminateWaiting')}</p>}
      <p className="second">{say('terminateAgain')}</p>
    </ReasonDialog>
  )
}
