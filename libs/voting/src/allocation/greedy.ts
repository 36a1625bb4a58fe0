import type { Fraction } from '../fraction'
import { compareFractions, fraction } from '../fraction'
import type { Fate, GreedyAllocation, TieRule } from '../voting-method'
import type { TieOrder } from './tie-order'
import { tieOrder } from './tie-order'

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
  /** Sets of equals of which a part won only because of the tie rule, or which nothing settles. */
  ties: string[][]
  fates: Map<string, Fate>
}

/**
 * Candidates from best to worst, in groups of equals; `by: 'votes-per-cost'` divides the score by the cost.
 * Within a group, the order of the tie rule.
 */
export function rank(candidates: readonly Candidate[], by: GreedyAllocation['by'], tie: TieRule | TieOrder): Candidate[][] {
  const measures = new Map(candidates.map((candidate) => [candidate, measure(candidate, by)]))
  const at = (candidate: Candidate) => measures.get(candidate) ?? fraction(0)
  const better = (a: Candidate, b: Candidate) => compareFractions(at(b), at(a))
  const { compare } = typeof tie === 'string' ? tieOrder(candidates, tie) : tie
  const groups: Candidate[][] = []
  for (const candidate of [...candidates].sort((a, b) => better(a, b) || compare(a, b))) {
    const group = groups.at(-1)
    if (group?.[0] && better(group[0], candidate) === 0) group.push(candidate)
    else groups.push([candidate])
  }
  return groups
}

function measure(candidate: Candidate, by: GreedyAllocation['by']): Fraction {
  return by === 'votes' ? fraction(candidate.score) : fraction(candidate.score, candidate.cost)
}

/**
 * Takes the best candidate again and again while money is left: the rule that most participatory budgets use.
 * A tie is reported when the members of a group of equals that could be bought cannot all be; with the rule `drawn` and no
 * draw, the selection ends before it and its members are `tied`.
 * @param drawn ids from first to last by the public draw, for the tie rule `drawn`
 */
export function greedy(candidates: readonly Candidate[], budget: number, rules: GreedyAllocation, drawn?: readonly string[]): Selection {
  const order = tieOrder(candidates, rules.tie, drawn)
  const groups = rank(candidates, rules.by, order)
  const selection: Selection = { winners: [], totalCost: 0, ranking: groups.map((group) => group.map(({ id }) => id)), ties: [], fates: new Map() }
  let ended = false
  for (const group of groups) {
    const eligible = group.filter(({ score }) => score >= rules.threshold)
    const left = budget - selection.totalCost
    const rivals = ended ? [] : rivalsFor(eligible, left, rules.whenFull)
    if (rivals.length > 0) selection.ties.push(rivals.map(({ id }) => id))
    const undecided = rivals.length > 0 && !order.settled
    for (const candidate of group) {
      const { id, cost, score } = candidate
      let fate: Fate = 'selected'
      if (score < rules.threshold) fate = 'below-threshold'
      else if (ended) fate = 'not-reached'
      else if (undecided) fate = rivals.includes(candidate) ? 'tied' : 'does-not-fit'
      else if (cost > budget - selection.totalCost) fate = 'does-not-fit'
      selection.fates.set(id, fate)
      if (fate === 'selected') {
        selection.winners.push(id)
        selection.totalCost += cost
      }
      if (fate === 'does-not-fit' && rules.whenFull === 'stop') ended = true
    }
    if (undecided) ended = true
  }
  return selection
}

/** The equals whose order decides who wins: those that fit, when they do not all fit together. With `stop`, one that does not fit counts too: it would end the selection. */
function rivalsFor(equals: readonly Candidate[], left: number, whenFull: GreedyAllocation['whenFull']): readonly Candidate[] {
  const fitting = equals.filter(({ cost }) => cost <= left)
  const rivals = whenFull === 'skip' ? fitting : equals
  const together = rivals.reduce((sum, { cost }) => sum + cost, 0)
  return fitting.length > 0 && rivals.length > 1 && together > left ? rivals : []
}
