import { redirect, type Actions } from '@sveltejs/kit'
import { platformNow } from '$lib/server/clock'
import { failFrom, read, readApi, send } from '$lib/server/api'
import type { PageServerLoad } from './$types'

/** « 2.1.3-2.7.7 »: order, first and last sheet of each part of the pile; nothing else is believed. */
const pile = (text: string) => text.split('-').flatMap(part => {
  const [, order, from, to] = /^(\d{1,4})\.(\d{1,3})\.(\d{1,3})$/.exec(part) ?? []
  return order && from && to ? [{ order, from, to }] : []
})

export const load: PageServerLoad = async event => {
  const { centres, kits } = await read(event, readApi(event).GET('/api/paper-kits/desk'))
  const centre = centres.find(({ slug }) => slug === event.url.searchParams.get('lieu')) ?? centres[0] ?? null
  return {
    now: await platformNow(event),
    centres, centre, done: event.url.searchParams.get('fait'), pile: pile((event.url.searchParams.get('pile') ?? '').slice(0, 400)),
    kits: kits.map(({ stock, orders, ...kit }) => ({ ...kit, stock: stock.find(one => one.centre.id === centre?.id) ?? null, orders: orders.filter(order => order.centre.id === centre?.id) }))
      // What is over stays only where this centre still holds some of it.
      .filter(kit => kit.state === 'current' || kit.stock !== null),
  }
}

const count = (form: FormData, name: string) => {
  const typed = String(form.get(name) ?? '').trim()
  // An empty field is none; what is no number is refused by the API, and stays as it was typed.
  return typed === '' ? 0 : Number(typed.replace(',', '.'))
}

const back = (form: FormData, done: string, more = '') => `/mediation/papier?lieu=${encodeURIComponent(String(form.get('lieu') ?? ''))}&fait=${done}${more}`
const typedIn = (form: FormData) => ({ kitId: String(form.get('kitId') ?? ''), what: String(form.get('what') ?? ''), ordinary: String(form.get('ordinary') ?? '').slice(0, 10), largePrint: String(form.get('largePrint') ?? '').slice(0, 10), least: String(form.get('least') ?? '').slice(0, 10) })
const wanted = (form: FormData) => ({ centreId: String(form.get('centreId') ?? ''), ordinary: count(form, 'ordinary'), largePrint: count(form, 'largePrint') })

export const actions: Actions = {
  remettre: async event => {
    const form = await event.request.formData()
    const outcome = await send(readApi(event).POST('/api/paper-kits/{id}/issues', { params: { path: { id: typedIn(form).kitId } }, body: wanted(form) }))
    if (!outcome.ok) return failFrom(outcome.problem, typedIn(form))
    redirect(303, back(form, 'remises', `&pile=${outcome.data.ranges.map(({ order, from, to }) => `${order}.${from}.${to}`).join('-')}`))
  },
  commander: async event => {
    const form = await event.request.formData()
    const outcome = await send(readApi(event).POST('/api/paper-kits/{id}/orders', { params: { path: { id: typedIn(form).kitId } }, body: wanted(form) }))
    if (!outcome.ok) return failFrom(outcome.problem, typedIn(form))
    redirect(303, back(form, 'commandee'))
  },
  recevoir: async event => {
    const form = await event.request.formData()
    const outcome = await send(readApi(event).POST('/api/paper-kits/orders/{id}/delivery', { params: { path: { id: String(form.get('id') ?? '') } } }))
    if (!outcome.ok) return failFrom(outcome.problem, typedIn(form))
    redirect(303, back(form, 'recue'))
  },
  annuler: async event => {
    const form = await event.request.formData()
    const outcome = await send(readApi(event).DELETE('/api/paper-kits/orders/{id}', { params: { path: { id: String(form.get('id') ?? '') } } }))
    if (!outcome.ok) return failFrom(outcome.problem, typedIn(form))
    redirect(303, back(form, 'annulee'))
  },
  detruire: async event => {
    const form = await event.request.formData()
    const outcome = await send(readApi(event).POST('/api/paper-kits/{id}/destruction', { params: { path: { id: typedIn(form).kitId } }, body: { centreId: wanted(form).centreId } }))
    if (!outcome.ok) return failFrom(outcome.problem, typedIn(form))
    redirect(303, back(form, 'detruites'))
  },
  prevenir: async event => {
    const form = await event.request.formData()
    const outcome = await send(readApi(event).PUT('/api/paper-kits/desk/threshold', { body: { centreId: wanted(form).centreId, least: count(form, 'least') } }))
    if (!outcome.ok) return failFrom(outcome.problem, typedIn(form))
    redirect(303, back(form, 'seuil'))
  },
}
