import { m } from '@parvis/texts'
import { euros, number } from '$lib/format'
import type { Vote } from './types'
import { methodName } from './words'

/** The rules of a vote, read back. */
export function ruleRows({ question, method, rules, claimDays }: Pick<Vote, 'question' | 'method' | 'rules' | 'claimDays'>) {
  const { min, max, blankAllowed, seats, budget, maxCost, by, whenFull, threshold } = rules
  return [
    { term: m.gestion_question(), value: question },
    { term: m.gestion_method(), value: methodName(method) },
    { term: m.gestion_rule_choices(), value: [m.gestion_rule_choices_value({ min, max }), blankAllowed ? m.gestion_rule_blank() : m.gestion_rule_no_blank()] },
    ...(method === 'approval' ? [{ term: m.gestion_seats(), value: number(seats ?? 1) }] : []),
    ...(budget === undefined ? [] : [{ term: m.gestion_budget(), value: euros(budget / 100) }]),
    ...(maxCost === undefined ? [] : [{ term: m.gestion_max_cost(), value: euros(maxCost / 100) }]),
    ...(method === 'budget' ? [{ term: m.gestion_rule_allocation(), value: [
      by === 'votes-per-cost' ? m.gestion_by_cost() : m.gestion_by_votes(), whenFull === 'stop' ? m.gestion_when_full_stop() : m.gestion_when_full_skip(), ...(threshold ? [m.gestion_rule_threshold({ count: threshold })] : []),
    ] }] : []),
    { term: m.gestion_claim_days(), value: m.gestion_days({ count: claimDays }) },
  ]
}
