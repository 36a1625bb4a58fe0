export type MissionState = 'open' | 'done' | 'cancelled'
export type ProposalState = 'proposed' | 'accepted' | 'declined'

/** What members offer, and when they can come. Codes; the words stand in the catalogue. */
export const SKILLS = ['welcome', 'guide', 'carry', 'read-aloud', 'sign-language', 'drive'] as const
export const AVAILABILITY = ['weekday', 'evening', 'weekend'] as const

/** Whether an answer may be given now: once, while the mission is open; an acceptance may be taken back. */
export function mayAnswer(mission: MissionState, proposal: ProposalState, accept: boolean): boolean {
  if (mission !== 'open') return false
  return accept ? proposal === 'proposed' : proposal !== 'declined'
}
