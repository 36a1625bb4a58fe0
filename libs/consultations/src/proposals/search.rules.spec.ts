import { searchQuery } from './search.rules'

describe('what is searched', () => {
  it.each([
    ['vélos', '((vélos | vélo))'],
    ['vélo', '((vélo | vélos))'],
    ['piste  cyclable', '((piste | pistes)) & ((cyclable | cyclables))'],
    ['"place du marché"', '((place | places) <-> du <-> (marché | marchés))'],
    ['parc -voiture', '((parc | parcs)) & !((voiture | voitures))'],
    ["l'eau", '(l & (eau | eaus))'],
  ])('%s', (typed, query) => expect(searchQuery(typed)).toBe(query))

  it.each(['', '   ', '&|!()<>:*', "'''", '"', '-', '\\'])('nothing to look for in %j', (typed) => expect(searchQuery(typed)).toBeNull())

  it('nothing typed becomes an operator', () => {
    expect(searchQuery("arbre:* | 'a' <-> !b")).toBe('((arbre | arbres)) & (a) & (b)')
  })
})
