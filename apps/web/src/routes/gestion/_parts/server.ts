import { error, redirect, type ActionFailure, type RequestEvent } from '@sveltejs/kit'
import { problemOf, readApi, read, send, failFrom } from '$lib/server/api'
import { errorSentence } from '$lib/errors'
import type { Problem } from '$lib/problem'
import type { components } from '@parvis/api-client'
import { afterSaving, overviewPath, type StepName } from './steps'
import type { Consultation, Vote } from './types'

type Event = RequestEvent<{ id: string }>

/** The fields of a form that are texts. */
export const textsOf = (form: FormData): Record<string, string> =>
  Object.fromEntries([...form].flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : [])))

/** A page of a list: 1 unless the address says another one. */
export const pageOf = (url: URL, param = 'page') => Math.max(1, Math.min(10_000, Number.parseInt(url.searchParams.get(param) ?? '1', 10) || 1))

/** A refusal of the form itself, before the API is asked. */
export const refusedHere = (refusals: { code: string, at: string, facts?: Record<string, unknown> }[]): Problem =>
  problemOf(422, { code: 'request.invalid', detail: 'The form was not understood', refusals })

/** A problem whose fields left empty are named: `sentences` by the place of the field. Other refusals keep their sentence. */
export const naming = (problem: Problem, sentences: Record<string, string>): Problem => ({
  ...problem,
  refusals: problem.refusals.map(refusal => {
    const empty = refusal.code === 'field.is-in' || refusal.code === 'field.is-not-empty' || (refusal.code === 'field.min-length' && refusal.facts?.limit === 1)
    const sentence = empty && refusal.at ? sentences[refusal.at] : undefined
    return sentence ? { ...refusal, sentence } : refusal
  }),
})

/** Steps are for who prepares; anybody else sees the consultation from outside. */
export function onlyWhoEdits(consultation: Consultation): void {
  if (!consultation.may.edit) redirect(303, overviewPath(consultation.id))
}

export const readConsultation = (event: Event): Promise<Consultation> =>
  read(event, readApi(event).GET('/api/consultations/{slugOrId}', { params: { path: { slugOrId: event.params.id } } }))

/** Saves a step and goes on; a refusal comes back with everything that was typed. */
export async function saveStep<V extends Record<string, unknown>>(
  event: Event, step: StepName, body: Omit<components['schemas']['EditConsultationDto'], 'revision'>, form: FormData, values: V, sentences: Record<string, string> = {},
): Promise<ActionFailure<{ problem: Problem, values: V }>> {
  const revision = Number(form.get('revision'))
  const outcome = await send(readApi(event).PATCH('/api/consultations/{id}', { params: { path: { id: event.params.id } }, body: { ...body, revision } }))
  if (!outcome.ok) return failFrom(naming(outcome.problem, sentences), values)
  redirect(303, afterSaving(outcome.data, step, form.get('rester') === 'oui'))
}

/** The vote that a page is about: the one of `?vote=`, else the current one. 404 when there is none. */
export async function readVote(event: Event & Pick<RequestEvent, 'url'>, consultation: Pick<Consultation, 'votes' | 'vote'>): Promise<Vote> {
  const wanted = event.url.searchParams.get('vote')
  const found = consultation.votes.find(({ id }) => id === wanted) ?? (wanted ? null : consultation.vote)
  if (!found) error(404, { message: errorSentence('vote.unknown'), code: 'vote.unknown' })
  return read(event, readApi(event).GET('/api/votes/{id}', { params: { path: { id: found.id } } }))
}
