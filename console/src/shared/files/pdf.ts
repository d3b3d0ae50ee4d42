import * as pdf from 'pdfjs-dist'
import workerUrl from 'pdfjs-dist/build/pdf.worker.min.mjs?url'

// The worker comes from where the page came from; nothing is evaluated, no plugin is needed.
pdf.GlobalWorkerOptions.workerSrc = workerUrl

/** The fonts that files may leave out, and the tables of Chinese encodings: each is fetched when a file needs it. */
const data: Record<string, string> = import.meta.glob(
  [
    '/node_modules/pdfjs-dist/standard_fonts/*.{pfb,ttf}',
    '/node_modules/pdfjs-dist/cmaps/{Adobe-GB1,GB,UniGB,UniCNS,UniJIS-UTF16,Identity}*.bcmap',
  ],
  { query: '?url', import: 'default', eager: true },
)
const urls = new Map(Object.entries(data).map(([path, url]) => [path.slice(path.lastIndexOf('/') + 1), url]))

class OwnData {
  async fetch({ filename }: { kind: string; filename: string }): Promise<Uint8Array> {
    const url = urls.get(filename) ?? urls.get(`${filename}.bcmap`)
    if (!url) throw new Error(`no ${filename}`)
    const response = await fetch(url)
    if (!response.ok) throw new Error(`HTTP ${String(response.status)}`)
    return new Uint8Array(await response.arrayBuffer())
  }
}

/** A document that is open: how many pages, and each drawn on a canvas. */
export interface OpenPdf {
  pages: number
  draw: (page: number, canvas: HTMLCanvasElement, width: number, turned: number) => Promise<void>
  close: () => void
}

export async function openPdf(file: Blob): Promise<OpenPdf> {
  const task = pdf.getDocument({
    data: await file.arrayBuffer(),
    enableXfa: false,
    useWorkerFetch: false,
    BinaryDataFactory: OwnData,
    cMapUrl: '/',
    standardFontDataUrl: '/',
    cMapPacked: true,
  })
  const opened = await task.promise
  let drawing: pdf.RenderTask | undefined
  return {
    pages: opened.numPages,
    draw: async (number, canvas, width, turned) => {
      const page = await opened.getPage(number)
      const rotation = (page.rotate + turned) % 360
      const natural = page.getViewport({ scale: 1, rotation })
      const sharp = Math.min(2, window.devicePixelRatio || 1)
      const viewport = page.getViewport({ scale: (width * sharp) / natural.width, rotation })
      drawing?.cancel()
      canvas.width = Math.floor(viewport.width)
      canvas.height = Math.floor(viewport.height)
      canvas.style.width = `${String(width)}px`
      drawing = page.render({ canvas, viewport })
      await drawing.promise.catch((cause: unknown) => {
        if (!(cause instanceof pdf.RenderingCancelledException)) throw cause
      })
    },
    close: () => void task.destroy(),
  }
}
