import type { Refusal } from '@parvis/platform'
import { DateTime } from 'luxon'
import type { AccessibilityTier } from '../inclusion-facts'

/** ISO 8601 text with its offset, or milliseconds since 1970. */
export type Instant = string | number

export type FormulaId = 'NOTICE_DAYS' | 'DURATION_DAYS' | 'RESULTS_DAYS' | 'NON_DIGITAL_WAYS' | 'TIER_REACHED'
export type Scope = 'metropolis' | 'municipality'
export type Severity = 'BLOCKING' | 'DEROGABLE' | 'INFORMATIVE'

/** How one commitment is measured: data, voted by a council, kept with a version of the charter. */
export interface MeasureRule {
  formulaId: FormulaId
  comparator: '>=' | '<=' | '='
  target: Readonly<Record<Scope, number>>
  unit: 'days' | 'ways' | 'tier'
  severity: Severity
  /** When it binds. BEFORE_OPENING: the consultation cannot be announced or opened against it. */
  phase: 'BEFORE_OPENING' | 'DURING' | 'AFTER_CLOSE'
}

/** A line of the charter that the platform measures. Its sentence in French stands in the catalogue of texts under its code. */
export interface MeasuredCommitment {
  code: string
  rule: MeasureRule
}

/**
 * The commitments measured from the first day. C01: fifteen days, as article L121-16 of the environment code asks of a prior
 * consultation. C02: the thirty days of a public inquiry (L123-9) for the metropolis. C12: the month that L121-16-1 gives for the report.
 */
export const DEFAULT_COMMITMENTS: readonly MeasuredCommitment[] = [
  { code: 'C01', rule: { formulaId: 'NOTICE_DAYS', comparator: '>=', target: { metropolis: 15, municipality: 15 }, unit: 'days', severity: 'BLOCKING', phase: 'BEFORE_OPENING' } },
  { code: 'C02', rule: { formulaId: 'DURATION_DAYS', comparator: '>=', target: { metropolis: 30, municipality: 15 }, unit: 'days', severity: 'BLOCKING', phase: 'BEFORE_OPENING' } },
  { code: 'D-NONDIGITAL', rule: { formulaId: 'NON_DIGITAL_WAYS', comparator: '>=', target: { metropolis: 1, municipality: 1 }, unit: 'ways', severity: 'BLOCKING', phase: 'BEFORE_OPENING' } },
  { code: 'C04', rule: { formulaId: 'TIER_REACHED', comparator: '>=', target: { metropolis: 0, municipality: 0 }, unit: 'tier', severity: 'BLOCKING', phase: 'BEFORE_OPENING' } },
  { code: 'C12', rule: { formulaId: 'RESULTS_DAYS', comparator: '<=', target: { metropolis: 30, municipality: 30 }, unit: 'days', severity: 'BLOCKING', phase: 'AFTER_CLOSE' } },
]

/** What the platform recorded about one consultation. */
export interface ComplianceFacts {
  scope: Scope
  /** First publication that anybody can read; null in a draft, which is measured as if it were announced now. */
  announcedAt: Instant | null
  /** Phases in which citizens take part, as planned or as they happened. */
  participationPhases: readonly { opensAt: Instant; closesAt: Instant }[]
  /** Publication of the last result owed; null while one is missing. */
  resultsPublishedAt: Instant | null
  nonDigitalWays: readonly string[]
  requiredTier: AccessibilityTier
  attainedTier: AccessibilityTier | null
}

export interface Measurement {
  code: string
  formulaId: FormulaId
  severity: Severity
  phase: MeasureRule['phase']
  /** Asked by law: no derogation, ever. */
  legal: boolean
  comparator: MeasureRule['comparator']
  value: number | null
  target: number
  unit: MeasureRule['unit']
  /** AT_RISK: nothing is broken yet and 80 % of the limit is spent. NOT_MEASURABLE counts as not met. */
  status: 'MET' | 'AT_RISK' | 'BREACHED' | 'NOT_YET' | 'NOT_APPLICABLE' | 'NOT_MEASURABLE'
  /** What the value was computed from, so that anybody can do it again: Paris dates, counts or tiers. */
  inputs: Readonly<Record<string, string | number | boolean | null>>
}

