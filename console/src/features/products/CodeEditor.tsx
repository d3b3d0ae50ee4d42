import { autocompletion, completionKeymap, type CompletionContext } from '@codemirror/autocomplete'
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands'
import { yaml } from '@codemirror/lang-yaml'
import { setDiagnostics, type Diagnostic } from '@codemirror/lint'
import { Compartment, EditorState } from '@codemirror/state'
import { drawSelection, EditorView, keymap, lineNumbers } from '@codemirror/view'
import { useEffect, useRef } from 'react'
import { codeLook } from './codeLook'

/** What can be said at a place: a name, its type, a sentence. */
export interface Suggestion {
  name: string
  detail: string
  info?: string
}

/** A mistake at a place of the text, in characters from 0. */
export interface Mark {
  from: number
  to: number
  message: string
  fix?: string | undefined
}

/** A text that is written by hand: a condition, or a whole file. What is typed is told at once; marks and suggestions come from without. */
export function CodeEditor({
  label,
  text,
  language,
  readOnly,
  marks,
  suggest,
  onText,
  onLeave,
}: {
  label: string
  text: string
  language: 'yaml' | 'plain'
  readOnly: boolean
  marks: readonly Mark[]
  suggest?: readonly Suggestion[]
  onText: (text: string) => void
  /** When the focus goes elsewhere. */
  onLeave?: () => void
}) {
  const place = useRef<HTMLDivElement>(null)
  const view = useRef<EditorView>(null)
  const now = useRef({ onText, onLeave, suggest })
  const editable = useRef(new Compartment())
  useEffect(() => {
    now.current = { onText, onLeave, suggest }
  })

  useEffect(() => {
    if (!place.current) return
    const complete = (context: CompletionContext) => {
      const word = context.matchBefore(/[\w.]*/)
      const list = now.current.suggest ?? []
      if (!word || list.length === 0 || (word.from === word.to && !context.explicit)) return null
      return {
        from: word.from,
        options: list.map((each) => ({
          label: each.name,
          detail: each.detail,
          ...(each.info ? { info: each.info } : {}),
        })),
      }
    }
    const made = new EditorView({
      parent: place.current,
      state: EditorState.create({
        doc: text,
        extensions: [
          codeLook(),
          history(),
          drawSelection(),
          keymap.of([...completionKeymap, ...defaultKeymap, ...historyKeymap]),
          ...(language === 'yaml' ? [yaml(), lineNumbers()] : []),
          autocompletion({ override: [complete] }),
          editable.current.of(EditorState.readOnly.of(readOnly)),
          EditorView.contentAttributes.of({ 'aria-label': label }),
          EditorView.updateListener.of((update) => {
            if (update.docChanged) now.current.onText(update.state.doc.toString())
            if (update.focusChanged && !update.view.hasFocus) now.current.onLeave?.()
          }),
        ],
      }),
    })
    view.current = made
    return () => made.destroy()
    // One view for the life of the field; what changes later is dispatched below.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [])

  useEffect(() => {
    const shown = view.current
    if (!shown || shown.state.doc.toString() === text) return
    shown.dispatch({ changes: { from: 0, to: shown.state.doc.length, insert: text } })
  }, [text])

  useEffect(() => {
    view.current?.dispatch({ effects: editable.current.reconfigure(EditorState.readOnly.of(readOnly)) })
  }, [readOnly])

  useEffect(() => {
    const shown = view.current
    if (!shown) return
    const length = shown.state.doc.length
    const list: Diagnostic[] = marks.map((each) => ({
      from: Math.min(each.from, length),
      to: Math.min(Math.max(each.to, each.from), length),
      severity: 'error',
      message: each.message,
      ...(each.fix
        ? {
            actions: [
              {
                name: each.fix,
                apply: (target, from, to) => target.dispatch({ changes: { from, to, insert: each.fix ?? '' } }),
              },
            ],
          }
        : {}),
    }))
    shown.dispatch(setDiagnostics(shown.state, list))
  }, [marks, text])

  return <div ref={place} className="code" />
}
