/** One commitment of a version of the charter. */
export class CommitmentView {
  code: string
  principle: string
  /** In French, as voted. */
  statement: string
  /** The same in plain French. */
  plainStatement: string
  kind: 'MEASURED' | 'DECLARED'
  severity: 'BLOCKING' | 'DEROGABLE' | 'INFORMATIVE'
  phase: 'BEFORE_OPENING' | 'DURING' | 'AFTER_CLOSE'
  formula: 'NOTICE_DAYS' | 'DURATION_DAYS' | 'RESULTS_DAYS' | 'NON_DIGITAL_WAYS' | 'TIER_REACHED'
  comparator: '>=' | '<=' | '='
  targetMetropolis: number
  targetMunicipality: number
  unit: 'days' | 'ways' | 'tier'
}

export class CharterVersionView {
  title: string
  number: string
  adoptedReference: string
  effectiveFrom: string
  introduction: string
  /** SHA-256 of the adopted text, hexadecimal. */
  hash: string
}

export class CharterScoreView {
  id: string
  slug: string
  title: string
  ownerKind: 'metropolis' | 'municipality'
  ownerCode: string
  ownerName: string
  state: 'announced' | 'running' | 'finished' | 'archived'
  suspended: boolean
  announcedAt: string
  version: string
  /** Commitments by status; what cannot be measured counts as breached. */
  met: number
  breached: number
  atRisk: number
  notYet: number
  notApplicable: number
  total: number
}

export class CharterScorePageView {
  items: CharterScoreView[]
  total: number
  page: number
  perPage: number
}

export class CharterView {
  version: CharterVersionView
  commitments: CommitmentView[]
  consultations: CharterScorePageView
}

/** One commitment measured on one consultation. */
export class MeasurementView {
  code: string
  principle: string
  statement: string
  plainStatement: string
  formula: 'NOTICE_DAYS' | 'DURATION_DAYS' | 'RESULTS_DAYS' | 'NON_DIGITAL_WAYS' | 'TIER_REACHED'
  severity: 'BLOCKING' | 'DEROGABLE' | 'INFORMATIVE'
  phase: 'BEFORE_OPENING' | 'DURING' | 'AFTER_CLOSE'
  /** Comes from law: no derogation, ever. */
  legal: boolean
  comparator: '>=' | '<=' | '='
  value: number | null
  target: number
  unit: 'days' | 'ways' | 'tier'
  status: 'MET' | 'AT_RISK' | 'BREACHED' | 'NOT_YET' | 'NOT_APPLICABLE' | 'NOT_MEASURABLE'
  /** What the value was computed from: Paris dates `YYYY-MM-DD`, counts, tiers. */
  inputs: Record<string, unknown>
}

/** One requirement of an accessibility tier, checked. */
export class RequirementView {
  code: string
  tier: 'T1_LEGAL' | 'T2_READABLE' | 'T3_OUTREACH' | 'T4_CO_DESIGNED'
  severity: 'LEGAL' | 'BLOCK' | 'WARN'
  status: 'PASS' | 'FAIL' | 'UNKNOWN' | 'WAIVED'
  measured: Record<string, unknown>
  threshold: Record<string, unknown>
  /** Code of the sentence that says what to do; null when it passes. */
  remedy: string | null
}

export class RefusalView {
  code: string
  at?: string
  facts?: Record<string, unknown>
}

export class HeldPhaseView {
  phaseId: string
  kind: 'information' | 'questionnaire' | 'proposals' | 'debate' | 'vote' | 'follow-up'
  title: string
  opensAt: string
  refusals: RefusalView[]
}

export class AssessmentView {
  /** Version of the charter it is measured against; null for imports, which no charter governed. */
  charterVersion: string | null
  measurements: MeasurementView[]
  requirements: RequirementView[]
  requiredTier: 'T1_LEGAL' | 'T2_READABLE' | 'T3_OUTREACH' | 'T4_CO_DESIGNED' | null
  attainedTier: 'T1_LEGAL' | 'T2_READABLE' | 'T3_OUTREACH' | 'T4_CO_DESIGNED' | null
  /** `opening`: requirements as they were checked when participation opened. `now`: checked just now. */
  requirementsCheckedAt: 'opening' | 'now'
  /** First lawful day of participation, `YYYY-MM-DD` in Paris, if it is announced today or since it was. */
  earliestOpening: string | null
  /** First lawful last day for the planned opening, or for the earliest one when the planned one is too early. */
  earliestClose: string | null
  /** Phases whose date has come and that may not open. */
  held: HeldPhaseView[]
  computedAt: string
}

/** What staff see before the announcement. */
export class PreparationView extends AssessmentView {
  /** Everything that forbids the announcement; empty when it may be announced. */
  refusals: RefusalView[]
  mayAnnounce: boolean
}

export class CharterSubjectView {
  id: string
  slug: string
  title: string
  ownerKind: 'metropolis' | 'municipality'
  ownerCode: string
  ownerName: string
  state: 'announced' | 'running' | 'finished' | 'archived'
  suspended: boolean
  origin: 'platform' | 'import'
  announcedAt: string
}

/** What everybody sees of an announced consultation. */
export class ConsultationCharterView extends AssessmentView {
  consultation: CharterSubjectView
  version: CharterVersionView | null
}
