import { fail, type Actions } from '@sveltejs/kit'
import { randomUUID } from 'node:crypto'
import { claimKinds } from '$lib/claims'
import { claimableConsultations, claimablePlaces, claimTyped } from '$lib/server/claims'
import { problemOf, readApi, send } from '$lib/server/api'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async event => {
  const query = event.url.searchParams
  const [consultations, places] = await Promise.all([claimableConsultations(event), claimablePlaces(event)])
  return {
    consultations, places,
    values: {
      kind: claimKinds.find(kind => kind === query.get('type')) ?? '', words: '', receipt: '', consultationId: consultations.find(({ value }) => value === query.get('consultation'))?.value ?? '',
      centre: (query.get('lieu') ?? '').slice(0, 200), reply: '', contact: '', token: randomUUID(),
    },
  }
}

export const actions: Actions = {
  default: async event => {
    const { values, wrong, body } = claimTyped(await event.request.formData())
    if (!body) return fail(422, { values, problem: problemOf(422, { code: 'request.invalid', refusals: wrong }) })
    const outcome = await send(readApi(event).POST('/api/claims', { body }))
    if (!outcome.ok) return fail(outcome.problem.status, { values, problem: outcome.problem })
    // The code is in no address: the same form sent again gives the same one.
    return { filed: outcome.data, reply: body.reply }
  },
}
