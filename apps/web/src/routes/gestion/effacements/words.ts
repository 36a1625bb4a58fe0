import { m } from '@parvis/texts'

/** A rule in words: what is kept, until when, and what becomes of it. */
export interface RuleWords {
  what: () => string
  until: () => string
  then: () => string
}

const rules: Record<string, RuleWords> = {
  'vote-people': { what: m.erasures_vote_people_what, until: m.erasures_vote_people_until, then: m.erasures_vote_people_then },
  'questionnaire-people': { what: m.erasures_questionnaire_people_what, until: m.erasures_questionnaire_people_until, then: m.erasures_questionnaire_people_then },
  supporters: { what: m.erasures_supporters_what, until: m.erasures_supporters_until, then: m.erasures_supporters_then },
  'meeting-people': { what: m.erasures_meeting_people_what, until: m.erasures_meeting_people_until, then: m.erasures_meeting_people_then },
  'kiosk-passes': { what: m.erasures_kiosk_passes_what, until: m.erasures_kiosk_passes_until, then: m.erasures_kiosk_passes_then },
  'paper-batches': { what: m.erasures_paper_batches_what, until: m.erasures_paper_batches_until, then: m.erasures_paper_batches_then },
  tickets: { what: m.erasures_tickets_what, until: m.erasures_tickets_until, then: m.erasures_tickets_then },
  appointments: { what: m.erasures_appointments_what, until: m.erasures_appointments_until, then: m.erasures_appointments_then },
  'typed-names': { what: m.erasures_typed_names_what, until: m.erasures_typed_names_until, then: m.erasures_typed_names_then },
  'desk-pace': { what: m.erasures_desk_pace_what, until: m.erasures_desk_pace_until, then: m.erasures_desk_pace_then },
  alerts: { what: m.erasures_alerts_what, until: m.erasures_alerts_until, then: m.erasures_alerts_then },
  'activity-reports': { what: m.erasures_activity_reports_what, until: m.erasures_activity_reports_until, then: m.erasures_activity_reports_then },
  'phone-numbers': { what: m.erasures_phone_numbers_what, until: m.erasures_phone_numbers_until, then: m.erasures_phone_numbers_then },
  'callback-requests': { what: m.erasures_callback_requests_what, until: m.erasures_callback_requests_until, then: m.erasures_callback_requests_then },
  mandates: { what: m.erasures_mandates_what, until: m.erasures_mandates_until, then: m.erasures_mandates_then },
  claims: { what: m.erasures_claims_what, until: m.erasures_claims_until, then: m.erasures_claims_then },
  'follow-ups': { what: m.erasures_follow_ups_what, until: m.erasures_follow_ups_until, then: m.erasures_follow_ups_then },
  habilitations: { what: m.erasures_habilitations_what, until: m.erasures_habilitations_until, then: m.erasures_habilitations_then },
  'desk-journal': { what: m.erasures_desk_journal_what, until: m.erasures_desk_journal_until, then: m.erasures_desk_journal_then },
  'answer-drafts': { what: m.erasures_answer_drafts_what, until: m.erasures_answer_drafts_until, then: m.erasures_answer_drafts_then },
  'proposal-drafts': { what: m.erasures_proposal_drafts_what, until: m.erasures_proposal_drafts_until, then: m.erasures_proposal_drafts_then },
  'unattached-files': { what: m.erasures_unattached_files_what, until: m.erasures_unattached_files_until, then: m.erasures_unattached_files_then },
  'coauthor-addresses': { what: m.erasures_coauthor_addresses_what, until: m.erasures_coauthor_addresses_until, then: m.erasures_coauthor_addresses_then },
  digests: { what: m.erasures_digests_what, until: m.erasures_digests_until, then: m.erasures_digests_then },
  'import-files': { what: m.erasures_import_files_what, until: m.erasures_import_files_until, then: m.erasures_import_files_then },
  sessions: { what: m.erasures_sessions_what, until: m.erasures_sessions_until, then: m.erasures_sessions_then },
  'sign-in-tries': { what: m.erasures_sign_in_tries_what, until: m.erasures_sign_in_tries_until, then: m.erasures_sign_in_tries_then },
  jobs: { what: m.erasures_jobs_what, until: m.erasures_jobs_until, then: m.erasures_jobs_then },
}

/** The rules in the order in which people ask for them: who took part first. One that has no words yet shows its name. */
export const ruleNames = Object.keys(rules)
export const wordsOf = (rule: string): RuleWords => rules[rule] ?? { what: () => rule, until: () => '', then: () => '' }

const kinds = { vote: m.erasures_kind_vote, questionnaire: m.erasures_kind_questionnaire, supports: m.erasures_kind_supports }
export const kindWord = (kind: keyof typeof kinds) => kinds[kind]()
export const ruleOfKind = { vote: 'vote-people', questionnaire: 'questionnaire-people', supports: 'supporters' } as const
export const isKind = (text: string): text is keyof typeof kinds => Object.hasOwn(kinds, text)
