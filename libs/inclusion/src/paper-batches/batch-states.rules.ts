/** Where a batch stands. `quarantined`: entered, and it does not balance. The last three are ends. */
export const BATCH_STATES = ['envelopes', 'forms', 'second-entry', 'adjudication', 'balanced', 'quarantined', 'merged', 'counted', 'refused'] as const
export type BatchState = (typeof BATCH_STATES)[number]

/** Opens the outer envelopes; enters the forms; enters some of them again; settles where two entries differ. */
export const DUTIES = ['open', 'first', 'second', 'rule'] as const
export type Duty = (typeof DUTIES)[number]

export const MOST_FORMS = 50
/** Opened together at least, so that nobody sees whose form comes out. */
export const LEAST_OPENED = 10

/** What a batch waits for is a duty of somebody, until it is entered. */
export const DUTY_OF: Partial<Record<BatchState, Duty>> = { 'envelopes': 'open', 'forms': 'first', 'second-entry': 'second', 'adjudication': 'rule' }

export const isSettled = (state: BatchState): boolean => state === 'merged' || state === 'counted' || state === 'refused'

export interface Worker {
  /** What they did in this batch already; null: nothing. */
  own: Duty | null
  /** Under contract, or staff: volunteers receive batches and open none. */
  professional: boolean
}

/** What somebody may do in a batch now; null: it waits for somebody else, or for nobody. The database says it again. */
export function dutyFor(state: BatchState, { own, professional }: Worker): Duty | null {
  const duty = DUTY_OF[state] ?? null
  return duty !== null && professional && (own === null || own === duty) ? duty : null
}

/** What a batch waits for, as a word of the screen. */
export type Step = Duty | 'count' | 'reconcile' | 'nothing'

export function nextStep(state: BatchState): Step {
  if (isSettled(state)) return 'nothing'
  return DUTY_OF[state] ?? (state === 'balanced' ? 'count' : 'reconcile')
}

/** How a batch that is opened goes on: with its forms, joined to another one, or alone for a reason that the minutes give. */
export type Opening = 'forms' | 'join' | 'alone'

/**
 * @param taken envelopes whose form will be entered
 * @param others batches of the same kit that are being opened and have room
 */
export function openingOf(taken: number, others: number): Opening {
  if (taken >= LEAST_OPENED) return 'forms'
  return others > 0 ? 'join' : 'alone'
}