/** What law asks for whatever a charter says: no derogation, ever. */
const LEGAL_FORMULAS: readonly FormulaId[] = ['NON_DIGITAL_WAYS']

const TIER_RANK: Readonly<Record<AccessibilityTier, number>> = { T1_LEGAL: 1, T2_READABLE: 2, T3_OUTREACH: 3, T4_CO_DESIGNED: 4 }

/** Share of a limit after which a running delay is shown as at risk. */
const AT_RISK_SHARE = 0.8

function paris(instant: Instant): DateTime {
  const zone = { zone: 'Europe/Paris' }
  return typeof instant === 'number' ? DateTime.fromMillis(instant, zone) : DateTime.fromISO(instant, zone)
}

/** Whole calendar days in Paris from one instant to another: hours and daylight saving make no difference. */
export function calendarDays(from: Instant, to: Instant): number {
  const [start, end] = [paris(from), paris(to)].map((date) => DateTime.utc(date.year, date.month, date.day))
  return start && end ? end.diff(start, 'days').days : Number.NaN
}

const isoDate = (instant: Instant): string | null => paris(instant).toISODate()

/** First opening and last close of participation; null when a date is missing or cannot be read. */
function participationSpan(facts: ComplianceFacts): { opens: Instant; closes: Instant } | null {
  const phases = facts.participationPhases
  const first = phases[0]
  if (!first || phases.some((phase) => !paris(phase.opensAt).isValid || !paris(phase.closesAt).isValid)) return null
  return phases.reduce(
    (span, phase) => ({
      opens: paris(phase.opensAt) < paris(span.opens) ? phase.opensAt : span.opens,
      closes: paris(phase.closesAt) > paris(span.closes) ? phase.closesAt : span.closes,
    }),
    { opens: first.opensAt, closes: first.closesAt },
  )
}

type Value = Pick<Measurement, 'value' | 'inputs'> & { status?: Measurement['status']; target?: number }

const FORMULAS: Readonly<Record<FormulaId, (facts: ComplianceFacts, now: Instant) => Value>> = {
  NOTICE_DAYS(facts, now) {
    const span = participationSpan(facts)
    const announced = facts.announcedAt ?? now
    const inputs = { announced: isoDate(announced), assumedToday: facts.announcedAt === null, opening: span ? isoDate(span.opens) : null }
    return { value: span ? calendarDays(announced, span.opens) : null, inputs }
  },
  DURATION_DAYS(facts) {
    const span = participationSpan(facts)
    return { value: span ? calendarDays(span.opens, span.closes) : null, inputs: { opening: span ? isoDate(span.opens) : null, close: span ? isoDate(span.closes) : null } }
  },
  RESULTS_DAYS(facts, now) {
    const span = participationSpan(facts)
    const results = facts.resultsPublishedAt
    const inputs = { close: span ? isoDate(span.closes) : null, results: results === null ? null : isoDate(results), today: isoDate(now) }
    if (!span) return { value: null, inputs }
    if (results !== null) return { value: calendarDays(span.closes, results), inputs }
    if (paris(now) < paris(span.closes)) return { value: null, inputs, status: 'NOT_YET' }
    return { value: calendarDays(span.closes, now), inputs, status: 'AT_RISK' }
  },
  NON_DIGITAL_WAYS: (facts) => ({ value: new Set(facts.nonDigitalWays).size, inputs: { ways: [...new Set(facts.nonDigitalWays)].sort().join(',') } }),
  TIER_REACHED(facts) {
    // The target is the tier that the stakes ask for, or the one the charter names if that is higher.
    const inputs = { required: facts.requiredTier, attained: facts.attainedTier }
    return { value: facts.attainedTier === null ? 0 : TIER_RANK[facts.attainedTier], inputs, target: TIER_RANK[facts.requiredTier] }
  },
}

