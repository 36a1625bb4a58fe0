import { error } from '@sveltejs/kit'
import { read, readApi } from '$lib/server/api'
import { platformNow } from '$lib/server/clock'
import { readDiscussion } from '$lib/server/discussion'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async event => {
  if (!/^\d{1,6}$/.test(event.params.number)) error(404)
  const debate = await read(event, readApi(event).GET('/api/consultations/{slugOrId}/debates/{number}', { params: { path: { slugOrId: event.params.slug, number: event.params.number } } }))
  // A draft is read in the console.
  if (debate.state === 'draft') error(404)
  return { debate, talk: await readDiscussion(event, { kind: 'debat', id: debate.id, number: debate.number }), now: await platformNow(event) }
}
