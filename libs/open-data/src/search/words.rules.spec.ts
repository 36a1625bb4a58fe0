import { beginning, changes, closestWord, forms, readTyped, withWords } from './words.rules'

describe('what was typed', () => {
  it.each([
    ['piste  cyclable', ['piste', 'cyclable'], null],
    ["l'école d’à côté", ['école', 'côté'], null],
    ['Villeneuve-d\'Ascq', ['Villeneuve', 'Ascq'], null],
    ['n° 12', [], { value: 12, only: true }],
    ['N°12', [], { value: 12, only: true }],
    ['numéro 12 arbres', ['arbres'], { value: 12, only: true }],
    ['proposition n° 7', [], { value: 7, only: true }],
    ['Proposition 7', [], { value: 7, only: true }],
    ['proposal no. 7', [], { value: 7, only: true }],
    ['voorstel nr. 7', [], { value: 7, only: true }],
    ['#3', [], { value: 3, only: true }],
    ['12', ['12'], { value: 12, only: false }],
    ['59000', ['59000'], { value: 59000, only: false }],
    ['12 arbres', ['12', 'arbres'], null],
    ['9999999999', ['9999999999'], null],
    ['&|!()<>:*', [], null],
    ["'; select pg_sleep(9) --", ['select', 'pg', 'sleep', '9'], null],
    ['un deux trois quatre cinq six sept huit neuf dix', ['un', 'deux', 'trois', 'quatre', 'cinq', 'six', 'sept', 'huit'], null],
  ])('%j', (typed, words, number) => expect(readTyped(typed)).toEqual({ words, number }))

  it('no word is longer than forty letters', () => expect(readTyped('x'.repeat(90)).words).toEqual(['x'.repeat(40)]))

  it.each([['vélos', 'vélos | vélo'], ['vélo', 'vélo | vélos'], ['eau', 'eau | eaus'], ['eu', 'eu'], ['bus', 'bus'], ['bois', 'bois | boi']])('the forms of %s: %s', (word, expected) => expect(forms(word)).toBe(expected))

  it.each([['bib', 'bib:*'], ['eu', null], ['1234', null]])('the beginning of %s: %s', (word, expected) => expect(beginning(word)).toBe(expected))
})

describe('the word that was meant', () => {
  const known = [['bibliothèque', 3], ['médiathèque', 9], ['cyclable', 20], ['vélo', 30], ['velu', 1], ['participation', 5], ['parc', 40], ['arbre', 12], ['autre', 50]]
    .map(([word, documents]) => ({ word: String(word), folded: String(word).normalize('NFD').replace(/\p{M}/gu, ''), documents: Number(documents) }))

  it.each([
    ['biblotheque', 'bibliothèque'], ['mediatheke', 'médiathèque'], ['nediatheque', 'médiathèque'], ['ciclable', 'cyclable'], ['vleo', 'vélo'], ['vel', 'vélo'],
    ['participat', 'participation'], ['abre', 'arbre'],
    // Too far, too short, or the word itself.
    ['zzzzzzzz', null], ['pa', null], ['parc', null], ['', null],
  ])('%s: %s', (typed, expected) => expect(closestWord(typed, known)).toBe(expected))

  it.each([['', '', 0], ['abc', 'abc', 0], ['abc', '', 3], ['abc', 'acb', 1], ['abc', 'abd', 1], ['abc', 'ac', 1], ['abc', 'xabc', 1], ['kitten', 'sitting', 3]])('from %j to %j: %i', (one, other, count) => {
    expect(changes(one, other)).toBe(count)
    expect(changes(other, one)).toBe(count)
  })

  it('stands where the other stood', () => expect(withWords('La  biblothèque, d’Hem ?', new Map([['biblothèque', 'bibliothèque']]))).toBe('La  bibliothèque, d’Hem ?'))
})
