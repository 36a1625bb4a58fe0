import { methods } from '@parvis/voting'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { methodWords } from '../src/lib/methods'

const messages = (locale: string) => JSON.parse(readFileSync(join(__dirname, '../../../libs/texts/messages', locale, 'methods.json'), 'utf8')) as Record<string, string | undefined>
const said = (locale: string, method: string, what: string) => messages(locale)[`methods_${method.replaceAll('-', '_')}_${what}`] ?? ''
const sentences = (text: string) => text.split(/(?<=[.?!])\s+/).filter(Boolean)

describe('every way to count', () => {
  it.each(methods.map(({ name }) => [name] as const))('%s has its name and how it counts, in two sentences', name => {
    for (const locale of ['fr', 'en', 'nl']) {
      expect([locale, said(locale, name, 'name')]).not.toEqual([locale, ''])
      expect([locale, sentences(said(locale, name, 'counted')).length]).toEqual([locale, 2])
    }
    expect(methodWords(name)?.name()).toBe(said('fr', name, 'name'))
  })

  it.each(methods.filter(({ offered }) => offered).map(({ name }) => [name] as const))('%s is offered: how it is filled, on screen and on paper, what it is good and bad for', name => {
    for (const locale of ['fr', 'en', 'nl']) {
      for (const what of ['fill', 'paper', 'good', 'bad']) expect([locale, what, said(locale, name, what)]).not.toEqual([locale, what, ''])
    }
    // The simple version says it in its own lines.
    for (const what of ['name', 'counted', 'fill', 'paper']) expect([what, said('fr-simple', name, what)]).not.toEqual([what, ''])
    expect(sentences(said('fr-simple', name, 'counted')).length).toBeGreaterThan(1)
    const words = methodWords(name)
    expect([words?.fill, words?.paper, words?.good, words?.bad].every(word => word?.())).toBe(true)
  })
})
