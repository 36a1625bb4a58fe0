import type { components } from '@parvis/api-client'
import { m } from '@parvis/texts'

type Alert = components['schemas']['OwnAlertView']

export const alertStates = ['TO_EXPLAIN', 'EXPLAINED', 'CONFIRMED', 'DISMISSED'] as const
export const alertKinds = ['pace', 'outside-hours', 'order'] as const

const states = { TO_EXPLAIN: m.alerts_state_TO_EXPLAIN, EXPLAINED: m.alerts_state_EXPLAINED, CONFIRMED: m.alerts_state_CONFIRMED, DISMISSED: m.alerts_state_DISMISSED }
export const alertStateName = (state: Alert['state']) => states[state]()
export const alertTone = { TO_EXPLAIN: 'amber', EXPLAINED: 'blue', CONFIRMED: 'plain', DISMISSED: 'green' } as const

const kinds = { pace: m.alerts_kind_pace, 'outside-hours': m.alerts_kind_outside, order: m.alerts_kind_order }
export const alertKindName = (kind: Alert['kind']) => kinds[kind]()
/** A question, not a charge. */
const questions = { pace: m.alerts_ask_pace, 'outside-hours': m.alerts_ask_outside, order: m.alerts_ask_order }
export const alertQuestion = (kind: Alert['kind']) => questions[kind]()

/** The numbers that it is about, in words. */
export function alertFacts({ kind, facts }: Pick<Alert, 'kind' | 'facts'>): string {
  const { visits, fastest, median, outside, inOrder, sameDate } = facts
  return [
    m.alerts_fact_visits({ count: visits }),
    ...(kind === 'outside-hours' ? [m.alerts_fact_outside({ count: outside })] : []),
    ...(kind === 'pace' && fastest !== null ? [m.alerts_fact_fastest({ seconds: String(fastest) })] : []),
    ...(kind === 'pace' && median !== null ? [m.alerts_fact_median({ seconds: String(median) })] : []),
    ...(kind === 'order' && inOrder !== undefined && inOrder > 1 ? [m.alerts_fact_order({ count: String(inOrder) })] : []),
    ...(kind === 'order' && sameDate !== undefined && sameDate > 1 ? [m.alerts_fact_same_date({ count: String(sameDate) })] : []),
  ].join(' · ')
}
