import { createContext, useCallback, useContext, useEffect, useRef, useState } from 'react'
import { useKept } from '../../shared/forms/useKept'
import { request, RequestFailed } from '../../shared/graphql/request'
import { newRequestNo, useAct, type UserError } from '../../shared/graphql/useAct'
import { useApi } from '../../shared/graphql/useApi'
import type * as Types from '../../shared/graphql/types.generated'
import { useMay } from '../../shared/session/SessionContext'
import { placesAfter } from './placesAfter'
import {
  ChangeProductFileDocument,
  CheckProductDocument,
  ProductContentDocument,
  SaveProductDocument,
  type ContentFragment,
} from './products.generated'

/** A mistake of a product file, at its place. */
export interface Mistake extends UserError {
  line?: number | null
  column?: number | null
  end?: number | null
  fix?: string | null
}

/** A part that another person changed at the same time. */
export interface Conflict {
  path: string
  before?: string | null
  stored?: string | null
  mine?: string | null
}

/** What is stored of the version that is edited; nothing of a product that is new. */
export interface Stored {
  /** What its parts are asked for with, before anything is typed. */
  of: Types.ProductContentInput
  version: number | undefined
  /** Whether saving changes this version; otherwise it makes a new draft. */
  draft: boolean
  revision: number
  file: string
  examples: string
}

/** What a person made of it and has not saved. base and revision are those that the change began from. */
interface Typed {
  file: string | null
  examples: string | null
  base: string
  revision: number
}

export interface Document {
  name: string
  fileId: string
}

/** A product file in hand: its text is the one truth; forms and grids change it by the server, which keeps all other bytes. */
export interface Draft {
  code: string
  file: string
  examples: string
  content: ContentFragment | undefined
  mistakes: readonly Mistake[]
  /** The mistakes are those of the text as it stands. */
  checked: boolean
  editable: boolean
  changed: boolean
  /** Changes parts by their paths in content. It tells what was wrong with the changes. */
  change: (changes: readonly Types.ProductFileChange[]) => Promise<readonly UserError[]>
  /** What the content is once all that was changed so far is done: for changes that follow from it. */
  settled: () => Promise<ContentFragment | undefined>
  write: (file: string) => void
  writeExamples: (examples: string) => void
  undo: (() => void) | undefined
  giveUp: () => void
  documents: readonly Document[]
  addDocument: (document: Document) => void
  save: () => Promise<number | undefined>
  saving: boolean
  saveErrors: readonly UserError[]
  saveFailure: RequestFailed | null
  conflicts: readonly Conflict[]
  /** After a conflict: keep what is stored now, and type the rest again; or put one's own in its place. */
  takeStored: () => void
  keepMine: () => void
  failure: RequestFailed | null
}

/** A file and its parts. */
interface Parts {
  file: string
  content: ContentFragment | undefined
}

const DraftContext = createContext<Draft | null>(null)
export const DraftProvider = DraftContext.Provider

export function useDraftInHand(): Draft {
  const draft = useContext(DraftContext)
  if (!draft) throw new Error('no draft')
  return draft
}

const empty: Typed = { file: null, examples: null, base: '', revision: 0 }

/** The name under which a product in hand is kept in the browser. */
export const keptName = (code: string, version: number | undefined) => `product ${code} ${version ?? 'new'}`

