import { roundedCount, scopeRefusal } from './audience.rules'

const metropolis = { kind: 'metropolis', code: '200093201' } as const
const lille = { kind: 'municipality', code: '59350' } as const
const roubaix = { kind: 'municipality', code: '59512' } as const

it.each([
  ['the metropolis to everybody', metropolis, null, null, null],
  ['the metropolis to one commune', metropolis, '59350', null, null],
  ['the metropolis about its consultation', metropolis, null, metropolis, null],
  ['the metropolis about a consultation of a commune', metropolis, null, lille, 'newsletter.consultation-of-others'],
  ['a commune to its people', lille, '59350', null, null],
  ['a commune to its people who took part', lille, '59350', lille, null],
  ['a commune to whoever took part in its consultation', lille, null, lille, null],
  ['a commune to everybody', lille, null, null, 'newsletter.people-of-others'],
  ['a commune to the people of another', lille, '59512', null, 'newsletter.people-of-others'],
  ['a commune to the people of another about its consultation', lille, '59512', lille, 'newsletter.people-of-others'],
  ['a commune about the consultation of another', lille, '59350', roubaix, 'newsletter.consultation-of-others'],
] as const)('%s', (_, owner, municipalityCode, consultationOwner, expected) => {
  expect(scopeRefusal({ owner, municipalityCode, consultationOwner })?.code ?? null).toBe(expected)
})

it.each([[0, null], [9, null], [10, 10], [19, 10], [57, 50], [50_000, 50_000]])('%d people are told as %s', (count, expected) => {
  expect(roundedCount(count)).toBe(expected)
})
