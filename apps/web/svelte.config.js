import adapter from '@sveltejs/adapter-node'
import { vitePreprocess } from '@sveltejs/vite-plugin-svelte'
import { cpSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'

// Two builds may run side by side (a start and a test): whoever sets PARVIS_WEB_OUT gets its own working folder too.
const asked = process.env.PARVIS_WEB_OUT
const out = asked ? resolve(asked) : resolve(import.meta.dirname, '../../build/dev/web')
const lib = (path) => resolve(import.meta.dirname, '../../libs', path)

const node = adapter({ out, precompress: true })

/** @type {import('@sveltejs/kit').Config} */
export default {
  preprocess: vitePreprocess(),
  kit: {
    adapter: {
      ...node,
      async adapt(builder) {
        await node.adapt(builder)
        // Our own server stands before SvelteKit's handler, instead of the adapter's.
        rmSync(join(out, 'index.js'))
        cpSync(join(import.meta.dirname, 'server'), out, { recursive: true })
        // The workspace is CommonJS; what is built here is not.
        writeFileSync(join(out, 'package.json'), '{ "type": "module" }\n')
      },
    },
    outDir: asked ? join(out, '..', 'svelte-kit') : '.svelte-kit',
    alias: {
      '@parvis/voting': lib('voting/src/index.ts'),
      '@parvis/texts': lib('texts/src/index.ts'),
      '@parvis/api-client': lib('api-client/src/client.ts'),
    },
    // The origin check of form posts is SvelteKit's default and stays on; the API checks again.
    csp: {
      mode: 'auto',
      directives: {
        'default-src': ['none'],
        'script-src': ['self'],
        'style-src': ['self'],
        'img-src': ['self', 'data:'],
        'font-src': ['self'],
        'connect-src': ['self'],
        'form-action': ['self'],
        'manifest-src': ['self'],
        'base-uri': ['none'],
        'object-src': ['none'],
        'frame-ancestors': ['none'],
      },
    },
    version: { pollInterval: 0 },
  },
}
