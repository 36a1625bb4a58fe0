import type { Refusal } from '@parvis/platform'
import { DateTime } from 'luxon'

/** Age from which one may take part when a consultation says nothing else. */
export const DEFAULT_MINIMUM_AGE = 16

/** Who may take part, bound at the announcement. */
export interface EligibilityRules {
  minimumAge: number
  /** INSEE codes of the communes whose inhabitants may take part. */
  communes: readonly string[]
  /** Opening of the phase, ISO 8601 or milliseconds: the age is that of the day it falls on in Paris. */
  opensAt: string | number
}

export interface EligiblePerson {
  /** ISO date `YYYY-MM-DD`. */
  birthDate: string
  /** INSEE code of the commune of residence. */
  inseeCode: string
}

const paris = { zone: 'Europe/Paris' }

/**
 * Why a person may not take part; empty when they may.
 * The age is reached on the birthday itself; somebody born on 29 February reaches it on the 28th in other years.
 */
export function eligibilityRefusals(rules: EligibilityRules, person: EligiblePerson): Refusal[] {
  const refusals: Refusal[] = []
  const birth = /^\d{4}-\d{2}-\d{2}$/.test(person.birthDate) ? DateTime.fromISO(person.birthDate, paris) : DateTime.invalid('unreadable')
  const opening = (typeof rules.opensAt === 'number' ? DateTime.fromMillis(rules.opensAt, paris) : DateTime.fromISO(rules.opensAt, paris)).startOf('day')
  if (!birth.isValid || birth > opening || birth < opening.minus({ years: 130 })) refusals.push({ code: 'eligibility.birth-date-invalid', at: 'birthDate' })
  else if (birth.plus({ years: rules.minimumAge }) > opening) {
    refusals.push({ code: 'eligibility.too-young', at: 'birthDate', facts: { minimumAge: rules.minimumAge, on: opening.toISODate() } })
  }
  if (!rules.communes.includes(person.inseeCode)) refusals.push({ code: 'eligibility.commune-outside', at: 'inseeCode', facts: { inseeCode: person.inseeCode } })
  return refusals
}
