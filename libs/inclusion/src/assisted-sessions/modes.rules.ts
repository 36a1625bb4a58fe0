import type { Channel, IdentityEvidence } from '@parvis/consultations'
import type { Refusal } from '@parvis/platform'

/** What may be entered for somebody. */
export type EntryKind = 'proposal' | 'support' | 'ballot' | 'comment' | 'questionnaire' | 'signature' | 'amendment' | 'report'

/** How somebody is helped (mode d'accompagnement). */
export type AssistedMode = 'on_behalf'

/** One line of the table of modes. */
export interface ModeRule {
  /** Stands beside the participation, never beside the choice. */
  channel: Channel
  /** Who is identified, and how: by what they say at the desk, or by their own account. */
  identified: 'declared-at-desk' | 'own-account'
  /** E1 declared, E2 a document was seen (no copy, no number). */
  evidence: readonly IdentityEvidence[]
  /** The consent text is read aloud, and its version kept. */
  consentNeeded: boolean
  /** Refused to people under guardianship or trusteeship: taking part is personal, and nobody does it in their place. */
  protectedPersons: 'refused' | 'welcome'
  entries: readonly EntryKind[]
  /** How long a session may last; nothing prolongs it. */
  minutes: number
}

/** Every mode that is open. A new mode is a new line. */
export const MODES: Readonly<Record<AssistedMode, ModeRule>> = {
  on_behalf: {
    channel: 'on_behalf',
    identified: 'declared-at-desk',
    evidence: ['E1', 'E2'],
    consentNeeded: true,
    protectedPersons: 'refused',
    entries: ['proposal', 'support', 'ballot', 'comment', 'questionnaire', 'signature', 'amendment', 'report'],
    minutes: 30,
  },
}

export interface ModeFacts {
  evidence: IdentityEvidence
  /** Version of the text that was read to the person; null when none was. */
  consentVersion: string | null
  currentConsentVersion: string
  /** The person says they are under a protective measure (tutelle, curatelle, sauvegarde). Asked, never kept. */
  protectiveMeasure: boolean
}

/** Why a session in this mode may not begin; empty when it may. */
export function modeRefusals(mode: AssistedMode, facts: ModeFacts): Refusal[] {
  const rule = MODES[mode]
  const refusals: Refusal[] = []
  if (facts.protectiveMeasure && rule.protectedPersons === 'refused') refusals.push({ code: 'mode.protective-measure', at: 'protectiveMeasure' })
  if (!rule.evidence.includes(facts.evidence)) refusals.push({ code: 'mode.evidence', at: 'evidence', facts: { accepted: rule.evidence } })
  if (rule.consentNeeded && facts.consentVersion === null) refusals.push({ code: 'consent.missing', at: 'consentVersion' })
  else if (rule.consentNeeded && facts.consentVersion !== facts.currentConsentVersion) refusals.push({ code: 'consent.outdated', at: 'consentVersion', facts: { current: facts.currentConsentVersion } })
  return refusals
}

/** What may be entered now, given the kinds of the phases that are open, and whether proposals may be amended there. */
export function entriesFor(mode: AssistedMode, openPhases: readonly string[], amendments: boolean): EntryKind[] {
  const asked: Readonly<Record<EntryKind, readonly string[]>> = {
    proposal: ['proposals'], support: ['proposals'], ballot: ['vote'], comment: ['proposals', 'debate'], questionnaire: ['questionnaire'],
    signature: ['proposals'], amendment: amendments ? ['proposals'] : [], report: ['proposals', 'debate'],
  }
  return MODES[mode].entries.filter((entry) => asked[entry].some((kind) => openPhases.includes(kind)))
}
