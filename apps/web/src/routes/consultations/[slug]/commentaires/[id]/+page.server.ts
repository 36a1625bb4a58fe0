import { randomUUID } from 'node:crypto'
import { failFrom, readApi, send } from '$lib/server/api'
import { cameFrom, doneAt, readComment } from '$lib/server/discussion'
import { signInPath } from '$lib/links'
import { redirect, type Actions } from '@sveltejs/kit'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async event => ({ ...await readComment(event), token: randomUUID(), replying: event.url.searchParams.get('repondre') === 'oui' })

export const actions: Actions = {
  juger: async event => {
    const form = await event.request.formData()
    const { path } = await readComment(event)
    const back = cameFrom(form, event.params.slug ?? '', path)
    if (!event.locals.session) redirect(303, signInPath(new URL(back, event.url)))
    const api = readApi(event)
    const params = { path: { id: event.params.id ?? '' } }
    const outcome = form.get('avis') === 'aucun'
      ? await send(api.DELETE('/api/comments/{id}/judgement', { params }))
      : await send(api.PUT('/api/comments/{id}/judgement', { params, body: { useful: form.get('avis') === 'utile' } }))
    if (!outcome.ok) return failFrom(outcome.problem, {})
    redirect(303, `${back}#c-${event.params.id}`)
  },
  supprimer: async event => {
    const { path } = await readComment(event)
    const outcome = await send(readApi(event).DELETE('/api/comments/{id}', { params: { path: { id: event.params.id ?? '' } } }))
    return outcome.ok ? redirect(303, doneAt(path, 'suppression', 'discussion')) : failFrom(outcome.problem, {})
  },
}
