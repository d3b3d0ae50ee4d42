import * as pdf from 'pdfjs-dist'
import workerUrl from 'pdfjs-dist/build/pdf.worker.min.mjs?url'

// The worker comes from where the page came from; nothing is evaluated, no plugin is needed.
pdf.GlobalWorkerOptions.workerSrc = workerUrl

/** A document that is open: how many pages, and each drawn on a canvas. */
export interface OpenPdf {
  pages: number
  draw: (page: number, canvas: HTMLCanvasElement, width: number, turned: number) => Promise<void>
  close: () => void
}

export async function openPdf(file: Blob): Promise<OpenPdf> {
  const task = pdf.getDocument({ data: await file.arrayBuffer(), enableXfa: false })
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
      canvas.width = Math.floor(viewport.width)
      canvas.height = Math.floor(viewport.height)
      canvas.style.width = `${String(width)}px`
      drawing?.cancel()
      drawing = page.render({ canvas, viewport })
      await drawing.promise.catch((cause: unknown) => {
        if (!(cause instanceof pdf.RenderingCancelledException)) throw cause
      })
    },
    close: () => void task.destroy(),
  }
}
