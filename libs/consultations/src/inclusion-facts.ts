import type { EntityManager } from 'typeorm'

/** The four accessibility tiers (paliers d'accessibilité), from the easiest to the most demanding; each contains the ones before it. */
export type AccessibilityTier = 'T1_LEGAL' | 'T2_READABLE' | 'T3_OUTREACH' | 'T4_CO_DESIGNED'

/** One requirement of a tier, checked on one consultation. */
export interface RequirementCheck {
  /** For example `READ-02`. */
  code: string
  /** The lowest tier that asks for it. */
  tier: AccessibilityTier
  /** LEGAL cannot be waived; BLOCK holds the opening back; WARN is only shown. */
  severity: 'LEGAL' | 'BLOCK' | 'WARN'
  /** UNKNOWN, not measurable with what is recorded, counts as not met. */
  status: 'PASS' | 'FAIL' | 'UNKNOWN' | 'WAIVED'
  measured: Record<string, unknown>
  threshold: Record<string, unknown>
  /** Code of the sentence that says what to do; null when it passes. */
  remedy: string | null
}

/** What the accessibility of a consultation is judged on. */
export interface ConsultationInclusionQuery {
  /** Absent for a consultation that is not kept yet. */
  consultationId?: string
  /** Of this phase alone, where what is pending is asked. */
  phaseId?: string
  title: string
  /** The plain summary (« En bref »). */
  summary: string
  /** INSEE codes of the communes in scope. */
  communes: readonly string[]
  /** Ways to take part without internet, as recorded on the consultation. */
  nonDigitalWays: readonly NonDigitalWay[]
  /** Days between the opening and the close of participation; null while dates are missing. */
  durationDays: number | null
  hasVote: boolean
}

/** Ways to take part that need no internet: paper slips, a telephone line, a centre where somebody helps. */
export type NonDigitalWay = 'paper' | 'phone' | 'centre'

/** What inclusion answers, as plain facts. */
export interface InclusionAnswer {
  /** Active centres in the communes in scope. */
  inPersonCentres: number
  /** Inhabitants of the communes in scope that have an active centre, and of all communes in scope. */
  populationCovered: number
  populationInScope: number
  requiredTier: AccessibilityTier
  /** Null when not even the first tier is reached. */
  attainedTier: AccessibilityTier | null
  requirements: readonly RequirementCheck[]
  /** Version of the thresholds the checks used. */
  thresholdsVersion: string
  /** Paper batches entered but not settled, and offline devices that have not sent what they hold. */
  pendingBatches: number
  unsyncedDevices: number
}

/** Claims about a vote that nobody decided yet. */
export interface OpenClaims {
  /** Filed a day before the box may be sealed, or earlier: it waits for them. */
  holding: number
  /** Filed in that last day or later: told, and nothing waits for them. */
  late: number
}

/** Where a centre is, as a meeting that takes place there copies it. */
export interface CentrePlace {
  slug: string
  name: string
  address: string
  postalCode: string
  municipalityCode: string
  /** How to come in, as the centre says it. */
  access: string
}

/** A paper form by its stub, as long as nothing of it is in the box or with the answers. */
export interface PaperStub {
  consultation: { slug: string, title: string }
  /** Not here yet; here, and being entered; put aside, and why. */
  state: 'expected' | 'entering' | 'set-aside'
  reason: string | null
  /** ISO 8601: until when the person may take part by another way; null: it is over. */
  openUntil: string | null
}

/**
 * What consultations ask of inclusion: who can take part in person, and where a centre is. Inclusion depends on consultations and never the other way,
 * so inclusion extends this class and the application binds the two.
 */
export abstract class InclusionFacts {
  abstract of(consultation: ConsultationInclusionQuery): Promise<InclusionAnswer>

  /** Claims that are open before a box is sealed; a trigger of the vote asks the same. */
  abstract claimsBeforeSealing(tx: EntityManager, voteId: string): Promise<OpenClaims>

  /** Null for a centre that is not active. */
  abstract placeOf(centreSlug: string): Promise<CentrePlace | null>

  /** @param hash of the receipt on a stub; null: no form has it, or its sheet is forgotten */
  abstract paperStub(hash: Buffer): Promise<PaperStub | null>
}
