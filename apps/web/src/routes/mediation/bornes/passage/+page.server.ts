import { m } from '@parvis/texts'
import { fail, type Actions } from '@sveltejs/kit'
import { read, readApi, send } from '$lib/server/api'
import { keepDesk, keptDesk } from '$lib/server/desk'
import { communesOf, incomplete, personTyped } from '../../_parts/person-typed'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async event => {
  const [desk, { kiosks }, communes] = await Promise.all([read(event, readApi(event).GET('/api/desk')), read(event, readApi(event).GET('/api/kiosks')), communesOf(event)])
  const kept = keptDesk(event.cookies, desk)
  // A pass is for the kiosks of one centre: where one is heard comes first, the centre of before among them.
  const heard = kiosks.filter(({ state }) => state === 'free' || state === 'in-use').map(({ centre }) => centre.id)
  const centre = kept.centreId && (heard.length === 0 || heard.includes(kept.centreId)) ? kept.centreId : heard[0]
  return { desk, heard, communes: communes.map(({ name, alias }) => alias?.name ?? name), kept, centre, chosen: event.url.searchParams.get('consultation') ?? '' }
}

export const actions: Actions = {
  default: async event => {
    const form = await event.request.formData()
    const text = (name: string) => String(form.get(name) ?? '').trim()
    const person = await personTyped(event, form)
    const values = { consultationId: text('consultationId'), centreId: text('centreId'), evidence: text('evidence'), ...person.values }
    const { choices, commune } = person
    const wrong = [
      ...(values.consultationId ? [] : [{ at: 'consultationId', sentence: m.mediation_missing_consultation() }]),
      ...(values.evidence ? [] : [{ at: 'evidence', sentence: m.mediation_missing_evidence() }]),
      ...person.wrong,
    ]
    if (wrong.length > 0 || !person.identity) return fail(422, { problem: incomplete(wrong), values, choices, commune })
    const { consultationId, centreId } = values
    const outcome = await send(readApi(event).POST('/api/kiosks/passes', { body: { consultationId, centreId, evidence: values.evidence === 'E2' ? 'E2' : 'E1', identity: person.identity } }))
    if (!outcome.ok) return fail(outcome.problem.status, { problem: outcome.problem, values, choices, commune })
    keepDesk(event.cookies, event.url, { consultationId, centreId })
    return { given: { ...outcome.data, consultationId, centreId } }
  },
}
