import type { Refusal } from '@parvis/platform'
import { DateTime } from 'luxon'

/** An instant: ISO 8601 text with its offset, or milliseconds since 1970. */
export type Instant = string | number

export const CONSULTATION_STATES = ['draft', 'announced', 'running', 'finished', 'archived'] as const
export type ConsultationState = (typeof CONSULTATION_STATES)[number]

export const PHASE_STATES = ['scheduled', 'open', 'closed'] as const
export type PhaseState = (typeof PHASE_STATES)[number]

export const PHASE_KINDS = ['information', 'questionnaire', 'proposals', 'debate', 'vote', 'follow-up'] as const
export type PhaseKind = (typeof PHASE_KINDS)[number]

export const VOTE_STATES = ['draft', 'open', 'counting', 'sealed', 'tallied', 'published'] as const
export type VoteState = (typeof VOTE_STATES)[number]

/** What a phase asks. It freezes when the phase opens. */
export const PHASE_CONTENT_FIELDS = ['question', 'options'] as const

/** The kinds in which citizens say or choose something. The charter counts its delays on these. */
export const PARTICIPATION_KINDS: readonly PhaseKind[] = ['questionnaire', 'proposals', 'debate', 'vote']

export interface PhaseFacts {
  id: string
  kind: PhaseKind
  state: PhaseState
  opensAt: Instant
  closesAt: Instant
  /** Options of a vote; null or absent where the kind has none. */
  optionCount?: number | null
}

export interface ConsultationFacts {
  state: ConsultationState
  suspended: boolean
  phases: readonly PhaseFacts[]
  title: string
  summary: string
  /** What is open to change, and what is not. */
  openToChange: string
  notOpenToChange: string
  /** Communes whose inhabitants may take part (INSEE codes). */
  communes: readonly string[]
  /** What the charter refuses at this step: `announcementRefusals` or `openingRefusals` of compliance.rules. */
  charterRefusals: readonly Refusal[]
  /** Votes of this consultation that have no published result yet. */
  votesUnpublished: number
}

/** What a phase needs to know to move. */
export interface PhaseMoveFacts {
  phase: PhaseFacts
  consultation: { state: ConsultationState; suspended: boolean; charterRefusals: readonly Refusal[] }
  now: Instant
}

/** What a vote needs to know to move. */
export interface VoteMoveFacts {
  state: VoteState
  opensAt: Instant
  closesAt: Instant
  /** End of the entry of paper and offline ballots made before the close. */
  admittedUntil: Instant
  /** Days for claims after the last entry may come in. */
  claimDays: number
  /** Entries of somebody who seems to have taken part already, not reviewed yet. */
  contestedPending: number
  /** Claims filed in time that nobody decided yet. */
  claimsPending: number
  pendingBatches: number
  unsyncedDevices: number
  optionCount: number
  suspended: boolean
  /** `publicationRefusals` of publication.rules. */
  publicationRefusals: readonly Refusal[]
  now: Instant
}

/**
 * One line of a transition table.
 * `trigger`: `staff` when a person decides it, `clock` when the platform does it at its date.
 */
export interface Transition<State extends string, Event extends string, Facts> {
  event: Event
  from: readonly State[]
  to: State
  trigger: 'staff' | 'clock'
  guard: (facts: Facts) => Refusal[]
}

const millis = (instant: Instant): number => (typeof instant === 'number' ? instant : DateTime.fromISO(instant, { setZone: true }).toMillis())
const reached = (instant: Instant, now: Instant): boolean => millis(now) >= millis(instant)
const refuse = (when: boolean, code: string, facts?: Record<string, unknown>): Refusal[] => (when ? [facts ? { code, facts } : { code }] : [])

function draftTextRefusals(facts: ConsultationFacts): Refusal[] {
  return (['title', 'summary', 'openToChange', 'notOpenToChange'] as const)
    .filter((field) => facts[field].trim() === '')
    .map((field) => ({ code: 'consultation.text-missing', at: field, facts: { field } }))
}

function announceGuard(facts: ConsultationFacts): Refusal[] {
  return [
    ...draftTextRefusals(facts),
    ...refuse(facts.communes.length === 0, 'consultation.no-commune'),
    ...phaseScheduleRefusals(facts.phases),
    ...facts.charterRefusals,
  ]
}

export type ConsultationEvent = 'announce' | 'start' | 'finish' | 'archive'

