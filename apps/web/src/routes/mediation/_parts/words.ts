import { m } from '@parvis/texts'

const states: Record<string, (() => string) | undefined> = {
  new: m.habilitation_state_new, processing: m.habilitation_state_processing, validated: m.habilitation_state_validated, refused: m.habilitation_state_refused,
  suspended: m.habilitation_state_suspended, expired: m.habilitation_state_expired, cancelled: m.habilitation_state_cancelled,
}
const kinds: Record<string, (() => string) | undefined> = { professional: m.habilitation_kind_professional, volunteer: m.habilitation_kind_volunteer }
const organisationStates: Record<string, (() => string) | undefined> = {
  requested: m.habilitation_org_requested, accepted: m.habilitation_org_accepted, refused: m.habilitation_org_refused, suspended: m.habilitation_org_suspended, closed: m.habilitation_org_closed,
}
const organisationKinds: Record<string, (() => string) | undefined> = {
  'association': m.habilitation_org_association, 'public': m.habilitation_org_public, 'social-centre': m.habilitation_org_social_centre, 'france-services': m.habilitation_org_france_services, 'company': m.habilitation_org_company, 'other': m.habilitation_org_other,
}

export const habilitationStates = ['new', 'processing', 'validated', 'suspended', 'expired', 'refused', 'cancelled'] as const
export const organisationStateCodes = ['requested', 'accepted', 'suspended', 'refused', 'closed'] as const
export const organisationKindCodes = ['association', 'public', 'social-centre', 'france-services', 'company', 'other'] as const
export const stateName = (code: string) => states[code]?.() ?? code
export const kindName = (code: string) => kinds[code]?.() ?? code
export const organisationStateName = (code: string) => organisationStates[code]?.() ?? code
export const organisationKindName = (code: string) => organisationKinds[code]?.() ?? code
