import { fail, type Actions } from '@sveltejs/kit'
import { randomUUID } from 'node:crypto'
import { claimableConsultations, claimablePlaces, claimTyped } from '$lib/server/claims'
import { problemOf, read, readApi, send } from '$lib/server/api'
import { communesOf, personTyped } from '../_parts/person-typed'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async event => {
  const api = readApi(event)
  const [desk, claims, consultations, places, communes] = await Promise.all([read(event, api.GET('/api/desk')), read(event, api.GET('/api/claims/desk')), claimableConsultations(event), claimablePlaces(event), communesOf(event)])
  return { centres: desk.centres.map(({ id, name }) => ({ value: id, label: name })), claims: claims.items, consultations, places, communes: communes.map(({ name, alias }) => alias?.name ?? name), token: randomUUID() }
}

export const actions: Actions = {
  default: async event => {
    const form = await event.request.formData()
    const claim = claimTyped(form)
    const documentSeen = form.get('documentSeen') === 'oui'
    // Who they are is asked of those who show a document, and of nobody else.
    const person = documentSeen ? await personTyped(event, form) : null
    const values = { ...claim.values, deskId: String(form.get('deskId') ?? ''), documentSeen, person: person?.values, choices: person?.choices, commune: person?.commune ?? undefined }
    const wrong = [...claim.wrong, ...(person?.wrong ?? []).map(refusal => ({ ...refusal, code: 'form.incomplete' }))]
    if (!claim.body || (person && !person.identity)) {
      const problem = problemOf(422, { code: 'request.invalid', refusals: wrong })
      // What only a form of the desk asks has its sentence already.
      return fail(422, { values, problem: { ...problem, refusals: problem.refusals.map((refusal, index) => ({ ...refusal, sentence: wrong[index]?.sentence ?? refusal.sentence })) } })
    }
    const outcome = await send(readApi(event).POST('/api/claims/desk', { body: { ...claim.body, deskId: values.deskId, documentSeen, ...(person?.identity && { identity: person.identity }) } }))
    if (!outcome.ok) return fail(outcome.problem.status, { values, problem: outcome.problem })
    return { filed: outcome.data }
  },
}
