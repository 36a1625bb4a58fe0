import { m } from '@parvis/texts'
import { list, number, percent } from '$lib/format'
import type { Preparation } from './types'
import { tierName, wayName } from './words'

export type Requirement = Preparation['requirements'][number]
export type Measurement = Preparation['measurements'][number]

const figure = (value: unknown) => (typeof value === 'number' ? value : null)
const words = (value: unknown): string[] => (Array.isArray(value) ? value.filter(one => typeof one === 'string') : [])

/** A requirement of accessibility in words: what it is, what was found, what is asked, what to do. */
export function requirementWords({ code, measured, threshold, remedy }: Requirement, communeName: (code: string) => string) {
  switch (code) {
    case 'A11Y-16': {
      const ways = words(measured.ways)
      return {
        name: m.gestion_req_offline(), value: ways.length > 0 ? list(ways.map(wayName)) : m.gestion_req_offline_none(),
        target: m.gestion_req_offline_target({ least: figure(threshold.least) ?? 1 }), remedy: remedy && m.gestion_req_offline_remedy(),
      }
    }
    case 'READ-01': {
      const acronyms = words(measured.acronyms)
      const count = figure(measured.words) ?? 0
      return {
        name: m.gestion_req_title(), value: acronyms.length > 0 ? m.gestion_req_title_acronyms({ count, acronyms: list(acronyms) }) : m.gestion_words({ count }),
        target: m.gestion_req_title_target({ most: figure(threshold.mostWords) ?? 12 }),
        remedy: remedy && (remedy === 'write-the-words-of-the-acronym' ? m.gestion_req_title_remedy_acronym() : m.gestion_req_title_remedy()),
      }
    }
    case 'READ-02': {
      const score = figure(measured.kandelMoles)
      const count = figure(measured.words) ?? 0
      return {
        name: m.gestion_req_summary(), value: score === null ? m.gestion_req_summary_none() : m.gestion_req_summary_value({ score: number(outOfHundred(score)), words: m.gestion_words({ count }) }),
        target: m.gestion_req_summary_target({ least: figure(threshold.leastKandelMoles) ?? 60, most: figure(threshold.mostWords) ?? 150 }),
        remedy: remedy && (remedy === 'write-a-summary' ? m.gestion_req_summary_remedy_write() : remedy === 'shorten-the-summary' ? m.gestion_req_summary_remedy_shorten() : m.gestion_req_summary_remedy_simplify()),
      }
    }
    case 'CENTRE-01': {
      const share = figure(measured.share)
      const without = words(measured.communesWithoutCentre)
      const shown = without.slice(0, 5).map(communeName)
      return {
        name: m.gestion_req_centres(), value: share === null ? m.gestion_unknown() : percent(share),
        target: m.gestion_req_centres_target({ share: percent(figure(threshold.leastShare) ?? 0) }),
        remedy: remedy && (shown.length > 0 ? m.gestion_req_centres_remedy({ communes: list(without.length > 5 ? [...shown, m.gestion_others({ count: without.length - 5 })] : shown) }) : m.gestion_req_centres_remedy_none()),
      }
    }
    default: return { name: code, value: m.gestion_unknown(), target: '', remedy: remedy ? m.gestion_unknown() : null }
  }
}

const tiers = ['T1_LEGAL', 'T2_READABLE', 'T3_OUTREACH', 'T4_CO_DESIGNED']

function amount(value: number, unit: Measurement['unit']): string {
  if (unit === 'tier') return value === 0 ? m.gestion_tier_none() : tierName(tiers[value - 1] ?? '')
  return unit === 'days' ? m.gestion_days({ count: value }) : m.gestion_ways({ count: value })
}

/** A commitment of the charter in words. */
export function measurementWords({ formula, value, target, unit, comparator, status }: Measurement) {
  const bound = amount(target, unit)
  const remedies = { NOTICE_DAYS: m.gestion_measure_notice_remedy, DURATION_DAYS: m.gestion_measure_duration_remedy, RESULTS_DAYS: m.gestion_measure_results_remedy, NON_DIGITAL_WAYS: m.gestion_req_offline_remedy, TIER_REACHED: m.gestion_measure_tier_remedy }
  return {
    value: value === null ? (status === 'NOT_YET' ? m.gestion_measure_later() : status === 'NOT_APPLICABLE' ? m.gestion_measure_not_applicable() : m.gestion_unknown()) : amount(value, unit),
    target: comparator === '>=' ? m.gestion_at_least({ amount: bound }) : comparator === '<=' ? m.gestion_at_most({ amount: bound }) : bound,
    remedy: status === 'BREACHED' || status === 'NOT_MEASURABLE' || status === 'AT_RISK' ? remedies[formula]() : null,
  }
}

/** A text of one short word measures beyond either end; the page says it out of 100. */
export const outOfHundred = (score: number): number => Math.min(100, Math.max(0, Math.round(score)))
