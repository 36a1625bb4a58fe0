// French typography for the catalogue and its simple version: unbreakable spaces before : ; ? ! » % € and after «. Rewrites messages/fr and fr-simple in place.
//   node libs/texts/typography.mjs
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const folders = ['fr', 'fr-simple'].map(locale => join(import.meta.dirname, 'messages', locale))
const thin = '\u202f'
const wide = '\u00a0'

const french = text => text
  .replace(/ ([;?!])/g, `${thin}$1`)
  .replace(/ (:)(?=\s|$)/g, `${wide}$1`)
  .replace(/« /g, `«${wide}`)
  .replace(/ (»|%|€)/g, `${wide}$1`)
  .replace(/(\d) (\d{3})\b/g, `$1${thin}$2`)
  .replace(/(\w)'(?=[\p{L}])/gu, '$1’')

const deep = (value, key) => typeof value === 'string' ? (['declarations', 'selectors'].includes(key) ? value : french(value))
  : Array.isArray(value) ? (key === 'declarations' || key === 'selectors' ? value : value.map(item => deep(item)))
    : Object.fromEntries(Object.entries(value).map(([name, item]) => [name, deep(item, name)]))

// A terminal shows plain spaces best: command-line.json is left as it is.
for (const file of folders.flatMap(folder => readdirSync(folder).filter(name => name !== 'command-line.json').map(name => join(folder, name)))) {
  const before = readFileSync(file, 'utf8')
  const after = `${JSON.stringify(deep(JSON.parse(before)), null, 2)}\n`
  if (after !== before) writeFileSync(file, after)
}
