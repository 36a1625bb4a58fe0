import type { components } from '@parvis/api-client'

type Municipality = components['schemas']['MunicipalityView']

interface CommuneChoice { value: string, label: string }

export type TypedCommune =
  /** One commune, without a doubt. */
  | { found: string }
  /** Several may be meant, or the word is nearly one of theirs: the person says which. */
  | { choices: CommuneChoice[], close: boolean }

/** Accents, hyphens, capitals and "St" forgiven, as in the search of communes. */
const fold = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().replace(/œ/g, 'oe')
  .replace(/[^a-z0-9]+/g, ' ').replace(/\bst(e?)\b/g, 'saint$1').trim()

/**
 * The commune that somebody typed, by its name, that of a former commune (Lomme), or a postcode. Only a whole name counts as an
 * answer: who may vote depends on it.
 * @param nameOf the words for a commune in a list
 */
export function typedCommune(text: string, all: readonly Municipality[], nameOf: (one: Municipality) => string): TypedCommune {
  const choices = (some: readonly Municipality[]) => some.map(one => ({ value: one.alias?.code ?? one.code, label: nameOf(one) }))
  const digits = text.replace(/\s/g, '')
  if (/^\d{5}$/.test(digits)) {
    const there = all.filter(({ postalCodes }) => postalCodes.includes(digits))
    // One that is found under its former name is not named twice.
    const once = there.filter(one => one.alias ?? !there.some(other => other.alias && other.code === one.code))
    return answer(choices(once))
  }
  const wanted = fold(text)
  const named = all.map(one => ({ one, name: fold(one.alias?.name ?? one.name) }))
  const exact = named.filter(({ name }) => name === wanted)
  if (exact.length > 0) return answer(choices(exact.map(({ one }) => one)))
  const held = wanted.length < 3 ? [] : named.filter(({ name }) => ` ${name}`.includes(` ${wanted}`))
  if (held.length > 0 && held.length <= 8) return { choices: choices(held.map(({ one }) => one)), close: false }
  const near = named.map(({ one, name }) => ({ one, likeness: likeness(wanted, name) })).filter(({ likeness }) => likeness >= 0.52).sort((a, b) => b.likeness - a.likeness).slice(0, 3)
  return { choices: choices(near.map(({ one }) => one)), close: true }
}

const answer = (choices: CommuneChoice[]): TypedCommune => choices.length === 1 && choices[0] ? { found: choices[0].value } : { choices, close: false }

/** Share of the pairs of letters that two words have in common (Dice), from 0 to 1. */
function likeness(one: string, other: string): number {
  const pairs = (text: string) => Array.from({ length: Math.max(0, text.length - 1) }, (_, at) => text.slice(at, at + 2))
  const left = pairs(one)
  const right = pairs(other)
  const total = left.length + right.length
  const common = left.filter(pair => {
    const at = right.indexOf(pair)
    if (at >= 0) right.splice(at, 1)
    return at >= 0
  }).length
  return total === 0 ? 0 : 2 * common / total
}
