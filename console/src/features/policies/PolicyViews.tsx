import { CloseOutlined } from '@ant-design/icons'
import { Button, Input } from 'antd'
import { useState } from 'react'
import { usePreference } from '../../shared/session/usePreference'
import { useWords } from '../../shared/words/words'
import { conditionsOf, isFiltered, type PolicySearch } from './policySearch'
import { words } from './words'

interface View {
  name: string
  search: PolicySearch
}

const most = 12

/** Conditions under a name: those that everybody has, and a person's own. */
export function PolicyViews({
  search,
  onSearchChange,
}: {
  search: PolicySearch
  onSearchChange: (search: PolicySearch) => void
}) {
  const say = useWords(words)
  const [own, setOwn] = usePreference<readonly View[]>('policies.views', [])
  const [naming, setNaming] = useState(false)
  const [name, setName] = useState('')
  const common: readonly View[] = [
    { name: say('all'), search: {} },
    { name: say('today'), search: { bound: 'today' } },
    { name: say('ending'), search: { ends: 'next7', order: 'COVER_END_ASC' } },
    { name: say('cancelled'), search: { states: ['CANCELLED'] } },
  ]
  const isNow = (view: View) => same(view.search, conditionsOf(search))
  const save = () => {
    if (name.trim() === '') return
    setOwn(
      [...own.filter((view) => view.name !== name.trim()), { name: name.trim(), search: conditionsOf(search) }].slice(
        -most,
      ),
    )
    setNaming(false)
    setName('')
  }
  const known = [...common, ...own].some(isNow)
  return (
    <div className="views">
      {common.map((view) => (
        <button key={view.name} type="button" aria-pressed={isNow(view)} onClick={() => onSearchChange(view.search)}>
          {view.name}
        </button>
      ))}
      {own.map((view) => (
        <span key={view.name} className="row ownView">
          <button type="button" aria-pressed={isNow(view)} onClick={() => onSearchChange(view.search)}>
            {view.name}
          </button>
          {isNow(view) && (
            <button
              type="button"
              className="plain"
              aria-label={say('dropView', { name: view.name })}
              onClick={() => setOwn(own.filter((each) => each.name !== view.name))}
            >
              <CloseOutlined aria-hidden />
            </button>
          )}
        </span>
      ))}
      <span className="grow" />
      {naming ? (
        <form
          className="row"
          onSubmit={(event) => {
            event.preventDefault()
            save()
          }}
        >
          <Input
            size="small"
            aria-label={say('viewName')}
            placeholder={say('viewName')}
            value={name}
            maxLength={24}
            autoFocus
            onChange={(event) => setName(event.target.value)}
            onKeyDown={(event) => {
              if (event.key === 'Escape') setNaming(false)
            }}
          />
          <Button size="small" type="primary" htmlType="submit">
            {say('saveAct')}
          </Button>
        </form>
      ) : (
        isFiltered(search) &&
        !known && (
          <button type="button" className="link saveView" onClick={() => setNaming(true)}>
            {say('saveView')}
          </button>
        )
      )}
    </div>
  )
}

/** Whether two sets of conditions are the same, whatever the order in which they were said. */
function same(a: PolicySearch, b: PolicySearch): boolean {
  return plain(a) === plain(b)
}

function plain(search: PolicySearch): string {
  return JSON.stringify(
    Object.entries(search)
      .filter(([, value]) => value !== undefined)
      .sort(([a], [b]) => a.localeCompare(b)),
  )
}
