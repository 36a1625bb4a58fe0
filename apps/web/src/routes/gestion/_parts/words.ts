import { m } from '@parvis/texts'

type Words = Record<string, (() => string) | undefined>
const said = (words: Words) => (code: string) => words[code]?.() ?? code

export const channelName = said({
  online: m.gestion_channel_online, accompanied: m.gestion_channel_accompanied, kiosk: m.gestion_channel_kiosk,
  on_behalf: m.gestion_channel_on_behalf, paper: m.gestion_channel_paper, phone: m.gestion_channel_phone,
})
export const channels = ['online', 'accompanied', 'kiosk', 'on_behalf', 'paper', 'phone'] as const
/** For a filter: what was imported came through none of them. */
export const channelChoices = () => channels.map(value => ({ value, label: channelName(value) }))
export const channelOf = (asked: string | null) => channels.find(known => known === asked)
export const evidenceName = said({ E0: m.gestion_evidence_e0, E1: m.gestion_evidence_e1, E2: m.gestion_evidence_e2, E3: m.gestion_evidence_e3 })
export const phaseKinds = ['information', 'questionnaire', 'proposals', 'debate', 'vote', 'follow-up'] as const
export const phaseKindName = said({
  information: m.gestion_phase_information, questionnaire: m.gestion_phase_questionnaire, proposals: m.gestion_phase_proposals,
  debate: m.gestion_phase_debate, vote: m.gestion_phase_vote, 'follow-up': m.gestion_phase_follow_up,
})
export const wayKinds = ['centre', 'paper', 'phone'] as const
export const wayName = said({ centre: m.gestion_way_centre, paper: m.gestion_way_paper, phone: m.gestion_way_phone })
export const grantedRoles = ['staff', 'guardian', 'administrator'] as const
export const roleName = said({ staff: m.gestion_role_staff, mediator: m.gestion_role_mediator, guardian: m.gestion_role_guardian, administrator: m.gestion_role_administrator })
export const fateName = said({
  selected: m.gestion_fate_selected, tied: m.gestion_fate_tied, 'not-selected': m.gestion_fate_not_selected, 'does-not-fit': m.gestion_fate_does_not_fit,
  'below-threshold': m.gestion_fate_below_threshold, 'not-reached': m.gestion_fate_not_reached,
})
export const tierName = said({ T1_LEGAL: m.gestion_tier_1, T2_READABLE: m.gestion_tier_2, T3_OUTREACH: m.gestion_tier_3, T4_CO_DESIGNED: m.gestion_tier_4 })

export const decisionName = said({ homonym: m.gestion_decision_homonym, usurpation: m.gestion_decision_usurpation, same_person: m.gestion_decision_same, two_people: m.gestion_decision_homonym, keep: m.survey_decision_keep, replace: m.survey_decision_replace })

