import { m } from '@parvis/texts'
import { fail, redirect, type Actions } from '@sveltejs/kit'
import { read, readApi, send } from '$lib/server/api'
import { incomplete } from '../../../../_parts/person-typed'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async event => {
  const path = { params: { path: { id: event.params.id } } }
  const batch = await read(event, readApi(event).GET('/api/paper-batches/{id}', path))
  if (batch.duty !== 'rule') redirect(303, `/mediation/papier/lots/${event.params.id}`)
  return { id: event.params.id, sheet: await read(event, readApi(event).GET('/api/paper-batches/{id}/rulings', path)) }
}

export const actions: Actions = {
  default: async event => {
    const form = await event.request.formData()
    const id = event.params.id ?? ''
    const number = String(form.get('number') ?? '')
    const reason = String(form.get('reason') ?? '').trim()
    const keys = form.getAll('key').map(String)
    const entry = Object.fromEntries(keys.map((key, place) => [key, String(form.get(`field-${place}`) ?? '').trim()]))
    if (!reason) return fail(422, { problem: incomplete([{ at: 'reason', sentence: m.batches_missing_reason() }]), number, reason, entry })
    const outcome = await send(readApi(event).POST('/api/paper-batches/{id}/rulings', { params: { path: { id } }, body: { number, entry, reason } }))
    if (!outcome.ok) return fail(outcome.problem.status, { problem: outcome.problem, number, reason, entry })
    redirect(303, outcome.data.state === 'adjudication' ? `/mediation/papier/lots/${id}/arbitrage` : `/mediation/papier/lots/${id}?fait=tranche`)
  },
}
