import { m } from '@parvis/texts'
import { dateLong, list, number, percent } from '$lib/format'
import type { IconName } from '$lib/components/icon/icons'

type Unit = 'days' | 'ways' | 'tier'
type Comparator = '>=' | '<=' | '='
type Status = 'MET' | 'AT_RISK' | 'BREACHED' | 'NOT_YET' | 'NOT_APPLICABLE' | 'NOT_MEASURABLE'

interface Face { tone: 'plain' | 'green' | 'amber' | 'red', icon: IconName, word: () => string }

/** How each status of a commitment is said: icon, colour and word. */
export const statusFaces: Record<Status, Face> = {
  MET: { tone: 'green', icon: 'circle-check', word: m.charter_status_met },
  BREACHED: { tone: 'red', icon: 'octagon-x', word: m.charter_status_breached },
  AT_RISK: { tone: 'amber', icon: 'triangle-alert', word: m.charter_status_at_risk },
  NOT_YET: { tone: 'plain', icon: 'hourglass', word: m.charter_status_not_yet },
  NOT_APPLICABLE: { tone: 'plain', icon: 'minus', word: m.charter_status_not_applicable },
  NOT_MEASURABLE: { tone: 'red', icon: 'circle-dashed', word: m.charter_status_not_measurable },
}

export const requirementFaces: Record<'PASS' | 'FAIL' | 'UNKNOWN' | 'WAIVED', Face> = {
  PASS: { tone: 'green', icon: 'circle-check', word: m.charter_requirement_pass },
  FAIL: { tone: 'red', icon: 'octagon-x', word: m.charter_requirement_fail },
  UNKNOWN: { tone: 'amber', icon: 'circle-question-mark', word: m.charter_requirement_unknown },
  WAIVED: { tone: 'plain', icon: 'minus', word: m.charter_requirement_waived },
}

const tiers = [m.charter_tier_1, m.charter_tier_2, m.charter_tier_3, m.charter_tier_4]
const tierCodes = ['T1_LEGAL', 'T2_READABLE', 'T3_OUTREACH', 'T4_CO_DESIGNED']

/** "2, facile à lire et proche" of a rank or of the API's word; `none` when no tier is reached. */
export function tierName(tier: number | string | null, none = m.charter_no_tier()): string {
  const rank = typeof tier === 'string' ? tierCodes.indexOf(tier) + 1 : tier ?? 0
  return tiers[rank - 1]?.() ?? none
}

/** "au moins 15 jours". */
export function targetWords(unit: Unit, comparator: Comparator, target: number): string {
  if (unit === 'days') return { '>=': m.charter_at_least_days, '<=': m.charter_at_most_days, '=': m.charter_exactly_days }[comparator]({ count: target })
  if (unit === 'ways') return m.charter_at_least_ways({ count: target })
  return target === 0 ? m.charter_tier_by_stakes() : m.charter_at_least_tier({ tier: tierName(target) })
}

/** "21 jours". */
export function valueWords(unit: Unit, value: number): string {
  if (unit === 'days') return m.charter_exactly_days({ count: value })
  if (unit === 'ways') return value === 0 ? m.charter_no_ways() : m.charter_exactly_ways({ count: value })
  return value === 0 ? m.charter_no_tier() : m.charter_tier({ tier: tierName(value) })
}

const formulas: Record<string, () => string> = {
  NOTICE_DAYS: m.charter_formula_notice,
  DURATION_DAYS: m.charter_formula_duration,
  RESULTS_DAYS: m.charter_formula_results,
  NON_DIGITAL_WAYS: m.charter_formula_non_digital,
  TIER_REACHED: m.charter_formula_tier,
}

/** What the value is computed from, in words. */
export const formulaWords = (formula: string) => formulas[formula]?.() ?? ''

const ways: Record<string, () => string> = { centre: m.charter_way_centre, paper: m.charter_way_paper, phone: m.charter_way_phone }
const day = (value: unknown, missing = m.charter_input_missing()) => typeof value === 'string' ? dateLong(`${value}T12:00:00Z`) : missing

/** The figures and dates that went into a measurement, for whoever wants to do it again. */
export function inputRows(formula: string, inputs: Record<string, unknown>): { term: string, value: string }[] {
  if (formula === 'NOTICE_DAYS') {
    return [
      { term: inputs.assumedToday ? m.charter_input_announced_today() : m.charter_input_announced(), value: day(inputs.announced) },
      { term: m.charter_input_opening(), value: day(inputs.opening) },
    ]
  }
  if (formula === 'DURATION_DAYS') return [{ term: m.charter_input_opening(), value: day(inputs.opening) }, { term: m.charter_input_close(), value: day(inputs.close) }]
  if (formula === 'RESULTS_DAYS') {
    return [
      { term: m.charter_input_close(), value: day(inputs.close) },
      { term: m.charter_input_results(), value: day(inputs.results, m.charter_input_results_missing()) },
      ...(inputs.results ? [] : [{ term: m.charter_input_today(), value: day(inputs.today) }]),
    ]
  }
  if (formula === 'NON_DIGITAL_WAYS') {
    const known = String(inputs.ways ?? '').split(',').filter(Boolean)
    return [{ term: m.charter_input_ways(), value: known.length ? list(known.map(way => ways[way]?.() ?? way)) : m.charter_input_none() }]
  }
  if (formula === 'TIER_REACHED') {
    return [
      { term: m.charter_input_required(), value: tierName(inputs.required as string) },
      { term: m.charter_input_attained(), value: tierName(inputs.attained as string | null) },
    ]
  }
  return []
}

interface Requirement { code: string, measured: Record<string, unknown>, threshold: Record<string, unknown> }

const requirements: Record<string, { name: () => string, measure: (measured: Record<string, unknown>, threshold: Record<string, unknown>) => string }> = {
  'A11Y-16': {
    name: m.charter_requirement_a11y_16,
    measure: ({ ways }, { least }) => m.charter_requirement_a11y_16_measured({ count: (ways as unknown[] | undefined)?.length ?? 0, least: Number(least) }),
  },
  'READ-01': {
    name: m.charter_requirement_read_01,
    measure: ({ words }, { mostWords }) => m.charter_requirement_read_01_measured({ words: Number(words), most: Number(mostWords) }),
  },
  'READ-02': {
    name: m.charter_requirement_read_02,
    measure: ({ kandelMoles, words }, { leastKandelMoles, mostWords }) => kandelMoles === null
      ? m.charter_requirement_read_02_unmeasured()
      : m.charter_requirement_read_02_measured({ score: number(Math.round(Number(kandelMoles))), least: number(Number(leastKandelMoles)), words: number(Number(words)), most: number(Number(mostWords)) }),
  },
  'CENTRE-01': {
    name: m.charter_requirement_centre_01,
    measure: ({ share }, { leastShare }) => share === null
      ? m.charter_requirement_centre_01_unmeasured()
      : m.charter_requirement_centre_01_measured({ share: percent(Number(share)), least: percent(Number(leastShare)) }),
  },
}

/** A requirement of accessibility: what it asks, and what was measured. An unknown one is named by its code. */
export function requirementWords({ code, measured, threshold }: Requirement): { name: string, measure: string } {
  const known = requirements[code]
  return known ? { name: known.name(), measure: known.measure(measured, threshold) } : { name: code, measure: '' }
}
