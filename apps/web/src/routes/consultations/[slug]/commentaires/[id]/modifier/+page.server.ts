import { failFrom, problemOf, readApi, send } from '$lib/server/api'
import { doneAt, readComment } from '$lib/server/discussion'
import { signInPath } from '$lib/links'
import { fail, redirect, type Actions } from '@sveltejs/kit'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async event => {
  if (!event.locals.session) redirect(303, signInPath(event.url))
  const found = await readComment(event)
  if (!found.comment.may.edit) redirect(303, `/consultations/${event.params.slug}/commentaires/${event.params.id}`)
  return found
}

export const actions: Actions = {
  default: async event => {
    const form = await event.request.formData()
    const values = { body: String(form.get('body') ?? ''), version: String(form.get('version') ?? '') }
    if (values.body.trim().length < 2) return fail(422, { values, problem: problemOf(422, { code: 'request.invalid', refusals: [{ code: 'comment.body-short', at: 'body' }] }) })
    const { path } = await readComment(event)
    const outcome = await send(readApi(event).PATCH('/api/comments/{id}', { params: { path: { id: event.params.id ?? '' } }, body: { body: values.body, version: Number(values.version) } }))
    if (!outcome.ok) return failFrom(outcome.problem, values)
    redirect(303, doneAt(path, outcome.data.state === 'held' ? 'attente' : 'commentaire-corrige', outcome.data.state === 'held' ? 'discussion' : `c-${event.params.id}`))
  },
}
