import { sveltekit } from '@sveltejs/kit/vite'
import { defineConfig } from 'vite'
import { resolve } from 'node:path'

const root = resolve(import.meta.dirname, '../..')

export default defineConfig({
  plugins: [sveltekit(), {
    // A browser gets the messages it uses; a server all of them, as data (libs/texts/compile.mjs).
    name: 'messages-of-a-browser',
    enforce: 'pre',
    resolveId(source) {
      return source === './compiled/messages' && this.environment.config.consumer === 'client' ? resolve(root, 'libs/texts/src/compiled/messages-of-a-browser.js') : null
    },
  }],
  build: { target: 'es2020', assetsInlineLimit: 0, reportCompressedSize: false },
  // Everything is bundled: another version of a SvelteKit dependency may lie at the top of node_modules.
  ssr: { noExternal: true },
  server: { fs: { allow: [root] } },
})
