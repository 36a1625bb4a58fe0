import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { locales, m } from './index'

const messages = join(__dirname, '..', 'messages')
/** The simple version is French too, and says only what it says otherwise. */
const languages = locales.filter(locale => locale !== 'fr-simple')
const areas = (locale: string) => readdirSync(join(messages, locale)).filter(file => file.endsWith('.json'))
const read = (locale: string, file: string) => JSON.parse(readFileSync(join(messages, locale, file), 'utf8')) as Record<string, unknown>

describe('the catalogue', () => {
  it('says sentences, with French plurals', () => {
    expect(m.common_nav_consultations()).toBe('Consultations')
    expect(m.common_left_days({ count: 1 })).toBe('encore 1 jour')
    expect(m.common_left_days({ count: 12 })).toBe('encore 12 jours')
  })

  it('falls back to French where a language lacks a key', () => {
    expect(m.common_nav_label({}, { locale: 'nl' }).length).toBeGreaterThan(0)
  })

  it('has the same areas in every language, each read by the compiler', () => {
    const settings = JSON.parse(readFileSync(join(messages, '..', 'project.inlang', 'settings.json'), 'utf8')) as { 'plugin.inlang.messageFormat': { pathPattern: string[] } }
    const known = settings['plugin.inlang.messageFormat'].pathPattern.map(pattern => pattern.split('/').at(-1)).sort()
    for (const locale of languages) expect(areas(locale).sort()).toEqual(known)
    expect(known).toEqual(expect.arrayContaining(areas('fr-simple')))
  })

  it('prefixes each key by its area and never says the same key twice', () => {
    const prefixes: Record<string, string> = { errors: 'error', 'command-line': '[a-z]+', 'consultations': '(consultations|theme)' }
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

  it('leaves a key out rather than empty: an empty sentence would be shown as such', () => {
    for (const locale of locales) {
      for (const file of areas(locale)) {
        for (const [key, text] of Object.entries(read(locale, file))) expect([key, text === '']).toEqual([key, false])
      }
    }
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
