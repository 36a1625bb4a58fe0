export const TICKET_STATES = ['waiting', 'called', 'taken', 'served', 'left'] as const
export type TicketState = (typeof TICKET_STATES)[number]

/** What somebody may want said before they are called. Nothing of their health. */
export const NEEDS = ['cannot-read-french', 'wheelchair', 'interpreter', 'children'] as const
export type Need = (typeof NEEDS)[number]

export const ACTS = ['take', 'serve', 'leave', 'back'] as const
export type TicketAct = (typeof ACTS)[number]

/** The number of somebody's ticket, of the day: A1 to A99, then B1. At most six letters: the database numbers no further. */
export const ticketLabel = (number: number): string => `${'ABCDEF'[Math.floor((number - 1) / 99)] ?? 'Z'}${((number - 1) % 99) + 1}`

/** What each act does, and to a ticket in which states. */
export const TRANSITIONS: Record<TicketAct, { from: readonly TicketState[], to: TicketState }> = {
  take: { from: ['called'], to: 'taken' },
  serve: { from: ['taken'], to: 'served' },
  leave: { from: ['waiting', 'called'], to: 'left' },
  back: { from: ['called'], to: 'waiting' },
}

export const actsOf = (state: TicketState): TicketAct[] => ACTS.filter((act) => TRANSITIONS[act].from.includes(state))

/** Minutes between one person taken and the next that speak of the pace: the last ones, since a morning is not an afternoon. */
const GAPS = 10
/** With fewer there is no pace yet. */
const LEAST_GAPS = 3
/** A pause of the desk is no pace. */
const LONGEST_GAP = 60
const SPREAD = 0.3

export interface Estimate {
  minutes: number
  from: number
  to: number
}

/**
 * How long somebody waits who has so many people before them, by the pace of this very day; null while it has none.
 * @param takenAt minutes at which people of the day were taken, in their order
 */
export function estimatedWait(ahead: number, takenAt: readonly number[], now: number): Estimate | null {
  const gaps = takenAt.slice(1).map((at, index) => at - (takenAt[index] ?? at)).filter((gap) => gap <= LONGEST_GAP).slice(-GAPS)
  if (gaps.length < LEAST_GAPS) return null
  const pace = gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length
  // The turn that is under way has begun already.
  const begun = Math.min(pace, Math.max(0, now - (takenAt.at(-1) ?? now)))
  const minutes = Math.round((ahead + 1) * pace - begun)
  return { minutes, from: Math.floor(minutes * (1 - SPREAD)), to: Math.ceil(minutes * (1 + SPREAD)) }
}

/** Minutes within which a visit is taken in time (commitment C09). */
export const IN_TIME_MINUTES = 20

/** Share of the visits taken that were taken in time; null when nobody was. */
export const inTimeShare = (taken: number, inTime: number): number | null => (taken === 0 ? null : inTime / taken)
