/** Columns without which no row can be issued: docs/bulk.md. */
export const neededColumns = ['orderNo', 'planCode', 'insuredReference'] as const

/** The names in the first line of a CSV file, in UTF-8 or GB18030. */
export async function columnsOf(file: Blob): Promise<string[]> {
  const bytes = await file.slice(0, 64 << 10).arrayBuffer()
  const text = decode(bytes)
  const [line = ''] = text.replace(/^\uFEFF/, '').split(/\r?\n/, 1)
  return line.split(',').map((name) => name.trim().replace(/^"(.*)"$/, '$1'))
}

function decode(bytes: ArrayBuffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true })
  } catch {
    return new TextDecoder('gb18030').decode(bytes)
  }
}