/** The life of a consultation. `finish` comes when its participation phases are closed; a follow-up phase may still open after it. */
export const CONSULTATION_TRANSITIONS: readonly Transition<ConsultationState, ConsultationEvent, ConsultationFacts>[] = [
  { event: 'announce', from: ['draft'], to: 'announced', trigger: 'staff', guard: announceGuard },
  { event: 'start', from: ['announced'], to: 'running', trigger: 'clock', guard: (facts) => refuse(facts.suspended, 'consultation.suspended') },
  {
    event: 'finish',
    from: ['running'],
    to: 'finished',
    trigger: 'clock',
    guard: (facts) => [
      ...refuse(facts.suspended, 'consultation.suspended'),
      ...refuse(facts.phases.some((phase) => isParticipation(phase) && phase.state !== 'closed'), 'consultation.phase-not-closed'),
    ],
  },
  {
    event: 'archive',
    from: ['finished'],
    to: 'archived',
    trigger: 'staff',
    // A consultation whose results are still owed cannot be put away (charter, what happens after the close).
    guard: (facts) => [
      ...refuse(facts.votesUnpublished > 0, 'consultation.results-unpublished', { votes: facts.votesUnpublished }),
      ...refuse(facts.phases.some((phase) => phase.state !== 'closed'), 'consultation.phase-not-closed'),
    ],
  },
]

/** Suspension stands beside the state: nothing opens, closes or is accepted by itself until it is lifted. */
export const SUSPENSIONS = [
  { event: 'suspend', from: ['announced', 'running'], suspended: true },
  { event: 'resume', from: ['announced', 'running'], suspended: false },
] as const satisfies readonly { event: string; from: readonly ConsultationState[]; suspended: boolean }[]

export function suspensionRefusals(event: 'suspend' | 'resume', facts: { state: ConsultationState; suspended: boolean }): Refusal[] {
  const line = SUSPENSIONS.find((suspension) => suspension.event === event)
  return [
    ...refuse(!line?.from.some((state) => state === facts.state), 'consultation.wrong-state', { state: facts.state, event }),
    ...refuse(facts.suspended === line?.suspended, event === 'suspend' ? 'consultation.already-suspended' : 'consultation.not-suspended'),
  ]
}

export type PhaseEvent = 'open' | 'close'

export const PHASE_TRANSITIONS: readonly Transition<PhaseState, PhaseEvent, PhaseMoveFacts>[] = [
  {
    event: 'open',
    from: ['scheduled'],
    to: 'open',
    trigger: 'clock',
    guard: ({ phase, consultation, now }) => [
      ...refuse(!reached(phase.opensAt, now), 'phase.not-yet', { opensAt: phase.opensAt }),
      ...refuse(consultation.suspended, 'consultation.suspended'),
      ...refuse(!phaseMayOpenIn(phase.kind, consultation.state), 'consultation.wrong-state', { state: consultation.state, event: 'open' }),
      ...refuse(phase.kind === 'vote' && (phase.optionCount ?? 0) < 2, 'phase.too-few-options', { options: phase.optionCount ?? 0, least: 2 }),
      ...(isParticipation(phase) ? consultation.charterRefusals : []),
    ],
  },
  {
    event: 'close',
    from: ['open'],
    to: 'closed',
    trigger: 'clock',
    guard: ({ phase, consultation, now }) => [
      ...refuse(!reached(phase.closesAt, now), 'phase.not-ended', { closesAt: phase.closesAt }),
      ...refuse(consultation.suspended, 'consultation.suspended'),
    ],
  },
]

const DAY = 86_400_000

/** When a vote may be sealed, milliseconds: the days for claims after the close or the end of late paper and offline entries, whichever is later. */
export function sealsAt(vote: Pick<VoteMoveFacts, 'closesAt' | 'admittedUntil' | 'claimDays'>): number {
  return Math.max(millis(vote.closesAt), millis(vote.admittedUntil)) + vote.claimDays * DAY
}

export type VoteEvent = 'open' | 'close' | 'seal' | 'tally' | 'publish'

export const VOTE_TRANSITIONS: readonly Transition<VoteState, VoteEvent, VoteMoveFacts>[] = [
  {
    event: 'open',
    from: ['draft'],
    to: 'open',
    trigger: 'clock',
    guard: (facts) => [
      ...refuse(!reached(facts.opensAt, facts.now), 'vote.not-yet', { opensAt: facts.opensAt }),
      ...refuse(facts.suspended, 'consultation.suspended'),
      ...refuse(facts.optionCount < 2, 'phase.too-few-options', { options: facts.optionCount, least: 2 }),
    ],
  },
  {
    event: 'close',
    from: ['open'],
    to: 'counting',
    trigger: 'clock',
    guard: (facts) => [...refuse(!reached(facts.closesAt, facts.now), 'vote.not-ended', { closesAt: facts.closesAt }), ...refuse(facts.suspended, 'consultation.suspended')],
  },
  {
    event: 'seal',
    from: ['counting'],
    to: 'sealed',
    trigger: 'clock',
    // Irreversible: every entry still owed or disputed is settled before it.
    guard: (facts) => [
      ...refuse(!reached(facts.admittedUntil, facts.now), 'vote.entries-still-admitted', { admittedUntil: facts.admittedUntil }),
      ...refuse(!reached(sealsAt(facts), facts.now), 'vote.claims-still-open', { sealsAt: sealsAt(facts) }),
      ...refuse(facts.contestedPending > 0, 'vote.contested-pending', { contested: facts.contestedPending }),
      ...refuse(facts.claimsPending > 0, 'vote.claims-pending', { claims: facts.claimsPending }),
      ...refuse(facts.pendingBatches > 0, 'vote.batches-pending', { batches: facts.pendingBatches }),
      ...refuse(facts.unsyncedDevices > 0, 'vote.devices-unsynced', { devices: facts.unsyncedDevices }),
    ],
  },
  { event: 'tally', from: ['sealed'], to: 'tallied', trigger: 'clock', guard: () => [] },
  { event: 'publish', from: ['tallied'], to: 'published', trigger: 'staff', guard: (facts) => [...facts.publicationRefusals] },
]

