import { attachmentActions, doneOf } from '$lib/server/attachments'
import { read, readApi, send } from '$lib/server/api'
import { signInPath } from '$lib/links'
import { error, redirect, type Actions } from '@sveltejs/kit'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async event => {
  if (!event.locals.session) redirect(303, signInPath(event.url))
  const params = { path: { id: event.params.draft } }
  const [draft, given] = await Promise.all([read(event, readApi(event).GET('/api/proposal-drafts/{id}', { params })), read(event, readApi(event).GET('/api/proposal-drafts/{id}/attachments', { params }))])
  if (draft.consultation.slug !== event.params.slug) error(404)
  return { draft, given, done: doneOf(event.url) }
}

export const actions: Actions = attachmentActions((event, body) => send(readApi(event).POST('/api/proposal-drafts/{id}/attachments', { params: { path: { id: event.params.draft ?? '' } }, body })))
