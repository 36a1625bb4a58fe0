import { m } from '@parvis/texts'
import { dateAndHour } from '$lib/format'
import { overviewPath, stepPath } from './steps'
import type { Consultation, ConsultationSummary, Preparation, Vote } from './types'

export const taskKinds = ['held', 'seal', 'publish', 'contested', 'vote', 'closing', 'suspended', 'drafts', 'waiting'] as const
export type TaskKind = (typeof taskKinds)[number]

export interface Task {
  kind: TaskKind
  /** The consultation it belongs to. */
  title: string
  /** What is to be done, or known. */
  text: string
  href: string
}

const WEEK = 7 * 86_400_000

/** What a draft still needs. */
export function draftTask(draft: ConsultationSummary, preparation: Preparation | null): Task {
  const missing = preparation?.refusals.length ?? 0
  const text = preparation?.mayAnnounce ? m.gestion_task_draft_ready() : m.gestion_task_draft({ count: missing })
  return { kind: 'drafts', title: draft.title, text, href: stepPath(draft.id, 'preparation') }
}

/** What an announced consultation asks of who looks after it, from what the API shows of it. */
export function consultationTasks(consultation: Consultation, votes: readonly Vote[], now: number): Task[] {
  const { id, title, phases, suspended } = consultation
  const here = overviewPath(id)
  const task = (kind: TaskKind, text: string, href = here): Task => ({ kind, title, text, href })
  const tasks: Task[] = []
  if (suspended) tasks.push(task('suspended', m.gestion_task_suspended()))
  for (const phase of phases) {
    const closes = Date.parse(phase.closesAt)
    if (phase.held) tasks.push(task('held', m.gestion_task_held({ phase: phase.title, date: dateAndHour(phase.opensAt) })))
    if (phase.state === 'open' && closes - now < WEEK) tasks.push(task('closing', m.gestion_task_closing({ phase: phase.title, date: dateAndHour(phase.closesAt) })))
  }
  if (!consultation.may.edit) return tasks
  for (const vote of votes) {
    if (vote.state === 'draft' && Date.parse(vote.opensAt) - now < 2 * WEEK && (vote.options.length < 2 || vote.question === '')) {
      tasks.push(task('vote', m.gestion_task_vote({ date: dateAndHour(vote.opensAt) }), `${here}/vote/${vote.id}`))
    }
    if (vote.contestedPending) tasks.push(task('contested', m.gestion_task_contested({ count: vote.contestedPending }), `${here}/contestations?vote=${vote.id}`))
    if (vote.may.seal) tasks.push(task('seal', m.gestion_task_seal(), `${here}/scellement?vote=${vote.id}`))
    else if (vote.state === 'counting' && vote.sealableAt && !vote.contestedPending) tasks.push(task('waiting', m.gestion_task_waiting({ date: dateAndHour(vote.sealableAt) }), `${here}/scellement?vote=${vote.id}`))
    if (vote.may.publish) tasks.push(task('publish', m.gestion_task_publish(), `${here}/depouillement?vote=${vote.id}`))
  }
  return tasks
}
