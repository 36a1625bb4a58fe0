import type { components } from '@parvis/api-client'
import { m } from '@parvis/texts'
import type { Session } from '$lib/session'

export type Job = components['schemas']['JobView']

const kinds: Record<string, (() => string) | undefined> = {
  'account.confirmation-wanted': m.jobs_kind_confirmation, 'account.already-exists': m.jobs_kind_existing, 'account.reset-wanted': m.jobs_kind_reset,
  'vote.sealed': m.jobs_kind_count, 'vote.drawn': m.jobs_kind_draw, 'vote.what-if': m.jobs_kind_what_if, 'export.requested': m.jobs_kind_export, 'import.uploaded': m.jobs_kind_import_read, 'import.confirmed': m.jobs_kind_import_take, 'import.undo-asked': m.jobs_kind_import_undo,
  'meeting.registered': m.jobs_kind_meeting_registered, 'meeting.moved-up': m.jobs_kind_meeting_moved_up, 'meeting.reminder': m.jobs_kind_meeting_reminder,
  'meeting.changed': m.jobs_kind_meeting_changed, 'meeting.change-told': m.jobs_kind_meeting_change_told,
  'questionnaire.count-wanted': m.survey_job_questionnaire_count, 'questionnaire.publication-wanted': m.survey_job_questionnaire_publication, 'phase.closed': m.survey_job_phase_closed,
  'habilitation.warned': m.habilitation_job_person, 'habilitation.decided': m.habilitation_job_person, 'organisation.decided': m.habilitation_job_organisation,
  'mission.proposed': m.reserve_job,
  'appointment.booked': m.alerts_job_appointment, 'appointment.closed': m.alerts_job_appointment, 'alert.asked': m.alerts_job_asked, 'quota.lift-asked': m.alerts_job_lift,
  'mailing.wanted': m.jobs_kind_mailing, 'newsletter.test': m.jobs_kind_letter_test, 'proposal.answered': m.jobs_kind_answer, 'proposal.answered-together': m.jobs_kind_answer,
  'coauthor.invited': m.together_job_invited, 'amendment.submitted': m.together_job_amendment, 'amendment.answered': m.together_job_answered, 'reshaping.told': m.together_job_reshaped,
}

/** What a job does, in words. */
export const kindName = (kind: string) => kinds[kind]?.() ?? m.jobs_kind_other({ kind })

/** What a job is about, in words; nothing is told of an account. */
export const aboutName = ({ kind, about }: Job) => about?.title ?? (kind.startsWith('account.') ? m.jobs_about_account() : kind === 'mailing.wanted' || kind === 'newsletter.test' ? m.jobs_about_mailing() : m.jobs_about_gone())

/** Jobs of all communes stand in one list: it is for the metropolis and for administrators. The API decides; this spares a link that leads nowhere. */
export const watchesJobs = (session: Session | null) =>
  session?.roles.some(({ role, place }) => role === 'administrator' || (role === 'staff' && place.kind === 'metropolis')) ?? false
