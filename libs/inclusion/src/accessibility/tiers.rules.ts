import type { AccessibilityTier, ConsultationInclusionQuery, RequirementCheck } from '@parvis/consultations'
import { measureReadability, wordsOf } from './readability.rules'
import { unexplainedAcronyms } from './simple-language.rules'

/** From the easiest to the most demanding; each contains the ones before it. */
export const TIERS: readonly AccessibilityTier[] = ['T1_LEGAL', 'T2_READABLE', 'T3_OUTREACH', 'T4_CO_DESIGNED']

/** The highest tier whose requirements can all be checked now. */
export const HIGHEST_CHECKED_TIER: AccessibilityTier = 'T2_READABLE'

/** What a requirement asks for, as versioned configuration. */
export interface TierThresholds {
  version: string
  titleMaxWords: number
  /** Acronyms that everybody concerned knows. */
  explainedAcronyms: readonly string[]
  summaryMaxWords: number
  summaryMinKandelMoles: number
  /** Share of the inhabitants in scope who have an active centre, by required tier. */
  populationCover: Readonly<Record<AccessibilityTier, number>>
  /** LEGAL: ways to take part without internet. Never lowered by configuration. */
  readonly nonDigitalWays: 1
}

export const DEFAULT_THRESHOLDS: TierThresholds = {
  version: '1.0',
  titleMaxWords: 12,
  explainedAcronyms: [],
  summaryMaxWords: 150,
  summaryMinKandelMoles: 60,
  populationCover: { T1_LEGAL: 0, T2_READABLE: 0.8, T3_OUTREACH: 0.95, T4_CO_DESIGNED: 0.95 },
  nonDigitalWays: 1,
}

/** What a consultation is judged on, with the centres that are active now. */
export interface AccessibilityFacts extends Pick<ConsultationInclusionQuery, 'title' | 'summary' | 'nonDigitalWays' | 'durationDays'> {
  /** Communes in scope, each once. `activeCentres`: centres open there or serving it. */
  communes: readonly { code: string; population: number; activeCentres: number }[]
}

interface Outcome {
  status: 'PASS' | 'FAIL' | 'UNKNOWN'
  measured: Record<string, unknown>
  threshold: Record<string, unknown>
  /** Code of what to do about it, when it does not pass. */
  remedy: string
}

/** One requirement of the catalogue. */
export interface Requirement {
  code: string
  /** The lowest tier that asks for it. */
  tier: AccessibilityTier
  severity: RequirementCheck['severity']
  check: (facts: AccessibilityFacts, thresholds: TierThresholds) => Outcome
}

const statusOf = (passes: boolean): 'PASS' | 'FAIL' => (passes ? 'PASS' : 'FAIL')
const hundredths = (value: number): number => Math.round(value * 100) / 100

function checkNonDigital({ nonDigitalWays }: AccessibilityFacts, thresholds: TierThresholds): Outcome {
  const ways = [...new Set(nonDigitalWays)].sort()
  return { status: statusOf(ways.length >= thresholds.nonDigitalWays), measured: { ways }, threshold: { least: thresholds.nonDigitalWays }, remedy: 'add-a-way-without-internet' }
}

function checkTitle({ title }: AccessibilityFacts, thresholds: TierThresholds): Outcome {
  const words = wordsOf(title).length
  const acronyms = unexplainedAcronyms(title, thresholds.explainedAcronyms).map(({ acronym }) => acronym)
  return {
    status: statusOf(words > 0 && words <= thresholds.titleMaxWords && acronyms.length === 0),
    measured: { words, acronyms },
    threshold: { mostWords: thresholds.titleMaxWords },
    remedy: acronyms.length > 0 ? 'write-the-words-of-the-acronym' : 'shorten-the-title',
  }
}

function checkSummary({ summary }: AccessibilityFacts, thresholds: TierThresholds): Outcome {
  const { kandelMoles, words, longestSentence, shortSample } = measureReadability(summary)
  const readable = kandelMoles !== null && kandelMoles >= thresholds.summaryMinKandelMoles
  return {
    // A short text is measured too, and said to be short: otherwise the way to pass would be to write less.
    status: statusOf(readable && words <= thresholds.summaryMaxWords),
    measured: { kandelMoles: kandelMoles === null ? null : hundredths(kandelMoles), words, longestSentence: longestSentence.text, longestSentenceWords: longestSentence.words, shortSample },
    threshold: { leastKandelMoles: thresholds.summaryMinKandelMoles, mostWords: thresholds.summaryMaxWords },
    remedy: words === 0 ? 'write-a-summary' : readable ? 'shorten-the-summary' : 'simplify-the-summary',
  }
}

