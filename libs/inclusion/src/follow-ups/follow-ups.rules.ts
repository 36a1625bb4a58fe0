import type { Refusal } from '@parvis/platform'
import { phoneOf } from '../mandates/mandates.rules'

/** How somebody without e-mail is told what became of it. `centre`: on a list there, under a code. */
export const FOLLOW_UP_WAYS = ['sms', 'post', 'centre'] as const
export type FollowUpWay = (typeof FOLLOW_UP_WAYS)[number]

/** What there is to tell. */
export type Outcome = 'results' | 'questionnaire' | 'answer' | 'withdrawn' | 'over'

export interface OutcomeFacts {
  /** It is about one proposal, and not about the consultation. */
  aboutProposal: boolean
  /** The proposal has a published answer. */
  answered: boolean
  /** It stands no more: its authors withdrew it, or it is gone. */
  withdrawn: boolean
  /** The result of a vote, or of a questionnaire, is published. */
  votePublished: boolean
  questionnairePublished: boolean
  /** Nothing of the consultation is to be published any more. */
  nothingOwed: boolean
  finished: boolean
}

/** What somebody is told now; null: nothing yet. */
export function outcomeOf({ aboutProposal, answered, withdrawn, votePublished, questionnairePublished, nothingOwed, finished }: OutcomeFacts): Outcome | null {
  if (aboutProposal) return answered ? 'answer' : withdrawn ? 'withdrawn' : finished && nothingOwed ? 'over' : null
  if (votePublished) return 'results'
  if (questionnairePublished) return 'questionnaire'
  return finished && nothingOwed ? 'over' : null
}

/** What is missing to tell somebody in the way they chose. */
export function followUpRefusals(way: FollowUpWay, contact: string, smsOffered: boolean): Refusal[] {
  if (way === 'sms') return !smsOffered ? [{ code: 'follow-up.sms-off', at: 'way' }] : phoneOf(contact) === null ? [{ code: 'mandate.phone', at: 'contact' }] : []
  return way === 'post' && contact.length < 10 ? [{ code: 'claim.address', at: 'contact' }] : []
}
