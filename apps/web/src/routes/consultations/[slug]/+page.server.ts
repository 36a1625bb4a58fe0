import { read, readApi, send } from '$lib/server/api'
import { platformNow } from '$lib/server/clock'
import { isFollowed } from '$lib/server/follow'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async event => {
  const api = readApi(event)
  const now = platformNow(event)
  const consultation = await read(event, api.GET('/api/consultations/{slugOrId}', { params: { path: { slugOrId: event.params.slug } } }))
  const proposals = consultation.phases.some(({ kind, state }) => kind === 'proposals' && state !== 'scheduled')
    ? await read(event, api.GET('/api/consultations/{slugOrId}/proposals', { params: { path: { slugOrId: consultation.id }, query: { page: 1, perPage: 3, sort: 'supported' } } }))
    : null
  const debates = consultation.phases.some(({ kind }) => kind === 'debate')
    ? await read(event, api.GET('/api/consultations/{slugOrId}/debates', { params: { path: { slugOrId: consultation.id }, query: { page: 1, perPage: 5 } } }))
    : null
  const meetings = api.GET('/api/consultations/{slugOrId}/meetings', { params: { path: { slugOrId: consultation.id }, query: { when: 'coming', page: 1, perPage: 3 } } })
  const past = api.GET('/api/consultations/{slugOrId}/meetings', { params: { path: { slugOrId: consultation.id }, query: { when: 'past', page: 1, perPage: 1 } } })
  const results = consultation.votes.some(({ state }) => state === 'published')
    ? await send(api.GET('/api/consultations/{slug}/results', { params: { path: { slug: consultation.slug } } }))
    : null
  const followed = isFollowed(event, 'consultation', consultation.id)
  return { consultation, proposals, debates: debates && { ...debates, items: debates.items.filter(({ state }) => state !== 'draft') }, meetings: await read(event, meetings), pastMeetings: (await read(event, past)).total, followed: await followed, finding: results?.ok ? results.data.results.at(-1)?.headline || null : null, now: await now }
}
