import { SMALL_CELL_THRESHOLD } from '../results/small-cells.rules'

export interface Scope {
  owner: { kind: 'metropolis' | 'municipality', code: string }
  municipalityCode: string | null
  /** Whose consultation it is, when the letter is about one. */
  consultationOwner: { kind: 'metropolis' | 'municipality', code: string } | null
}

/**
 * What is wrong with whom a letter is for, or null. A commune writes to its own people or to those of its own
 * consultations; the metropolis to anybody, about its own consultations.
 */
export function scopeRefusal({ owner, municipalityCode, consultationOwner }: Scope): { code: string, at: string } | null {
  if (consultationOwner && (consultationOwner.kind !== owner.kind || consultationOwner.code !== owner.code)) return { code: 'newsletter.consultation-of-others', at: 'consultationId' }
  if (owner.kind === 'metropolis' || municipalityCode === owner.code) return null
  if (municipalityCode === null && consultationOwner) return null
  return { code: 'newsletter.people-of-others', at: 'municipalityCode' }
}

/** Rounded down to ten; null below: two counts a day apart do not tell who accepted meanwhile. */
export const roundedCount = (count: number): number | null => count < SMALL_CELL_THRESHOLD ? null : Math.floor(count / 10) * 10
