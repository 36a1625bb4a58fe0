import type { PabulibInstance, PabulibSharesRules } from '@parvis/open-data'
import { greedyOf, hasUtility, hundredths, phragmenOf, publishedAllocation, sharesOf, usualUtility, utilities } from '@parvis/open-data'
import { m } from '@parvis/texts'
import type { GreedyAllocation, Purchases } from '@parvis/voting'
import { approximate } from '@parvis/voting'
import { readBallotFile } from './ballot-file'
import type { Terminal } from './command'
import { CommandError, oneOf } from './command'
import type { BudgetRule, TallyArguments } from './tally-options'

const completionNames = ['none', 'utilitarian', 'add1', 'add1-utilitarian', 'add1-overspend'] as const

/** How often a long count says how far it is, in milliseconds. */
const PROGRESS = 2000

/** What a rule found, for people and machines; amounts in hundredths of the currency. */
interface Counted {
  winners: string[]
  totalCost: number
  ties: string[][]
  by?: GreedyAllocation['by']
  utility?: PabulibSharesRules['utility']
  completion?: PabulibSharesRules['completion']
  /** Of each ballot, in units of the currency. */
  voterShare?: number
  /** The rule in words, line by line. */
  words: (money: Money) => string[]
  explain?: () => Purchases
}

type Money = (amount: number) => string
/** Reads the file and counts; the options were read before. */
type Rule = (instance: PabulibInstance, terminal: Terminal) => Counted

/** Counts a Pabulib file by a rule that shares out money. @throws CommandError on a wrong file */
export async function tallyBudget({ rule, file, json, values }: TallyArguments & { rule: BudgetRule }, terminal: Terminal): Promise<void> {
  const tie = oneOf('--tie', values.tie ?? 'smallest-id', ['smallest-id', 'cost-votes'] as const)
  const count: Rule = rule === 'greedy' ? greedyRule(values, tie) : rule === 'equal-shares' ? sharesRule(values, tie) : phragmenRule(tie)

  const started = performance.now()
  const instance = await readBallotFile(file)
  const counted = count(instance, terminal)
  const milliseconds = Math.round(performance.now() - started)

  if (!json) return terminal.out(inWords(file, instance, counted))
  const { by, utility, completion, winners, totalCost, ties, voterShare } = counted
  terminal.out(`${JSON.stringify({
    file,
    rule,
    by: by ?? null,
    utility: utility ?? null,
    completion: completion ?? null,
    ballots: instance.ballots.length,
    projects: instance.projects.length,
    winners,
    totalCost: totalCost / hundredths,
    ties,
    ...(voterShare !== undefined && { voterShare }),
    milliseconds,
  })}\n`)
}

type Values = TallyArguments['values']
type Tie = 'smallest-id' | 'cost-votes'

function greedyRule(values: Values, tie: Tie): Rule {
  const by = oneOf('--by', values.by ?? 'votes', ['votes', 'votes-per-cost'] as const)
  const whenFull = values['when-full'] === undefined ? undefined : oneOf('--when-full', values['when-full'], ['skip', 'stop'] as const)
  const threshold = values.threshold === undefined ? undefined : Number(values.threshold)
  return (instance) => {
    // What cities publish is the usual rule with META's own conditions; a condition given here means another rule is asked for.
    const asPublished = by === 'votes' && whenFull === undefined && threshold === undefined
    const allocation: GreedyAllocation = { by, tie, ...(asPublished ? publishedAllocation(instance) : { whenFull: whenFull ?? 'skip', threshold: threshold ?? 0 }) }
    return {
      ...greedyOf(instance, allocation),
      by,
      words: () => [[
        by === 'votes' ? m.cli_tally_by_votes() : m.cli_tally_by_votes_per_cost(),
        allocation.whenFull === 'skip' ? m.cli_tally_skip() : m.cli_tally_stop(),
        allocation.threshold === 0 ? m.cli_tally_no_threshold() : m.cli_tally_threshold({ threshold: number.format(allocation.threshold) }),
      ].join(' ')],
    }
  }
}

