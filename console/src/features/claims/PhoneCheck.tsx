import { figures } from '../../shared/format/money'
import { instantText } from '../../shared/format/time'
import { useLanguage, useWords } from '../../shared/words/words'
import { factsOf, titleOf, valueText } from '../../shared/facts/facts'
import type { AskedSchema, PhoneDraft } from './phone'
import { words } from './phoneWords'

/** What is handed in, to be read back to the caller. */
export function PhoneCheck({
  schema,
  draft,
  occurredAt,
}: {
  schema: AskedSchema
  draft: PhoneDraft
  occurredAt: string | undefined
}) {
  const say = useWords(words)
  const language = useLanguage()
  return (
    <section className="question">
      <div className="grow">
        <h2 className="questionTitle">{say('check')}</h2>
        <table className="plain factsTable">
          <tbody>
            {occurredAt && (
              <tr>
                <th scope="row">{say('whenHappened')}</th>
                <td className="says">{instantText(occurredAt, true)}</td>
              </tr>
            )}
            {factsOf(schema).map((fact) => (
              <tr key={fact.name}>
                <th scope="row">{titleOf(fact.schema, language) || fact.name}</th>
                <td className="says">{valueText(draft.answers[fact.name], fact.schema, language)}</td>
              </tr>
            ))}
            {!schema['x-loss'] && draft.claimed !== '' && (
              <tr>
                <th scope="row">{say('lossAsked')}</th>
                <td className="says">{figures(draft.claimed)}</td>
              </tr>
            )}
            <tr>
              <th scope="row">{say('stepEvidence')}</th>
              <td className="says">
                {draft.files.length > 0
                  ? `${say('files', { count: draft.files.length })}: ${draft.files.map((file) => file.name).join(', ')}`
                  : say('noFiles')}
              </td>
            </tr>
          </tbody>
        </table>
      </div>
    </section>
  )
}
