import { error, fail, redirect, type Actions, type RequestEvent } from '@sveltejs/kit'
import { failFrom, problemOf, read, readApi, send } from '$lib/server/api'
import { doneAt, subjectPath } from '$lib/server/discussion'
import { reasons } from '$lib/reasons'
import type { PageServerLoad } from './$types'

/** What is reported: `?commentaire=` its identifier, or `?proposition=` its number. */
async function readThing(event: RequestEvent) {
  const slug = event.params.slug ?? ''
  const comment = event.url.searchParams.get('commentaire')
  const number = /^\d{1,6}$/.exec(event.url.searchParams.get('proposition') ?? '')?.[0]
  const api = readApi(event)
  if (comment) {
    const found = await read(event, api.GET('/api/comments/{id}', { params: { path: { id: comment } } }))
    if (found.consultation.slug !== slug || found.comment.state !== 'published') error(404)
    return { kind: 'comment' as const, id: found.comment.id, text: found.comment.body, title: found.subject.title, consultation: found.consultation, path: subjectPath(slug, found.subject.kind, found.subject.number) }
  }
  if (!number) error(404)
  const found = await read(event, api.GET('/api/consultations/{slugOrId}/proposals/{number}', { params: { path: { slugOrId: slug, number } } }))
  if (found.state !== 'submitted') error(404)
  return { kind: 'proposal' as const, id: found.id, text: found.body, title: found.title, consultation: found.consultation, path: subjectPath(slug, 'proposal', found.number) }
}

export const load: PageServerLoad = async event => {
  const thing = await readThing(event)
  // Whoever is not signed in shows that they read the form: it is made here, and good from three seconds on.
  const form = event.locals.session ? null : await read(event, readApi(event).GET('/api/report-form'))
  return { thing, formToken: form?.token ?? '' }
}

export const actions: Actions = {
  default: async event => {
    const form = await event.request.formData()
    const text = (name: string) => String(form.get(name) ?? '')
    const values = { reason: text('reason'), words: text('words'), formToken: text('formToken') }
    const reason = reasons.find(known => known === values.reason)
    if (!reason) return fail(422, { values, problem: problemOf(422, { code: 'request.invalid', refusals: [{ code: 'moderation.reason-needed', at: 'reason' }] }) })
    const thing = await readThing(event)
    const outcome = await send(readApi(event).POST('/api/reports', {
      body: { ...(thing.kind === 'comment' ? { commentId: thing.id } : { proposalId: thing.id }), reason, words: values.words, formToken: values.formToken || undefined, site: text('site') || undefined },
    }))
    if (!outcome.ok) return failFrom(outcome.problem, values)
    redirect(303, doneAt(thing.path, 'signalement', 'discussion'))
  },
}
