import { redirect } from '@sveltejs/kit'
import { failFrom, read, readApi, requirePermission, send } from '$lib/server/api'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async event => {
  requirePermission(event, 'habilitation.manage')
  return { one: await read(event, readApi(event).GET('/api/console/organisations/{id}', { params: { path: { id: event.params.id } } })), done: event.url.searchParams.get('fait') }
}

export const actions: Actions = {
  decider: async event => {
    const form = await event.request.formData()
    const reason = String(form.get('reason') ?? '')
    const decision = (['accept', 'refuse', 'suspend', 'close'] as const).find(known => known === form.get('decision')) ?? ('' as 'accept')
    const outcome = await send(readApi(event).POST('/api/console/organisations/{id}/decisions', { params: { path: { id: event.params.id } }, body: { decision, reason } }))
    if (!outcome.ok) return failFrom(outcome.problem, { reason, referents: undefined as string | undefined })
    redirect(303, `/gestion/organisations/${event.params.id}?fait=decide`)
  },
  gens: async event => {
    const form = await event.request.formData()
    const typed = String(form.get('referents') ?? '')
    const referents = typed.split(/[\s,;]+/).filter(Boolean)
    const outcome = await send(readApi(event).PUT('/api/console/organisations/{id}/people', { params: { path: { id: event.params.id } }, body: { centreIds: form.getAll('centreIds').map(String), referents } }))
    if (!outcome.ok) return failFrom({ ...outcome.problem, refusals: outcome.problem.refusals.map(one => ({ ...one, at: one.at?.replace(/^referents\..*/, 'referents') })) }, { reason: '', referents: typed })
    redirect(303, `/gestion/organisations/${event.params.id}?fait=enregistre`)
  },
}
