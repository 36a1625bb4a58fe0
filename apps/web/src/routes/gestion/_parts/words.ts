import { m } from '@parvis/texts'

type Words = Record<string, (() => string) | undefined>
const said = (words: Words) => (code: string) => words[code]?.() ?? code

export const channelName = said({
  online: m.gestion_channel_online, accompanied: m.gestion_channel_accompanied, kiosk: m.gestion_channel_kiosk,
  on_behalf: m.gestion_channel_on_behalf, paper: m.gestion_channel_paper, phone: m.gestion_channel_phone,
})
export const evidenceName = said({ E0: m.gestion_evidence_e0, E1: m.gestion_evidence_e1, E2: m.gestion_evidence_e2, E3: m.gestion_evidence_e3 })
export const phaseKinds = ['information', 'questionnaire', 'proposals', 'debate', 'vote', 'follow-up'] as const
export const phaseKindName = said({
  information: m.gestion_phase_information, questionnaire: m.gestion_phase_questionnaire, proposals: m.gestion_phase_proposals,
  debate: m.gestion_phase_debate, vote: m.gestion_phase_vote, 'follow-up': m.gestion_phase_follow_up,
})
export const wayKinds = ['centre', 'paper', 'phone'] as const
export const wayName = said({ centre: m.gestion_way_centre, paper: m.gestion_way_paper, phone: m.gestion_way_phone })
export const roleName = said({ staff: m.gestion_role_staff, mediator: m.gestion_role_mediator, guardian: m.gestion_role_guardian, administrator: m.gestion_role_administrator })
export const methodName = said({ approval: m.gestion_method_approval, budget: m.gestion_method_budget })
export const fateName = said({
  selected: m.gestion_fate_selected, tied: m.gestion_fate_tied, 'not-selected': m.gestion_fate_not_selected, 'does-not-fit': m.gestion_fate_does_not_fit,
  'below-threshold': m.gestion_fate_below_threshold, 'not-reached': m.gestion_fate_not_reached,
})
export const tierName = said({ T1_LEGAL: m.gestion_tier_1, T2_READABLE: m.gestion_tier_2, T3_OUTREACH: m.gestion_tier_3, T4_CO_DESIGNED: m.gestion_tier_4 })

export const subjectKinds = ['consultation', 'phase', 'vote', 'proposal', 'account', 'centre', 'job', 'token'] as const
export const subjectName = said({
  consultation: m.gestion_subject_consultation, phase: m.gestion_subject_phase, vote: m.gestion_subject_vote, proposal: m.gestion_subject_proposal,
  account: m.gestion_subject_account, centre: m.gestion_subject_centre, job: m.gestion_subject_job, token: m.gestion_subject_token,
})
export const actionName = said({
  'consultation.created': m.gestion_action_consultation_created, 'consultation.edited': m.gestion_action_consultation_edited,
  'consultation.phases-set': m.gestion_action_consultation_phases_set, 'consultation.removed': m.gestion_action_consultation_removed,
  'consultation.announced': m.gestion_action_consultation_announced, 'consultation.started': m.gestion_action_consultation_started,
  'consultation.finished': m.gestion_action_consultation_finished, 'consultation.suspended': m.gestion_action_consultation_suspended,
  'consultation.resumed': m.gestion_action_consultation_resumed, 'consultation.archived': m.gestion_action_consultation_archived,
  'charter.assessed': m.gestion_action_charter_assessed, 'phase.opened': m.gestion_action_phase_opened, 'phase.closed': m.gestion_action_phase_closed,
  'phase.held': m.gestion_action_phase_held, 'phase.extended': m.gestion_action_phase_extended, 'vote.configured': m.gestion_action_vote_configured,
  'vote.options-set': m.gestion_action_vote_options_set, 'vote.sealed': m.gestion_action_vote_sealed, 'vote.tallied': m.gestion_action_vote_tallied, 'vote.imported': m.gestion_action_vote_imported,
  'contested-entry.reviewed': m.gestion_action_contested_reviewed, 'results.published': m.gestion_action_results_published,
  'proposal.submitted': m.gestion_action_proposal_submitted, 'proposal.edited': m.gestion_action_proposal_edited, 'proposal.withdrawn': m.gestion_action_proposal_withdrawn,
  'assisted-session.opened': m.gestion_action_assisted_opened, 'assisted-session.ended': m.gestion_action_assisted_ended, 'assisted-session.expired': m.gestion_action_assisted_expired,
  'job.retried': m.gestion_action_job_retried, 'job.all-retried': m.gestion_action_job_all_retried, 'job.given-up': m.gestion_action_job_given_up,
  'export.requested': m.gestion_action_export_requested, 'export.downloaded': m.gestion_action_export_downloaded,
  'token.created': m.gestion_action_token_created, 'token.revoked': m.gestion_action_token_revoked,
  'role.granted': m.gestion_action_role_granted, 'role.ended': m.gestion_action_role_ended, 'account.password-changed': m.gestion_action_password_changed,
  'account.password-reset': m.gestion_action_password_reset, 'civil-status.erased': m.gestion_action_civil_status_erased,
})

export const doneName: Words = {
  cree: m.gestion_done_created, enregistre: m.gestion_done_saved, annoncee: m.gestion_done_announced, prolongee: m.gestion_done_extended, suspendue: m.gestion_done_suspended,
  reprise: m.gestion_done_resumed, archivee: m.gestion_done_archived, supprimee: m.gestion_done_removed, regles: m.gestion_done_rules, choix: m.gestion_done_options,
  ajoutees: m.gestion_done_added, examinee: m.gestion_done_reviewed, scelle: m.gestion_done_sealed, publie: m.gestion_done_published,
  relancee: m.jobs_done_retried, abandonnee: m.jobs_done_given_up, 'role-donne': m.gestion_done_role_granted, 'role-fini': m.gestion_done_role_ended,
}
