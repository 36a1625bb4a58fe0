import { m } from '@parvis/texts'
import { fail, redirect, type Actions } from '@sveltejs/kit'
import { read, readApi, send } from '$lib/server/api'
import { keepDesk, keptDesk } from '$lib/server/desk'
import { communesOf, incomplete, personTyped } from '../_parts/person-typed'
import type { PageServerLoad } from './$types'

/** What is done by phone; a vote is not. */
const BY_PHONE = ['proposal', 'questionnaire']

export const load: PageServerLoad = async event => {
  const api = readApi(event)
  const query = event.url.searchParams
  const [desk, script, communes] = await Promise.all([read(event, api.GET('/api/desk')), read(event, api.GET('/api/phone/script')), communesOf(event)])
  const step = Number.parseInt(query.get('etape') ?? '', 10)
  // A request that this operator took: its number is typed already.
  const asked = /^[0-9a-f-]{36}$/.exec(query.get('rappel') ?? '')?.[0]
  const callback = asked ? await send(api.GET('/api/callbacks/{id}', { params: { path: { id: asked } } })) : null
  const ended = query.get('fait') === 'fin'
  const [callbacks, receipts, checks] = query.size === 0 || ended ? await Promise.all([read(event, api.GET('/api/callbacks')), read(event, api.GET('/api/phone/receipts')), read(event, api.GET('/api/phone/checks'))]) : []
  return {
    script, communes: communes.map(({ name, alias }) => alias?.name ?? name), smsOffered: desk.smsOffered, professional: desk.assistant === 'professional', organisation: desk.organisation,
    consultations: desk.consultations.filter(({ may }) => may.some(what => BY_PHONE.includes(what))).map(({ id, title }) => ({ id, title })),
    centres: desk.centres.map(({ id, name }) => ({ id, name })), kept: keptDesk(event.cookies, desk),
    step: step >= 1 && step <= script.steps.length ? step : query.get('etape') === 'fiche' ? 'form' as const : query.get('fin') === 'non' ? 'no' as const : query.get('fin') === 'venir' ? 'come' as const : 'start' as const,
    callback: asked && callback?.ok ? { id: asked, phone: callback.data.phone } : null,
    ended, own: callbacks?.items.filter(({ taken }) => taken === 'own').map(({ id, municipality }) => ({ id, municipality })) ?? [],
    waiting: { callbacks: callbacks?.items.length ?? 0, receipts: receipts?.items.length ?? 0, checks: checks?.items.length ?? 0 },
  }
}

const deliveries = ['sms', 'post', 'aloud'] as const

export const actions: Actions = {
  default: async event => {
    const form = await event.request.formData()
    const text = (name: string) => String(form.get(name) ?? '').trim()
    const person = await personTyped(event, form)
    const values = { consultationId: text('consultationId'), centreId: text('centreId'), scriptVersion: text('scriptVersion'), protectiveMeasure: text('protectiveMeasure'), phone: text('phone').slice(0, 30), delivery: text('delivery'), address: text('address').slice(0, 300), ...person.values }
    const delivery = deliveries.find(one => one === values.delivery)
    const wrong = [
      ...(values.consultationId ? [] : [{ at: 'consultationId', sentence: m.mediation_missing_consultation() }]),
      ...(values.protectiveMeasure ? [] : [{ at: 'protectiveMeasure', sentence: m.mediation_missing_protective() }]),
      ...person.wrong,
      ...(values.phone ? [] : [{ at: 'phone', sentence: m.phone_missing_number() }]),
      ...(delivery ? [] : [{ at: 'delivery', sentence: m.phone_missing_delivery() }]),
    ]
    const { choices, commune } = person
    if (wrong.length > 0 || !person.identity || !delivery) return fail(422, { problem: incomplete(wrong), values, choices, commune })
    const { consultationId, centreId } = values
    const outcome = await send(readApi(event).POST('/api/phone/visits', {
      body: {
        consultationId, centreId, identity: person.identity, scriptVersion: values.scriptVersion, agreed: true, protectiveMeasure: values.protectiveMeasure !== 'non', phone: values.phone, delivery,
        ...(delivery === 'post' && values.address ? { address: values.address } : {}),
      },
    }))
    if (!outcome.ok) return fail(outcome.problem.status, { problem: outcome.problem, values, choices, commune })
    keepDesk(event.cookies, event.url, { consultationId, centreId })
    redirect(303, `/mediation/session/${outcome.data.id}${outcome.data.phone?.state === 'in-force' ? '' : '/accord'}`)
  },
}
