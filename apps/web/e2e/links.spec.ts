import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { parse } from 'svelte/compiler'
import { bare, languageOf, returnPath, to } from '../src/lib/links'

describe('an address in the language of the page', () => {
  it.each([
    ['/', '/en'], ['/?a=b', '/en?a=b'], ['/#portes', '/en#portes'], ['/centres', '/en/centres'], ['/aide#papier', '/en/aide#papier'],
    ['/compte?/quitter', '/en/compte?/quitter'], ['/consultations/un-parc/propositions/3', '/en/consultations/un-parc/propositions/3'],
    // Already in a language, or in none.
    ['/en/centres', '/en/centres'], ['/nl', '/nl'], ['#haut', '#haut'], ['?page=2', '?page=2'], ['https://example.org/', 'https://example.org/'],
    ['//example.org/', '//example.org/'], ['mailto:a@example.org', 'mailto:a@example.org'], ['/api/consultations', '/api/consultations'],
    ['/favicon.svg', '/favicon.svg'], ['/sitemap.xml?x', '/sitemap.xml?x'],
    // A word that only begins like a language is a page.
    ['/enquetes', '/en/enquetes'],
  ])('%s is %s in English, itself in French', (path, english) => {
    expect(to(path, 'en')).toBe(english)
    expect(to(path, 'fr')).toBe(path)
  })

  it('comes off again', () => {
    expect(['/en/centres?page=2', '/nl', '/en?a=b', '/centres', '/enquetes'].map(bare)).toEqual(['/centres?page=2', '/', '/?a=b', '/centres', '/enquetes'])
    expect(['/en/centres', '/nl?x', '/nlx', '/'].map(languageOf)).toEqual(['en', 'nl', 'fr', 'fr'])
  })

  it('is bare in ?retour=, so that whoever changes language on the way comes back in that one', () => {
    expect(returnPath(new URL('http://localhost:3000/nl/connexion?retour=%2Fen%2Fcompte'))).toBe('/compte')
    expect(returnPath(new URL('http://localhost:3000/connexion?retour=%2Fen%2F%2Fexample.org'), '/compte')).toBe('/example.org')
  })
})

/** Attributes that lead somewhere, on elements the browser knows: a component puts its own href through to(). */
const leading = new Set(['href', 'action', 'formaction'])
const fixed = /^(#|\?|https?:|mailto:|tel:|\/api\/)/

type Node = { type: string, name?: string, attributes?: Node[], value?: true | Node | Node[], data?: string, expression?: Node & { callee?: Node, quasis?: { value: { raw: string } }[] }, start: number, end: number }

function strayLinks(source: string): string[] {
  const found: string[] = []
  const look = (node: unknown): void => {
    if (Array.isArray(node)) return node.forEach(look)
    if (typeof node !== 'object' || node === null) return
    const { type, name, attributes } = node as Node
    if (type === 'RegularElement' && name !== 'link') {
      for (const attribute of attributes ?? []) {
        if (attribute.type !== 'Attribute' || !leading.has(attribute.name ?? '')) continue
        const part = [attribute.value].flat()[0] as Node
        const code = part.expression
        const text = part.type === 'Text' ? part.data ?? '' : code?.quasis?.[0]?.value.raw ?? ''
        const right = fixed.test(text) || (code?.type === 'CallExpression' && code.callee?.name === 'to')
        if (!right) found.push(source.slice(attribute.start, attribute.end))
      }
    }
    for (const [key, value] of Object.entries(node)) if (key !== 'metadata') look(value)
  }
  look(parse(source, { modern: true }).fragment)
  return found
}

describe('the links of the pages', () => {
  it('are refused when they would leave the language', () => {
    const wrong = ['<a href="/centres">x</a>', '<a {href}>x</a>', '<a href={`/centres/${slug}`}>x</a>', '<form action="{here}?/x"></form>', '<button formaction="/x">x</button>', '<a href={crumb.href}>x</a>']
    expect(wrong.filter(source => strayLinks(source).length === 1)).toEqual(wrong)
    const right = ['<a href={to(href)}>x</a>', '<a href="#haut">x</a>', '<form action="?/x"></form>', '<Button href="/centres">x</Button>', '<a href={`tel:${phone}`}>x</a>', '<a href={`/api/x/${slug}`}>x</a>', '<link href="/x" />']
    expect(right.flatMap(strayLinks)).toEqual([])
  })

  it('all go through to()', () => {
    const root = join(__dirname, '..', 'src')
    const pages = (readdirSync(root, { recursive: true }) as string[]).filter(file => file.endsWith('.svelte')).map(file => join(root, file))
    expect(pages.length).toBeGreaterThan(80)
    expect(pages.flatMap(file => strayLinks(readFileSync(file, 'utf8')).map(link => `${relative(root, file)}: ${link}`))).toEqual([])
  })
})
