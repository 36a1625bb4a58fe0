import { redirect } from '@sveltejs/kit'
import { renderSVG } from 'uqr'
import { failFrom, read, readApi, send } from '$lib/server/api'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async event => {
  const api = readApi(event)
  const [own, factor] = await Promise.all([read(event, api.GET('/api/habilitation')), read(event, api.GET('/api/second-factor'))])
  const organisations = own.next === 'ask' ? (await read(event, api.GET('/api/organisation-names'))).items : []
  return { own, factor, organisations, square: factor.uri ? renderSVG(factor.uri, { ecc: 'M', border: 2 }) : null, done: event.url.searchParams.get('fait') }
}

const here = '/mediation/habilitation'

export const actions: Actions = {
  demander: async event => {
    const form = await event.request.formData()
    const organisationId = String(form.get('organisationId') ?? '')
    const kind = form.get('kind') === 'volunteer' ? 'volunteer' as const : form.get('kind') === 'professional' ? 'professional' as const : '' as 'volunteer'
    const outcome = await send(readApi(event).POST('/api/habilitation', { body: { organisationId, kind } }))
    if (!outcome.ok) return failFrom(outcome.problem, { organisationId, kind: String(form.get('kind') ?? '') })
    redirect(303, `${here}?fait=demande`)
  },
  engager: async event => {
    const form = await event.request.formData()
    const outcome = await send(readApi(event).POST('/api/habilitation/commitments', { body: { version: form.get('agreed') === 'oui' ? String(form.get('version') ?? '') : '' } }))
    if (!outcome.ok) return failFrom(outcome.problem, {})
    redirect(303, `${here}?fait=engage`)
  },
  installer: async event => {
    const serial = String((await event.request.formData()).get('serial') ?? '').trim().slice(0, 60)
    const outcome = await send(readApi(event).POST('/api/second-factor', { body: serial ? { serial } : {} }))
    if (!outcome.ok) return failFrom(outcome.problem, { serial })
    redirect(303, here)
  },
  verifier: async event => {
    const form = await event.request.formData()
    const outcome = await send(readApi(event).POST('/api/second-factor/checks', { body: { code: String(form.get('code') ?? '').slice(0, 40) } }))
    if (!outcome.ok) return failFrom(outcome.problem, {})
    redirect(303, `${here}?fait=code`)
  },
  activer: async event => {
    const outcome = await send(readApi(event).POST('/api/habilitation/activation'))
    if (!outcome.ok) return failFrom(outcome.problem, {})
    redirect(303, `${here}?fait=active`)
  },
  arreter: async event => {
    const outcome = await send(readApi(event).DELETE('/api/habilitation'))
    if (!outcome.ok) return failFrom(outcome.problem, {})
    redirect(303, `${here}?fait=arrete`)
  },
}
