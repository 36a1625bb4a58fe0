// Turns messages/ into src/compiled/ (not in git), twice. What a browser gets is the compiler's own: a function a key, of which a
// bundle keeps those it uses. A server uses all 6,600: as functions they cost 100 MB and a quarter of a second at every start,
// so it gets sentences as data, and functions only where something is put into a sentence.
import { compile } from '@inlang/paraglide-js'
import { readFileSync, writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

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

const compiled = name => join(here, 'src/compiled', name)
// The first is what a language lacks.
const locales = ['fr', 'en', 'nl', 'fr-simple']
writeFileSync(compiled('messages/package.json'), '{ "type": "module" }\n')
const load = name => import(pathToFileURL(compiled(`messages/${name}.js`)).href)
const [keys, ...said] = await Promise.all(['_index', ...locales].map(load))
const bare = source => source.replace(/\/\*\*[^]*?\*\//g, '')
const plain = {}
const functions = []
for (const [key, choose] of Object.entries(keys)) {
  // A key with a capital letter has another name in the file of its language.
  const names = Object.fromEntries([...choose.toString().matchAll(/return __(\w+)\.(\w+)\(/g)].map(([, locale, name]) => [locale, name]))
  const ways = locales.map((locale, at) => said[at][names[locale.replace('-', '_')]] ?? said[0][names.fr])
  // A sentence that takes nothing is called here, once and for all. What is the same as in French is not kept twice.
  if (ways.every(way => way.length === 0)) plain[key] = ways.map(way => way()).map((words, at, [first]) => (at > 0 && words === first ? 0 : words))
  else functions.push(`  ${JSON.stringify(key)}: [${ways.map((way, at) => (at > 0 && way === ways[0] ? 0 : bare(way.toString()))).join(', ')}],`)
}
// Escaped, so that the engine keeps the source in one byte a character.
const escaped = text => text.replace(/[^\t\n -~]/g, letter => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`)
writeFileSync(compiled('catalogue.js'), escaped(`import * as registry from './registry.js'
import { getLocale } from './runtime.js'

const order = ${JSON.stringify(Object.fromEntries(locales.map((locale, at) => [locale, at])))}
const at = options => order[options?.locale ?? getLocale()] ?? 0
const plain = JSON.parse(${JSON.stringify(JSON.stringify(plain))})
const made = {
${functions.join('\n')}
}
/** Each key as a function, like the compiler's. */
export const m = {}
for (const [key, said] of Object.entries(plain)) m[key] = (inputs, options) => said[at(options)] || said[0]
for (const [key, ways] of Object.entries(made)) m[key] = (inputs = {}, options) => (ways[at(options)] || ways[0])(inputs)
`))
writeFileSync(compiled('messages.js'), `export { m } from './catalogue.js'\n`)
writeFileSync(compiled('messages.d.ts'), `export * as m from './messages/_index.js'\n`)
writeFileSync(compiled('messages-of-a-browser.js'), `export * as m from './messages/_index.js'\n`)

// The compiler's engine keeps a timer alive for half a minute.
process.exit(0)
