import {
  DownloadOutlined,
  LeftOutlined,
  MinusOutlined,
  PlusOutlined,
  RedoOutlined,
  RightOutlined,
} from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { useEffect, useRef, useState, type ReactNode } from 'react'
import { readFile } from '../files/openFile'
import type { OpenPdf } from '../files/pdf'
import type { RequestFailed } from '../graphql/request'
import { defineWords, useWords } from '../words/words'
import { Failure, Skeleton } from './Region'

const words = defineWords('evidence', {
  closer: ['放大', 'Zoom in'],
  further: ['缩小', 'Zoom out'],
  turn: ['转 90°', 'Turn by 90°'],
  download: ['下载 {{name}}', 'Download {{name}}'],
  of: ['第 {{place}} 份，共 {{count}} 份', '{{place}} of {{count}}'],
  page: ['第 {{page}} 页，共 {{count}} 页', 'Page {{page}} of {{count}}'],
  nextPage: ['下一页', 'Next page'],
  previousPage: ['上一页', 'Previous page'],
  region: ['{{name}}，可拖动、滚轮缩放', '{{name}}: drag to move, wheel to zoom'],
  gone: ['内容已随个人信息一起删除。', 'Its content was erased with the personal data of a person.'],
  locked: ['你的角色只看得到有这份材料，看不到内容。', 'Your role sees that it is there, and not what is in it.'],
  broken: ['这份文件打不开。可以下载后再看。', 'This file cannot be shown. Download it to look at it.'],
})

/** A file to look at. */
export interface EvidenceFile {
  id: string
  name?: string | null
  mediaType: string
  size: string
  removed: boolean
}

const steps = [0.5, 0.75, 1, 1.25, 1.5, 2, 3, 4]

/** Looks at one file: an image or a PDF, moved, made larger and turned. */
export function EvidenceViewer({
  file,
  place,
  count,
  about,
}: {
  file: EvidenceFile
  place: number
  count: number
  about?: ReactNode
}) {
  const say = useWords(words)
  const [zoom, setZoom] = useState(1)
  const [turned, setTurned] = useState(0)
  const [page, setPage] = useState(1)
  const [pages, setPages] = useState(1)
  const loaded = useQuery<Blob, RequestFailed>({
    queryKey: ['file', file.id],
    queryFn: ({ signal }) => readFile(file.id, signal),
    enabled: !file.removed,
    staleTime: Infinity,
    gcTime: 5 * 60_000,
    retry: false,
    refetchOnWindowFocus: false,
  })
  const step = (by: 1 | -1) => setZoom((now) => steps[Math.max(0, Math.min(steps.length - 1, nearest(now) + by))] ?? 1)
  const name = file.name ?? ''
  const isPdf = file.mediaType === 'application/pdf'
  return (
    <div className="viewer">
      <Surface label={say('region', { name })} zoom={zoom} onZoom={step}>
        {file.removed ? (
          <p className="muted">{say('gone')}</p>
        ) : loaded.error?.code === 'FORBIDDEN' ? (
          <p className="muted">{say('locked')}</p>
        ) : loaded.error ? (
          <Failure failure={loaded.error} again={() => void loaded.refetch()} />
        ) : !loaded.data ? (
          <Skeleton lines={6} />
        ) : isPdf ? (
          <PdfPage
            file={loaded.data}
            page={page}
            zoom={zoom}
            turned={turned}
            onPages={setPages}
            broken={say('broken')}
          />
        ) : (
          <Picture file={loaded.data} name={name} zoom={zoom} turned={turned} broken={say('broken')} />
        )}
      </Surface>
      <div className="viewerFoot small">
        <span className="grow second">
          {say('of', { place, count })} · {sizeOf(file.size)} {about}
        </span>
        {isPdf && pages > 1 && (
          <span className="row">
            <Tool
              label={say('previousPage')}
              onClick={() => setPage(Math.max(1, page - 1))}
              icon={<LeftOutlined aria-hidden />}
            />
            {say('page', { page, count: pages })}
            <Tool
              label={say('nextPage')}
              onClick={() => setPage(Math.min(pages, page + 1))}
              icon={<RightOutlined aria-hidden />}
            />
          </span>
        )}
        {loaded.data && (
          <>
            <Tool label={say('further')} onClick={() => step(-1)} icon={<MinusOutlined aria-hidden />} />
            <span className="zoom">{Math.round(zoom * 100)}%</span>
            <Tool label={say('closer')} onClick={() => step(1)} icon={<PlusOutlined aria-hidden />} />
            <Tool
              label={say('turn')}
              onClick={() => setTurned((turned + 90) % 360)}
              icon={<RedoOutlined aria-hidden />}
            />
            <Tool
              label={say('download', { name })}
              onClick={() => save(loaded.data, name)}
              icon={<DownloadOutlined aria-hidden />}
            />
          </>
        )}
      </div>
    </div>
  )
}

