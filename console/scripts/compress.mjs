// Writes a .br and a .gz beside each file of the build that becomes smaller by it: the binary serves them as they are.
import { readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'

const folder = new URL('../dist/site/assets/', import.meta.url)
for (const name of readdirSync(folder)) {
  if (!/\.(js|mjs|css|svg|json)$/.test(name)) continue
  const whole = readFileSync(new URL(name, folder))
  const smaller = {
    '.br': brotliCompressSync(whole, {
      params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: whole.length },
    }),
    '.gz': gzipSync(whole, { level: 9 }),
  }
  for (const [ending, bytes] of Object.entries(smaller)) {
    if (bytes.length < whole.length) writeFileSync(new URL(name + ending, folder), bytes)
  }
}
