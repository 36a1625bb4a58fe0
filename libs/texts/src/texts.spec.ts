import { execFileSync } from 'node:child_process'
import { pathToFileURL } from 'node:url'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { locales, m } from './index'
import { otherValues, sameInFrench } from './same-in-french'

const messages = join(__dirname, '..', 'messages')
/** The simple version is French too, and says only what it says otherwise. */
const languages = locales.filter(locale => locale !== 'fr-simple')
const areas = (locale: string) => readdirSync(join(messages, locale)).filter(file => file.endsWith('.json'))
/** One sentence, or several that depend on numbers. */
type Message = string | { declarations: string[], selectors: string[], match: Record<string, string> }[]
const read = (locale: string, file: string) => JSON.parse(readFileSync(join(messages, locale, file), 'utf8')) as Record<string, Message>
const catalogue = (locale: string) => Object.assign({}, ...areas(locale).map(file => read(locale, file))) as Record<string, Message>
const sentences = (message: Message) => typeof message === 'string' ? [message] : message.flatMap(({ match }) => Object.values(match))
const placeholders = (message: Message) => [...new Set(sentences(message).flatMap(text => [...text.matchAll(/\{(\w+)\}/g)].map(found => found[1] ?? '')))].sort()

describe('the catalogue', () => {
  it('says sentences, with French plurals', () => {
    expect(m.common_nav_consultations()).toBe('Consultations')
    expect(m.common_left_days({ count: 1 })).toBe('encore 1 jour')
    expect(m.common_left_days({ count: 12 })).toBe('encore 12 jours')
  })

  it('says French in the simple version where it has no words of its own', () => {
    expect(m.common_nav_label({}, { locale: 'fr-simple' })).toBe(m.common_nav_label({}, { locale: 'fr' }))
  })

  it('has the same areas in every language, each read by the compiler', () => {
    const settings = JSON.parse(readFileSync(join(messages, '..', 'project.inlang', 'settings.json'), 'utf8')) as { 'plugin.inlang.messageFormat': { pathPattern: string[] } }
    const known = settings['plugin.inlang.messageFormat'].pathPattern.map(pattern => pattern.split('/').at(-1)).sort()
    for (const locale of languages) expect(areas(locale).sort()).toEqual(known)
    expect(known).toEqual(expect.arrayContaining(areas('fr-simple')))
  })

  it('prefixes each key by its area and never says the same key twice', () => {
    const prefixes: Record<string, string> = { errors: 'error', 'command-line': '[a-z]+', 'consultations': '(consultations|theme)', 'maps': '(maps|territory)' }
    const seen = new Set<string>()
    for (const file of areas('fr')) {
      const area = file.replace('.json', '')
      for (const key of Object.keys(read('fr', file))) {
        expect(key).toMatch(new RegExp(`^${prefixes[area] ?? area}_[A-Za-z0-9_]+$`))
        expect(seen.has(key)).toBe(false)
        seen.add(key)
      }
    }
  })

  it.each(['en', 'nl'] as const)('is whole in %s: every key, none empty, none that French does not have', locale => {
    expect(Object.keys(catalogue(locale)).sort()).toEqual(Object.keys(catalogue('fr')).sort())
  })

  it.each(locales)('has no empty sentence in %s', locale => {
    expect(Object.entries(catalogue(locale)).filter(([, message]) => sentences(message).some(text => !text.trim()) || sentences(message).length === 0)).toEqual([])
  })

  it.each(['en', 'nl', 'fr-simple'] as const)('puts the same values into its sentences in %s', locale => {
    const french = catalogue('fr')
    const wrong = Object.entries(catalogue(locale)).filter(([key, message]) => !otherValues[key] && placeholders(message).join() !== placeholders(french[key] ?? '').join())
    expect(wrong.map(([key, message]) => [key, placeholders(message), placeholders(french[key] ?? '')])).toEqual([])
    expect(Object.keys(otherValues).filter(key => !(key in french))).toEqual([])
  })

  it.each(locales)('has a sentence for every number in %s', locale => {
    const categories = new Intl.PluralRules(locale).resolvedOptions().pluralCategories
    const gaps = Object.entries(catalogue(locale)).flatMap(([key, message]) => typeof message === 'string' ? [] : message.flatMap(({ selectors, declarations, match }) => {
      const plain = selectors.filter(name => !declarations.some(line => line.startsWith(`local ${name} =`) && /: plural\b/.test(line)))
      const all = selectors.reduce<Record<string, string>[]>((rows, name) => rows.flatMap(row => (plain.includes(name) ? ['*'] : categories).map(one => ({ ...row, [name]: one }))), [{}])
      const rules = Object.keys(match).map(rule => rule.split(',').map(part => part.trim().split('=') as [string, string]))
      return all.filter(row => !rules.some(rule => rule.every(([name, one]) => one === '*' || row[name] === one))).map(row => [key, row])
    }))
    expect(gaps).toEqual([])
  })

  it.each(['en', 'nl'] as const)('is translated in %s: what reads as in French is in the list, with the reason', locale => {
    const french = catalogue('fr')
    const same = Object.entries(catalogue(locale)).filter(([key, message]) => sentences(message).join('\n') === sentences(french[key] ?? '').join('\n')).map(([key]) => key)
    expect(same.sort()).toEqual(Object.keys(sameInFrench[locale]).sort())
    expect(Object.values(sameInFrench[locale]).filter(reason => reason.length < 10)).toEqual([])
  })

  it('says the same on a server, where sentences are data, as in a browser', () => {
    // In a process of its own: what a browser gets is made of modules, of which Jest knows nothing.
    const program = `
      const [{ m: server }, { m: browser }] = await Promise.all(['catalogue', 'messages-of-a-browser'].map(name => import('${pathToFileURL(join(__dirname, 'compiled')).href}/' + name + '.js')))
      const differing = []
      for (const key of Object.keys(browser)) for (const locale of ${JSON.stringify(['fr', 'en', 'nl', 'fr-simple'])}) for (const given of [0, 1, 2, 1000, 'mot']) {
        const inputs = new Proxy({}, { get: () => given })
        if (server[key]?.(inputs, { locale }) !== browser[key](inputs, { locale })) differing.push(key + ' ' + locale)
      }
      console.log(JSON.stringify({ keys: Object.keys(browser).length, alike: Object.keys(server).length, differing: differing.slice(0, 20) }))`
    const { keys, alike, differing } = JSON.parse(execFileSync(process.execPath, ['--no-warnings', '--input-type=module', '-e', program]).toString()) as { keys: number, alike: number, differing: string[] }
    expect(differing).toEqual([])
    expect([alike, keys]).toEqual([keys, Object.keys(catalogue('fr')).length])
  })

  it('is French in the simple version, in other words than the usual one', () => {
    const french = catalogue('fr')
    const simple = Object.entries(catalogue('fr-simple'))
    expect(simple.filter(([key]) => !(key in french))).toEqual([])
    expect(simple.filter(([key, message]) => sentences(message).join('\n') === sentences(french[key] ?? '').join('\n'))).toEqual([])
  })

  it('knows every key the programs use', () => {
    const root = join(__dirname, '..', '..', '..')
    const programs = [...sources(join(root, 'apps')), ...sources(join(root, 'libs'))].map(file => ({ file, text: readFileSync(file, 'utf8') }))
    const missing = programs.filter(({ text }) => text.includes("from '@parvis/texts'")).flatMap(({ file, text }) =>
      [...text.matchAll(/\bm\.([a-z]+_[A-Za-z0-9_]+)\b/g)].map(found => found[1] ?? '').filter(key => !(key in m)).map(key => `${file}: ${key}`))
    expect(missing).toEqual([])
  })
})

function sources(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap(entry => {
    if (/^(\.|node_modules$|compiled$|build$)/.test(entry.name)) return []
    if (entry.isDirectory()) return sources(join(folder, entry.name))
    return /\.(ts|svelte)$/.test(entry.name) ? [join(folder, entry.name)] : []
  })
}
