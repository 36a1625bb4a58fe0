import { failFrom, problemOf, readApi, send } from '$lib/server/api'
import { communeMap, pickerOf, showClick, typedPlace, typedPoint } from '$lib/server/place'
import { readOwnProposal } from '$lib/server/proposals'
import { redirect, type Actions, type RequestEvent } from '@sveltejs/kit'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async event => {
  const { consultation, proposal } = await readOwnProposal(event, 'edit')
  // The commune of a proposal stays; one that is about all of them takes that of its point.
  const communes = proposal.municipalityCode === null ? consultation.communes : consultation.communes.filter(({ code }) => code === proposal.municipalityCode)
  return { consultation, proposal, communes, picker: await pickerOf(event, proposal, communes) }
}

async function keep(event: RequestEvent, form: FormData, point: { lat: number | null, lon: number | null }) {
  const { place } = typedPlace(form)
  const { proposal } = await readOwnProposal(event, 'edit')
  const outcome = await send(readApi(event).PATCH('/api/proposals/{id}', { params: { path: { id: proposal.id } }, body: { place, ...point } }))
  if (!outcome.ok) return failFrom(outcome.problem, { place, ...typedPoint(form) })
  redirect(303, `/consultations/${event.params.slug}/propositions/${event.params.number}?fait=correction`)
}

export const actions: Actions = {
  montrer: async event => showClick(event, await event.request.formData()),
  garder: async event => {
    const form = await event.request.formData()
    const { place, lat, lon, refusals } = typedPlace(form)
    if (refusals.length > 0) return failFrom(problemOf(422, { code: 'request.invalid', refusals }), { place, ...typedPoint(form) })
    return keep(event, form, { lat, lon })
  },
  milieu: async event => {
    const form = await event.request.formData()
    const map = await communeMap(event, typedPlace(form).commune)
    return keep(event, form, { lon: map?.middle[0] ?? null, lat: map?.middle[1] ?? null })
  },
  enlever: async event => keep(event, await event.request.formData(), { lat: null, lon: null }),
}
