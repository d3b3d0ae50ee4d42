/**
 * What a person typed and has not sent, on their machine: sealed with a key that their session gives, forgotten after a day. Phone
 * claims hold personal data, so nothing is kept in clear, and another person at the same machine cannot read it.
 */
const name = 'baodan'
const store = 'typed'
const longest = 24 * 3_600_000

interface Row {
  iv: Uint8Array<ArrayBuffer>
  box: ArrayBuffer
  at: number
}

function open(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const asked = indexedDB.open(name, 1)
    asked.onupgradeneeded = () => asked.result.createObjectStore(store)
    asked.onsuccess = () => resolve(asked.result)
    asked.onerror = () => reject(asked.error ?? new Error('IndexedDB'))
  })
}

async function inStore<Result>(
  mode: IDBTransactionMode,
  act: (rows: IDBObjectStore) => IDBRequest<Result>,
): Promise<Result> {
  const database = await open()
  try {
    return await new Promise<Result>((resolve, reject) => {
      const asked = act(database.transaction(store, mode).objectStore(store))
      asked.onsuccess = () => resolve(asked.result)
      asked.onerror = () => reject(asked.error ?? new Error('IndexedDB'))
    })
  } finally {
    database.close()
  }
}

function keyFrom(formKey: string): Promise<CryptoKey> {
  const bytes = Uint8Array.from(atob(formKey), (letter) => letter.charCodeAt(0))
  return crypto.subtle.importKey('raw', bytes, 'AES-GCM', false, ['encrypt', 'decrypt'])
}

/** Keeps what is typed into a form, in place of what was kept of it before. */
export async function keep(form: string, formKey: string, value: unknown, now = Date.now()): Promise<void> {
  const iv = crypto.getRandomValues(new Uint8Array(12))
  const plain = new TextEncoder().encode(JSON.stringify(value))
  const box = await crypto.subtle.encrypt(
    { name: 'AES-GCM', iv, additionalData: new TextEncoder().encode(form) },
    await keyFrom(formKey),
    plain,
  )
  await inStore('readwrite', (rows) => rows.put({ iv, box, at: now } satisfies Row, form))
}

/** What was kept of a form; undefined: nothing, or it is too old, or another person's. */
export async function kept(form: string, formKey: string, now = Date.now()): Promise<unknown> {
  const row = (await inStore('readonly', (rows) => rows.get(form))) as Row | undefined
  if (!row) return undefined
  if (now - row.at > longest) {
    await forget(form)
    return undefined
  }
  try {
    const plain = await crypto.subtle.decrypt(
      { name: 'AES-GCM', iv: row.iv, additionalData: new TextEncoder().encode(form) },
      await keyFrom(formKey),
      row.box,
    )
    return JSON.parse(new TextDecoder().decode(plain))
  } catch {
    return undefined
  }
}

export async function forget(form: string): Promise<void> {
  await inStore('readwrite', (rows) => rows.delete(form))
}

/** Forgets whatever is older than a day, of whatever form and person. */
export async function forgetOld(now = Date.now()): Promise<void> {
  const forms = await inStore('readonly', (rows) => rows.getAllKeys())
  for (const form of forms) {
    const row = (await inStore('readonly', (rows) => rows.get(form))) as Row | undefined
    if (row && now - row.at > longest) await inStore('readwrite', (rows) => rows.delete(form))
  }
}
