export type HabilitationState = 'new' | 'processing' | 'validated' | 'refused' | 'suspended' | 'expired' | 'cancelled'
export type HabilitationAct = 'admit' | 'refuse' | 'activate' | 'suspend' | 'resume' | 'cancel' | 'expire'
/** Who does it: the person themselves, who decides about them (a referent or staff), the platform by its dates. */
export type HabilitationHand = 'person' | 'decider' | 'platform'

interface Transition {
  from: readonly HabilitationState[]
  to: HabilitationState
  by: readonly HabilitationHand[]
  reasonNeeded?: true
}

/** Every change of state. What is not here cannot happen. */
export const TRANSITIONS: Readonly<Record<HabilitationAct, Transition>> = {
  admit: { from: ['new'], to: 'processing', by: ['decider'] },
  refuse: { from: ['new', 'processing'], to: 'refused', by: ['decider'], reasonNeeded: true },
  activate: { from: ['processing'], to: 'validated', by: ['person'] },
  suspend: { from: ['validated'], to: 'suspended', by: ['decider'], reasonNeeded: true },
  resume: { from: ['suspended'], to: 'validated', by: ['decider'] },
  cancel: { from: ['new', 'processing', 'validated', 'suspended'], to: 'cancelled', by: ['person', 'decider'] },
  expire: { from: ['validated', 'suspended'], to: 'expired', by: ['platform'] },
}

export const STATES = ['new', 'processing', 'validated', 'refused', 'suspended', 'expired', 'cancelled'] as const satisfies readonly HabilitationState[]

/** What a hand may do now. */
export const actsOf = (state: HabilitationState, by: HabilitationHand): HabilitationAct[] =>
  (Object.keys(TRANSITIONS) as HabilitationAct[]).filter((act) => TRANSITIONS[act].from.includes(state) && TRANSITIONS[act].by.includes(by))

export interface Steps {
  trained: boolean
  committed: boolean
  secondFactor: boolean
}

export type NextStep = 'wait' | 'training' | 'commitments' | 'second-factor' | 'activate' | 'work' | 'ask' | 'suspended'

/** What a person does next, one thing at a time. `null`: nothing was asked yet, or it came to an end. */
export function nextStep(state: HabilitationState | null, { trained, committed, secondFactor }: Steps): NextStep {
  if (state === null || state === 'refused' || state === 'expired' || state === 'cancelled') return 'ask'
  if (state === 'new') return 'wait'
  if (state === 'suspended') return 'suspended'
  if (state === 'validated') return secondFactor ? 'work' : 'second-factor'
  if (!trained) return 'training'
  if (!committed) return 'commitments'
  return secondFactor ? 'activate' : 'second-factor'
}