export const subjectName = said({
  consultation: m.gestion_subject_consultation, phase: m.gestion_subject_phase, vote: m.gestion_subject_vote, proposal: m.gestion_subject_proposal, debate: m.moderation_subject_debate, comment: m.moderation_subject_comment, moderation: m.moderation_title,
  account: m.gestion_subject_account, habilitation: m.gestion_subject_habilitation, organisation: m.gestion_subject_organisation, mission: m.reserve_mission, centre: m.gestion_subject_centre, metropolis: m.gestion_subject_metropolis, job: m.gestion_subject_job, token: m.gestion_subject_token, meeting: m.gestion_subject_meeting, newsletter: m.news_subject_newsletter, 'saved-view': m.own_subject_saved_view, territory: m.gestion_subject_territory,
  account: m.gestion_subject_account, habilitation: m.gestion_subject_habilitation, organisation: m.gestion_subject_organisation, mission: m.reserve_mission, centre: m.gestion_subject_centre, claim: m.claims_subject, 'follow-up': m.claims_subject_letters, job: m.gestion_subject_job, token: m.gestion_subject_token, meeting: m.gestion_subject_meeting, newsletter: m.news_subject_newsletter, 'saved-view': m.own_subject_saved_view, territory: m.gestion_subject_territory,
})
export const actionName = said({
  'centre.created': m.places_action_created, 'centre.edited': m.places_action_edited, 'centre.hours-changed': m.places_action_hours, 'centre.closed': m.places_action_closed, 'centre.closure-removed': m.places_action_closure_removed,
  'centre.stop-added': m.places_action_stop_added, 'centre.stop-removed': m.places_action_stop_removed, 'centre.shown': m.places_action_shown, 'centre.withdrawn': m.places_action_withdrawn, 'centre.imported': m.places_action_imported,
  'consultation.created': m.gestion_action_consultation_created, 'consultation.edited': m.gestion_action_consultation_edited,
  'consultation.phases-set': m.gestion_action_consultation_phases_set, 'consultation.removed': m.gestion_action_consultation_removed,
  'consultation.announced': m.gestion_action_consultation_announced, 'consultation.started': m.gestion_action_consultation_started,
  'consultation.finished': m.gestion_action_consultation_finished, 'consultation.suspended': m.gestion_action_consultation_suspended,
  'consultation.resumed': m.gestion_action_consultation_resumed, 'consultation.archived': m.gestion_action_consultation_archived,
  'charter.assessed': m.gestion_action_charter_assessed, 'phase.opened': m.gestion_action_phase_opened, 'phase.closed': m.gestion_action_phase_closed,
  'phase.held': m.gestion_action_phase_held, 'phase.extended': m.gestion_action_phase_extended, 'phase.proposal-rules-set': m.gestion_action_phase_rules, 'vote.configured': m.gestion_action_vote_configured,
  'vote.options-set': m.gestion_action_vote_options_set, 'vote.sealed': m.gestion_action_vote_sealed, 'vote.tallied': m.gestion_action_vote_tallied, 'vote.drawn': m.gestion_action_vote_drawn, 'vote.imported': m.gestion_action_vote_imported,
  'contested-entry.reviewed': m.gestion_action_contested_reviewed, 'contested-entry.undone': m.survey_action_undone, 'duplicates.decided': m.duplicates_action_decided, 'questionnaire.publication-asked': m.survey_action_publication_asked, 'questionnaire.publication-withdrawn': m.survey_action_publication_withdrawn, 'results.published': m.gestion_action_results_published,
  'questionnaire.saved': m.questionnaire_action_saved, 'questionnaire.imported': m.questionnaire_action_imported, 'questionnaire.copied': m.questionnaire_action_copied, 'questionnaire.published': m.questionnaire_action_published, 'questionnaire.file-read': m.questionnaire_action_file_read,
  'proposal.submitted': m.gestion_action_proposal_submitted, 'proposal.edited': m.gestion_action_proposal_edited, 'proposal.withdrawn': m.gestion_action_proposal_withdrawn,
  'comment.submitted': m.moderation_action_comment_submitted, 'comment.held': m.moderation_action_comment_held, 'comment.answered': m.moderation_action_comment_answered,
  'comment.edited': m.moderation_action_comment_edited, 'comment.removed': m.moderation_action_comment_removed,
  'debate.written': m.moderation_action_debate_written, 'debate.edited': m.moderation_action_debate_edited, 'debate.published': m.moderation_action_debate_published,
  'debate.concluded': m.moderation_action_debate_concluded, 'debate.removed': m.moderation_action_debate_removed,
  'moderation.reported': m.moderation_action_reported, 'moderation.hidden': m.moderation_action_hidden, 'moderation.kept': m.moderation_action_kept, 'moderation.published': m.moderation_action_published,
  'moderation.restored': m.moderation_action_restored, 'moderation.undone': m.moderation_action_undone, 'moderation.settings-set': m.moderation_action_settings,
  'appeal.made': m.moderation_action_appeal_made, 'appeal.accepted': m.moderation_action_appeal_accepted, 'appeal.rejected': m.moderation_action_appeal_rejected,
  'territory.imported': m.gestion_action_territory_imported, 'proposal.imported': m.gestion_action_proposal_imported, 'proposal.answer-written': m.gestion_action_proposal_answer_written, 'proposal.answers-published': m.gestion_action_proposal_answers_published,
  'proposal.statuses-set': m.gestion_action_proposal_statuses_set, 'proposal.criteria-set': m.gestion_action_proposal_criteria_set, 'proposal.evaluators-set': m.gestion_action_proposal_evaluators_set,
  'proposal.step-added': m.gestion_action_proposal_step_added, 'proposal.step-changed': m.gestion_action_proposal_step_changed, 'proposal.step-removed': m.gestion_action_proposal_step_removed,
  'proposal.coauthor-invited': m.gestion_action_proposal_coauthor_invited, 'proposal.coauthor-joined': m.gestion_action_proposal_coauthor_joined, 'proposal.author-left': m.gestion_action_proposal_author_left, 'proposal.amendment-submitted': m.gestion_action_proposal_amendment_submitted, 'proposal.amendment-accepted': m.gestion_action_proposal_amendment_accepted, 'proposal.amendment-declined': m.gestion_action_proposal_amendment_declined,
  'proposal.amendment-withdrawn': m.gestion_action_proposal_amendment_withdrawn, 'proposal.amendment-promoted': m.gestion_action_proposal_amendment_promoted, 'proposal.amendment-removed': m.gestion_action_proposal_amendment_removed, 'proposal.merged': m.gestion_action_proposal_merged, 'proposal.split': m.gestion_action_proposal_split, 'proposal.reshaping-undone': m.gestion_action_proposal_reshaping_undone,
  'assisted-session.opened': m.gestion_action_assisted_opened, 'assisted-session.ended': m.gestion_action_assisted_ended, 'assisted-session.expired': m.gestion_action_assisted_expired, 'assisted-session.accompanied': m.gestion_action_assisted_accompanied,
  'centre.appointments-set': m.gestion_action_centre_appointments_set, 'centre.appointments-stopped': m.gestion_action_centre_appointments_stopped, 'quota.lift-asked': m.gestion_action_quota_lift_asked, 'quota.lifted': m.gestion_action_quota_lifted, 'quota.lift-refused': m.gestion_action_quota_lift_refused, 'quota.numbers-set': m.gestion_action_quota_numbers_set, 'alert.asked': m.gestion_action_alert_asked, 'alert.explained': m.gestion_action_alert_explained, 'alert.decided': m.gestion_action_alert_decided, 'activity.closed': m.gestion_action_activity_closed,
  'phone-visit.opened': m.gestion_action_phone_visit_opened, 'phone-visit.agreed': m.gestion_action_phone_visit_agreed, 'phone-visit.denied': m.gestion_action_phone_visit_denied, 'phone-visit.receipt-sent': m.gestion_action_phone_visit_receipt_sent, 'phone-check.noted': m.gestion_action_phone_check_noted, 'phone-check.reviewed': m.gestion_action_phone_check_reviewed, 'callback.noted': m.gestion_action_callback_noted,
  'kiosk.made': m.gestion_action_kiosk_made, 'kiosk.enrolled': m.gestion_action_kiosk_enrolled, 'kiosk.withdrawn': m.gestion_action_kiosk_withdrawn, 'kiosk-pass.issued': m.gestion_action_kiosk_pass_issued, 'kiosk-pass.cancelled': m.gestion_action_kiosk_pass_cancelled, 'kiosk-session.opened': m.gestion_action_kiosk_session_opened, 'kiosk-session.ended': m.gestion_action_kiosk_session_ended,
  'paper-kit.made': m.gestion_action_paper_kit_made, 'paper-order.ordered': m.gestion_action_paper_order_ordered, 'paper-order.cancelled': m.gestion_action_paper_order_cancelled, 'paper-order.printed': m.gestion_action_paper_order_printed, 'paper-order.file-had': m.gestion_action_paper_order_file_had, 'paper-order.delivered': m.gestion_action_paper_order_delivered, 'paper-sheet.issued': m.gestion_action_paper_sheet_issued, 'paper-sheet.destroyed': m.gestion_action_paper_sheet_destroyed, 'paper-stock.threshold': m.gestion_action_paper_stock_threshold,
  'paper-batch.received': m.gestion_action_paper_batch_received, 'paper-batch.opened': m.gestion_action_paper_batch_opened, 'paper-batch.envelopes-closed': m.gestion_action_paper_batch_envelopes_closed, 'paper-batch.joined': m.gestion_action_paper_batch_joined, 'paper-batch.entered': m.gestion_action_paper_batch_entered, 'paper-batch.expanded': m.gestion_action_paper_batch_expanded, 'paper-batch.compared': m.gestion_action_paper_batch_compared, 'paper-batch.ruled': m.gestion_action_paper_batch_ruled, 'paper-batch.reconciled': m.gestion_action_paper_batch_reconciled, 'paper-batch.counted': m.gestion_action_paper_batch_counted, 'paper-batch.refused': m.gestion_action_paper_batch_refused, 'paper-day.closed': m.gestion_action_paper_day_closed,
  'mandate.created': m.gestion_action_mandate_created, 'mandate.agreed': m.gestion_action_mandate_agreed, 'mandate.denied': m.gestion_action_mandate_denied, 'mandate.revoked': m.gestion_action_mandate_revoked,
  'claim.filed': m.claims_action_filed, 'claim.decided': m.claims_action_decided, 'claim.appealed': m.claims_action_appealed, 'claim.appeal-decided': m.claims_action_appeal_decided, 'claim.answered': m.claims_action_answered, 'follow-up.posted': m.claims_action_posted, 'follow-up.letters-sent': m.claims_action_letters,
  'organisation.requested': m.gestion_action_organisation_requested, 'organisation.decided': m.gestion_action_organisation_decided, 'organisation.edited': m.gestion_action_organisation_edited, 'habilitation.requested': m.gestion_action_habilitation_requested, 'habilitation.decided': m.gestion_action_habilitation_decided, 'habilitation.perimeter-changed': m.gestion_action_habilitation_perimeter_changed, 'habilitation.committed': m.gestion_action_habilitation_committed, 'habilitation.activated': m.gestion_action_habilitation_activated, 'habilitation.cancelled': m.gestion_action_habilitation_cancelled, 'habilitation.warned': m.gestion_action_habilitation_warned, 'habilitation.expired': m.gestion_action_habilitation_expired, 'second-factor.cards-imported': m.gestion_action_second_factor_cards_imported, 'second-factor.checked': m.gestion_action_second_factor_checked, 'second-factor.confirmed': m.gestion_action_second_factor_confirmed, 'second-factor.removed': m.gestion_action_second_factor_removed, 'training.passed': m.gestion_action_training_passed, 'training.failed': m.gestion_action_training_failed,
  'reserve.joined': m.gestion_action_reserve_joined, 'reserve.left': m.gestion_action_reserve_left, 'reserve.accepted': m.gestion_action_reserve_accepted, 'reserve.declined': m.gestion_action_reserve_declined, 'reserve.mission-created': m.gestion_action_reserve_mission_created, 'reserve.proposed': m.gestion_action_reserve_proposed, 'reserve.mission-ended': m.gestion_action_reserve_mission_ended,
  'job.retried': m.gestion_action_job_retried, 'job.all-retried': m.gestion_action_job_all_retried, 'job.given-up': m.gestion_action_job_given_up,
  'import.uploaded': m.gestion_action_import_uploaded, 'import.confirmed': m.gestion_action_import_confirmed, 'import.done': m.gestion_action_import_done, 'import.cancelled': m.gestion_action_import_cancelled, 'import.undone': m.gestion_action_import_undone, 'import.undo-asked': m.gestion_action_import_undo_asked, 'import.undo-cancelled': m.gestion_action_import_undo_cancelled,
  'export.requested': m.gestion_action_export_requested, 'export.downloaded': m.gestion_action_export_downloaded,
  'meeting.created': m.gestion_action_meeting_created, 'meeting.edited': m.gestion_action_meeting_edited, 'meeting.published': m.gestion_action_meeting_published,
  'meeting.cancelled': m.gestion_action_meeting_cancelled, 'meeting.removed': m.gestion_action_meeting_removed, 'meeting.minutes-edited': m.gestion_action_meeting_minutes_edited,
  'meeting.minutes-published': m.gestion_action_meeting_minutes_published, 'meeting.registered-at-desk': m.gestion_action_meeting_registered_at_desk,
  'meeting.registration-removed': m.gestion_action_meeting_registration_removed, 'meeting.list-downloaded': m.gestion_action_meeting_list_downloaded,
  'meeting.attendance-counted': m.gestion_action_meeting_attendance_counted, 'meeting.question-noted': m.gestion_action_meeting_question_noted,
  'meeting.question-answered': m.gestion_action_meeting_question_answered, 'meeting.question-edited': m.gestion_action_meeting_question_edited,
  'token.created': m.gestion_action_token_created, 'token.revoked': m.gestion_action_token_revoked,
  'role.granted': m.gestion_action_role_granted, 'role.ended': m.gestion_action_role_ended, 'account.password-changed': m.gestion_action_password_changed,
  'account.password-reset': m.gestion_action_password_reset, 'account.erased': m.gestion_action_account_erased, 'civil-status.erased': m.gestion_action_civil_status_erased,
  'letters.accepted': m.news_action_letters_accepted, 'letters.ended': m.news_action_letters_ended,
  'newsletter.written': m.news_action_newsletter_written, 'newsletter.edited': m.news_action_newsletter_edited, 'newsletter.removed': m.news_action_newsletter_removed,
  'newsletter.sent': m.news_action_newsletter_sent, 'newsletter.stopped': m.news_action_newsletter_stopped, 'newsletter.resumed': m.own_action_newsletter_resumed,
  'saved-view.shared': m.own_action_saved_view_shared, 'saved-view.unshared': m.own_action_saved_view_unshared,
})

