import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex } from '@noble/hashes/utils.js'
import { newRequestNo, type UserError } from '../graphql/useAct'
import { request, RequestFailed } from '../graphql/request'
import type * as Types from '../graphql/types.generated'
import { here } from './openFile'
import { CreateFileUploadDocument } from './upload.generated'

/** What became of a file that was sent. */
export type Uploaded = { fileId: string } | { errors: readonly UserError[] }

/** Bytes that are hashed at once: a file of 1 GiB is never in memory whole. */
const part = 4 << 20

/** The share of the whole that hashing takes, for progress. */
const hashing = 0.3

async function digestOf(file: Blob, progress: (share: number) => void): Promise<string> {
  const hash = sha256.create()
  for (let at = 0; at < file.size; at += part) {
    hash.update(new Uint8Array(await file.slice(at, at + part).arrayBuffer()))
    progress(Math.min(file.size, at + part) / file.size)
  }
  return bytesToHex(hash.digest())
}

/**
 * Announces a file and sends its bytes; progress is told the share that is done. Errors: RequestFailed, where the server could not be
 * asked or refused the bytes.
 */
export async function upload(
  file: File,
  purpose: Types.FilePurpose,
  requestNo = newRequestNo(),
  progress: (share: number) => void = () => undefined,
): Promise<Uploaded> {
  const digest = await digestOf(file, (share) => progress(hashing * share))
  const input = { requestNo, purpose, name: file.name.slice(0, 100), size: String(file.size), sha256: digest }
  const { data } = await request(CreateFileUploadDocument, { input })
  const { fileId, url, userErrors } = data.createFileUpload
  if (userErrors.length > 0 || !fileId || !url) return { errors: userErrors }
  await put(here(url), file, (share) => progress(hashing + (1 - hashing) * share))
  return { fileId }
}

/** fetch tells nothing of how much was sent. */
function put(path: string, file: File, progress: (share: number) => void): Promise<void> {
  return new Promise((done, failed) => {
    const sending = new XMLHttpRequest()
    sending.open('PUT', path)
    sending.upload.onprogress = (event) => progress(event.loaded / Math.max(1, event.total))
    sending.onload = () =>
      sending.status < 300 ? done() : failed(new RequestFailed('INVALID_VALUE', sending.responseText.trim()))
    sending.onerror = () => failed(new RequestFailed('OFFLINE', 'the file did not arrive'))
    sending.send(file)
  })
}
