import { randomUUID } from 'node:crypto'
import { redirect, type Actions } from '@sveltejs/kit'
import { needOf } from '$lib/needs'
import { failFrom, read, readApi, send } from '$lib/server/api'
import type { PageServerLoad } from './$types'

const label = /^[A-F]\d{1,2}$/

export const load: PageServerLoad = async event => {
  const query = event.url.searchParams
  const { items } = await read(event, readApi(event).GET('/api/tickets'))
  const asked = (name: string) => label.exec(query.get(name) ?? '')?.[0] ?? null
  return {
    queues: items, token: randomUUID(), made: asked('ticket'), called: asked('appele'), ahead: Math.max(0, Number.parseInt(query.get('avant') ?? '', 10) || 0),
    nobody: query.get('fait') === 'personne', moved: query.get('fait') === 'note', taken: query.get('fait') === 'recue',
  }
}

const acts = ['take', 'serve', 'leave', 'back'] as const

export const actions: Actions = {
  donner: async event => {
    const form = await event.request.formData()
    const text = (name: string) => String(form.get(name) ?? '').slice(0, 200)
    const values = { centreId: text('centreId'), language: text('language'), need: text('need'), token: text('token') }
    const outcome = await send(readApi(event).POST('/api/tickets', { body: { centreId: values.centreId, language: values.language, need: needOf(values.need), token: values.token || randomUUID() } }))
    if (!outcome.ok) return failFrom(outcome.problem, values)
    redirect(303, `/mediation/file?ticket=${outcome.data.label}&avant=${outcome.data.ahead}`)
  },
  // Nothing is typed with these two: a refusal keeps nothing.
  suivant: async event => {
    const centreId = String((await event.request.formData()).get('centreId') ?? '')
    const outcome = await send(readApi(event).POST('/api/tickets/next', { body: { centreId } }))
    if (!outcome.ok) return failFrom(outcome.problem, { centreId, language: '', need: '', token: '' })
    redirect(303, outcome.data.ticket ? `/mediation/file?appele=${outcome.data.ticket.label}` : '/mediation/file?fait=personne')
  },
  noter: async event => {
    const form = await event.request.formData()
    const act = acts.find(one => one === form.get('acte')) ?? 'take'
    const outcome = await send(readApi(event).POST('/api/tickets/{id}/acts', { params: { path: { id: String(form.get('id') ?? '') } }, body: { act } }))
    if (!outcome.ok) return failFrom(outcome.problem, { centreId: '', language: '', need: '', token: '' })
    redirect(303, `/mediation/file?fait=${act === 'take' ? 'recue' : 'note'}`)
  },
}
