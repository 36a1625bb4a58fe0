// Turns messages/ into src/compiled/ (not in git). Locale modules: three files instead of one per key, so that a process
// that imports the catalogue (API, every test file) loads it in milliseconds.
import { compile } from '@inlang/paraglide-js'
import { readFileSync, writeFileSync } from 'node:fs'
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

// As it is made, every plural of every page builds its rules anew, which is most of what a list costs.
const registry = join(here, 'src/compiled/registry.js')
const made = readFileSync(registry, 'utf8')
const kept = made.replace('return new Intl.PluralRules(locale, options).select(Number(input))', 'return rulesOf(locale, options).select(Number(input))')
if (kept === made) throw new Error('The compiler writes plurals in another way: see compile.mjs')
writeFileSync(registry, `${kept}
const rules = new Map()
function rulesOf(locale, options) {
  const key = locale + (options?.type ?? '')
  if (options && Object.keys(options).some(name => name !== 'type')) return new Intl.PluralRules(locale, options)
  if (!rules.has(key)) rules.set(key, new Intl.PluralRules(locale, options))
  return rules.get(key)
}
`)

// The compiler's engine keeps a timer alive for half a minute.
process.exit(0)
