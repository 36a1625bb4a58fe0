import type { components } from '@parvis/api-client'
import { m } from '@parvis/texts'
import type { Explanation } from '@parvis/voting'
import { dateAndHour, list, money, number } from '$lib/format'
import { completionWords, methodName, methodWords } from '$lib/methods'
import { gradeNames } from '../ballot/forms'
import { lostDraw } from './equals'

export type Result = components['schemas']['ResultView']
type Option = Result['options'][number]

const channels = {
  online: m.results_channel_online, accompanied: m.results_channel_accompanied, kiosk: m.results_channel_kiosk,
  on_behalf: m.results_channel_on_behalf, paper: m.results_channel_paper, phone: m.results_channel_phone,
} as const

export const channelName = (channel: keyof typeof channels) => channels[channel]()

/** Rules under which those who name a project pay for it. */
const bySupporters = new Set(['equal-shares', 'phragmen'])
/** Rules that buy the best first. */
const greedy = new Set(['budget', 'budget-points', 'budget-ranks'])

const passed: Record<string, (() => string) | undefined> = {
  'points': m.results_fate_fewer_points, 'borda': m.results_fate_fewer_points, 'schulze': m.results_fate_beaten, 'irv': m.results_fate_beaten,
  'majority-judgment': m.results_fate_lower,
}

/** A count, published or before staff: what is needed to say why an option lost. */
export interface Counted {
  method: string
  /** All of them, best first. */
  options: readonly CountedOption[]
  rules: Pick<Result['rules'], 'by' | 'threshold' | 'grades'>
  currency: string
  /** Cents; null where no budget decides. */
  budget: number | null
  explanation: Explanation | null
  /** Sets of equals of which some won and some did not. */
  ties: readonly (readonly string[])[]
}

export interface CountedOption extends Pick<Option, 'key' | 'title' | 'cost' | 'votes' | 'rank' | 'fate'> {
  proposalNumber?: number | null
}

/** Why an option is not among the winners. */
export function fateWords(option: CountedOption, counted: Counted): string {
  const { method, options, budget, rules, currency, explanation } = counted
  if (lostDraw(option, counted)) return m.results_fate_drawn()
  switch (option.fate) {
    case 'tied': return m.results_fate_tied()
    case 'below-threshold': return m.results_fate_below_threshold({ threshold: number(rules.threshold ?? 0) })
    case 'not-reached': return m.results_fate_not_reached()
    case 'does-not-fit': {
      if (bySupporters.has(method)) return sharesWords(option, explanation, currency)
      // Money left at its turn: the budget less what was bought above it. Among equals the order is the rule's, not the list's.
      const above = options.filter(({ rank }) => rank < option.rank)
      const known = budget !== null && option.cost !== null && rules.by !== 'votes-per-cost' && !options.some(({ rank, fate }) => rank === option.rank && fate === 'selected')
      if (!known) return m.results_fate_does_not_fit()
      const left = budget - above.filter(({ fate }) => fate === 'selected').reduce((sum, { cost }) => sum + (cost ?? 0), 0)
      return m.results_fate_does_not_fit_left({ cost: money(option.cost ?? 0, currency), left: money(left, currency) })
    }
    default: return bySupporters.has(method) ? sharesWords(option, explanation, currency) : passed[method]?.() ?? m.results_fate_not_selected()
  }
}

/** What was left with those who named it, and what was missing; the sum in whole cents is that of the cost. */
function sharesWords({ key, cost }: CountedOption, explanation: Explanation | null, currency: string): string {
  const missed = explanation?.kind === 'purchases' ? explanation.missed?.find(({ option }) => option === key) : undefined
  if (!missed || cost === null) return m.results_fate_shares()
  const missing = Math.ceil(Number(missed.missing))
  return m.results_fate_shares_left({ cost: money(cost, currency), left: money(cost - missing, currency), missing: money(missing, currency) })
}

/** What one ballot holds. */
function ballotWords({ method, rules, options }: Pick<Result, 'method' | 'rules' | 'options'>): string {
  switch (method) {
    case 'single': return m.results_how_single()
    case 'points':
    case 'budget-points': return m.results_how_points({ points: number(rules.points ?? 0), most: number(Math.min(rules.pointsPerOption ?? rules.points ?? 0, rules.points ?? 0)) })
    case 'schulze':
    case 'irv':
    case 'plurality':
    case 'borda':
    case 'budget-ranks': return m.results_how_ranking()
    case 'majority-judgment': return m.results_how_grades({ grades: list(gradeNames(rules.grades ?? 0).reverse()) })
    default: return m.results_how_bounds({ min: rules.min, max: Math.min(rules.max, options.length) })
  }
}

/** The rule of the count, sentence by sentence, with what became of equals. */
export function ruleWords({ method, rules, ties, draw, options, outcome }: Result): string[] {
  const titles = (keys: readonly string[]) => list(keys.map(key => m.own_quoted({ text: options.find(option => option.key === key)?.title ?? key })))
  const budget = outcome.kind === 'budget'
  return [
    ballotWords({ method, rules, options }),
    methodWords(method)?.counted(rules) ?? methodName(method),
    ...(budget ? [] : [m.results_how_seats({ count: rules.seats ?? 1 })]),
    ...(greedy.has(method) ? [rules.whenFull === 'stop' ? m.results_how_stop() : m.results_how_skip(), ...(rules.threshold ? [m.results_how_threshold({ threshold: number(rules.threshold) })] : [])] : []),
    ...(method === 'equal-shares' ? [completionWords(rules.completion ?? 'add1-utilitarian')] : []),
    ...(ties.length === 0
      ? [m.results_how_no_tie()]
      : ties.map(keys => draw ? m.results_how_tie_drawn({ options: titles(keys), seed: draw.seed }) : budget ? m.results_how_tie({ options: titles(keys) }) : m.results_how_tie_open({ options: titles(keys) }))),
    m.methods_blank_note(),
    m.results_how_once(),
  ]
}

/** Method, dates and hash: what a recount needs. */
export const methodRows = ({ method, methodVersion, closedAt, publishedAt, inputHash }: Result) => [
  { term: m.results_how_method(), value: m.results_how_named({ name: methodName(method), version: methodVersion }) },
  { term: m.results_how_closed(), value: dateAndHour(closedAt) },
  { term: m.results_how_published(), value: dateAndHour(publishedAt) },
  { term: m.results_how_hash(), value: inputHash },
]
