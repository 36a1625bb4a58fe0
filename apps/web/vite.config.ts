import { sveltekit } from '@sveltejs/kit/vite'
import { defineConfig } from 'vite'
import { resolve } from 'node:path'

const root = resolve(import.meta.dirname, '../..')

export default defineConfig({
  plugins: [sveltekit()],
  build: { target: 'es2020', assetsInlineLimit: 0, reportCompressedSize: false },
  // Everything is bundled: another version of a SvelteKit dependency may lie at the top of node_modules.
  ssr: { noExternal: true },
  server: { fs: { allow: [root] } },
})
