import { yaml } from '@codemirror/lang-yaml'
import { unifiedMergeView } from '@codemirror/merge'
import { EditorState } from '@codemirror/state'
import { EditorView, lineNumbers } from '@codemirror/view'
import { useEffect, useRef } from 'react'
import { useWords } from '../../shared/words/words'
import { codeLook } from './codeLook'
import { words } from './words'

const changes = EditorView.theme({
  '.cm-changedLine, &.cm-merge-b .cm-changedLine': { backgroundColor: 'var(--goodTint)' },
  '.cm-deletedChunk': { backgroundColor: 'var(--badTint)', paddingLeft: '6px' },
  '&.cm-merge-b .cm-changedText, .cm-insertedLine': { background: 'none', textDecoration: 'none' },
  '&.cm-merge-b .cm-deletedText, .cm-deletedLine, .cm-deletedLine del': { background: 'none', textDecoration: 'none' },
  '.cm-changeGutter': { width: '3px', paddingLeft: '0' },
  '.cm-changedLineGutter': { background: 'var(--good)' },
  '.cm-deletedLineGutter': { background: 'var(--bad)' },
  '.cm-collapsedLines': {
    background: 'var(--sunken)',
    color: 'var(--ink2)',
    fontFamily: 'inherit',
    padding: '4px 12px',
  },
  '.cm-collapsedLines:before, .cm-collapsedLines:after': { content: '"⋯"' },
})

/** A file with the lines that went, over those that came in their place; what is alike is folded. */
export function LinesView({ before, after }: { before: string; after: string }) {
  const say = useWords(words)
  const place = useRef<HTMLDivElement>(null)
  const label = say('byLine')
  const folded = say('linesAlike')
  useEffect(() => {
    if (!place.current) return
    const view = new EditorView({
      parent: place.current,
      state: EditorState.create({
        doc: after,
        extensions: [
          codeLook(),
          changes,
          yaml(),
          lineNumbers(),
          EditorState.readOnly.of(true),
          EditorState.phrases.of({ '$ unchanged lines': folded }),
          EditorView.contentAttributes.of({ 'aria-label': label }),
          unifiedMergeView({
            original: before,
            mergeControls: false,
            highlightChanges: false,
            collapseUnchanged: { margin: 3, minSize: 4 },
          }),
        ],
      }),
    })
    return () => view.destroy()
  }, [before, after, label, folded])
  return <div ref={place} className="code" />
}
