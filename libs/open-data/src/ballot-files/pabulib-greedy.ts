import type { Candidate, GreedyAllocation, Selection } from '@parvis/voting'
import { greedy } from '@parvis/voting'
import type { PabulibInstance } from './pabulib'

/** The rule the city published with the file: META's `rule` and `min_project_score_threshold`. */
export function publishedAllocation({ rule, scoreThreshold }: PabulibInstance): Pick<GreedyAllocation, 'whenFull' | 'threshold'> {
  return { whenFull: rule === 'greedy-no-skip' ? 'stop' : 'skip', threshold: scoreThreshold }
}

/**
 * Greedy selection on a file of any vote type; `totalCost` in hundredths of the currency.
 * The score is the number of ballots that name a project; in cumulative files its points; in ordinal files its rank points
 * (`max_length` for the first place down to 1), or when money divides, its Borda score (k-1, k-2 … 0 on a ballot of k projects).
 * A file without ballots selects nothing.
 */
export function greedyOf(instance: PabulibInstance, allocation: GreedyAllocation): Selection {
  const threshold = instance.ballots.length === 0 ? Math.max(1, allocation.threshold) : allocation.threshold
  return greedy(candidatesOf(instance, allocation.by), instance.budget, { ...allocation, threshold })
}

function candidatesOf({ projects, ballots, voteType, limits }: PabulibInstance, by: GreedyAllocation['by']): Candidate[] {
  const votes = new Map<string, number>()
  const scores = new Map<string, number>()
  const first = limits.maxLength ?? ballots.reduce((longest, ballot) => Math.max(longest, ballot.projects.length), 0)
  for (const ballot of ballots) {
    const best = by === 'votes' ? first : ballot.projects.length - 1
    ballot.projects.forEach((id, place) => {
      const score = voteType === 'ordinal' ? best - place : ballot.points?.[place] ?? 1
      votes.set(id, (votes.get(id) ?? 0) + 1)
      scores.set(id, (scores.get(id) ?? 0) + score)
    })
  }
  return projects.map(({ id, cost }) => ({ id, cost, votes: votes.get(id) ?? 0, score: scores.get(id) ?? 0 }))
}