function checkCover({ communes, ...facts }: AccessibilityFacts, thresholds: TierThresholds): Outcome {
  const { populationCovered, populationInScope } = populationCover(communes)
  const required = requiredTier({ ...facts, communes })
  const least = thresholds.populationCover[required === 'T1_LEGAL' ? 'T2_READABLE' : required]
  const uncovered = communes.filter(({ activeCentres }) => activeCentres === 0).sort((one, other) => other.population - one.population).map(({ code }) => code)
  return {
    status: populationInScope === 0 ? 'UNKNOWN' : statusOf(populationCovered / populationInScope >= least),
    measured: { share: populationInScope === 0 ? null : Math.floor((populationCovered / populationInScope) * 1000) / 1000, populationCovered, populationInScope, communesWithoutCentre: uncovered },
    threshold: { leastShare: least },
    remedy: 'open-a-centre-in-communes-without-one',
  }
}

/** The requirements that need no part of the platform that is still to come. Template properties of the web are measured with the build. */
export const REQUIREMENTS: readonly Requirement[] = [
  // Equal access to public participation cannot rest on internet alone.
  { code: 'A11Y-16', tier: 'T1_LEGAL', severity: 'LEGAL', check: checkNonDigital },
  { code: 'READ-01', tier: 'T1_LEGAL', severity: 'WARN', check: checkTitle },
  { code: 'READ-02', tier: 'T2_READABLE', severity: 'BLOCK', check: checkSummary },
  { code: 'CENTRE-01', tier: 'T2_READABLE', severity: 'BLOCK', check: checkCover },
]

/** Inhabitants of the communes that have an active centre, and of all. */
export function populationCover(communes: AccessibilityFacts['communes']): { populationCovered: number; populationInScope: number } {
  const sum = (some: AccessibilityFacts['communes']): number => some.reduce((total, { population }) => total + population, 0)
  return { populationCovered: sum(communes.filter(({ activeCentres }) => activeCentres > 0)), populationInScope: sum(communes) }
}

/** Every requirement of the catalogue, checked. */
export function assess(facts: AccessibilityFacts, thresholds: TierThresholds = DEFAULT_THRESHOLDS): RequirementCheck[] {
  return REQUIREMENTS.map(({ code, tier, severity, check }) => {
    const { status, measured, threshold, remedy } = check(facts, thresholds)
    return { code, tier, severity, status, measured, threshold, remedy: status === 'PASS' ? null : remedy }
  })
}

/**
 * The highest tier whose LEGAL and BLOCK requirements all hold, with those of the tiers below; null when not even the first does.
 * Not above `T2_READABLE`: the requirements of T3 and T4 are not in the catalogue yet, and a tier nobody checked is not attained.
 */
export function attainedTier(checks: readonly RequirementCheck[]): AccessibilityTier | null {
  const rank = (tier: AccessibilityTier): number => TIERS.indexOf(tier)
  const broken = checks.filter(({ severity, status }) => severity !== 'WARN' && status !== 'PASS' && !(status === 'WAIVED' && severity === 'BLOCK'))
  const firstBroken = Math.min(...broken.map(({ tier }) => rank(tier)), rank(HIGHEST_CHECKED_TIER) + 1)
  return TIERS[firstBroken - 1] ?? null
}

/**
 * The tier that the stakes ask for: T1 always; T2 for a consultation of at least one whole commune or of 15 days or more.
 * Capped at `T2_READABLE` for now: metropolitan consultations, votes and budgets (T3) and tagged audiences (T4) are asked for T2
 * until the requirements of those tiers can be checked.
 */
export function requiredTier(facts: Pick<AccessibilityFacts, 'communes' | 'durationDays'>): AccessibilityTier {
  return facts.communes.length >= 1 || (facts.durationDays ?? 0) >= 15 ? 'T2_READABLE' : 'T1_LEGAL'
}
