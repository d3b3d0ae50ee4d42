import { Link, useRouter } from '@tanstack/react-router'
import type { AuditRowFragment } from './audit.generated'

type Row = Pick<AuditRowFragment, 'objectKind' | 'object' | 'subjectId' | 'channel'>

/** The page that shows a thing, and the route that it belongs to; nothing where the thing is gone or no page shows it. */
export function pageOf({ objectKind, object, subjectId, channel }: Row): { route: string; path: string } | undefined {
  const at = (route: string, ...values: string[]) => {
    let place = 0
    return { route, path: route.replace(/\$\w+/g, () => encodeURIComponent(values[place++] ?? '')) }
  }
  const [first = '', second = ''] = object.split('/')
  switch (objectKind) {
    case 'POLICY':
      return subjectId ? at('/policies/$number', object) : undefined
    case 'CLAIM':
      return subjectId ? at('/claims/$number', object) : undefined
    case 'SERVICE_REQUEST':
      return subjectId ? at('/requests/$number', object) : undefined
    case 'PERSON':
      return subjectId ? at('/people/$id', subjectId) : undefined
    case 'JOB':
    case 'EXPORT':
      return subjectId ? at('/jobs/$id', subjectId) : undefined
    case 'CHANNEL':
      return at('/channels/$code', object)
    case 'AGREEMENT':
      return second ? at('/channels/$code/agreements/$agreement', first, second) : undefined
    case 'PRODUCT':
      return at('/products/$code', first)
    case 'CREDENTIAL':
    case 'ENDPOINT':
      return channel ? at('/channels/$code', channel.code) : undefined
    default:
      return undefined
  }
}

/** What a record is about, as a link where the console has its page. */
export function ObjectLink({ row }: { row: Row }) {
  const router = useRouter()
  const page = pageOf(row)
  const routes: object = router.routesByPath
  if (!page || !(page.route in routes)) return <>{row.object || '–'}</>
  return <Link to={page.path as '/'}>{row.object}</Link>
}