function keeps(rule: MeasureRule, value: number, target: number): boolean {
  if (rule.comparator === '=') return value === target
  return rule.comparator === '>=' ? value >= target : value <= target
}

function measureOne({ code, rule }: MeasuredCommitment, facts: ComplianceFacts, now: Instant): Measurement {
  const result = FORMULAS[rule.formulaId](facts, now)
  const target = Math.max(rule.target[facts.scope], result.target ?? 0)
  const common = { code, formulaId: rule.formulaId, severity: rule.severity, phase: rule.phase, legal: LEGAL_FORMULAS.includes(rule.formulaId), comparator: rule.comparator, target, unit: rule.unit, inputs: result.inputs }
  const { value } = result
  if (result.status === 'NOT_YET') return { ...common, value: null, status: 'NOT_YET' }
  if (value === null || !Number.isFinite(value)) return { ...common, value: null, status: 'NOT_MEASURABLE' }
  if (!keeps(rule, value, target)) return { ...common, value, status: 'BREACHED' }
  // A delay that still runs is never met yet.
  if (result.status === 'AT_RISK') return { ...common, value, status: value >= target * AT_RISK_SHARE ? 'AT_RISK' : 'NOT_YET' }
  return { ...common, value, status: 'MET' }
}

/**
 * Every commitment, measured. Days are calendar days in Paris.
 *
 * @param commitments those of the version of the charter in force at the announcement
 */
export function measure(commitments: readonly MeasuredCommitment[], facts: ComplianceFacts, now: Instant): Measurement[] {
  return commitments.map((commitment) => measureOne(commitment, facts, now))
}

const REFUSAL_CODES: Readonly<Record<FormulaId, string>> = {
  NOTICE_DAYS: 'charter.notice-too-short',
  DURATION_DAYS: 'charter.duration-too-short',
  RESULTS_DAYS: 'charter.results-late',
  NON_DIGITAL_WAYS: 'charter.no-non-digital-way',
  TIER_REACHED: 'charter.tier-not-reached',
}

function refusalsBeforeOpening(measurements: readonly Measurement[]): Refusal[] {
  return measurements
    .filter((one) => one.phase === 'BEFORE_OPENING' && one.severity !== 'INFORMATIVE' && one.status !== 'MET' && one.status !== 'NOT_APPLICABLE')
    .map((one) => ({
      code: one.status === 'NOT_MEASURABLE' ? 'charter.not-measurable' : REFUSAL_CODES[one.formulaId],
      at: one.code,
      facts: { commitment: one.code, value: one.value, target: one.target, unit: one.unit, ...one.inputs },
    }))
}

/** Why the consultation may not be announced now. `measurements` are those of a draft: they take today as the day of the announcement. */
export const announcementRefusals = (measurements: readonly Measurement[]): Refusal[] => refusalsBeforeOpening(measurements)

/** Why the consultation may not open: the same commitments, measured again from what really happened. */
export const openingRefusals = (measurements: readonly Measurement[]): Refusal[] => refusalsBeforeOpening(measurements)

const strictest = (commitments: readonly MeasuredCommitment[], formulaId: FormulaId, scope: Scope): number =>
  Math.max(0, ...commitments.filter((one) => one.rule.formulaId === formulaId && one.rule.severity !== 'INFORMATIVE').map((one) => one.rule.target[scope]))

/** First day, `YYYY-MM-DD` in Paris, on which participation may open if the consultation is announced today, or since it was. */
export function earliestLawfulOpening(facts: Pick<ComplianceFacts, 'scope' | 'announcedAt'>, commitments: readonly MeasuredCommitment[], now: Instant): string {
  const announced = paris(facts.announcedAt ?? now).startOf('day').plus({ days: strictest(commitments, 'NOTICE_DAYS', facts.scope) })
  const today = paris(now).startOf('day')
  return (announced > today ? announced : today).toISODate() ?? ''
}

