import { redirect, type Actions } from '@sveltejs/kit'
import { failFrom, read, readApi, requirePermission, send } from '$lib/server/api'
import { subjectPath } from '$lib/server/discussion'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async event => {
  requirePermission(event, 'appeal.decide')
  const item = await read(event, readApi(event).GET('/api/moderation/cases/{id}', { params: { path: { id: event.params.id } } }))
  return { item, path: subjectPath(item.consultation.slug, item.subjectKind, item.number) }
}

export const actions: Actions = {
  repondre: async event => {
    const form = await event.request.formData()
    const values = { answer: String(form.get('answer') ?? ''), outcome: String(form.get('outcome') ?? '') }
    const item = await read(event, readApi(event).GET('/api/moderation/cases/{id}', { params: { path: { id: event.params.id ?? '' } } }))
    const outcome = await send(readApi(event).POST('/api/moderation/appeals/{id}/decision', {
      params: { path: { id: item.hidden?.decisionId ?? '' } }, body: { outcome: values.outcome === 'restored' ? 'restored' : 'upheld', answer: values.answer },
    }))
    if (!outcome.ok) return failFrom(outcome.problem, values)
    redirect(303, '/gestion/moderation?etat=contestations&fait=appel-decide')
  },
}
