import { useNavigate } from '@tanstack/react-router'
import { Button } from 'antd'
import { useState } from 'react'
import { useAct } from '../../shared/graphql/useAct'
import { useApi } from '../../shared/graphql/useApi'
import { useMay, useTerm } from '../../shared/session/SessionContext'
import { ChoiceFilter, FilterChip } from '../../shared/ui/Filters'
import { KeysetTable, pageArguments } from '../../shared/ui/KeysetTable'
import { personMood } from '../../shared/ui/moods'
import { Notice } from '../../shared/ui/Notice'
import { Empty, Region } from '../../shared/ui/Region'
import { State } from '../../shared/ui/State'
import { TextFilter } from '../../shared/ui/TextFilter'
import { UserErrors } from '../../shared/ui/UserErrors'
import { useWords } from '../../shared/words/words'
import { waitingRoles } from './people'
import { PeopleDocument, UnlockPersonDocument, type PersonRowFragment } from './people.generated'
import { filterOf, personStates, roles, type PeopleSearch } from './peopleSearch'
import { usePeopleColumns } from './usePeopleColumns'
import { words } from './words'

/** The people that fit the conditions, with a column for each role. */
export function PeopleList({
  search,
  onSearchChange,
}: {
  search: PeopleSearch
  onSearchChange: (search: PeopleSearch) => void
}) {
  const say = useWords(words)
  const term = useTerm()
  const may = useMay()
  const navigate = useNavigate()
  const filter = filterOf(search)
  const list = useApi(PeopleDocument, { filter, ...pageArguments(search) }, { keepLast: true, every: 15_000 })
  const unlock = useAct(UnlockPersonDocument)
  const [done, setDone] = useState(false)
  const rows = list.data?.people?.edges.map((edge) => edge.node) ?? []
  const requests = list.data?.waiting.edges.map((edge) => edge.node) ?? []
  const free = async (person: PersonRowFragment) => {
    setDone(false)
    const answer = await unlock.send({ input: { id: person.id, expectedRevision: person.revision } })
    if (answer) setDone(true)
    list.again()
  }
  const columns = usePeopleColumns({
    waiting: waitingRoles(rows, requests),
    authorities: list.data?.claimAuthorities ?? [],
    onUnlock: may('Mutation.unlockPerson') ? (person) => void free(person) : undefined,
  })
  const change = (next: Partial<PeopleSearch>) =>
    onSearchChange({ ...search, after: undefined, before: undefined, page: undefined, ...next })
  const conflict = unlock.userErrors.some((error) => error.code === 'CONFLICT')
  return (
    <>
      <div className="filters">
        <ChoiceFilter
          name={say('role')}
          options={roles.map((role) => ({ value: role, word: term('OpsRole', role), text: term('OpsRole', role) }))}
          chosen={search.roles}
          onChange={(chosen) => change({ roles: chosen })}
        />
        <ChoiceFilter
          name={say('state')}
          options={personStates.map((state) => ({
            value: state,
            word: term('PersonState', state),
            text: <State mood={personMood[state]}>{term('PersonState', state)}</State>,
          }))}
          chosen={search.states}
          onChange={(chosen) => change({ states: chosen })}
        />
        <FilterChip
          name={say('locked')}
          value={search.locked && say('has')}
          onClear={() => change({ locked: undefined })}
        >
          {(close) => (
            <Button
              onClick={() => {
                change({ locked: true })
                close()
              }}
            >
              {say('lockedOnly')}
            </Button>
          )}
        </FilterChip>
        <TextFilter
          key={search.name}
          name={say('loginBegins')}
          value={search.name}
          onChange={(name) => change({ name })}
        />
        <span className="grow" />
        <Figures of={list.data} />
      </div>
      {done && <Notice mood="good">{say('unlocked')}</Notice>}
      {conflict && (
        <Notice mood="theirs" alert>
          {say('changed')}
        </Notice>
      )}
      <UserErrors errors={unlock.userErrors.filter((error) => error.code !== 'CONFLICT')} failure={unlock.failure} />
      <Region of={list} lines={12}>
        {rows.length === 0 && list.data ? (
          <Empty title={say('none')}>
            <p>{say('noneNext')}</p>
            <Button onClick={() => onSearchChange({})}>{say('dropAll')}</Button>
          </Empty>
        ) : (
          <KeysetTable
            label={say('list')}
            unit={say('unit')}
            columns={columns}
            rows={rows}
            rowKey={(row) => row.id}
            onOpen={(row) => void navigate({ to: '/people/$id', params: { id: row.id } })}
            page={list.data?.people ?? { pageInfo: { hasNextPage: false } }}
            place={search}
            onPlace={(place) => change(place)}
          />
        )}
      </Region>
    </>
  )
}

/** How many there are, how many of them are locked, and how many requests for roles wait. */
function Figures({
  of,
}: {
  of:
    | {
        people: { count: { value: number; exact: boolean } } | null
        locked: { count: { value: number; exact: boolean } } | null
        waiting: { edges: unknown[] }
      }
    | undefined
}) {
  const say = useWords(words)
  if (!of) return null
  const figure = (key: 'count' | 'countLocked' | 'countWaiting', count: number) =>
    key === 'count' || count > 0 ? [say(key, { count })] : []
  return (
    <span className="second" role="status">
      {[
        ...figure('count', of.people?.count.value ?? 0),
        ...figure('countLocked', of.locked?.count.value ?? 0),
        ...figure('countWaiting', of.waiting.edges.length),
      ].join(' · ')}
    </span>
  )
}
