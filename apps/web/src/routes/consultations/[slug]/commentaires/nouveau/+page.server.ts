import { randomUUID } from 'node:crypto'
import { problemOf, failFrom, read, readApi, send } from '$lib/server/api'
import { doneAt, readSubject } from '$lib/server/discussion'
import { signInPath } from '$lib/links'
import { fail, redirect, type Actions, type RequestEvent } from '@sveltejs/kit'
import type { PageServerLoad } from './$types'

/** The comment that is answered, of `?reponse=`. */
async function answered(event: RequestEvent) {
  const id = event.url.searchParams.get('reponse')
  return id ? (await read(event, readApi(event).GET('/api/comments/{id}', { params: { path: { id } } }))).comment : null
}

export const load: PageServerLoad = async event => {
  if (!event.locals.session) redirect(303, signInPath(event.url))
  const [subject, parent] = [await readSubject(event), await answered(event)]
  const discussion = await read(event, readApi(event).GET('/api/comments', { params: { query: { ...(subject.kind === 'proposition' ? { proposalId: subject.id } : { debateId: subject.id }), page: 1, perPage: 1 } } }))
  return { subject, parent, may: discussion.may, editMinutes: discussion.editMinutes, token: randomUUID() }
}

export const actions: Actions = {
  default: async event => {
    const form = await event.request.formData()
    const text = (name: string) => String(form.get(name) ?? '')
    const values = { body: text('body'), stance: text('stance'), official: text('official'), submissionToken: text('submissionToken') }
    const subject = await readSubject(event)
    const parentId = event.url.searchParams.get('reponse') ?? undefined
    if (values.body.trim().length < 2) return fail(422, { values, problem: problemOf(422, { code: 'request.invalid', refusals: [{ code: 'comment.body-short', at: 'body' }] }) })
    const outcome = await send(readApi(event).POST('/api/comments', {
      body: {
        ...(subject.kind === 'proposition' ? { proposalId: subject.id } : { debateId: subject.id }), parentId, body: values.body, submissionToken: values.submissionToken,
        stance: (['for', 'against', 'neutral'] as const).find(known => known === values.stance), official: values.official === 'oui' || undefined,
      },
    }))
    if (!outcome.ok) {
      if (outcome.problem.status === 401) redirect(303, signInPath(event.url))
      return failFrom(outcome.problem, values)
    }
    redirect(303, doneAt(subject.path, outcome.data.state === 'held' ? 'attente' : 'commentaire', outcome.data.state === 'held' || parentId === undefined ? 'discussion' : `c-${outcome.data.id}`))
  },
}