function nearest(zoom: number): number {
  return Math.max(
    0,
    steps.findIndex((step) => step >= zoom),
  )
}

function Tool({ label, icon, onClick }: { label: string; icon: ReactNode; onClick: () => void }) {
  return (
    <button type="button" className="tool" aria-label={label} title={label} onClick={onClick}>
      {icon}
    </button>
  )
}

/** 212 KB, 1.4 MB. */
export function sizeOf(bytes: string | number): string {
  const size = Number(bytes)
  if (size < 1024) return `${String(size)} B`
  return size < 1024 * 1024 ? `${String(Math.round(size / 1024))} KB` : `${(size / 1024 / 1024).toFixed(1)} MB`
}

/** What is looked at, larger than its frame: dragged with the pointer, moved with the arrow keys as any region that scrolls. */
function Surface({
  label,
  zoom,
  onZoom,
  children,
}: {
  label: string
  zoom: number
  onZoom: (by: 1 | -1) => void
  children: ReactNode
}) {
  const box = useRef<HTMLDivElement>(null)
  const from = useRef<{ x: number; y: number; left: number; top: number } | null>(null)
  useEffect(() => {
    const surface = box.current
    if (!surface) return
    const wheel = (event: WheelEvent) => {
      if (!event.ctrlKey && !event.metaKey) return
      event.preventDefault()
      onZoom(event.deltaY < 0 ? 1 : -1)
    }
    surface.addEventListener('wheel', wheel, { passive: false })
    return () => surface.removeEventListener('wheel', wheel)
  }, [onZoom])
  return (
    <div
      ref={box}
      className={zoom > 1 ? 'surface large' : 'surface'}
      role="region"
      aria-label={label}
      tabIndex={0}
      onPointerDown={(event) => {
        const surface = event.currentTarget
        from.current = { x: event.clientX, y: event.clientY, left: surface.scrollLeft, top: surface.scrollTop }
        surface.setPointerCapture(event.pointerId)
      }}
      onPointerMove={(event) => {
        if (!from.current) return
        event.currentTarget.scrollTo(
          from.current.left - (event.clientX - from.current.x),
          from.current.top - (event.clientY - from.current.y),
        )
      }}
      onPointerUp={() => {
        from.current = null
      }}
    >
      {children}
    </div>
  )
}

function Picture({
  file,
  name,
  zoom,
  turned,
  broken,
}: {
  file: Blob
  name: string
  zoom: number
  turned: number
  broken: string
}) {
  const [url, setUrl] = useState('')
  const [failed, setFailed] = useState(false)
  useEffect(() => {
    const made = URL.createObjectURL(file)
    setUrl(made)
    setFailed(false)
    return () => URL.revokeObjectURL(made)
  }, [file])
  if (failed) return <p className="muted">{broken}</p>
  return (
    url && (
      <img
        src={url}
        alt={name}
        draggable={false}
        style={{ width: `${String(zoom * 100)}%`, transform: `rotate(${String(turned)}deg)` }}
        onError={() => setFailed(true)}
      />
    )
  )
}

function PdfPage({
  file,
  page,
  zoom,
  turned,
  onPages,
  broken,
}: {
  file: Blob
  page: number
  zoom: number
  turned: number
  onPages: (pages: number) => void
  broken: string
}) {
  const canvas = useRef<HTMLCanvasElement>(null)
  const [opened, setOpened] = useState<OpenPdf | null>(null)
  const [failed, setFailed] = useState(false)
  useEffect(() => {
    let gone = false
    let mine: OpenPdf | undefined
    void import('../files/pdf')
      .then(({ openPdf }) => openPdf(file))
      .then((found) => {
        mine = found
        if (gone) {
          found.close()
          return
        }
        onPages(found.pages)
        setOpened(found)
      })
      .catch(() => setFailed(true))
    return () => {
      gone = true
      mine?.close()
    }
    // Another file opens anew; who counts its pages is no reason to.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [file])
  useEffect(() => {
    const surface = canvas.current
    if (!opened || !surface) return
    const width = ((surface.parentElement?.clientWidth ?? 500) - 24) * zoom
    void opened.draw(page, surface, width, turned).catch(() => setFailed(true))
  }, [opened, page, zoom, turned])
  if (failed) return <p className="muted">{broken}</p>
  return <canvas ref={canvas} />
}

/** Hands the bytes to the browser to keep. */
function save(file: Blob, name: string) {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(file)
  link.download = name || 'file'
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 1_000)
}
