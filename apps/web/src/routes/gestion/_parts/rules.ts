import { m } from '@parvis/texts'
import { gradeNames } from '$lib/components/ballot/forms'
import { list, money, number } from '$lib/format'
import { completionWords, methodName } from '$lib/methods'
import type { Vote } from './types'
import { spends } from './what-if'

/** The rules of a vote, read back. */
export function ruleRows({ question, method, rules, currency, claimDays }: Pick<Vote, 'question' | 'method' | 'rules' | 'currency' | 'claimDays'>) {
  const { blankAllowed, seats, budget, maxCost, draw, tie } = rules
  const shared = spends(method)
  return [
    { term: m.gestion_question(), value: question },
    { term: m.gestion_method(), value: methodName(method) },
    { term: m.gestion_rule_choices(), value: [...ballotRules(method, rules), blankAllowed ? m.gestion_rule_blank() : m.gestion_rule_no_blank()] },
    ...(shared ? [] : [{ term: m.gestion_seats(), value: number(seats ?? 1) }]),
    ...(!shared || budget === undefined ? [] : [{ term: m.gestion_budget(), value: money(budget, currency) }]),
    ...(!shared || maxCost === undefined ? [] : [{ term: m.gestion_max_cost(), value: money(maxCost, currency) }]),
    ...(shared ? [{ term: m.gestion_rule_allocation(), value: allocationRules(method, rules) }] : []),
    ...(draw ? [{ term: m.gestion_rule_draw(), value: draw, content: true }] : shared ? [{ term: m.gestion_rule_draw(), value: tie ? m.own_tie_cost_votes() : m.own_tie_missing() }] : []),
    { term: m.gestion_claim_days(), value: m.gestion_days({ count: claimDays }) },
  ]
}

function ballotRules(method: string, { min, max, points = 0, pointsPerOption, grades }: Vote['rules']): string[] {
  const bounds = m.gestion_rule_choices_value({ min, max })
  switch (method) {
    case 'single': return [m.gestion_rule_one()]
    case 'majority-judgment': return [m.gestion_rule_all_grades({ names: list(gradeNames(grades ?? 0).reverse()) })]
    case 'points': return [m.gestion_rule_points({ points: number(points), most: number(Math.min(points, pointsPerOption ?? points)) }), bounds]
    default: return [bounds]
  }
}

const allocationRules = (method: string, { by, whenFull, threshold, completion, utility }: Vote['rules']): string[] => method === 'equal-shares'
  ? [completionWords(completion ?? 'add1-utilitarian'), utility === 'cardinality' ? m.gestion_utility_cardinality() : m.gestion_utility_cost()]
  : [by === 'votes-per-cost' ? m.gestion_by_cost() : m.gestion_by_votes(), whenFull === 'stop' ? m.gestion_when_full_stop() : m.gestion_when_full_skip(), ...(threshold ? [m.gestion_rule_threshold({ count: threshold })] : [])]
