import { inStringOrder } from './choice'
import type { Fraction } from './fraction'
import { compareFractions, fraction } from './fraction'
import type { Allocation, Fate, TieRule } from './voting-method'

/** What the greedy rule needs to know of an option. Whole numbers; `score` is votes, points or rank points. */
export interface Candidate {
  readonly id: string
  readonly cost: number
  readonly score: number
  /** Ballots that name it, for the tie rule `cost-votes`. */
  readonly votes: number
}

export interface Selection {
  /** In order of selection. */
  winners: string[]
  totalCost: number
  /** Best first, equal candidates together. */
  ranking: string[][]
  /** Sets of equals of which a part won only because of the tie rule. */
  ties: string[][]
  fates: Map<string, Fate>
}

/**
 * Candidates from best to worst, in groups of equals; `by: 'votes-per-cost'` divides the score by the cost.
 * Within a group, the order of the tie rule.
 */
export function rank(candidates: readonly Candidate[], by: Allocation['by'], tie: TieRule): Candidate[][] {
  const place = new Map(candidates.map((candidate, index) => [candidate, { index, measure: measure(candidate, by) }]))
  const at = (candidate: Candidate) => place.get(candidate) ?? { index: 0, measure: fraction(0) }
  const better = (a: Candidate, b: Candidate) => compareFractions(at(b).measure, at(a).measure)
  const among = tie === 'smallest-id'
    ? (a: Candidate, b: Candidate) => inStringOrder(a.id, b.id)
    : (a: Candidate, b: Candidate) => a.cost - b.cost || b.votes - a.votes || at(a).index - at(b).index
  const groups: Candidate[][] = []
  for (const candidate of [...candidates].sort((a, b) => better(a, b) || among(a, b))) {
    const group = groups.at(-1)
    if (group?.[0] && better(group[0], candidate) === 0) group.push(candidate)
    else groups.push([candidate])
  }
  return groups
}

function measure(candidate: Candidate, by: Allocation['by']): Fraction {
  return by === 'votes' ? fraction(candidate.score) : fraction(candidate.score, candidate.cost)
}

/**
 * Takes the best candidate again and again while money is left: the rule that most participatory budgets use.
 * A tie is reported when the members of a group of equals that could be bought cannot all be.
 */
export function greedy(candidates: readonly Candidate[], budget: number, rules: Allocation): Selection {
  const groups = rank(candidates, rules.by, rules.tie)
  const selection: Selection = { winners: [], totalCost: 0, ranking: groups.map((group) => group.map(({ id }) => id)), ties: [], fates: new Map() }
  let ended = false
  for (const group of groups) {
    const eligible = group.filter(({ score }) => score >= rules.threshold)
    const left = budget - selection.totalCost
    if (!ended) {
      const rivals = rivalsFor(eligible, left, rules.whenFull)
      if (rivals.length > 0) selection.ties.push(rivals.map(({ id }) => id))
    }
    for (const { id, cost, score } of group) {
      let fate: Fate = 'selected'
      if (score < rules.threshold) fate = 'below-threshold'
      else if (ended) fate = 'not-reached'
      else if (cost > budget - selection.totalCost) fate = 'does-not-fit'
      selection.fates.set(id, fate)
      if (fate === 'selected') {
        selection.winners.push(id)
        selection.totalCost += cost
      }
      if (fate === 'does-not-fit' && rules.whenFull === 'stop') ended = true
    }
  }
  return selection
}

/** The equals whose order decides who wins: those that fit, when they do not all fit together. With `stop`, one that does not fit counts too: it would end the selection. */
function rivalsFor(equals: readonly Candidate[], left: number, whenFull: Allocation['whenFull']): readonly Candidate[] {
  const fitting = equals.filter(({ cost }) => cost <= left)
  const rivals = whenFull === 'skip' ? fitting : equals
  const together = rivals.reduce((sum, { cost }) => sum + cost, 0)
  return fitting.length > 0 && rivals.length > 1 && together > left ? rivals : []
}
