// French typography for the catalogue: unbreakable spaces before : ; ? ! » % € and after «. Rewrites messages/fr in place.
//   node libs/texts/typography.mjs
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const folder = join(import.meta.dirname, 'messages', 'fr')
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
for (const file of readdirSync(folder).filter(name => name !== 'command-line.json')) {
  const before = readFileSync(join(folder, file), 'utf8')
  const after = `${JSON.stringify(deep(JSON.parse(before)), null, 2)}\n`
  if (after !== before) writeFileSync(join(folder, file), after)
}
