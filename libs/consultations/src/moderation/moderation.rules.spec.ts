import { applies, blockedBy, DEFAULT_SETTINGS, heldBecause, linksOf } from './moderation.rules'
import type { Act, HeldFacts } from './moderation.rules'

describe('words of the list', () => {
  it.each<[string, string, string[], string | null]>([
    ['a whole word', 'Quel imbécile !', ['imbecile'], 'imbecile'],
    ['in capitals and with accents', 'ÎMBÉCILE', ['imbécile'], 'imbécile'],
    ['with invisible marks inside', 'imb\u200bécile', ['imbécile'], 'imbécile'],
    ['not inside another word', 'La Scunthorpe des villes, une passante', ['pas'], null],
    ['two words in a row', 'Gagnez de l’argent-facile ici', ['argent facile'], 'argent facile'],
    ['a link by a part of it', 'Voir https://Casino.example/x', ['casino.example'], 'casino.example'],
    ['nothing when the list is empty', 'imbécile', [], null],
    ['a pattern that looks like an expression', 'a.b', ['.*'], null],
  ])('%s', (_, text, patterns, found) => {
    expect(blockedBy(text, patterns)).toBe(found)
  })
})

describe('links', () => {
  it.each<[string, string[]]>([
    ['Voir https://a.example/b?c=1 et www.site.test.', ['https://a.example/b?c=1', 'www.site.test.']],
    ['Sur lille.fr aussi', ['lille.fr']],
    ['Il y a 3.5 m de large. Ensuite, rien', []],
    ['Fini.Alors on repart', []],
  ])('%s', (text, links) => {
    expect(linksOf(text)).toEqual(links)
  })
})

describe('what is read before it is shown', () => {
  const facts: HeldFacts = { text: 'Voir https://site.example', patterns: [], settings: DEFAULT_SETTINGS, accountDays: 1, earlierComments: 0 }
  it.each<[string, Partial<HeldFacts>, string | null]>([
    ['a link of a new account', {}, 'new-account'],
    ['no link', { text: 'Bonne idée' }, null],
    ['a link of its fourth comment', { earlierComments: 3 }, null],
    ['a link of an account of a week', { accountDays: 7 }, null],
    ['a link entered at a desk', { accountDays: null }, null],
    ['a word of the list, whoever writes', { text: 'Bonne idée, nigaud', patterns: ['nigaud'], accountDays: 900 }, 'words'],
  ])('%s', (_, over, cause) => {
    expect(heldBecause({ ...facts, ...over })?.cause ?? null).toBe(cause)
  })
})

describe('what an act changes', () => {
  it.each<[Act, string, boolean, boolean]>([
    ['hide', 'published', true, true], ['hide', 'published', false, true], ['hide', 'submitted', true, true], ['hide', 'held', true, true], ['hide', 'hidden', false, false], ['hide', 'deleted', true, false], ['hide', 'withdrawn', true, false],
    ['keep', 'published', true, true], ['keep', 'published', false, false], ['keep', 'held', true, false], ['keep', 'hidden', false, false], ['keep', 'deleted', true, true],
    ['publish', 'held', true, true], ['publish', 'published', true, false], ['publish', 'hidden', false, false],
    ['restore', 'hidden', false, true], ['restore', 'published', true, false],
  ])('%s a thing that is %s (waiting: %s): %s', (act, thing, waiting, changes) => {
    expect(applies(act, { thing, waiting })).toBe(changes)
  })
})
