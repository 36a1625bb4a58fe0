import { m } from '@parvis/texts'
import { fail, redirect, type Actions, type RequestEvent } from '@sveltejs/kit'
import { failFrom, read, readApi, send } from '$lib/server/api'
import { communesOf, incomplete, personTyped } from '../../../../_parts/person-typed'
import type { PageServerLoad } from './$types'

type Event = RequestEvent<{ id: string }>
const path = (event: Event) => ({ params: { path: { id: event.params.id } } })
const home = (event: Event) => `/mediation/papier/lots/${event.params.id}`

export const load: PageServerLoad = async event => {
  const api = readApi(event)
  const batch = await read(event, api.GET('/api/paper-batches/{id}', path(event)))
  if (batch.duty !== 'open') redirect(303, home(event))
  const [envelopes, communes] = await Promise.all([read(event, api.GET('/api/paper-batches/{id}/envelopes', path(event))), communesOf(event)])
  const done = event.url.searchParams.get('fait')
  return { batch, envelopes, communes: communes.map(({ name, alias }) => alias?.name ?? name), last: done === null ? null : envelopes[0] ?? null }
}

export const actions: Actions = {
  enregistrer: async event => {
    const here = event as Event
    const form = await event.request.formData()
    const text = (name: string) => String(form.get(name) ?? '').trim()
    const own = { number: text('number'), state: text('state'), evidence: text('evidence'), another: text('another') }
    const whole = own.state === 'entiere'
    const person = await personTyped(event, form)
    const values = { ...own, ...person.values }
    const { choices, commune } = person
    const wrong = [
      ...(own.number ? [] : [{ at: 'number', sentence: m.batches_missing_number() }]), ...(own.state ? [] : [{ at: 'state', sentence: m.batches_missing_envelope_state() }]),
      // An envelope that stays shut asks for no name.
      ...(whole && !own.evidence ? [{ at: 'evidence', sentence: m.mediation_missing_evidence() }] : []), ...(whole ? person.wrong : []),
    ]
    if (wrong.length > 0) return fail(422, { problem: incomplete(wrong), values, choices, commune })
    const body = {
      number: own.number, signed: own.state !== 'non-signee', legible: own.state !== 'illisible', ...(own.another ? { another: true } : {}),
      ...(whole && person.identity ? { identity: person.identity, evidence: own.evidence === 'E2' ? 'E2' as const : 'E1' as const } : {}),
    }
    const outcome = await send(readApi(event).POST('/api/paper-batches/{id}/envelopes', { ...path(here), body }))
    if (!outcome.ok) return fail(outcome.problem.status, { problem: outcome.problem, values, choices, commune })
    redirect(303, `${home(here)}/enveloppes?fait`)
  },
  retirer: async event => {
    const here = event as Event
    const envelopeId = String((await event.request.formData()).get('envelope') ?? '')
    const outcome = await send(readApi(event).DELETE('/api/paper-batches/{id}/envelopes/{envelopeId}', { params: { path: { id: here.params.id, envelopeId } } }))
    if (!outcome.ok) return failFrom(outcome.problem, { gapReason: '', aloneReason: '' })
    redirect(303, `${home(here)}/enveloppes`)
  },
  fermer: async event => {
    const here = event as Event
    const form = await event.request.formData()
    const closing = { gapReason: String(form.get('gapReason') ?? '').trim(), aloneReason: String(form.get('aloneReason') ?? '').trim() }
    const body = { ...(closing.gapReason ? { gapReason: closing.gapReason } : {}), ...(closing.aloneReason ? { aloneReason: closing.aloneReason } : {}) }
    const outcome = await send(readApi(event).POST('/api/paper-batches/{id}/opening', { ...path(here), body }))
    if (!outcome.ok) return fail(outcome.problem.status, { problem: outcome.problem, closing })
    redirect(303, `${home(here)}?fait=ouvert`)
  },
  joindre: async event => {
    const here = event as Event
    const batchId = String((await event.request.formData()).get('batchId') ?? '')
    const outcome = await send(readApi(event).POST('/api/paper-batches/{id}/joining', { ...path(here), body: { batchId } }))
    if (!outcome.ok) return fail(outcome.problem.status, { problem: outcome.problem, closing: { gapReason: '', aloneReason: '' } })
    redirect(303, `/mediation/papier/lots/${outcome.data.id}?fait=joint`)
  },
}
