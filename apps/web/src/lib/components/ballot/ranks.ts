import { m } from '@parvis/texts'
import type { BallotForm } from '@parvis/voting'

/**
 * What somebody may wonder about their ranks: numbers they passed over, answers on one rank. Both count, and are said before they are sent.
 * `list`: joins words as the language of the page does.
 */
export function rankNotes(form: BallotForm, choice: Readonly<Record<string, number>>, list: (words: string[]) => string): string[] {
  if (form !== 'ranking') return []
  const given = Object.values(choice)
  const ranks = new Set(given)
  const gaps = Array.from({ length: Math.max(0, ...given) }, (_, index) => index + 1).filter(rank => !ranks.has(rank))
  return [...(gaps.length ? [m.vote_rank_gap({ count: gaps.length, ranks: list(gaps.map(String)) })] : []), ...(ranks.size < given.length ? [m.vote_rank_equal()] : [])]
}
