import { Fragment, useMemo } from 'react'
import { useApi } from '../../shared/graphql/useApi'
import type * as Types from '../../shared/graphql/types.generated'
import { Mark } from '../../shared/ui/Mark'
import { Region } from '../../shared/ui/Region'
import { useWords } from '../../shared/words/words'
import { RolePermissionsDocument } from './people.generated'
import { roles } from './peopleSearch'
import { areas, known, roleWords } from './roleRows'
import { useRoleShort } from './useRoleShort'

/** What each role may do: what people call it first, then every other part of the contract by its name. */
export function RolesTable() {
  const say = useWords(roleWords)
  const short = useRoleShort()
  const page = useApi(RolePermissionsDocument, {}, { freshFor: Infinity })
  const list = page.data?.rolePermissions
  const allows = useMemo(() => new Map(list?.map((each) => [each.role, new Set(each.allows)]) ?? []), [list])
  const others = useMemo(() => {
    const named = new Map<string, number>()
    for (const each of list ?? []) for (const name of each.allows) named.set(name, (named.get(name) ?? 0) + 1)
    // What every role may is said in the sentence above the table.
    return [...named]
      .filter(([name, count]) => !known.has(name) && count < (list?.length ?? 0))
      .map(([name]) => name)
      .sort()
  }, [list])
  return (
    <Region of={page} lines={16}>
      <div className="roleTable" tabIndex={0} role="region" aria-label={say('label')}>
        <p className="second">{say('every')}</p>
        <table className="plain">
          <caption className="unseen">{say('label')}</caption>
          <colgroup>
            <col className="what" />
            {roles.map((role) => (
              <col key={role} />
            ))}
          </colgroup>
          <thead>
            <tr>
              <th>{say('what')}</th>
              {roles.map((role) => (
                <th key={role}>{short(role)}</th>
              ))}
            </tr>
          </thead>
          <tbody>
            {areas.map(({ area, rows }) => (
              <Fragment key={area}>
                <tr>
                  <th scope="rowgroup" colSpan={roles.length + 1}>
                    {say(area)}
                  </th>
                </tr>
                {rows.map((row) => (
                  <Line key={row.needs} name={row.needs} allows={allows}>
                    {say(row.word)}
                  </Line>
                ))}
              </Fragment>
            ))}
            <tr>
              <th scope="rowgroup" colSpan={roles.length + 1}>
                {say('others')}
              </th>
            </tr>
            {others.map((name) => (
              <Line key={name} name={name} allows={allows}>
                <code>{name}</code>
              </Line>
            ))}
          </tbody>
        </table>
      </div>
    </Region>
  )
}

function Line({
  name,
  allows,
  children,
}: {
  name: string
  allows: ReadonlyMap<Types.OpsRole, ReadonlySet<string>>
  children: React.ReactNode
}) {
  const say = useWords(roleWords)
  return (
    <tr>
      <th scope="row">{children}</th>
      {roles.map((role) => {
        const may = allows.get(role)?.has(name) ?? false
        return (
          <td key={role}>
            <span className="roleCell muted">
              {may ? <Mark mood="good" /> : <span aria-hidden="true">·</span>}
              <span className="unseen">{say(may ? 'may' : 'mayNot')}</span>
            </span>
          </td>
        )
      })}
    </tr>
  )
}
