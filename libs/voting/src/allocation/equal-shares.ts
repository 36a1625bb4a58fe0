import type { Exact } from '../fraction'
import { exact, inDecimals } from '../fraction'
import type { Completion, EqualSharesAllocation, Missed, Purchase, Purchases, TieRule } from '../voting-method'
import type { BallotGroups } from './ballot-groups'
import { supportersOf } from './ballot-groups'
import { greedy } from './greedy'
import type { Run } from './shares-run'
import { sharesRuns } from './shares-run'
import { tieOrder } from './tie-order'

export interface Costed {
  readonly id: string
  readonly cost: number
}

/** How shares are spent. `value`: what each ballot gives the option (points, rank points) - the groups hold it. */
export interface SharesRules {
  readonly utility: EqualSharesAllocation['utility'] | 'value'
  readonly completion: Completion
  readonly start: EqualSharesAllocation['start']
  readonly increment: number
  readonly unit?: number
  readonly tie: TieRule
}

export interface SharesOutcome {
  /** In order of selection: what costs nothing, what shares bought, what the completion added. */
  winners: string[]
  totalCost: number
  /** Sets of equals whose order decided, in any run: without them, no tie rule would give another outcome. */
  ties: string[][]
  /** Equals that nothing settles (rule `drawn`, no draw): what comes after them is not decided. */
  tied: string[]
  /** What each ballot had in the run that was kept. */
  share: Exact
  explain(): Purchases
}

/** Told before each run after the first: how many there were, and what the last one spent. */
export type Progress = (runs: number, spent: number) => void

/**
 * Method of Equal Shares: the budget is divided equally among the ballots; an option is bought when those who name it can pay it
 * together, each at the same price for a unit of utility or all that is left; the lowest price first, until nobody can buy more.
 * Dominik Peters, Grzegorz Pierczyński, Piotr Skowron, "Proportional Participatory Budgeting with Additive Utilities", NeurIPS 2021.
 *
 * Increments (`add1`) run it again with a larger share, as Piotr Faliszewski et al. do in "Participatory Budgeting: Data, Tools and
 * Analysis", IJCAI 2023: the outcome kept never costs more than the budget. They also end once every supported option is bought.
 * @param options costs and `budget` in whole units of money
 * @param drawn ids from first to last by the public draw, for the tie rule `drawn`
 */
