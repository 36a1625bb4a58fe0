import type { Duels, Explanation } from '@parvis/voting'
import { m } from '@parvis/texts'
import { money, number } from '$lib/format'
import { gradeNames } from '../ballot/forms'

/** An option as a result shows it. */
export interface Shown { key: string, title: string }

/** Results of two hundred options are drawn for the first ones; files hold them all. */
export const MOST_DRAWN = 20
/** A table of everybody against everybody grows by its square. */
export const MOST_DUELS = 10

/** What an outcome says of its reasons; the interface describes it as an object of any shape. */
export const explanationOf = (outcome: { explanation?: unknown }) => (outcome.explanation ?? null) as Explanation | null

/** The title of the part that shows it. */
export const explanationTitle = ({ kind }: Explanation): string => ({
  duels: m.results_duels_title, merit: m.results_merit_title, purchases: m.results_shares_title, rounds: m.results_rounds_title,
})[kind]()

/** The picture that stands for the bars of votes: what the method ranks by is no number of votes. */
export const replacesBars = (explanation: Explanation | null) => explanation?.kind === 'duels' || explanation?.kind === 'merit'

/** Duels by key: how many ballots prefer one to the other. */
export function duelsBetween({ options, for: preferred }: Pick<Duels, 'options' | 'for'>) {
  const places = new Map(options.map((key, place) => [key, place]))
  return (one: string, other: string) => preferred[places.get(one) ?? -1]?.[places.get(other) ?? -1] ?? 0
}

/** An option that wins against each of the others. */
export function winsAll({ options, for: preferred }: Pick<Duels, 'options' | 'for'>): string | undefined {
  const between = duelsBetween({ options, for: preferred })
  return options.find(one => options.every(other => other === one || between(one, other) > between(other, one)))
}

export const gradeWord = (grade: number, grades: number) => gradeNames(grades)[grade] ?? String(grade)

/** Money of an explanation: decimals of a cent as text. */
export const exactMoney = (cents: string, currency?: string) => money(Math.floor(Number(cents)), currency)

/** What a score counts, in words. */
export function scoreWords(method: string, score: number, { grades }: { grades?: number }): string {
  switch (method) {
    case 'points':
    case 'borda':
    case 'budget-points':
    case 'budget-ranks': return m.vote_points({ count: number(score) })
    case 'schulze': return m.results_score_duels({ count: score })
    case 'majority-judgment': return m.results_score_grade({ grade: gradeWord(score, grades ?? 0) })
    default: return m.results_votes({ count: number(score) })
  }
}
