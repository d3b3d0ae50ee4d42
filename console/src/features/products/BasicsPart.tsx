import { useState } from 'react'
import { upload } from '../../shared/files/upload'
import { useTerm } from '../../shared/session/SessionContext'
import { sizeOf } from '../../shared/ui/Evidence'
import { Notice } from '../../shared/ui/Notice'
import { State } from '../../shared/ui/State'
import { useWords } from '../../shared/words/words'
import { partOf } from './fileText'
import type { Version } from './Editor'
import type { ContentFragment } from './products.generated'
import { useDraftInHand } from './useDraft'
import { words } from './words'
import { Mistakes, PartField } from './PartField'

const largestDocument = 4 << 20

/** What the product is called, and the documents that belong to it. */
export function BasicsPart({ content, row }: { content: ContentFragment; row: Version | undefined }) {
  const say = useWords(words)
  const draft = useDraftInHand()
  const head = headOf(draft.file)
  return (
    <section className="stack">
      <h2>{say('basics')}</h2>
      <div className="twoFields">
        <PartField at={['name', 'zh']} value={head.zh} label={say('title_zh')} />
        <PartField at={['name', 'en']} value={head.en} label={say('title_en')} />
        <PartField at={['currency']} value={head.currency} label={say('currency')} />
        <PartField at={['timeZone']} value={head.timeZone} label={say('timeZone')} />
      </div>
      <h2>{say('documents')}</h2>
      <p className="small muted">{say('documentsHelp')}</p>
      <ul className="things">
        {content.documents.map((document) => (
          <DocumentLine
            key={document.at.join('.')}
            document={document}
            size={row?.attachments.find((each) => each.name === document.file)?.size}
          />
        ))}
      </ul>
      <Mistakes list={draft.mistakes.filter((each) => partOf(each) === 'basics')} />
    </section>
  )
}

function DocumentLine({
  document,
  size,
}: {
  document: ContentFragment['documents'][number]
  size: string | undefined
}) {
  const say = useWords(words)
  const term = useTerm()
  const draft = useDraftInHand()
  const [wrong, setWrong] = useState<string>()
  const sent = draft.documents.some((each) => each.name === document.file)
  const kind = document.kind ? term('ProductDocumentKind', document.kind) : document.file
  const take = async (file: File | undefined) => {
    if (!file) return
    setWrong(undefined)
    if (file.size > largestDocument) {
      setWrong(say('tooLarge', { name: file.name, size: sizeOf(file.size) }))
      return
    }
    const answer = await upload(file, 'PRODUCT', undefined, () => undefined)
    if ('errors' in answer) {
      setWrong(answer.errors.map((error) => error.message).join(' '))
      return
    }
    // The name of the document follows the kind of file that was sent.
    const ending = /\.(pdf|md|html)$/i.exec(file.name)?.[0].toLowerCase() ?? ''
    const name = document.file.replace(/\.[a-z]+$/, ending || '$&')
    if (name !== document.file) {
      await draft.change([{ operation: 'REPLACE', at: [...document.at, 'file'], value: JSON.stringify(name) }])
    }
    draft.addDocument({ name, fileId: answer.fileId })
  }
  const id = document.at.join('.')
  return (
    <li>
      <span className="grow">
        <b className="strong">{kind}</b> <code className="muted">{document.file}</code>
        {wrong && (
          <Notice mood="bad" alert>
            {wrong}
          </Notice>
        )}
      </span>
      {sent ? (
        <State mood="ours">{say('attachedNow')}</State>
      ) : size ? (
        <State mood="good">{say('attached', { size: sizeOf(size) })}</State>
      ) : (
        <State mood="bad">{say('notAttached')}</State>
      )}
      {draft.editable && (
        <label className="attach">
          {say('attach', { name: kind })}
          <input
            id={id}
            type="file"
            className="unseen"
            accept=".pdf,.md,.html"
            onChange={(event) => {
              void take(event.target.files?.[0])
              event.target.value = ''
            }}
          />
        </label>
      )}
    </li>
  )
}

/** The head of a file, read as people see it: the server tells the rest by parts. */
function headOf(file: string): { zh: string; en: string; currency: string; timeZone: string } {
  const value = (key: string) => new RegExp(`^${key}: *['"]?(.*?)['"]? *(?:#.*)?$`, 'm').exec(file)?.[1] ?? ''
  const name = /^name: *\{(.*)\}/m.exec(file)?.[1] ?? ''
  const inName = (key: string) => new RegExp(`${key}: *(?:'([^']*)'|"([^"]*)"|([^,]*))`).exec(name)
  const text = (key: string) => {
    const found = inName(key)
    return (found?.[1] ?? found?.[2] ?? found?.[3] ?? '').trim()
  }
  return { zh: text('zh'), en: text('en'), currency: value('currency'), timeZone: value('timeZone') }
}
