import { Link } from '@tanstack/react-router'
import { useApi } from '../shared/graphql/useApi'
import { RunningJobsDocument } from '../shared/jobs/jobs.generated'
import { JobBar } from '../shared/jobs/JobBar'
import { useWords } from '../shared/words/words'
import { words } from './shellWords'

/** How far my long work is, while any runs. */
export function RunningJobs() {
  const say = useWords(words)
  const running = useApi(RunningJobsDocument, {}, { every: 5_000 })
  const jobs = running.data?.jobs.edges.map((edge) => edge.node) ?? []
  const [first] = jobs
  if (!first) return null
  return (
    <Link to="/jobs" className="row small" role="status">
      {say('running', { count: jobs.length })} <JobBar job={first} short />
    </Link>
  )
}