function sharesRule(values: Values, tie: Tie): Rule {
  const asked = values.utility === undefined ? undefined : oneOf('--utility', values.utility, utilities)
  const completion = oneOf('--completion', values.completion ?? 'none', completionNames)
  const start = oneOf('--start', values.start ?? 'exact', ['exact', 'floor'] as const)
  const increment = Number(values.increment ?? '1')
  return (instance, terminal) => {
    const utility = asked ?? usualUtility(instance.voteType)
    if (!hasUtility(instance.voteType, utility)) {
      const words = utilities.filter((one) => hasUtility(instance.voteType, one)).join(', ')
      throw new CommandError(m.cli_tally_no_such_utility({ utility, type: instance.voteType, words }))
    }
    const money = moneyOf(instance)
    let told = performance.now()
    const { winners, totalCost, ties, share, explain } = sharesOf(instance, { utility, completion, start, increment, tie }, (runs, spent) => {
      if (performance.now() - told < PROGRESS) return
      told = performance.now()
      terminal.err(`${m.cli_tally_progress({ runs: number.format(runs), cost: money(spent) })}\n`)
    })
    const voterShare = approximate({ top: share.top, bottom: share.bottom * BigInt(hundredths) })
    return {
      winners, totalCost, ties, utility, completion, voterShare, explain,
      words: () => [
        m.cli_tally_share({ share: money(voterShare * hundredths) }),
        `${utilityWords[utility]()} ${completionWords[completion](money(increment * hundredths))}`,
      ],
    }
  }
}

function phragmenRule(tie: Tie): Rule {
  return (instance) => ({ ...phragmenOf(instance, tie), words: () => [m.cli_tally_phragmen()] })
}

const utilityWords: Record<PabulibSharesRules['utility'], () => string> = {
  cost: m.cli_tally_utility_cost, cardinality: m.cli_tally_utility_cardinality, points: m.cli_tally_utility_points, borda: m.cli_tally_utility_borda,
}
const completionWords: Record<PabulibSharesRules['completion'], (increment: string) => string> = {
  'none': () => m.cli_tally_completion_none(),
  'utilitarian': () => m.cli_tally_completion_utilitarian(),
  'add1': (increment) => m.cli_tally_completion_add1({ increment }),
  'add1-utilitarian': (increment) => m.cli_tally_completion_add1_utilitarian({ increment }),
  'add1-overspend': (increment) => m.cli_tally_completion_add1_overspend({ increment }),
}

const number = new Intl.NumberFormat('fr-FR')
const cents = new Intl.NumberFormat('fr-FR', { maximumFractionDigits: 2 })

const moneyOf = ({ meta }: PabulibInstance): Money => (amount) => `${cents.format(amount / hundredths)} ${meta.get('currency') ?? ''}`.trim()

function inWords(file: string, instance: PabulibInstance, { winners, totalCost, ties, words, explain }: Counted): string {
  const { ballots, projects, budget } = instance
  const money = moneyOf(instance)
  const byId = new Map(projects.map((project) => [project.id, project]))
  const explanation = explain?.()
  const paid = new Map(explanation?.purchases.map((purchase) => [purchase.option, purchase]))
  const completed = new Set(explanation?.completed)
  const why = (id: string): string[] => {
    const purchase = paid.get(id)
    if (completed.has(id)) return [`      ${m.cli_tally_completed()}`]
    if (!purchase) return []
    const { supporters, most, emptied } = purchase
    return [`      ${m.cli_tally_paid({ supporters: number.format(supporters), most: money(Number(most)), emptied: number.format(emptied) })}`]
  }
  return [
    m.cli_tally_file({ file, ballots: number.format(ballots.length), projects: number.format(projects.length), budget: money(budget) }),
    ...words(money),
    m.cli_tally_winners({ count: winners.length, cost: money(totalCost) }),
    ...winners.flatMap((id, place) => [`${String(place + 1).padStart(4)}. ${[id, money(byId.get(id)?.cost ?? 0), byId.get(id)?.name].filter(Boolean).join(' · ')}`, ...why(id)]),
    ...(explanation ? [m.cli_tally_left({ left: money(budget - totalCost) })] : []),
    ...ties.map((ids) => m.cli_tally_tie({ ids: ids.join(', ') })),
    '',
  ].join('\n')
}
