import { freeSlug, slugOf } from './slug.rules'

describe('the address of a consultation', () => {
  it.each([
    ['Rafraîchir nos places', 'rafraichir-nos-places'],
    ['  L’eau : à quoi sert-elle ?  ', 'l-eau-a-quoi-sert-elle'],
    ['Œuvres et cœur de ville', 'oeuvres-et-coeur-de-ville'],
    ['???', 'consultation'],
    ['ⅣＡ', 'iva'],
  ])('%s', (title, slug) => expect(slugOf(title)).toBe(slug))

  it('is cut between words and stays an address', () => {
    const slug = slugOf('Imaginer ensemble le grand parc de la plaine entre Lille et Roubaix pour les dix prochaines années et au-delà')
    expect(slug.length).toBeLessThanOrEqual(80)
    expect(slug).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/)
    expect(slugOf('a'.repeat(160))).toHaveLength(80)
  })

  it('is numbered when it is taken', () => {
    expect(freeSlug('parc', [])).toBe('parc')
    expect(freeSlug('parc', ['parc', 'parc-2'])).toBe('parc-3')
  })
})
