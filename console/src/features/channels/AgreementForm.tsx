import { Button } from 'antd'
import { useState, type SyntheticEvent } from 'react'
import { useKept } from '../../shared/forms/useKept'
import { request } from '../../shared/graphql/request'
import { useAct } from '../../shared/graphql/useAct'
import { useApi } from '../../shared/graphql/useApi'
import { Conflict, Differences } from '../../shared/ui/Conflict'
import { isInstant } from '../../shared/ui/InstantInput'
import { Notice } from '../../shared/ui/Notice'
import { UserErrors } from '../../shared/ui/UserErrors'
import { useWords } from '../../shared/words/words'
import { differing, inputOf, saidBy, saidOf, typedOf, type ProductOnSale, type Said, type Version } from './agreement'
import { AgreementFields } from './AgreementFields'
import { ChannelOpenDocument, RequestAgreementDocument } from './agreements.generated'
import './agreements.css'
import { words } from './agreementWords'
import { useFiling } from './useFiling'
import { useSaidWords } from './useSaidWords'

interface FormProps {
  channel: { code: string; name: string; open: boolean }
  /** The newest version that there is; nothing: the agreement is new. */
  latest: Version | undefined
  versions: readonly Version[]
  products: readonly ProductOnSale[]
  again: () => void
  onClose: () => void
  onDone: (approval: string, agreementCode: string) => void
}

/** How often an open form asks whether its channel is still open, milliseconds. */
const lookEvery = 5_000

/** A new agreement, or a new version of one. Somebody else must approve it; what it changes stands beside it while it is typed. */
export function AgreementForm({ channel, latest, versions, products, again, onClose, onDone }: FormProps) {
  const say = useWords(words)
  const saidWords = useSaidWords()
  const [typed, setTyped, drop] = useKept(`agreement ${channel.code}/${latest?.code ?? ''}`, typedOf(latest))
  const [stopped, setStopped] = useState(false)
  const act = useAct(RequestAgreementDocument)
  const state = useApi(ChannelOpenDocument, { channel: channel.code }, { every: lookEvery })
  const closed = stopped || !(state.data?.channel?.open ?? channel.open)
  const product = products.find((each) => each.code === typed.productCode)
  const filed = useFiling(product)
  const base = versions.find((each) => each.version === typed.base)
  const newer = latest !== undefined && latest.version !== typed.base
  const after = saidBy(typed, saidWords)
  const before = base ? saidOf(base, saidWords) : undefined
  const changed = before ? differing(before, after) : (Object.keys(after) as (keyof Said)[])
  const rows = changed
    .map((key) => ({ what: say(key), before: before?.[key] ?? '–', after: after[key] }))
    .filter((row) => before !== undefined || row.after !== saidWords.none)
  const badTimes = [typed.validFrom, typed.validUntil].some((each) => each !== undefined && !isInstant(each))
  const ready =
    typed.productCode !== '' &&
    typed.agreementCode.trim() !== '' &&
    typed.commission.trim() !== '' &&
    typed.reason.trim() !== '' &&
    !badTimes &&
    !newer
  const send = async (event: SyntheticEvent) => {
    event.preventDefault()
    if (!closed && !(await isOpen(channel.code))) {
      setStopped(true)
      state.again()
      return
    }
    const done = await act.send({ input: inputOf(typed, channel.code) })
    if (done?.approval) {
      drop()
      onDone(done.approval.id, typed.agreementCode.trim())
    } else again()
  }
  const errors = newer ? act.userErrors.filter((error) => error.code !== 'CONFLICT') : act.userErrors
  return (
    <form className="agreementForm" noValidate onSubmit={(event) => void send(event)}>
      <div className="stack">
        <h2>
          {latest ? say('changeTitle', { version: latest.version + 1 }) : say('newTitle', { channel: channel.name })}
        </h2>
        {newer && (
          <Conflict
            title={say('newerVersion', { version: latest.version })}
            changes={
              base
                ? differing(saidOf(base, saidWords), saidOf(latest, saidWords)).map((key) => ({
                    what: say(key),
                    before: saidOf(base, saidWords)[key],
                    after: saidOf(latest, saidWords)[key],
                  }))
                : []
            }
            onUse={() => {
              setTyped({ ...typed, base: latest.version })
              act.clear()
            }}
          />
        )}
        {closed && (
          <Notice mood="theirs" alert>
            {say('closedMeanwhile', { channel: channel.name })}
          </Notice>
        )}
        <UserErrors errors={errors} failure={act.failure} />
        <AgreementFields
          typed={typed}
          onChange={setTyped}
          isNew={latest === undefined}
          products={products}
          product={product}
          filed={filed}
          errors={errors}
          channel={channel.code}
        />
        <p className="row">
          <Button type="primary" htmlType="submit" loading={act.sending} disabled={!ready}>
            {closed ? say('askClosed') : say('ask', { version: typed.base + 1 })}
          </Button>
          <Button
            onClick={() => {
              drop()
              onClose()
            }}
          >
            {say(latest ? 'giveUp' : 'keep')}
          </Button>
        </p>
      </div>
      <aside className="beside stack">
        <h2>{say(before ? 'changes' : 'newSays')}</h2>
        {rows.length === 0 ? (
          <p className="muted">{say('noChanges', { version: typed.base })}</p>
        ) : (
          <Differences changes={rows} />
        )}
        <Notice mood="ours">{say('who')}</Notice>
      </aside>
    </form>
  )
}

/** Whether a channel is open now. That this cannot be found out keeps nobody from asking: the server says what is wrong. */
async function isOpen(code: string): Promise<boolean> {
  try {
    const { data } = await request(ChannelOpenDocument, { channel: code })
    return data.channel?.open !== false
  } catch {
    return true
  }
}