export function useDraft(code: string, stored: Stored, onSaved: () => void): Draft {
  const may = useMay()
  const editable = may('Mutation.saveProduct')
  const [typed, setTyped, drop] = useKept<Typed>(keptName(code, stored.version), empty)
  const [past, setPast] = useState<string[]>([])
  const [documents, setDocuments] = useState<readonly Document[]>([])
  const [failure, setFailure] = useState<RequestFailed | null>(null)
  const [conflicts, setConflicts] = useState<readonly Conflict[]>([])
  const requestNo = useRef(newRequestNo())
  const save = useAct(SaveProductDocument)

  const file = typed.file ?? stored.file
  const examples = typed.examples ?? stored.examples
  const latest = useRef(file)
  useEffect(() => {
    latest.current = file
  }, [file])

  const settled = useSettled(file, 60) // Where people type, it has rested before.
  const inHand = { productCode: code, ...(stored.version === undefined ? {} : { version: stored.version }) }
  const [last, setLast] = useState<Parts>()
  const content = useApi(
    ProductContentDocument,
    { input: settled === stored.file && file !== '' ? stored.of : { ...inHand, file: settled } },
    { keepLast: true, enabled: last?.file !== settled },
  )
  const check = useApi(
    CheckProductDocument,
    {
      input: {
        productCode: code,
        file: settled,
        ...(stored.version === undefined ? {} : { attachmentsOf: stored.version }),
        ...(typed.examples === null ? {} : { examples: typed.examples }),
      },
    },
    { keepLast: true, enabled: may('Query.checkProduct') },
  )

  const put = useCallback(
    (text: string) => {
      const left = latest.current
      latest.current = text
      setPast((before) => [...before.slice(-99), left])
      requestNo.current = newRequestNo()
      setTyped((before) => ({
        ...before,
        file: text,
        ...(before.file === null && before.examples === null ? { base: stored.file, revision: stored.revision } : {}),
      }))
    },
    [setTyped, stored.file, stored.revision],
  )

  // What the page shows: the parts that came with the last change, or else those that were asked for.
  const asked = content.data?.productContent?.content ?? undefined
  const shown: Parts = last?.file === file ? last : { file: settled, content: asked }

  // Changes follow each other: each is made of what the one before left, and its places are those that it was made of.
  const queue = useRef<Promise<unknown>>(Promise.resolve())
  const newest = useRef<Parts>(shown)
  const done = useRef<{ of: string; changes: readonly Types.ProductFileChange[] }[]>([])
  const change = (changes: readonly Types.ProductFileChange[]): Promise<readonly UserError[]> => {
    const made = queue.current.then(async () => {
      const since = done.current.findIndex((each) => each.of === shown.file)
      const missed = since < 0 ? [] : done.current.slice(since).flatMap((each) => each.changes)
      const file = latest.current
      const mine = placesAfter(changes, missed)
      if (mine.length === 0) return []
      try {
        const { data } = await request(ChangeProductFileDocument, { input: { ...inHand, file, changes: mine } })
        setFailure(null)
        const answer = data.changeProductFile
        if (answer?.file != null && answer.file !== latest.current) {
          done.current = [...done.current.slice(-20), { of: file, changes: mine }]
          newest.current = { file: answer.file, content: answer.content ?? undefined }
          setLast(newest.current)
          put(answer.file)
        }
        return answer?.userErrors ?? []
      } catch (cause) {
        setFailure(cause instanceof RequestFailed ? cause : new RequestFailed('BROKEN_ANSWER', String(cause)))
        return [{ code: 'FAILED', message: '' }]
      }
    })
    queue.current = made
    return made
  }

  const send = async () => {
    await queue.current
    const sent = { file: latest.current, examples: typed.examples }
    const answer = await save.send({
      input: {
        requestNo: requestNo.current,
        productCode: code,
        file: sent.file,
        ...(sent.examples === null ? {} : { examples: sent.examples }),
        ...(stored.version === undefined
          ? {}
          : stored.draft
            ? {
                version: stored.version,
                expectedRevision: typed.revision || stored.revision,
                base: typed.base || stored.file,
              }
            : { attachmentsOf: stored.version }),
        documents: documents.map((each) => ({ ...each })),
      },
    })
    requestNo.current = newRequestNo()
    if (!answer?.productVersion) return undefined
    drop()
    setTyped(empty)
    setPast([])
    setDocuments([])
    onSaved()
    return answer.productVersion.version
  }

  // What both changed comes with the error; it stays to be looked at until one is chosen.
  const found = (save.userErrors.find((error) => error.code === 'CONFLICT') as { conflicts?: Conflict[] } | undefined)
    ?.conflicts
  useEffect(() => {
    if (found) setConflicts(found)
  }, [found])

  return {
    code,
    file,
    examples,
    content: shown.content,
    mistakes: check.data?.checkProduct?.userErrors ?? [],
    checked: settled === file && !check.isRefreshing,
    editable,
    changed: (typed.file !== null && typed.file !== stored.file) || typed.examples !== null || documents.length > 0,
    change,
    settled: async () => {
      await queue.current
      return newest.current.file === latest.current ? newest.current.content : shown.content
    },
    write: put,
    writeExamples: (text) =>
      setTyped((before) => ({
        ...before,
        examples: text,
        ...(before.file === null && before.examples === null ? { base: stored.file, revision: stored.revision } : {}),
      })),
    undo:
      past.length === 0
        ? undefined
        : () => {
            const last = past[past.length - 1] ?? ''
            setPast(past.slice(0, -1))
            latest.current = last
            setTyped((before) => ({ ...before, file: last }))
          },
    giveUp: () => {
      drop()
      setTyped(empty)
      setPast([])
      setConflicts([])
      save.clear()
    },
    documents,
    addDocument: (document) =>
      setDocuments((before) => [...before.filter((each) => each.name !== document.name), document]),
    save: send,
    saving: save.sending,
    saveErrors: save.userErrors,
    saveFailure: save.failure,
    conflicts,
    takeStored: () => {
      setConflicts([])
      save.clear()
      drop()
      setTyped(empty)
      setPast([])
      onSaved()
    },
    keepMine: () => {
      setConflicts([])
      save.clear()
    },
    failure: failure ?? content.failure,
  }
}

/** A value once it has rested for some milliseconds. */
export function useSettled<Value>(value: Value, rest: number): Value {
  const [settled, setSettled] = useState(value)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), rest)
    return () => clearTimeout(timer)
  }, [value, rest])
  return settled
}
