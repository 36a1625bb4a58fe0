// Turns messages/ into src/compiled/ (not in git). Locale modules: three files instead of one per key, so that a process
// that imports the catalogue (API, every test file) loads it in milliseconds.
import { compile } from '@inlang/paraglide-js'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'

const here = dirname(fileURLToPath(import.meta.url))
// The compiler wants paths relative to the working directory.
const path = name => relative(process.cwd(), join(here, name)) || '.'

await compile({
  project: path('project.inlang'),
  outdir: path('src/compiled'),
  outputStructure: 'locale-modules',
  strategy: ['globalVariable', 'baseLocale'],
  emitReadme: false,
  emitPrettierIgnore: false,
})

// The compiler's engine keeps a timer alive for half a minute.
process.exit(0)
