import { request, RequestFailed } from '../graphql/request'
import { OpenFileDocument } from './openFile.generated'

/** The bytes of a file that a person may read: the server gives an address for this session, and keeps on record who asked. */
export async function readFile(fileId: string, signal?: AbortSignal): Promise<Blob> {
  const { data } = await request(OpenFileDocument, { input: { fileId } }, signal)
  const { url, userErrors } = data.openFile
  const [wrong] = userErrors
  if (wrong || !url) throw new RequestFailed(wrong?.code ?? 'BROKEN_ANSWER', wrong?.message ?? 'no address')
  const response = await fetch(here(url), { signal: signal ?? null })
  if (!response.ok) throw new RequestFailed('NOT_FOUND', `HTTP ${String(response.status)}`)
  return response.blob()
}

/** An address of the server as the page reaches it: files come from where the page came from, with its session. */
export function here(url: string): string {
  const { pathname, search } = new URL(url, location.origin)
  return pathname + search
}
