export type OrganisationState = 'requested' | 'accepted' | 'refused' | 'suspended' | 'closed'
export type OrganisationDecision = 'accept' | 'refuse' | 'suspend' | 'close'

/** Every decision of staff: from which states, to which one. What is not here cannot be done. */
export const ORGANISATION_DECISIONS: Readonly<Record<OrganisationDecision, { from: readonly OrganisationState[], to: OrganisationState, reasonNeeded: boolean }>> = {
  accept: { from: ['requested', 'suspended'], to: 'accepted', reasonNeeded: false },
  refuse: { from: ['requested'], to: 'refused', reasonNeeded: true },
  suspend: { from: ['accepted'], to: 'suspended', reasonNeeded: true },
  close: { from: ['accepted', 'suspended'], to: 'closed', reasonNeeded: false },
}

/** What may be decided now. */
export const organisationDecisions = (state: OrganisationState): OrganisationDecision[] =>
  (Object.keys(ORGANISATION_DECISIONS) as OrganisationDecision[]).filter((decision) => ORGANISATION_DECISIONS[decision].from.includes(state))
