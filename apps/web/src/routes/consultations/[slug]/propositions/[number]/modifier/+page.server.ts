import { failFrom, readApi, send } from '$lib/server/api'
import { namedShort, readOwnProposal } from '$lib/server/proposals'
import { redirect, type Actions } from '@sveltejs/kit'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = event => readOwnProposal(event, 'edit')

export const actions: Actions = {
  default: async event => {
    const form = await event.request.formData()
    const values = { title: String(form.get('title') ?? ''), body: String(form.get('body') ?? ''), theme: String(form.get('theme') ?? ''), place: String(form.get('place') ?? '') }
    const version = Number(form.get('version'))
    const { proposal } = await readOwnProposal(event, 'edit')
    const outcome = await send(readApi(event).PATCH('/api/proposals/{id}', { params: { path: { id: proposal.id } }, body: { ...values, version } }))
    if (!outcome.ok) return failFrom(namedShort(outcome.problem), values)
    redirect(303, `/consultations/${event.params.slug}/propositions/${event.params.number}?fait=correction`)
  },
}