/** First day on which participation opened on `opening` (`YYYY-MM-DD`) may close. */
export function earliestLawfulClose(scope: Scope, commitments: readonly MeasuredCommitment[], opening: string): string {
  return paris(opening).plus({ days: strictest(commitments, 'DURATION_DAYS', scope) }).toISODate() ?? ''
}

/** End of the last day in Paris on which a consultation whose participation opens then may be announced, ISO 8601. */
export function lastDayToAnnounce(scope: Scope, commitments: readonly MeasuredCommitment[], opening: Instant): string {
  return endOfDay(paris(opening).minus({ days: strictest(commitments, 'NOTICE_DAYS', scope) }))
}

/** End of the last day in Paris on which results are in time when participation ended then, ISO 8601; null where the charter sets none. */
export function lastDayToPublish(scope: Scope, commitments: readonly MeasuredCommitment[], close: Instant): string | null {
  const targets = commitments.filter((one) => one.rule.formulaId === 'RESULTS_DAYS' && one.rule.severity !== 'INFORMATIVE').map((one) => one.rule.target[scope])
  return targets.length === 0 ? null : endOfDay(paris(close).plus({ days: Math.min(...targets) }))
}

const endOfDay = (day: DateTime): string => day.endOf('day').toUTC().toISO() ?? ''

const SEVERITIES: readonly Severity[] = ['INFORMATIVE', 'DEROGABLE', 'BLOCKING']

/**
 * The stricter of two rules on one formula, scope by scope: what holds in a commune whose charter stands under the metropolis's.
 *
 * @throws RangeError when the two do not measure the same thing the same way
 */
export function stricter(one: MeasureRule, other: MeasureRule): MeasureRule {
  if (one.formulaId !== other.formulaId || one.comparator !== other.comparator || one.unit !== other.unit) {
    throw new RangeError(`Rules on ${one.formulaId} and ${other.formulaId} cannot be compared`)
  }
  if (one.comparator === '=' && (one.target.metropolis !== other.target.metropolis || one.target.municipality !== other.target.municipality)) {
    throw new RangeError('Two exact targets that differ: none is the stricter')
  }
  const pick = one.comparator === '>=' ? Math.max : Math.min
  return {
    ...one,
    target: { metropolis: pick(one.target.metropolis, other.target.metropolis), municipality: pick(one.target.municipality, other.target.municipality) },
    severity: SEVERITIES[Math.max(SEVERITIES.indexOf(one.severity), SEVERITIES.indexOf(other.severity))] ?? one.severity,
  }
}

/** Where the charter of a commune asks for less than the one it stands under; empty when it only tightens. */
export function charterRefusals(parent: readonly MeasuredCommitment[], child: readonly MeasuredCommitment[]): Refusal[] {
  return parent.flatMap(({ code, rule }) => {
    const own = child.find((commitment) => commitment.code === code)
    if (!own) return [{ code: 'charter.commitment-dropped', at: code }]
    if (own.rule.formulaId !== rule.formulaId || own.rule.comparator !== rule.comparator || own.rule.unit !== rule.unit) return [{ code: 'charter.commitment-changed', at: code }]
    if (rule.comparator === '=' && (rule.target.metropolis !== own.rule.target.metropolis || rule.target.municipality !== own.rule.target.municipality)) {
      return [{ code: 'charter.commitment-changed', at: code }]
    }
    const both = stricter(rule, own.rule)
    const same = both.target.metropolis === own.rule.target.metropolis && both.target.municipality === own.rule.target.municipality && both.severity === own.rule.severity
    return same ? [] : [{ code: 'charter.commitment-loosened', at: code, facts: { target: own.rule.target, atLeast: both.target } }]
  })
}
