import type { components } from '@parvis/api-client'
import { m } from '@parvis/texts'

export type Batch = components['schemas']['PaperBatchView']
export type Row = components['schemas']['PaperBatchRowView']
export type Field = components['schemas']['EntryFieldView']

const states = {
  'envelopes': { word: m.batches_state_envelopes, tone: 'blue', icon: 'clock' }, 'forms': { word: m.batches_state_forms, tone: 'blue', icon: 'clock' }, 'second-entry': { word: m.batches_state_second, tone: 'blue', icon: 'clock' },
  'adjudication': { word: m.batches_state_adjudication, tone: 'amber', icon: 'triangle-alert' }, 'balanced': { word: m.batches_state_balanced, tone: 'blue', icon: 'circle-check' }, 'quarantined': { word: m.batches_state_quarantined, tone: 'red', icon: 'triangle-alert' },
  'merged': { word: m.batches_state_merged, tone: 'plain', icon: 'circle-check' }, 'counted': { word: m.batches_state_counted, tone: 'green', icon: 'circle-check' }, 'refused': { word: m.batches_state_refused, tone: 'red', icon: 'octagon-x' },
} as const
export const stateOf = (state: Row['state']) => states[state]

const steps = { open: m.batches_next_open, first: m.batches_next_first, second: m.batches_next_second, rule: m.batches_next_rule, count: m.batches_next_count, reconcile: m.batches_next_reconcile, nothing: m.batches_next_nothing }
export const nextOf = (next: Row['next']) => steps[next]()

const duties = { open: m.batches_duty_open, first: m.batches_duty_first, second: m.batches_duty_second, rule: m.batches_duty_rule }
export const dutyName = (duty: keyof typeof duties) => duties[duty]()
export const stepName = (next: Row['next']) => (next === 'count' || next === 'reconcile' || next === 'nothing' ? nextOf(next) : dutyName(next))

/** Where a duty is done. */
export const pageOf = (id: string, duty: keyof typeof duties) => `/mediation/papier/lots/${id}/${{ open: 'enveloppes', first: 'saisie', second: 'saisie', rule: 'arbitrage' }[duty]}`

const reasons: Record<string, (() => string) | undefined> = {
  'unsigned': m.batches_reason_unsigned, 'unknown-number': m.batches_reason_unknown_number, 'used-number': m.batches_reason_used_number, 'other-kit': m.batches_reason_other_kit, 'kit-to-destroy': m.batches_reason_kit_to_destroy,
  'sheet-withdrawn': m.batches_reason_sheet_withdrawn, 'no-identity': m.batches_reason_no_identity, 'not-eligible': m.batches_reason_not_eligible, 'unreadable': m.batches_reason_unreadable, 'invalid': m.batches_reason_invalid, 'nothing': m.batches_reason_nothing,
}
export const reasonName = (reason: string) => reasons[reason]?.() ?? reason

/** What stands beside a box: words of its own where the paper has none. */
export const boxLabel = (label: string) => (label === 'other' ? m.batches_box_other() : label === 'pass' ? m.batches_box_pass() : label === '' ? m.batches_box_blank() : label)
