import { redirect, type Actions } from '@sveltejs/kit'
import { failFrom, read, readApi, send } from '$lib/server/api'
import { whyOf } from '../../_parts/why'
import type { PageServerLoad } from './$types'

const path = (id: string | undefined) => ({ params: { path: { id: id ?? '' } } })

export const load: PageServerLoad = async event => {
  const batch = await read(event, readApi(event).GET('/api/paper-batches/{id}', path(event.params.id)))
  return { batch, imbalance: whyOf(batch.imbalance), reason: whyOf(batch.reason), done: event.url.searchParams.get('fait') }
}

export const actions: Actions = {
  compter: async event => {
    const outcome = await send(readApi(event).POST('/api/paper-batches/{id}/counting', path(event.params.id)))
    if (!outcome.ok) return failFrom(outcome.problem, { reason: '' })
    redirect(303, `/mediation/papier/lots/${event.params.id}?fait=compte`)
  },
  verifier: async event => {
    const outcome = await send(readApi(event).POST('/api/paper-batches/{id}/reconciliation', path(event.params.id)))
    if (!outcome.ok) return failFrom(outcome.problem, { reason: '' })
    redirect(303, `/mediation/papier/lots/${event.params.id}?fait=verifie`)
  },
  refuser: async event => {
    const reason = String((await event.request.formData()).get('reason') ?? '')
    const outcome = await send(readApi(event).POST('/api/paper-batches/{id}/refusal', { ...path(event.params.id), body: { reason } }))
    if (!outcome.ok) return failFrom(outcome.problem, { reason })
    redirect(303, `/mediation/papier/lots/${event.params.id}?fait=refuse`)
  },
}
