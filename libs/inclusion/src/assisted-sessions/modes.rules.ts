import type { Channel, IdentityEvidence } from '@parvis/consultations'
import type { Refusal } from '@parvis/platform'

/** What may be entered, by the person or for them. */
export type EntryKind = 'proposal' | 'support' | 'ballot' | 'comment' | 'questionnaire' | 'signature' | 'amendment' | 'report'

/** Who stands beside the person (aidant professionnel, réserve citoyenne). */
export type Assistant = 'professional' | 'volunteer'

/** One line of the table of modes: the contract of one door, inclusion.md 2.2. */
export interface ModeRule {
  /** Stands beside the participation, never beside the choice. */
  channel: Channel
  /** How the person is identified. */
  identified: 'own-account' | 'declared-at-desk' | 'outer-envelope' | 'declared-by-phone'
  /** What is enough, the least first. E1 declared, E2 a document was seen (no copy, no number), E3 an account. */
  evidence: readonly IdentityEvidence[]
  /** What records that the person wants it. `mandate`: a mandate in force, and nothing without it. */
  consent: 'own-act' | 'notice-read' | 'notice-on-screen' | 'mandate' | 'signed-envelope' | 'script-read'
  /** Whose hand it is: who does it instead of the person learns the choice, and says so beforehand. */
  typedBy: 'person' | 'mediator' | 'clerks'
  /** What who assists can see while it is done; afterwards nobody sees anything of a choice. */
  sees: readonly ('what-the-person-shows' | 'answers-until-validated' | 'outer-envelope' | 'device-state')[]
  /** What who assists can never do. */
  cannot: readonly ('sign-in-as-the-person' | 'keep-browser-data' | 'read-back' | 'list-answers' | 'change-identity' | 'open-both-envelopes' | 'record-the-call')[]
  /** Refused to people under guardianship or trusteeship: taking part is personal, and nobody does it in their place. */
  protectedPersons: 'refused' | 'welcome'
  entries: readonly EntryKind[]
  assistants: readonly Assistant[]
  /** How long a session at the desk may last, and nothing prolongs it; null where a door has no session. */
  minutes: number | null
}

const EVERYTHING: readonly EntryKind[] = ['proposal', 'support', 'ballot', 'comment', 'questionnaire', 'signature', 'amendment', 'report']

/** The six doors. Whatever depends on a door is said here and asked from here. */
export const MODES = {
  online: {
    channel: 'online', identified: 'own-account', evidence: ['E1', 'E2', 'E3'], consent: 'own-act', typedBy: 'person',
    sees: [], cannot: [], protectedPersons: 'welcome', entries: EVERYTHING, assistants: [], minutes: null,
  },
  accompanied: {
    channel: 'accompanied', identified: 'own-account', evidence: ['E1', 'E2', 'E3'], consent: 'notice-read', typedBy: 'person',
    sees: ['what-the-person-shows'], cannot: ['sign-in-as-the-person', 'keep-browser-data'], protectedPersons: 'welcome', entries: EVERYTHING, assistants: ['professional', 'volunteer'], minutes: null,
  },
  kiosk: {
    channel: 'kiosk', identified: 'declared-at-desk', evidence: ['E1', 'E2'], consent: 'notice-on-screen', typedBy: 'person',
    sees: ['device-state'], cannot: ['read-back', 'list-answers', 'keep-browser-data'], protectedPersons: 'welcome', entries: ['proposal', 'support', 'ballot', 'comment', 'questionnaire'], assistants: ['professional', 'volunteer'], minutes: 30,
  },
  on_behalf: {
    channel: 'on_behalf', identified: 'declared-at-desk', evidence: ['E1', 'E2'], consent: 'mandate', typedBy: 'mediator',
    sees: ['answers-until-validated'], cannot: ['read-back', 'list-answers', 'change-identity', 'sign-in-as-the-person'], protectedPersons: 'refused', entries: EVERYTHING, assistants: ['professional'], minutes: 30,
  },
  paper: {
    channel: 'paper', identified: 'outer-envelope', evidence: ['E1', 'E2'], consent: 'signed-envelope', typedBy: 'clerks',
    sees: ['outer-envelope'], cannot: ['open-both-envelopes', 'read-back', 'list-answers'], protectedPersons: 'welcome', entries: ['proposal', 'ballot', 'questionnaire'], assistants: ['professional', 'volunteer'], minutes: null,
  },
  phone: {
    channel: 'phone', identified: 'declared-by-phone', evidence: ['E1'], consent: 'script-read', typedBy: 'mediator',
    sees: ['answers-until-validated'], cannot: ['record-the-call', 'read-back', 'list-answers'], protectedPersons: 'refused', entries: ['proposal', 'questionnaire'], assistants: ['professional'], minutes: 45,
  },
} as const satisfies Record<Channel, ModeRule>

