import { newRequestNo, type UserError } from '../graphql/useAct'
import { request, RequestFailed } from '../graphql/request'
import type * as Types from '../graphql/types.generated'
import { here } from './openFile'
import { CreateFileUploadDocument } from './upload.generated'

/** What became of a file that was sent. */
export type Uploaded = { fileId: string } | { errors: readonly UserError[] }

async function digestOf(file: Blob): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', await file.arrayBuffer()))
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('')
}

/** Announces a file and sends its bytes. Errors: RequestFailed, where the server could not be asked or refused the bytes. */
export async function upload(file: File, purpose: Types.FilePurpose, requestNo = newRequestNo()): Promise<Uploaded> {
  const input = { requestNo, purpose, name: file.name.slice(0, 100), size: String(file.size), sha256: await digestOf(file) }
  const { data } = await request(CreateFileUploadDocument, { input })
  const { fileId, url, userErrors } = data.createFileUpload
  if (userErrors.length > 0 || !fileId || !url) return { errors: userErrors }
  const response = await fetch(here(url), { method: 'PUT', body: file }).catch((cause: unknown) => {
    throw new RequestFailed('OFFLINE', String(cause))
  })
  if (!response.ok) throw new RequestFailed('INVALID_VALUE', (await response.text()).trim())
  return { fileId }
}
