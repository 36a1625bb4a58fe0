import type { components } from '@parvis/api-client'
import { m } from '@parvis/texts'
import { dateLong, dateShort, hour, until } from '$lib/format'
import { overviewPath, stepPath } from './steps'

type Schemas = components['schemas']
export type Task = Schemas['TaskView']
export type Coming = Schemas['EventView']

const WEEK = 7 * 86_400_000
const faces: Record<Task['kind'], () => string> = {
  held: m.gestion_do_held, suspended: m.gestion_do_suspended, contested: m.gestion_do_contested, seal: m.gestion_do_seal,
  publish: m.gestion_do_publish, vote: m.gestion_do_vote, announce: m.gestion_do_finish_draft, question: m.meetings_staff_task,
  questionnaire: m.survey_today_publish, 'questionnaire-contested': m.survey_today_contested, appeal: m.survey_today_appeal, reports: m.survey_today_reports,
}

/** The screen where a task is done. */
function taskPath({ kind, consultationId, voteId, meetingId }: Task, resumes: boolean): string {
  const here = overviewPath(consultationId)
  const places: Record<Task['kind'], string> = {
    held: resumes ? here : stepPath(consultationId, 'preparation'), suspended: resumes ? `${here}/suspendre` : here, contested: `${here}/contestations?vote=${voteId}`, seal: `${here}/scellement?vote=${voteId}`,
    publish: `${here}/depouillement?vote=${voteId}`, vote: `${here}/vote/${voteId}`, announce: stepPath(consultationId, 'preparation'), question: `${here}/rencontres/${meetingId}/questions`,
    'questionnaire': `${here}/questionnaire/resultats`, 'questionnaire-contested': `${here}/questionnaire/contestations`, 'appeal': '/gestion/moderation?etat=contestations', 'reports': '/gestion/moderation',
  }
  return places[kind]
}

function detail({ kind, phase, count, before, late }: Task): string {
  if (kind === 'held') return m.gestion_task_held_short({ phase: phase ?? '' })
  if (kind === 'suspended') return m.gestion_suspended_text()
  if (kind === 'contested') return m.gestion_task_contested({ count: count ?? 0 })
  if (kind === 'seal') return m.gestion_task_seal()
  if (kind === 'publish') return m.gestion_task_publish()
  if (kind === 'question') return m.meetings_staff_task_detail({ count: count ?? 0, title: phase ?? '' })
  if (kind === 'questionnaire') return m.survey_today_publish_text()
  if (kind === 'questionnaire-contested') return m.survey_today_contested_text({ count: count ?? 0 })
  if (kind === 'appeal') return m.survey_today_appeal_text({ count: count ?? 0 })
  if (kind === 'reports') return m.survey_today_reports_text({ count: count ?? 0 })
  if (kind === 'vote') return m.gestion_task_vote_short()
  return before === null ? m.gestion_task_announce_undated() : late ? m.gestion_task_announce_late() : ''
}

export interface Line {
  when: string
  note?: string
  urgent: boolean
  label: string
  href: string
  title: string
  detail: string
  /** Somebody else's words inside label or detail. */
  quoted?: string
}

/** A task in words. `resumes`: who reads may lift a suspension, and prepares nothing. */
export function lineOf(task: Task, now: string, resumes: boolean): Line {
  const when = task.before ? m.gestion_today_before({ date: dateShort(task.before) }) : task.since ? m.gestion_today_since({ date: dateShort(task.since) }) : m.gestion_today_no_date()
  return {
    when, note: task.late ? m.gestion_today_late() : task.before ? until(task.before, now) : undefined, urgent: task.late,
    label: task.kind === 'suspended' && resumes ? m.gestion_do_resume() : faces[task.kind](), href: taskPath(task, resumes), title: task.title, detail: detail(task), quoted: task.phase ?? undefined,
  }
}

export type OfficeTask = Schemas['OfficeTaskView']
const office: Record<OfficeTask['kind'], { label: () => string, detail: (given: { count: number }) => string, href: string }> = {
  lifts: { label: m.gestion_office_lifts, detail: m.gestion_office_lifts_text, href: '/gestion/alertes' },
  claims: { label: m.gestion_office_claims, detail: m.gestion_office_claims_text, href: '/gestion/reclamations' },
  appeals: { label: m.gestion_office_appeals, detail: m.gestion_office_appeals_text, href: '/gestion/reclamations?etat=appealed' },
  alerts: { label: m.gestion_office_alerts, detail: m.gestion_office_alerts_text, href: '/gestion/alertes' },
  denials: { label: m.gestion_office_denials, detail: m.gestion_office_denials_text, href: '/gestion/telephone' },
  letters: { label: m.gestion_office_letters, detail: m.gestion_office_letters_text, href: '/gestion/suites' },
  organisations: { label: m.gestion_office_organisations, detail: m.gestion_office_organisations_text, href: '/gestion/organisations' },
  habilitations: { label: m.gestion_office_habilitations, detail: m.gestion_office_habilitations_text, href: '/gestion/habilitations' },
}

/** What waits about desks and the people who came to one, in words. */
export function officeLine({ kind, count, since, before, late }: OfficeTask, now: string): Line {
  const { label, detail, href } = office[kind]
  const when = before ? m.gestion_today_before({ date: dateShort(before) }) : since ? m.gestion_today_since({ date: dateShort(since) }) : m.gestion_today_no_date()
  return { when, note: late ? m.gestion_today_late() : before ? until(before, now) : undefined, urgent: late, label: label(), href, title: '', detail: detail({ count }) }
}

/** Somebody stands at a desk while a lift waits: it is as urgent as what is late. */
export const officeUrgency = ({ kind, late, before, since }: OfficeTask, now: string): Urgency => (kind === 'lifts' ? 'urgent' : urgencyOf({ kind: 'reports', late, before, since }, now))

export type Urgency = 'urgent' | 'week' | 'later' | 'undated'

/** Where on the page a task stands. */
export function urgencyOf({ kind, late, before, since }: Pick<Task, 'kind' | 'late' | 'before' | 'since'>, now: string): Urgency {
  if (late || kind === 'held' || kind === 'suspended') return 'urgent'
  if (before === null) return since === null ? 'undated' : 'week'
  return Date.parse(before) - Date.parse(now) < WEEK ? 'week' : 'later'
}

/** What happens by itself, in words. `seals`: who reads may seal. */
export function eventLine({ kind, at, consultationId, title, phase, voteId }: Coming, now: string, seals: boolean): Line {
  const words = { opens: m.gestion_event_opens, closes: m.gestion_event_closes, seals: m.gestion_event_seals }
  const here = overviewPath(consultationId)
  return { when: dateLong(at), note: `${hour(at)} · ${until(at, now)}`, urgent: false, label: words[kind]({ phase }), href: seals && kind === 'seals' ? `${here}/scellement?vote=${voteId}` : here, title, detail: '', quoted: phase }
}
