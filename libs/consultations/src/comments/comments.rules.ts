import type { Refusal } from '@parvis/platform'

export const STANCES = ['for', 'against', 'neutral'] as const
export type Stance = (typeof STANCES)[number]

/** A comment, an answer, an answer to that answer: deeper than that, a phone shows nothing but margins. */
export const LEVELS = 3

/** Where a comment wants to go. */
export interface Place {
  /** The phase that carries it takes comments now. */
  open: boolean
  suspended: boolean
  kind: 'proposal' | 'debate'
  /** Of the proposal or the debate. */
  state: string
  parent: { depth: number, state: string, sameSubject: boolean } | null
  stance: Stance | null
  /** Written in the name of the place: it answers when the phase is over too. */
  official: boolean
}

/** Why a comment may not be written there; empty when it may. */
export function commentRefusals({ open, suspended, kind, state, parent, stance, official }: Place): Refusal[] {
  if (suspended) return [{ code: 'consultation.suspended' }]
  if (state !== (kind === 'proposal' ? 'submitted' : 'published')) return [{ code: 'comment.subject-closed' }]
  if (!open && !official) return [{ code: 'phase.not-open', facts: { kind: kind === 'proposal' ? 'proposals' : 'debate' } }]
  if (!parent) return official || stance ? [] : [{ code: 'comment.stance-needed', at: 'stance' }]
  if (!parent.sameSubject) return [{ code: 'comment.parent-elsewhere' }]
  if (parent.state !== 'published') return [{ code: 'comment.parent-gone' }]
  if (parent.depth + 1 >= LEVELS) return [{ code: 'comment.too-deep', facts: { levels: LEVELS } }]
  return []
}

/** The last moment at which its author may correct it, in milliseconds. */
export const editableUntil = (createdAt: number, minutes: number): number => createdAt + minutes * 60_000

/** Comments that few have judged are shown one after each three that were: nobody is buried for coming late. */
export const JUDGED_FOR_ONE_NEW = 3
/** From so many votes on a comment stands by its score. */
export const VOTES_TO_BE_JUDGED = 5
