import { useApi } from '../../shared/graphql/useApi'
import { useMay } from '../../shared/session/SessionContext'
import { State } from '../../shared/ui/State'
import { useWords } from '../../shared/words/words'
import { partOf } from './fileText'
import type { Version } from './Editor'
import { ProductExamplesDocument } from './products.generated'
import { useDraftInHand } from './useDraft'
import { words } from './words'
import { CodeEditor } from './CodeEditor'
import { Mistakes } from './PartField'

/** The examples in plain text, and how those of the stored version come out. */
export function ExamplesPart({ row }: { row: Version | undefined }) {
  const say = useWords(words)
  const draft = useDraftInHand()
  const may = useMay()
  const results = useApi(
    ProductExamplesDocument,
    { code: draft.code, version: row?.version ?? 0 },
    { enabled: row !== undefined && may('Query.productExamples') },
  )
  const list = results.data?.productExamples ?? []
  const passed = list.filter((each) => each.passed).length
  return (
    <section className="stack">
      <h2 className="row">
        <span className="grow">{say('examples')}</span>
        {list.length > 0 && (
          <State mood={passed === list.length ? 'good' : 'bad'}>
            {say('examplesPassed', { passed, count: list.length })}
          </State>
        )}
      </h2>
      <p className="small muted">{say('examplesHelp')}</p>
      {draft.examples === '' && !draft.editable && <p className="muted">{say('noExamples')}</p>}
      <CodeEditor
        label={say('examples')}
        text={draft.examples}
        language="plain"
        readOnly={!draft.editable}
        marks={[]}
        onText={(text) => {
          if (text !== draft.examples) draft.writeExamples(text)
        }}
      />
      <Mistakes list={draft.mistakes.filter((each) => partOf(each) === 'examples')} />
      <ul className="things">
        {list
          .filter((each) => !each.passed)
          .map((each) => (
            <li key={`${each.file} ${each.line}`}>
              <State mood="bad">{say('line', { line: each.line })}</State>
              <span className="grow">
                {each.name}: {each.message}
              </span>
            </li>
          ))}
      </ul>
    </section>
  )
}