/**
 * Whether an event may happen to something in a state.
 *
 * @param noun who moves; names the refusal when the state does not allow the event: `<noun>.wrong-state`
 * @returns every refusal; empty when it may happen
 */
export function transitionRefusals<State extends string, Event extends string, Facts>(
  noun: 'consultation' | 'phase' | 'vote',
  table: readonly Transition<State, Event, Facts>[],
  event: Event,
  state: State,
  facts: Facts,
): Refusal[] {
  const line = table.find((transition) => transition.event === event && transition.from.includes(state))
  return line ? line.guard(facts) : [{ code: `${noun}.wrong-state`, facts: { state, event } }]
}

/** The state an event leads to, or null when the state does not know the event. */
export function stateAfter<State extends string, Event extends string, Facts>(table: readonly Transition<State, Event, Facts>[], event: Event, state: State): State | null {
  return table.find((transition) => transition.event === event && transition.from.includes(state))?.to ?? null
}

export function isParticipation(phase: { kind: PhaseKind }): boolean {
  return PARTICIPATION_KINDS.includes(phase.kind)
}

function phaseMayOpenIn(kind: PhaseKind, state: ConsultationState): boolean {
  return state === 'announced' || state === 'running' || (state === 'finished' && kind === 'follow-up')
}

/**
 * Everything wrong with the dates of the phases of one consultation.
 * `at` is the identifier of the phase concerned.
 */
export function phaseScheduleRefusals(phases: readonly Pick<PhaseFacts, 'id' | 'kind' | 'opensAt' | 'closesAt'>[]): Refusal[] {
  const refusals: Refusal[] = []
  if (!phases.some(isParticipation)) refusals.push({ code: 'phase.no-participation' })
  const dated = phases.map((phase) => ({ ...phase, start: millis(phase.opensAt), end: millis(phase.closesAt) }))
  for (const phase of dated) {
    if (!Number.isFinite(phase.start) || !Number.isFinite(phase.end)) refusals.push({ code: 'phase.date-unreadable', at: phase.id })
    else if (phase.end <= phase.start) refusals.push({ code: 'phase.closes-before-opening', at: phase.id, facts: { opensAt: phase.opensAt, closesAt: phase.closesAt } })
  }
  dated.forEach((phase, index) => {
    for (const earlier of dated.slice(0, index)) {
      if (phase.start < earlier.start) {
        refusals.push({ code: 'phase.out-of-order', at: phase.id, facts: { after: earlier.id } })
        break
      }
    }
  })
  for (const [index, phase] of dated.entries()) {
    for (const other of dated.slice(index + 1)) {
      if (phase.kind === other.kind && phase.start < other.end && other.start < phase.end) {
        refusals.push({ code: 'phase.overlaps', at: other.id, facts: { with: phase.id, kind: phase.kind } })
      }
    }
  }
  // Its address has no number: a consultation has one questionnaire.
  for (const second of dated.filter((phase) => phase.kind === 'questionnaire').slice(1)) refusals.push({ code: 'phase.second-questionnaire', at: second.id })
  const participation = dated.filter(isParticipation)
  const proposals = dated.filter((phase) => phase.kind === 'proposals')
  for (const vote of dated.filter((phase) => phase.kind === 'vote')) {
    // Proposals become options before the vote opens, so one that comes first has to be over.
    for (const phase of proposals.filter((candidate) => candidate.start <= vote.start && candidate.end > vote.start)) {
      refusals.push({ code: 'phase.vote-before-proposals-end', at: vote.id, facts: { proposals: phase.id } })
    }
  }
  for (const phase of dated.filter((candidate) => candidate.kind === 'follow-up')) {
    if (participation.some((other) => other.end > phase.start)) refusals.push({ code: 'phase.follow-up-too-early', at: phase.id })
  }
  return refusals
}

