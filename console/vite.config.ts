import { tanstackRouter } from '@tanstack/router-plugin/vite'
import react from '@vitejs/plugin-react'
import type { Plugin } from 'vite'
import { defineConfig } from 'vitest/config'

/** Where `npm run dev` finds a running server. */
const server = process.env.BAODAN ?? 'http://127.0.0.1:8080'

/**
 * Parts of antd that others bring along and the console does not use: one shared tooltip with 13 KB of placing, and the kinds of Input
 * beside the plain one and TextArea, 9 KB.
 */
const leanAntd: Plugin = {
  name: 'lean-antd',
  enforce: 'pre',
  load(id) {
    if (id.includes('/antd/es/tooltip/UniqueProvider/')) {
      return 'export default function UniqueProvider({ children }) { return children }'
    }
    if (id.includes('/antd/es/input/index.js')) {
      return `import Input from './Input'
        import TextArea from './TextArea'
        export default Object.assign(Input, { TextArea })`
    }
    return null
  },
}

/** What a route asks before it is drawn lies with its page, not in the script that every page loads. */
const codeSplittingOptions = {
  defaultBehavior: [['loader', 'component'], ['errorComponent'], ['notFoundComponent']] as (
    'loader' | 'component' | 'errorComponent' | 'notFoundComponent'
  )[][],
}

export default defineConfig({
  // The files may come from another host: what they load follows them.
  base: './',
  plugins: [
    leanAntd,
    tanstackRouter({ target: 'react', autoCodeSplitting: true, quoteStyle: 'single', codeSplittingOptions }),
    react(),
  ],
  // The binary writes a fresh nonce over this word in each answer.
  html: { cspNonce: '__CSP_NONCE__' },
  build: {
    outDir: 'dist/site',
    emptyOutDir: true,
    target: 'es2022',
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 700,
    // Every field of antd asks @rc-component/form for one provider; its package does not say that the rest, 14 KB, can stay away.
    rolldownOptions: {
      output: {
        // What most pages need comes in one file; a request a shared part costs phones more than its bytes.
        codeSplitting: {
          groups: [{ name: 'shared', test: /[\\/]src[\\/](shared|app)[\\/]|node_modules/, minShareCount: 12 }],
        },
      },
      treeshake: { moduleSideEffects: [{ test: /@rc-component[\\/]form[\\/]/, sideEffects: false }] },
    },
  },
  server: {
    port: 5173,
    // The server takes requests of people from its own address only; to it, this one is its own.
    proxy: Object.fromEntries(
      ['/graphql', '/files', '/uploads', '/oidc', '/documents', '/docs'].map((path) => [path, { target: server }]),
    ),
  },
  test: {
    environment: 'happy-dom',
    include: ['src/**/*.test.{ts,tsx}'],
    setupFiles: ['src/shared/testing/setup.ts'],
    restoreMocks: true,
  },
})
