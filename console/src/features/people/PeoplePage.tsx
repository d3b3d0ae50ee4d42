import { Button } from 'antd'
import { lazy, Suspense, useState } from 'react'
import { useMay } from '../../shared/session/SessionContext'
import { Notice } from '../../shared/ui/Notice'
import { useWords } from '../../shared/words/words'
import './people.css'
import { PeopleList } from './PeopleList'
import { tabs, type PeopleSearch } from './peopleSearch'
import { words } from './words'

const RolesTable = lazy(() => import('./RolesTable').then((m) => ({ default: m.RolesTable })))
const TokensPart = lazy(() => import('./TokensPart').then((m) => ({ default: m.TokensPart })))
const AddPerson = lazy(() => import('./AddPerson').then((m) => ({ default: m.AddPerson })))

const tabWords = { people: 'tabPeople', roles: 'tabRoles', tokens: 'tabTokens' } as const

/** Who of the house may come in, with which roles; what roles may do; and the tokens of reporting tools. */
export function PeoplePage({
  search,
  onSearchChange,
}: {
  search: PeopleSearch
  onSearchChange: (search: PeopleSearch) => void
}) {
  const say = useWords(words)
  const may = useMay()
  const [adding, setAdding] = useState(false)
  const tab = search.tab ?? 'people'
  if (!may('Query.people')) {
    return (
      <div className="page">
        <header>
          <h1>{say('title')}</h1>
        </header>
        <Notice mood="ended">{say('forbidden')}</Notice>
      </div>
    )
  }
  return (
    <div className="page fixed">
      <header>
        <h1>{say('title')}</h1>
        <span className="grow" />
        {may('Mutation.addPerson') && (
          <Button type="primary" onClick={() => setAdding(true)}>
            {say('add')}
          </Button>
        )}
      </header>
      <div className="views">
        {(['people', ...tabs] as const).map((each) => (
          <button
            key={each}
            type="button"
            aria-pressed={each === tab}
            onClick={() => onSearchChange({ tab: each === 'people' ? undefined : each })}
          >
            {say(tabWords[each])}
          </button>
        ))}
      </div>
      <Suspense>
        {tab === 'people' && <PeopleList search={search} onSearchChange={onSearchChange} />}
        {tab === 'roles' && <RolesTable />}
        {tab === 'tokens' && <TokensPart />}
        {adding && <AddPerson onClose={() => setAdding(false)} />}
      </Suspense>
    </div>
  )
}
