import type { Refusal } from '@parvis/platform'

/**
 * People who sign a proposal beside its first author, and invitations that wait: a page names ten without a list of its own,
 * and nobody gathers addresses by inviting. Proposals that staff unite may have more.
 */
export const MOST_COAUTHORS = 10
/** Of one person and day: an invitation is a mail to somebody who asked for nothing. */
export const MOST_INVITATIONS_A_DAY = 20
/** After that an invitation and the address in it are forgotten. */
export const INVITATION_DAYS = 30

export interface InvitationFacts {
  /** People beside the first author, and invitations that wait. */
  taken: number
  sentToday: number
  ownAddress: boolean
  /** This address was written to for this proposal already, whatever became of it. */
  already: boolean
}

/** Why somebody may not be invited; never anything about whose address it is. */
export function invitationRefusals({ taken, sentToday, ownAddress, already }: InvitationFacts): Refusal[] {
  if (ownAddress) return [{ code: 'coauthor.own-address', at: 'email' }]
  if (already) return [{ code: 'coauthor.already-invited', at: 'email' }]
  if (taken >= MOST_COAUTHORS) return [{ code: 'coauthor.too-many', facts: { limit: MOST_COAUTHORS } }]
  if (sentToday >= MOST_INVITATIONS_A_DAY) return [{ code: 'coauthor.too-many-today', facts: { limit: MOST_INVITATIONS_A_DAY } }]
  return []
}