export function equalShares(options: readonly Costed[], groups: BallotGroups, budget: number, rules: SharesRules, drawn?: readonly string[], progress?: Progress): SharesOutcome {
  const supporters = supportersOf(groups, options.length)
  const ballots = groups.times.reduce((sum, times) => sum + times, 0)
  const priced = options.map(({ id, cost }, place) => ({ id, cost, votes: supporters.ballots[place] ?? 0, scale: rules.utility === 'cost' ? Math.max(1, cost) : 1 }))
  const order = tieOrder(priced, rules.tie, drawn)
  const runs = sharesRuns(priced, groups, supporters, order)
  let latest: Run | undefined
  const run = (share: Exact) => (latest = runs(share, budget))
  const supported = priced.filter((_, place) => (supporters.totals[place] ?? 0) > 0)
  const free = supported.filter(({ cost }) => cost === 0).sort(order.compare)
  const ties = new Map<string, string[]>()
  const note = (members: readonly string[]) => void ties.set([...members].sort().join(), [...members])
  const idOf = (option: number) => priced[option]?.id ?? ''
  const left = ({ totalCost }: Run) => budget - totalCost
  const exhaustive = ({ bought, totalCost }: Run) => {
    const taken = new Set(bought.map(({ option }) => option))
    return !priced.some(({ cost }, place) => cost > 0 && cost <= budget - totalCost && (supporters.totals[place] ?? 0) > 0 && !taken.has(place))
  }
  const complete = ({ bought }: Run) => bought.length + free.length === supported.length

  if (ballots === 0) return nothing(exact(0))
  const unit = rules.unit ?? 1
  let share = rules.start === 'floor' ? exact(BigInt(budget) / BigInt(ballots * unit) * BigInt(unit)) : exact(budget, ballots)
  let kept = run(share)
  for (const members of kept.ties) note(members.map(idOf))
  const grows = rules.completion.startsWith('add1')
  if (grows && kept.undecided) return { ...nothing(share), ties: [...ties.values()], tied: kept.undecided.map(idOf) }
  if (grows) {
    const toTheEnd = rules.completion === 'add1-overspend'
    const step = BigInt(rules.increment)
    for (let steps = 1; !complete(kept) && (toTheEnd || !exhaustive(kept)); steps++) {
      progress?.(steps, kept.totalCost)
      const larger = { top: share.top + step * share.bottom, bottom: share.bottom }
      const next = run(larger)
      for (const members of next.ties) note(members.map(idOf))
      // Which outcome would have been kept is not known: nothing is.
      if (next.undecided) return { ...nothing(share), ties: [...ties.values()], tied: next.undecided.map(idOf) }
      if (next.overspent) break
      ;[share, kept] = [larger, next]
    }
  }
  const keptShare = share
  const winners = [...free.map(({ id }) => id), ...kept.bought.map(({ option }) => idOf(option))]
  const tied = (kept.undecided ?? []).map(idOf)
  const completed: string[] = []
  let totalCost = kept.totalCost
  if ((rules.completion === 'utilitarian' || rules.completion === 'add1-utilitarian') && tied.length === 0) {
    const taken = new Set(winners)
    const candidates = priced.map(({ id, cost, votes }, place) => ({ id, cost, votes, score: rules.utility === 'value' ? supporters.totals[place] ?? 0 : votes })).filter(({ id }) => !taken.has(id))
    const by = rules.utility === 'cost' ? 'votes' : 'votes-per-cost'
    const added = greedy(candidates, left(kept), { by, whenFull: 'skip', threshold: 0, tie: rules.tie }, drawn)
    for (const members of added.ties) note(members)
    completed.push(...added.winners)
    tied.push(...[...added.fates].filter(([, fate]) => fate === 'tied').map(([id]) => id))
    totalCost += added.totalCost
  }
  return {
    winners: [...winners, ...completed], totalCost, ties: [...ties.values()], tied, share: keptShare,
    explain: () => explain(kept, keptShare, completed),
  }

  function missed(run: Run, completed: readonly string[]): Missed[] {
    const taken = new Set(run.bought.map(({ option }) => option))
    return priced.flatMap(({ id, cost }, place) => {
      if (cost === 0 || taken.has(place) || completed.includes(id)) return []
      const { top, bottom } = run.missing(place)
      return [{ option: id, left: inDecimals({ top: BigInt(cost) * bottom - top, bottom }), missing: inDecimals({ top, bottom }) }]
    })
  }

  function nothing(share: Exact): SharesOutcome {
    return { winners: [], totalCost: 0, ties: [], tied: [], share, explain: () => explain(undefined, share, []) }
  }

  function explain(outcome: Run | undefined, share: Exact, completed: string[]): Purchases {
    // A run's levels are lost at the next one: it is run again where it was not the last.
    const again = outcome && (outcome === latest ? outcome : run(share))
    const purchases = again?.bought.map(({ option, supporters: paid, emptied, highest }, k): Purchase => {
      const { top, bottom } = again.level(k)
      const scale = BigInt(priced[option]?.scale ?? 1)
      return { option: idOf(option), supporters: paid, price: inDecimals({ top, bottom: bottom * scale }), most: inDecimals({ top: top * BigInt(highest), bottom }), emptied }
    }) ?? []
    const spent = again?.totalCost ?? 0
    return {
      kind: 'purchases',
      share: inDecimals(share),
      purchases,
      completed,
      ...(again && !again.undecided ? { missed: missed(again, completed) } : {}),
      unspentShares: inDecimals({ top: share.top * BigInt(ballots) - BigInt(spent) * share.bottom, bottom: share.bottom }),
      left: budget - spent - completed.reduce((sum, id) => sum + (priced.find((one) => one.id === id)?.cost ?? 0), 0),
    }
  }
}
