import { failFrom, problemOf, read, readApi, readPublicApi, send } from '$lib/server/api'
import { communeMap, pickerOf, showClick, typedPlace, typedPoint } from '$lib/server/place'
import { signInPath } from '$lib/links'
import { error, redirect, type Actions, type RequestEvent } from '@sveltejs/kit'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async event => {
  if (!event.locals.session) redirect(303, signInPath(event.url))
  const [draft, consultation] = await Promise.all([
    read(event, readApi(event).GET('/api/proposal-drafts/{id}', { params: { path: { id: event.params.draft } } })),
    read(event, readPublicApi(event).GET('/api/consultations/{slugOrId}', { params: { path: { slugOrId: event.params.slug } } })),
  ])
  if (draft.consultation.slug !== event.params.slug) error(404)
  return { draft, consultation, picker: await pickerOf(event, draft, consultation.communes) }
}

const draftPath = (event: RequestEvent) => `/consultations/${event.params.slug}/propositions/brouillons/${event.params.draft}`

async function keep(event: RequestEvent, form: FormData, point: { lat?: number, lon?: number }) {
  const { commune, place } = typedPlace(form)
  const outcome = await send(readApi(event).PUT('/api/proposal-drafts/{id}/place', {
    params: { path: { id: event.params.draft ?? '' } }, body: { place: place.trim() || undefined, municipalityCode: commune || undefined, ...point },
  }))
  if (!outcome.ok) return failFrom(outcome.problem, { place, ...typedPoint(form) })
  redirect(303, draftPath(event))
}

export const actions: Actions = {
  montrer: async event => showClick(event, await event.request.formData()),
  garder: async event => {
    const form = await event.request.formData()
    const { place, lat, lon, refusals } = typedPlace(form)
    if (refusals.length > 0) return failFrom(problemOf(422, { code: 'request.invalid', refusals }), { place, ...typedPoint(form) })
    return keep(event, form, { lat: lat ?? undefined, lon: lon ?? undefined })
  },
  milieu: async event => {
    const form = await event.request.formData()
    const map = await communeMap(event, typedPlace(form).commune)
    return keep(event, form, map ? { lon: map.middle[0], lat: map.middle[1] } : {})
  },
  enlever: async event => keep(event, await event.request.formData(), {}),
}
