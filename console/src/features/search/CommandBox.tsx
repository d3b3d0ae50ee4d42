import { useNavigate } from '@tanstack/react-router'
import { useEffect, useMemo, useState, type KeyboardEvent } from 'react'
import { useApi } from '../../shared/graphql/useApi'
import { Floating } from '../../shared/ui/Floating'
import { Failure } from '../../shared/ui/Region'
import { useWords } from '../../shared/words/words'
import './search.css'
import { SearchDocument } from './search.generated'
import { useEntries, type Entry } from './useEntries'
import { usePreference } from '../../shared/session/usePreference'
import { useMay } from '../../shared/session/SessionContext'
import { words } from './words'

/** A number that we give: nobody is called so. */
const ownNumber = /^[A-Z]\d{9,}$/

/** How long a person must rest while typing before the server is asked, milliseconds. */
const rest = 120

/** One box that finds things, acts and pages. Words that begin with > find acts only. */
export function CommandBox({ start, onClose }: { start: string; onClose: () => void }) {
  const say = useWords(words)
  const navigate = useNavigate()
  const [text, setText] = useState(start)
  const [active, setActive] = useState(0)
  const [persons, setPersons] = useState('')
  const [wanted, setWanted] = useState(false)
  const [saved, setSaved] = usePreference<readonly string[]>('searches', [])
  const mayReveal = useMay()('Mutation.revealPersonalData')
  const asked = useRested(text.trim(), rest)
  const enabled = asked.length >= 2 && !asked.startsWith('>')
  const found = useApi(
    SearchDocument,
    { text: asked, persons: persons === asked },
    { enabled, keepLast: true, freshFor: 10_000 },
  )
  const hits = enabled ? found.data?.search.hits : undefined
  const entries = useEntries(text.trim(), hits, saved)
  // The answer to what is typed now is there; before that Enter waits for it.
  const settled = asked === text.trim() && (!enabled || !found.isRefreshing)
  const all = useMemo(() => {
    if (!mayReveal || !enabled || !settled || persons === asked || ownNumber.test(asked)) return entries
    const ask: Entry = {
      key: 'persons',
      group: 'things',
      text: say('searchPersons', { text: asked }),
      stays: true,
      run: () => setPersons(asked),
    }
    return [...entries, ask]
  }, [entries, mayReveal, enabled, settled, persons, asked, say])
  useEffect(() => setActive(0), [asked])

  const run = (entry: Entry | undefined) => {
    if (!entry) return
    if (entry.fill !== undefined) setText(entry.fill)
    if (!entry.stays) onClose()
    if (entry.to) void navigate(entry.to)
    else entry.run?.()
  }
  useEffect(() => {
    if (!wanted || !settled) return
    setWanted(false)
    run(all[active])
    // What runs is what is there when the answer has come.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [wanted, settled])
  const keys = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    if (step !== 0) {
      event.preventDefault()
      setActive((place) => Math.max(0, Math.min(all.length - 1, place + step)))
    }
    if (event.key === 'Enter') {
      // The focus goes back to what opened the box, and this key must not press it again.
      event.preventDefault()
      if (settled) run(all[active])
      else setWanted(true)
    }
  }
  const nothing = enabled && found.data !== undefined && !found.isRefreshing && hits?.length === 0
  return (
    <Floating label={say('title')} width={680} className="commandBox" onLeave={onClose}>
      <input
        className="query"
        role="combobox"
        aria-expanded="true"
        aria-controls="commandList"
        aria-activedescendant={all[active] ? `command-${String(active)}` : undefined}
        aria-label={say('title')}
        placeholder={say('placeholder')}
        value={text}
        data-autofocus
        onChange={(event) => setText(event.target.value)}
        onKeyDown={keys}
      />
      {found.failure && enabled && <Failure failure={found.failure} again={found.again} />}
      {nothing && (
        <div className="nothing" role="status">
          <p>{say('nothing', { text: asked })}</p>
          <p className="small muted">{say('nothingNext')}</p>
        </div>
      )}
      <ul id="commandList" role="listbox" aria-label={say('title')}>
        {all.map((entry, place) => (
          <li
            key={entry.key}
            id={`command-${String(place)}`}
            role="option"
            aria-selected={place === active}
            // A pointer that rests while the list appears under it chooses nothing.
            onMouseMove={(event) => (event.movementX !== 0 || event.movementY !== 0) && setActive(place)}
            onClick={() => run(entry)}
          >
            {all[place - 1]?.group !== entry.group && <p className="group">{say(entry.group)}</p>}
            <div className="entry">
              <span className="strong">{entry.text}</span>
              <span className="second">{entry.about}</span>
              {entry.state}
            </div>
          </li>
        ))}
      </ul>
      <footer className="small muted row">
        <span className="grow">{mayReveal && say(persons === asked && enabled ? 'asked' : 'personal')}</span>
        {enabled && !saved.includes(asked) && persons !== asked && (
          <button type="button" className="link" onClick={() => setSaved([asked, ...saved].slice(0, 8))}>
            {say('save')}
          </button>
        )}
        {saved.includes(asked) && (
          <button type="button" className="link" onClick={() => setSaved(saved.filter((each) => each !== asked))}>
            {say('forget', { text: asked })}
          </button>
        )}
        <span>{say('close')}</span>
      </footer>
    </Floating>
  )
}

/** A value after it has rested a while. */
function useRested(value: string, milliseconds: number): string {
  const [rested, setRested] = useState(value)
  useEffect(() => {
    const timer = setTimeout(() => setRested(value), milliseconds)
    return () => clearTimeout(timer)
  }, [value, milliseconds])
  return rested
}
