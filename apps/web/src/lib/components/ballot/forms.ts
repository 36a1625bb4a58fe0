import type { BallotForm } from '@parvis/voting'
import { gradeNames, m } from '@parvis/texts'

export { ballotLead as leadOf, gradeNames } from '@parvis/texts'

export interface BallotOption { key: string, title: string, description: string, cost: number | null, proposalNumber: number | null }

export interface BallotRules { min: number, max: number, blankAllowed: boolean, budget?: number, maxCost?: number, points?: number, pointsPerOption?: number, grades?: number }

/** The names of the fields: of all options together, or what comes before the key of each (as `ballot-marks` reads them). */
export const fieldsOf: Record<BallotForm, string> = { single: 'choix', approval: 'choix', points: 'points.', ranking: 'rang.', grades: 'note.' }

/** A description that is longer is folded: options are compared first. */
export const LONG_TEXT = 280

/** One line of a ballot that is read back: what was said of these options. */
export interface ReadLine {
  /** Null: they are chosen, and nothing more is said of them. */
  label: string | null
  options: BallotOption[]
}

/** A ballot in the order in which it is read aloud: the most wanted first, equals together, at last what was left aside. */
export function readBack(form: BallotForm, options: readonly BallotOption[], choice: Readonly<Record<string, number>>, rules: Pick<BallotRules, 'grades'>): ReadLine[] {
  const chosen = options.filter(({ key }) => choice[key] !== undefined)
  if (form === 'single' || form === 'approval') return chosen.map(option => ({ label: null, options: [option] }))
  const values = [...new Set(chosen.map(({ key }) => choice[key] ?? 0))].sort((one, other) => form === 'ranking' ? one - other : other - one)
  const groups = values.map(value => ({ value, options: chosen.filter(({ key }) => choice[key] === value) }))
  if (form === 'points') return groups.flatMap(({ value, options: equals }) => equals.map(option => ({ label: m.vote_points({ count: value }), options: [option] })))
  if (form === 'grades') {
    const names = gradeNames(rules.grades ?? 0)
    return groups.map(({ value, options: equals }) => ({ label: names[value] ?? String(value), options: equals }))
  }
  const left = options.filter(({ key }) => choice[key] === undefined)
  return [...groups.map(({ value, options: equals }) => ({ label: m.vote_rank({ rank: value }), options: equals })), ...(left.length ? [{ label: m.vote_unranked(), options: left }] : [])]
}

/** What a ballot does, in one sentence before its lines. */
export function readBackTitle(form: BallotForm, choice: Readonly<Record<string, number>>): string {
  const marks = Object.values(choice)
  if (!marks.length) return m.vote_review_blank()
  switch (form) {
    case 'points': return m.vote_review_points({ count: marks.reduce((sum, value) => sum + value, 0) })
    case 'ranking': return m.vote_review_ranked({ count: marks.length })
    case 'grades': return m.vote_review_graded({ count: marks.length })
    default: return m.vote_review_chosen({ count: marks.length })
  }
}
