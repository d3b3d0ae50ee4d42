import { Button, Input } from 'antd'
import { useState } from 'react'
import { addDays, dayOf, startOfDay } from '../../shared/format/time'
import { newRequestNo, useAct } from '../../shared/graphql/useAct'
import { useApi } from '../../shared/graphql/useApi'
import { useMay } from '../../shared/session/SessionContext'
import { Field } from '../../shared/ui/Field'
import { Region } from '../../shared/ui/Region'
import { UserErrors } from '../../shared/ui/UserErrors'
import { useWords } from '../../shared/words/words'
import { BackTestChart } from './BackTestChart'
import { BackTestProductDocument, ProductBackTestsDocument } from './products.generated'
import { words } from './words'

/** Stored policies rated again under a version: what would change, drawn. */
export function BackTests({ code, version }: { code: string; version: number }) {
  const say = useWords(words)
  const may = useMay()
  const today = dayOf(Date.now())
  const [typed, setTyped] = useState({ from: addDays(today, -30), until: addDays(today, 1), sample: '10000' })
  const [requestNo, setRequestNo] = useState(newRequestNo)
  const answer = useApi(ProductBackTestsDocument, { code, version }, { every: 5_000 })
  const act = useAct(BackTestProductDocument)
  const set = (key: keyof typeof typed) => (event: { target: { value: string } }) =>
    setTyped({ ...typed, [key]: event.target.value })
  const begin = async () => {
    const made = await act.send({
      input: {
        requestNo,
        productCode: code,
        version,
        bound: { start: startOfDay(typed.from), end: startOfDay(typed.until) },
        sample: Number(typed.sample),
      },
    })
    if (!made) return
    setRequestNo(newRequestNo())
    answer.again()
  }
  const tests = answer.data?.productVersion?.backTests ?? []
  return (
    <section className="stack">
      <h2>{say('testTitle')}</h2>
      {may('Mutation.backTestProduct') && (
        <>
          <UserErrors errors={act.userErrors} failure={act.failure} />
          <div className="row wrap ends">
            <Field id="from" label={say('testFrom')}>
              <Input type="date" value={typed.from} onChange={set('from')} />
            </Field>
            <Field id="until" label={say('testUntil')}>
              <Input type="date" value={typed.until} onChange={set('until')} />
            </Field>
            <Field id="sample" label={say('testSample')}>
              <Input inputMode="numeric" value={typed.sample} onChange={set('sample')} />
            </Field>
            <Button
              type="primary"
              loading={act.sending}
              disabled={!/^\d+$/.test(typed.sample) || !typed.from || !typed.until}
              onClick={() => void begin()}
            >
              {say('testBegin')}
            </Button>
          </div>
        </>
      )}
      <h2>{say('tests')}</h2>
      <Region of={answer} lines={6}>
        {answer.data && tests.length === 0 && <p className="muted">{say('noTests')}</p>}
        {tests.map((each) => (
          <BackTestChart key={each.job.id} of={each} />
        ))}
      </Region>
    </section>
  )
}
