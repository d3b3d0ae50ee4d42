import { useSession, useTerm } from '../shared/session/SessionContext'

/** What the person's roles are called. */
export function useRoleWords(): string {
  const { viewer } = useSession()
  const term = useTerm()
  return (viewer.roles ?? []).map((role) => term('OpsRole', role)).join(' · ')
}