/** A door with a session of its own: a mediator enters in it, or at a kiosk the person. */
export type AssistedMode = { [mode in Channel]: (typeof MODES)[mode]['minutes'] extends number ? mode : never }[Channel]

export const ruleOf = (mode: Channel): ModeRule => MODES[mode]

export interface ModeFacts {
  evidence: IdentityEvidence
  /** A mandate is made now, or one in force was shown. */
  mandate: boolean
  /** The person says they are under a protective measure (tutelle, curatelle, sauvegarde). Asked, never kept. */
  protectiveMeasure: boolean
  assistant: Assistant
}

/** Why nothing may be begun by this door; empty when it may. */
export function modeRefusals(mode: Channel, facts: ModeFacts): Refusal[] {
  const rule = ruleOf(mode)
  const refusals: Refusal[] = []
  if (facts.protectiveMeasure && rule.protectedPersons === 'refused') refusals.push({ code: 'mode.protective-measure', at: 'protectiveMeasure' })
  if (!rule.evidence.includes(facts.evidence)) refusals.push({ code: 'mode.evidence', at: 'evidence', facts: { accepted: rule.evidence } })
  if (rule.consent === 'mandate' && !facts.mandate) refusals.push({ code: 'mandate.missing', at: 'mandate' })
  if (rule.assistants.length > 0 && !rule.assistants.includes(facts.assistant)) refusals.push({ code: 'mode.assistant' })
  return refusals
}

/** Why this cannot be entered by this door, ever; null when it can. */
export function entryRefusal(mode: Channel, entry: EntryKind): Refusal | null {
  if (ruleOf(mode).entries.includes(entry)) return null
  return { code: entry === 'ballot' ? 'mode.no-ballot' : 'mode.entry', facts: { mode, entry } }
}

/** In which kinds of phases each thing may be done; proposals are amended only where the phase says so. */
const ASKED: Readonly<Record<EntryKind, readonly string[]>> = {
  proposal: ['proposals'], support: ['proposals'], ballot: ['vote'], comment: ['proposals', 'debate'], questionnaire: ['questionnaire'],
  signature: ['proposals'], amendment: ['proposals'], report: ['proposals', 'debate'],
}

/** What may be entered now by this door, given the kinds of the phases that are open, and whether proposals may be amended there. */
export function entriesFor(mode: Channel, openPhases: readonly string[], amendments: boolean): EntryKind[] {
  return ruleOf(mode).entries.filter((entry) => (entry !== 'amendment' || amendments) && ASKED[entry].some((kind) => openPhases.includes(kind)))
}

/** Two of the three questions that are asked before a door is chosen; the third is the protective measure. */
export interface DoorFacts {
  /** Has an account, or wants one. */
  account: boolean
  /** Wants to do it with their own hands, somebody beside them. */
  types: boolean
  protectiveMeasure: boolean
}

/**
 * The doors that may be offered to this person at this desk, best first: whoever can do it with their own hands does; somebody who
 * enters in their place comes last, and never for a person under a protective measure.
 *
 * @param offered the doors that are open at this desk
 */
export function proposedDoors({ account, types, protectiveMeasure }: DoorFacts, offered: readonly Channel[]): Channel[] {
  const own: readonly Channel[] = account ? ['accompanied', 'kiosk'] : ['kiosk', 'accompanied']
  const inPlace: readonly Channel[] = ['on_behalf']
  // A free kiosk is offered before anybody's hand, whatever was answered: nobody else learns the choice there.
  const wanted: readonly Channel[] = types || account || offered.includes('kiosk') ? [...own, 'paper', ...inPlace] : [...inPlace, ...own, 'paper']
  return wanted.filter((door) => offered.includes(door) && !(protectiveMeasure && ruleOf(door).protectedPersons === 'refused'))
}
