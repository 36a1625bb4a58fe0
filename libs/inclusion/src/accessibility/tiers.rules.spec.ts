import fc from 'fast-check'
import { DEFAULT_THRESHOLDS, REQUIREMENTS, TIERS, assess, attainedTier, populationCover, requiredTier, type AccessibilityFacts } from './tiers.rules'

const facts: AccessibilityFacts = {
  title: 'Dessinez le parc de la gare',
  summary: 'La ville refait le parc. Vous pouvez dire votre avis. Vous votez pour 3 projets. Le vote dure un mois.',
  nonDigitalWays: ['centre', 'paper'],
  durationDays: 30,
  communes: [{ code: '59350', population: 80, activeCentres: 2 }, { code: '59512', population: 20, activeCentres: 0 }],
}
const hard = 'Les évolutions législatives, sociétales et les défis mis en exergue notamment par la crise sanitaire sont l’occasion de renforcer les actions portées par la collectivité en matière de participation citoyenne.'
const status = (code: string, over: Partial<AccessibilityFacts> = {}): string | undefined => assess({ ...facts, ...over }).find((check) => check.code === code)?.status
const remedy = (code: string, over: Partial<AccessibilityFacts> = {}): string | null | undefined => assess({ ...facts, ...over }).find((check) => check.code === code)?.remedy
const tier = (over: Partial<AccessibilityFacts> = {}): string | null => attainedTier(assess({ ...facts, ...over }))

describe('the requirements', () => {
  it('all hold for a plain consultation within reach', () => {
    expect(assess(facts).map(({ code, status, remedy }) => [code, status, remedy])).toEqual([['A11Y-16', 'PASS', null], ['READ-01', 'PASS', null], ['READ-02', 'PASS', null], ['CENTRE-01', 'PASS', null]])
    expect(tier()).toBe('T2_READABLE')
  })

  it('A11Y-16: a way without internet, by law', () => {
    expect(status('A11Y-16', { nonDigitalWays: [] })).toBe('FAIL')
    expect(remedy('A11Y-16', { nonDigitalWays: [] })).toBe('add-a-way-without-internet')
    expect(status('A11Y-16', { nonDigitalWays: ['phone'] })).toBe('PASS')
  })

  it('READ-01: a title of twelve words, without acronym', () => {
    expect(status('READ-01', { title: Array(12).fill('un').join(' ') })).toBe('PASS')
    expect(remedy('READ-01', { title: Array(13).fill('un').join(' ') })).toBe('shorten-the-title')
    expect(remedy('READ-01', { title: 'Le plan de la MEL' })).toBe('write-the-words-of-the-acronym')
    expect(status('READ-01', { title: '' })).toBe('FAIL')
  })

  it('READ-02: a summary that can be read', () => {
    expect(remedy('READ-02', { summary: '' })).toBe('write-a-summary')
    expect(remedy('READ-02', { summary: hard })).toBe('simplify-the-summary')
    expect(remedy('READ-02', { summary: 'Le parc est grand. '.repeat(38) })).toBe('shorten-the-summary')
    expect(status('READ-02', { summary: 'Le parc est à vous. '.repeat(30) })).toBe('PASS')
    expect(assess({ ...facts, summary: hard }).find(({ code }) => code === 'READ-02')?.measured).toMatchObject({ shortSample: true, words: 31 })
  })

  it('CENTRE-01: centres where people live', () => {
    expect(status('CENTRE-01', { communes: [{ code: 'a', population: 799, activeCentres: 1 }, { code: 'b', population: 201, activeCentres: 0 }] })).toBe('FAIL')
    expect(status('CENTRE-01', { communes: [{ code: 'a', population: 800, activeCentres: 1 }, { code: 'b', population: 200, activeCentres: 0 }] })).toBe('PASS')
    expect(status('CENTRE-01', { communes: [] })).toBe('UNKNOWN')
    expect(populationCover(facts.communes)).toEqual({ populationCovered: 80, populationInScope: 100 })
  })

  it('names every code once and only tiers that exist', () => {
    expect(new Set(REQUIREMENTS.map(({ code }) => code)).size).toBe(REQUIREMENTS.length)
    for (const requirement of REQUIREMENTS) expect(TIERS).toContain(requirement.tier)
    expect(DEFAULT_THRESHOLDS.nonDigitalWays).toBe(1)
  })
})

describe('the tier attained', () => {
  it('is the one below the first that breaks', () => {
    expect(tier({ summary: hard })).toBe('T1_LEGAL')
    expect(tier({ communes: [] })).toBe('T1_LEGAL')
    expect(tier({ nonDigitalWays: [] })).toBeNull()
  })
  it('is not lowered by what is only shown', () => expect(tier({ title: 'Le PLU de la MEL' })).toBe('T2_READABLE'))
  it('takes a waiver for what blocks, never for what law asks', () => {
    const waived = (code: string, over: Partial<AccessibilityFacts>): string | null =>
      attainedTier(assess({ ...facts, ...over }).map((check) => (check.code === code ? { ...check, status: 'WAIVED' as const } : check)))
    expect(waived('READ-02', { summary: hard })).toBe('T2_READABLE')
    expect(waived('A11Y-16', { nonDigitalWays: [] })).toBeNull()
  })
  it('never falls when a centre opens', () => {
    fc.assert(fc.property(fc.array(fc.record({ code: fc.string(), population: fc.nat(1000), activeCentres: fc.nat(1) }), { minLength: 1, maxLength: 8 }), fc.nat(7), (communes, index) => {
      const more = communes.map((commune, place) => (place === index % communes.length ? { ...commune, activeCentres: commune.activeCentres + 1 } : commune))
      const rank = (list: typeof communes): number => TIERS.findIndex((one) => one === tier({ communes: list }))
      expect(rank(more)).toBeGreaterThanOrEqual(rank(communes))
    }))
  })
})

describe('the tier required', () => {
  it('is T2 for a commune or fifteen days, T1 otherwise', () => {
    expect(requiredTier(facts)).toBe('T2_READABLE')
    expect(requiredTier({ communes: [], durationDays: 15 })).toBe('T2_READABLE')
    expect(requiredTier({ communes: [], durationDays: null })).toBe('T1_LEGAL')
  })
})