/** A change somebody asks for. `phase` names the phase it concerns; `to` is the value wanted (an instant for dates). */
export interface RequestedChange {
  field: string
  phase?: { id: string; state: PhaseState; closesAt: Instant }
  to?: unknown
  /** Set by the operation "extend", which is published as an event of its own. */
  asExtension?: boolean
}

/** What everybody was told at the announcement and can count on: who may take part, by which rules, when. */
export const BOUND_AT_ANNOUNCEMENT = [
  'minimumAge', 'communes', 'scope', 'rollKind', 'votingMethod', 'allocationRule', 'budget', 'minChoices', 'maxChoices', 'claimDays', 'charterVersion',
  'phases', 'kind', 'opensAt', 'closesAt', 'openToChange', 'notOpenToChange', 'nonDigitalWays',
] as const

/** Fields that can no longer be changed, given the state of the consultation and, for the content of a phase, its own. */
export function frozenFields(state: ConsultationState, phaseState?: PhaseState): readonly string[] {
  if (state === 'archived') return ['*']
  return [...(state === 'draft' ? [] : BOUND_AT_ANNOUNCEMENT), ...(phaseState === 'open' || phaseState === 'closed' ? PHASE_CONTENT_FIELDS : [])]
}

/** Everything that may not be changed among the changes asked for. An extension is allowed as long as the phase is not closed and only to a later date. */
export function changeRefusals(state: ConsultationState, changes: readonly RequestedChange[]): Refusal[] {
  return changes.flatMap((change) => {
    const frozen = frozenFields(state, change.phase?.state)
    if (change.asExtension && change.phase && change.field === 'closesAt' && state !== 'archived') {
      if (change.phase.state === 'closed') return [{ code: 'phase.closed', at: change.phase.id }]
      const wanted = typeof change.to === 'string' || typeof change.to === 'number' ? millis(change.to) : Number.NaN
      return wanted > millis(change.phase.closesAt) ? [] : [{ code: 'phase.extension-not-later', at: change.phase.id, facts: { closesAt: change.phase.closesAt } }]
    }
    if (!frozen.includes('*') && !frozen.includes(change.field)) return []
    const code = state !== 'archived' && PHASE_CONTENT_FIELDS.some((field) => field === change.field) ? 'phase.content-frozen' : 'consultation.field-frozen'
    return [{ code, at: change.field, facts: { field: change.field, state, ...(change.phase ? { phase: change.phase.id } : {}) } }]
  })
}

export type DueTransition =
  | { target: 'consultation'; event: 'start' | 'finish'; at: number }
  | { target: 'phase'; id: string; event: PhaseEvent; at: number }

/**
 * What should have happened by now, in the order it was due, to be carried out one by one through their guards.
 * After downtime a phase that both opened and closed meanwhile gives both. Nothing while suspended.
 *
 * @returns `at`: when it was due, milliseconds
 */
export function dueTransitions(
  consultation: { state: ConsultationState; suspended: boolean },
  phases: readonly PhaseFacts[],
  now: Instant,
): DueTransition[] {
  if (consultation.suspended || consultation.state === 'draft' || consultation.state === 'archived') return []
  const due: DueTransition[] = []
  for (const phase of phases) {
    const opens = phase.state === 'scheduled' && reached(phase.opensAt, now) && (phase.kind === 'follow-up' || consultation.state !== 'finished')
    if (opens) due.push({ target: 'phase', id: phase.id, event: 'open', at: millis(phase.opensAt) })
    if ((opens || phase.state === 'open') && reached(phase.closesAt, now)) due.push({ target: 'phase', id: phase.id, event: 'close', at: millis(phase.closesAt) })
  }
  const opening = due.filter((transition) => transition.event === 'open').map((transition) => transition.at)
  if (consultation.state === 'announced' && (opening.length > 0 || phases.some((phase) => phase.state !== 'scheduled'))) {
    due.push({ target: 'consultation', event: 'start', at: Math.min(...opening, millis(now)) })
  }
  const participation = phases.filter(isParticipation)
  const over = (phase: PhaseFacts): boolean => phase.state === 'closed' || due.some((transition) => transition.target === 'phase' && transition.id === phase.id && transition.event === 'close')
  if (consultation.state !== 'finished' && participation.length > 0 && participation.every(over)) {
    due.push({ target: 'consultation', event: 'finish', at: Math.max(...participation.map((phase) => millis(phase.closesAt))) })
  }
  // Same instant: the consultation starts before its phase opens, a phase closes before another opens, the consultation finishes last.
  const order = (transition: DueTransition): number => ['start', 'close', 'open', 'finish'].indexOf(transition.event)
  return due.sort((one, other) => one.at - other.at || order(one) - order(other))
}
