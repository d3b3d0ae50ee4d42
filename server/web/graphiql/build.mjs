// Bundles the page into dist/, which is committed: a newcomer needs no npm to see it.
import { cp, rm } from 'node:fs/promises';
import { build } from 'esbuild';

await rm('dist', { recursive: true, force: true });
await build({
  entryPoints: ['src/main.jsx'], outdir: 'dist', bundle: true, minify: true, format: 'iife', target: 'es2022',
  jsx: 'automatic', legalComments: 'eof', define: { 'process.env.NODE_ENV': '"production"' },
  loader: { '.woff2': 'dataurl', '.woff': 'dataurl' },
});
await cp('src/index.html', 'dist/index.html');
