import { completionNames } from '$lib/methods'
import { centsOf, eurosField } from './money'
import type { Vote } from './types'
import { asks } from './what-if'

type Rules = Partial<Vote['rules']>
export type WhatIfValues = Record<'method' | 'budget' | 'by' | 'whenFull' | 'threshold' | 'completion' | 'utility' | 'seats', string>

/** The fields filled with what was asked last, else with the rules of the vote. */
export function whatIfValues(method: string, rules: Rules): WhatIfValues {
  return {
    method, budget: eurosField(rules.budget), by: rules.by ?? 'votes', whenFull: rules.whenFull ?? 'skip', threshold: String(rules.threshold ?? 0),
    completion: rules.completion ?? 'add1-utilitarian', utility: rules.utility ?? 'cost', seats: String(rules.seats ?? 1),
  }
}

/** What was typed, as the API asks it, with the fields that cannot be read. */
export function whatIfRules(values: WhatIfValues): { rules: Rules, refusals: { code: string, at: string }[] } {
  const { budget, greedy: buysBest, shares, seats } = asks(values.method)
  const cents = centsOf(values.budget)
  const whole = (text: string) => (/^\d{1,9}$/.test(text.trim()) ? Number(text) : null)
  const refusals = [
    ...(budget && !cents ? [{ code: 'field.amount', at: 'budget' }] : []),
    ...(buysBest && whole(values.threshold) === null ? [{ code: 'field.is-int', at: 'threshold' }] : []),
    ...(seats && !whole(values.seats) ? [{ code: 'field.is-int', at: 'seats' }] : []),
  ]
  const rules: Rules = {
    ...(budget ? { budget: cents ?? 0 } : { seats: whole(values.seats) ?? 1 }),
    ...(buysBest ? { by: values.by === 'votes-per-cost' ? 'votes-per-cost' : 'votes', whenFull: values.whenFull === 'stop' ? 'stop' : 'skip', threshold: whole(values.threshold) ?? 0 } : {}),
    ...(shares ? { completion: completionNames.find(name => name === values.completion) ?? 'add1-utilitarian', utility: values.utility === 'cardinality' ? 'cardinality' : 'cost' } : {}),
  }
  return { rules, refusals }
}
