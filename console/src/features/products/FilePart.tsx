import { Button } from 'antd'
import { useEffect, useMemo, useRef, useState } from 'react'
import { here } from '../../shared/files/openFile'
import { request, RequestFailed } from '../../shared/graphql/request'
import { Failure } from '../../shared/ui/Region'
import { useWords } from '../../shared/words/words'
import { useDraftInHand, useSettled } from './useDraft'
import { words } from './words'
import type { Version } from './Editor'
import { ProductArchiveDocument } from './products.generated'
import { CodeEditor } from './CodeEditor'
import { Mistakes } from './PartField'

/** The whole file: the one truth, of which the other parts are views. */
export function FilePart({ row }: { row: Version | undefined }) {
  const say = useWords(words)
  const draft = useDraftInHand()
  const [typed, setTyped] = useState(draft.file)
  const sent = useRef(draft.file)
  useEffect(() => {
    if (draft.file !== sent.current) setTyped(draft.file)
    sent.current = draft.file
  }, [draft.file])
  const settled = useSettled(typed, 150)
  useEffect(() => {
    if (settled === typed && settled !== draft.file) {
      sent.current = settled
      draft.write(settled)
    }
    // Only what rested is put in.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [settled])
  const marks = useMemo(() => {
    const starts = [0]
    for (let at = typed.indexOf('\n'); at >= 0; at = typed.indexOf('\n', at + 1)) starts.push(at + 1)
    return draft.mistakes.flatMap((each) => {
      if (each.line == null) return []
      const start = starts[each.line - 1]
      if (start === undefined) return []
      const end = (starts[each.line] ?? typed.length + 1) - 1
      const from = each.column == null ? start : start + each.column - 1
      return [
        {
          from: Math.min(from, end),
          to: Math.max(Math.min(each.end == null ? end : start + each.end - 1, end), Math.min(from, end)),
          message: each.message,
          fix: each.fix ?? undefined,
        },
      ]
    })
  }, [draft.mistakes, typed])
  return (
    <section className="stack">
      <h2 className="row">
        <span className="grow">{say('file')}</span>
        {row && <Archive code={draft.code} version={row.version} />}
      </h2>
      <Mistakes
        list={draft.mistakes}
        act={(mistake) => mistake.line != null && <span className="nowrap">{say('line', { line: mistake.line })}</span>}
      />
      <CodeEditor
        label={say('file')}
        text={typed}
        language="yaml"
        readOnly={!draft.editable}
        marks={marks}
        onText={setTyped}
      />
    </section>
  )
}

/** The stored version as a zip archive. Its address is asked for at the moment of the click, since it expires. */
function Archive({ code, version }: { code: string; version: number }) {
  const say = useWords(words)
  const [failure, setFailure] = useState<RequestFailed | null>(null)
  const download = async () => {
    setFailure(null)
    try {
      const { data } = await request(ProductArchiveDocument, { code, version })
      if (data.productVersion) location.assign(here(data.productVersion.archiveUrl))
    } catch (cause) {
      setFailure(cause instanceof RequestFailed ? cause : new RequestFailed('BROKEN_ANSWER', String(cause)))
    }
  }
  return (
    <>
      {failure && <Failure failure={failure} />}
      <Button title={say('archiveHelp')} onClick={() => void download()}>
        {say('archive')}
      </Button>
    </>
  )
}
