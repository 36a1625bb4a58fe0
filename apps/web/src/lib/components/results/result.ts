import type { components } from '@parvis/api-client'
import { m } from '@parvis/texts'
import { dateAndHour, euros, list, number } from '$lib/format'

export type Result = components['schemas']['ResultView']
type Option = Result['options'][number]

const channels = {
  online: m.results_channel_online, accompanied: m.results_channel_accompanied, kiosk: m.results_channel_kiosk,
  on_behalf: m.results_channel_on_behalf, paper: m.results_channel_paper, phone: m.results_channel_phone,
} as const

export const channelName = (channel: keyof typeof channels) => channels[channel]()

/** "1 204 voix". */
export const votes = (count: number) => m.results_votes({ count: number(count) })

/** Amounts of the API are cents. */
export const money = (cents: number) => euros(cents / 100)

/** Why an option is not among the winners. `options`: all of them, best first. */
export function fateWords(option: Option, { options, outcome, rules }: Result): string {
  switch (option.fate) {
    case 'tied': return m.results_fate_tied()
    case 'does-not-fit': {
      // Money left at its turn: the budget less what was bought above it. Among equals the order is the rule's, not the list's.
      const above = options.filter(({ rank }) => rank < option.rank)
      const known = outcome.budget !== null && option.cost !== null && rules.by !== 'votes-per-cost' && !options.some(({ rank, fate }) => rank === option.rank && fate === 'selected')
      if (!known) return m.results_fate_does_not_fit()
      const left = (outcome.budget ?? 0) - above.filter(({ fate }) => fate === 'selected').reduce((sum, { cost }) => sum + (cost ?? 0), 0)
      return m.results_fate_does_not_fit_left({ cost: money(option.cost ?? 0), left: money(left) })
    }
    case 'below-threshold': return m.results_fate_below_threshold({ threshold: number(rules.threshold ?? 0) })
    case 'not-reached': return m.results_fate_not_reached()
    default: return m.results_fate_not_selected()
  }
}

/** The rule of the count, sentence by sentence, with what became of equals. */
export function ruleWords({ method, rules, ties, settledTie, options, outcome }: Result): string[] {
  const titles = (keys: readonly string[]) => list(keys.map(key => `« ${options.find(option => option.key === key)?.title ?? key} »`))
  const budget = outcome.kind === 'budget'
  return [
    m.results_how_bounds({ min: rules.min, max: Math.min(rules.max, options.length) }),
    ...(budget
      ? [
          rules.by === 'votes-per-cost' ? m.results_how_budget_per_cost() : m.results_how_budget(),
          rules.whenFull === 'stop' ? m.results_how_stop() : m.results_how_skip(),
          ...(rules.threshold ? [m.results_how_threshold({ threshold: number(rules.threshold) })] : []),
        ]
      : [m.results_how_approval(), ...(method === 'approval' ? [m.results_how_seats({ count: rules.seats ?? 1 })] : [])]),
    ...(ties.length === 0
      ? [m.results_how_no_tie()]
      : ties.map(keys => settledTie
          ? m.results_how_tie_settled({ options: titles(keys), winners: titles(settledTie.winners), procedure: settledTie.procedure })
          : budget ? m.results_how_tie({ options: titles(keys) }) : m.results_how_tie_open({ options: titles(keys) }))),
    m.results_how_once(),
  ]
}

/** Method, dates and hash: what a recount needs. */
export const methodRows = ({ outcome, methodVersion, closedAt, publishedAt, inputHash }: Result) => [
  { term: m.results_how_method(), value: outcome.kind === 'budget' ? m.results_how_method_budget({ version: methodVersion }) : m.results_how_method_approval({ version: methodVersion }) },
  { term: m.results_how_closed(), value: dateAndHour(closedAt) },
  { term: m.results_how_published(), value: dateAndHour(publishedAt) },
  { term: m.results_how_hash(), value: inputHash },
]
