import type { BallotGroups, PhragmenOutcome, Progress, SharesOutcome, SharesRules, TieRule } from '@parvis/voting'
import { equalShares, groupBallots, phragmen } from '@parvis/voting'
import type { PabulibInstance, PabulibVoteType } from './pabulib'
import { hundredths } from './pabulib-fields'

/** What a project is worth to a ballot that names it: its cost, one, its points, or its Borda score. */
export const utilities = ['cost', 'cardinality', 'points', 'borda'] as const
export type PabulibUtility = (typeof utilities)[number]

/** What a file's ballots say of projects, when nothing else is asked for. */
export function usualUtility(voteType: PabulibVoteType): PabulibUtility {
  if (voteType === 'cumulative' || voteType === 'scoring') return 'points'
  return voteType === 'ordinal' ? 'borda' : 'cost'
}

/** Points need ballots that give points, Borda scores ballots that rank. */
export function hasUtility(voteType: PabulibVoteType, utility: PabulibUtility): boolean {
  return utility === 'cost' || utility === 'cardinality' || utility === usualUtility(voteType)
}

export interface PabulibSharesRules extends Omit<SharesRules, 'utility' | 'increment' | 'unit'> {
  readonly utility: PabulibUtility
  /** In units of the currency. */
  readonly increment: number
}

/**
 * Equal shares on a file of any vote type; `totalCost` and the share in hundredths of the currency.
 * A Borda score is k-1, k-2 … 0 on a ballot of k projects; who gives a project 0 does not support it.
 */
export function sharesOf(instance: PabulibInstance, { utility, increment, ...rules }: PabulibSharesRules, progress?: Progress): SharesOutcome {
  const byValue = utility === 'points' || utility === 'borda'
  return equalShares(
    instance.projects,
    groupsOf(instance, byValue ? utility : undefined),
    instance.budget,
    { ...rules, utility: byValue ? 'value' : utility, increment: increment * hundredths, unit: hundredths },
    undefined,
    progress,
  )
}

/** Sequential Phragmén on a file of any vote type: a ballot supports the projects that it names. */
export function phragmenOf(instance: PabulibInstance, tie: TieRule): PhragmenOutcome {
  return phragmen(instance.projects, groupsOf(instance, undefined), instance.budget, tie)
}

function groupsOf({ projects, ballots }: PabulibInstance, utility: 'points' | 'borda' | undefined): BallotGroups {
  const places = new Map(projects.map(({ id }, place) => [id, place]))
  const grouping = groupBallots()
  for (const { projects: named, points } of ballots) {
    const options = named.map((id) => places.get(id) ?? 0)
    const values = utility === 'points' ? points : utility === 'borda' ? named.map((_, place) => named.length - 1 - place) : undefined
    grouping.add(options, values, 1)
  }
  return grouping.groups()
}