/** Kinds of acts in the journal: the noun of their names. */
export const actionKinds = ['consultation', 'charter', 'phase', 'proposal', 'debate', 'comment', 'moderation', 'appeal', 'meeting', 'vote', 'questionnaire', 'contested-entry', 'results', 'assisted-session', 'kiosk', 'kiosk-pass', 'kiosk-session', 'paper-kit', 'paper-order', 'paper-sheet', 'paper-stock', 'paper-batch', 'paper-day', 'mandate', 'organisation', 'habilitation', 'training', 'reserve', 'second-factor', 'export', 'import', 'job', 'role', 'account', 'civil-status', 'token', 'newsletter', 'letters', 'saved-view', 'centre', 'territory'] as const
export const actionKindName = said({
  'consultation': m.gestion_journal_kind_consultation, 'charter': m.gestion_journal_kind_charter, 'phase': m.gestion_journal_kind_phase, 'proposal': m.gestion_journal_kind_proposal, 'meeting': m.gestion_journal_kind_meeting,
  'debate': m.debate_list_title, 'comment': m.moderation_kind_comments, 'moderation': m.moderation_title, 'appeal': m.moderation_state_appeals, 'vote': m.gestion_journal_kind_vote, 'questionnaire': m.questionnaire_journal_kind, 'contested-entry': m.gestion_journal_kind_contested, 'results': m.gestion_journal_kind_results, 'organisation': m.habilitation_org_nav, 'habilitation': m.habilitation_nav, 'training': m.habilitation_kind_training, 'reserve': m.reserve_nav, 'second-factor': m.habilitation_kind_second_factor, 'assisted-session': m.gestion_journal_kind_assisted, 'mandate': m.gestion_mandates_title,
  'paper-kit': m.paper_journal_kit, 'paper-order': m.paper_journal_order, 'paper-sheet': m.paper_journal_sheet, 'paper-stock': m.paper_journal_stock, 'paper-batch': m.batches_nav, 'paper-day': m.batches_day_title,
export const actionKinds = ['consultation', 'charter', 'phase', 'proposal', 'debate', 'comment', 'moderation', 'appeal', 'meeting', 'vote', 'questionnaire', 'contested-entry', 'duplicates', 'results', 'assisted-session', 'kiosk', 'kiosk-pass', 'kiosk-session', 'mandate', 'organisation', 'habilitation', 'training', 'reserve', 'second-factor', 'export', 'import', 'job', 'role', 'account', 'civil-status', 'token', 'newsletter', 'letters', 'saved-view', 'centre', 'territory'] as const
export const actionKindName = said({
  'consultation': m.gestion_journal_kind_consultation, 'charter': m.gestion_journal_kind_charter, 'phase': m.gestion_journal_kind_phase, 'proposal': m.gestion_journal_kind_proposal, 'meeting': m.gestion_journal_kind_meeting,
  'debate': m.debate_list_title, 'comment': m.moderation_kind_comments, 'moderation': m.moderation_title, 'appeal': m.moderation_state_appeals, 'vote': m.gestion_journal_kind_vote, 'questionnaire': m.questionnaire_journal_kind, 'contested-entry': m.gestion_journal_kind_contested, 'duplicates': m.duplicates_kind, 'results': m.gestion_journal_kind_results, 'organisation': m.habilitation_org_nav, 'habilitation': m.habilitation_nav, 'training': m.habilitation_kind_training, 'reserve': m.reserve_nav, 'second-factor': m.habilitation_kind_second_factor, 'assisted-session': m.gestion_journal_kind_assisted, 'mandate': m.gestion_mandates_title,
  'kiosk': m.kiosk_desk_nav, 'kiosk-pass': m.kiosk_pass_word, 'kiosk-session': m.kiosk_session_word,
export const actionKinds = ['consultation', 'charter', 'phase', 'proposal', 'debate', 'comment', 'moderation', 'appeal', 'meeting', 'vote', 'questionnaire', 'contested-entry', 'results', 'assisted-session', 'kiosk', 'kiosk-pass', 'kiosk-session', 'quota', 'alert', 'activity', 'mandate', 'organisation', 'habilitation', 'training', 'reserve', 'second-factor', 'export', 'import', 'job', 'role', 'account', 'civil-status', 'token', 'newsletter', 'letters', 'saved-view', 'centre', 'territory'] as const
export const actionKindName = said({
  'consultation': m.gestion_journal_kind_consultation, 'charter': m.gestion_journal_kind_charter, 'phase': m.gestion_journal_kind_phase, 'proposal': m.gestion_journal_kind_proposal, 'meeting': m.gestion_journal_kind_meeting,
  'debate': m.debate_list_title, 'comment': m.moderation_kind_comments, 'moderation': m.moderation_title, 'appeal': m.moderation_state_appeals, 'vote': m.gestion_journal_kind_vote, 'questionnaire': m.questionnaire_journal_kind, 'contested-entry': m.gestion_journal_kind_contested, 'results': m.gestion_journal_kind_results, 'organisation': m.habilitation_org_nav, 'habilitation': m.habilitation_nav, 'training': m.habilitation_kind_training, 'reserve': m.reserve_nav, 'second-factor': m.habilitation_kind_second_factor, 'assisted-session': m.gestion_journal_kind_assisted, 'mandate': m.gestion_mandates_title,
  'quota': m.alerts_lifts_title, 'alert': m.alerts_staff_nav, 'activity': m.activity_nav, 'kiosk': m.kiosk_desk_nav, 'kiosk-pass': m.kiosk_pass_word, 'kiosk-session': m.kiosk_session_word,
export const actionKinds = ['consultation', 'charter', 'phase', 'proposal', 'debate', 'comment', 'moderation', 'appeal', 'meeting', 'vote', 'questionnaire', 'contested-entry', 'results', 'assisted-session', 'kiosk', 'kiosk-pass', 'kiosk-session', 'phone-visit', 'phone-check', 'callback', 'mandate', 'organisation', 'habilitation', 'training', 'reserve', 'second-factor', 'export', 'import', 'job', 'role', 'account', 'civil-status', 'token', 'newsletter', 'letters', 'saved-view', 'centre', 'territory'] as const
export const actionKindName = said({
  'consultation': m.gestion_journal_kind_consultation, 'charter': m.gestion_journal_kind_charter, 'phase': m.gestion_journal_kind_phase, 'proposal': m.gestion_journal_kind_proposal, 'meeting': m.gestion_journal_kind_meeting,
  'debate': m.debate_list_title, 'comment': m.moderation_kind_comments, 'moderation': m.moderation_title, 'appeal': m.gestion_journal_kind_appeal, 'vote': m.gestion_journal_kind_vote, 'questionnaire': m.questionnaire_journal_kind, 'contested-entry': m.gestion_journal_kind_contested, 'results': m.gestion_journal_kind_results, 'organisation': m.habilitation_org_nav, 'habilitation': m.habilitation_nav, 'training': m.habilitation_kind_training, 'reserve': m.reserve_nav, 'second-factor': m.habilitation_kind_second_factor, 'assisted-session': m.gestion_journal_kind_assisted, 'mandate': m.gestion_mandates_title,
  'kiosk': m.kiosk_desk_nav, 'kiosk-pass': m.kiosk_pass_word, 'kiosk-session': m.kiosk_session_word,
  'phone-visit': m.phone_kind_visit, 'phone-check': m.phone_kind_check, 'callback': m.phone_kind_callback,
  'export': m.gestion_journal_kind_export, 'import': m.gestion_journal_kind_import, 'job': m.gestion_journal_kind_job, 'role': m.gestion_journal_kind_role, 'account': m.gestion_journal_kind_account, 'civil-status': m.gestion_journal_kind_civil_status, 'token': m.gestion_journal_kind_token,
  'newsletter': m.news_journal_kind, 'letters': m.news_journal_kind_consent, 'saved-view': m.own_journal_kind_saved_view, 'centre': m.places_staff_nav, 'territory': m.gestion_journal_kind_territory,
})

export const doneName: Words = {
  'kit-fait': m.paper_done_made, 'feuilles-numerotees': m.paper_done_printed,
  'import-confirme': m.gestion_done_import_confirmed, 'import-abandonne': m.gestion_done_import_cancelled, 'import-retire': m.gestion_done_import_undone, 'import-garde': m.gestion_done_import_kept,
  cree: m.gestion_done_created, enregistre: m.gestion_done_saved, annoncee: m.gestion_done_announced, prolongee: m.gestion_done_extended, suspendue: m.gestion_done_suspended,
  reprise: m.gestion_done_resumed, archivee: m.gestion_done_archived, supprimee: m.gestion_done_removed,
  ajoutees: m.gestion_done_added, examinee: m.gestion_done_reviewed, scelle: m.gestion_done_sealed, publie: m.gestion_done_published,
  relancee: m.jobs_done_retried, abandonnee: m.jobs_done_given_up, 'role-donne': m.gestion_done_role_granted, 'role-fini': m.gestion_done_role_ended,
  'debat-ecrit': m.debate_done_written, 'debat-publie': m.debate_done_published, 'debat-conclu': m.debate_done_concluded, 'debat-supprime': m.debate_done_removed_draft,
  'appel-decide': m.moderation_done_appeal, 'reglages': m.moderation_done_settings,
  'rencontre': m.meetings_staff_done_saved, 'rencontre-publiee': m.meetings_staff_done_published, 'rencontre-annulee': m.meetings_staff_done_cancelled, 'rencontre-supprimee': m.meetings_staff_done_removed,
  'presences': m.meetings_staff_door_saved, 'inscription-retiree': m.meetings_staff_done_taken_off, 'question': m.meetings_staff_question_saved,
  'compte-rendu': m.meetings_staff_done_minutes, 'compte-rendu-publie': m.meetings_staff_done_minutes_published,
  'regles': m.gestion_rules_saved, 'reponse': m.answers_saved, 'reponse-effacee': m.answers_discarded, 'reponses-publiees': m.answers_published, 'avis': m.answers_study_saved,
  'etape': m.answers_step_added, 'etape-retiree': m.answers_step_removed, 'confiees': m.answers_assigned, 'mots': m.answers_words_saved, 'reunies': m.together_done_merged, 'partagee': m.together_done_split, 'defait': m.together_done_undone, 'vue': m.gestion_done_view_saved, 'publication-demandee': m.survey_done_asked, 'publication-annulee': m.survey_done_withdrawn, 'comptage-demande': m.survey_done_counting, 'participation-decidee': m.survey_done_reviewed, 'decision-annulee': m.survey_done_undone, 'vue-supprimee': m.gestion_done_view_removed,
  'filtre': m.own_done_filter, 'filtre-supprime': m.own_done_filter_removed,
  'lieu-cree': m.places_done_created, 'lieu-enregistre': m.places_done_saved, 'horaires': m.places_done_hours, 'fermeture': m.places_done_closed, 'fermeture-retiree': m.places_done_reopened,
  'passage': m.places_done_stop, 'passage-retire': m.places_done_stop_removed, 'lieu-montre': m.places_done_shown, 'lieu-masque': m.places_done_hidden, 'lieux-pris': m.places_done_imported,
}
