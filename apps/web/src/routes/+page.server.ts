import { communeCookie } from '$lib/comfort'
import { read, readApi } from '$lib/server/api'
import { platformNow } from '$lib/server/clock'
import { fail, redirect, type Actions } from '@sveltejs/kit'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async event => {
  const api = readApi(event)
  const municipality = event.locals.commune ?? undefined
  const list = (state: 'open' | 'coming' | 'finished', perPage: number) =>
    read(event, api.GET('/api/consultations', { params: { query: { state, municipality, page: 1, perPage } } }))
  const [open, coming, finished, communes, charter, now] = await Promise.all([
    list('open', 6), list('coming', 4), list('finished', 10),
    municipality ? read(event, api.GET('/api/municipalities', { params: { query: {} } })) : [],
    read(event, api.GET('/api/charter', { params: { query: { page: 1, perPage: 1 } } })),
    platformNow(event),
  ])
  return {
    open, coming,
    results: finished.items.filter(consultation => consultation.resultsPublished).slice(0, 3),
    communeName: communes.find(({ code }) => code === municipality)?.name ?? null,
    commitments: charter.commitments.slice(0, 3).map(({ code, plainStatement }) => ({ code, plainStatement })),
    now,
  }
}

const cookie = { path: '/', maxAge: 365 * 24 * 3600, httpOnly: true, sameSite: 'lax' } as const

export const actions: Actions = {
  /** A postcode or a name: one commune is remembered, several are asked again, none is said. */
  commune: async event => {
    const form = await event.request.formData()
    const typed = String(form.get('commune') ?? '').trim().slice(0, 100)
    const chosen = String(form.get('code') ?? '')
    const api = readApi(event)
    if (/^\d{5}$/.test(chosen)) {
      event.cookies.set(communeCookie, chosen, { ...cookie, secure: event.url.protocol === 'https:' })
      redirect(303, '/')
    }
    if (!typed) return fail(400, { typed, missing: true, choices: [] })
    const found = await read(event, api.GET('/api/municipalities', { params: { query: /^\d{5}$/.test(typed) ? { postalCode: typed } : { q: typed } } }))
    const distinct = [...new Map(found.map(one => [one.code, one])).values()]
    if (distinct.length === 1 && distinct[0]) {
      event.cookies.set(communeCookie, distinct[0].code, { ...cookie, secure: event.url.protocol === 'https:' })
      redirect(303, '/')
    }
    return fail(distinct.length ? 300 : 404, { typed, missing: !distinct.length, choices: distinct.slice(0, 12).map(({ code, name }) => ({ code, name })) })
  },
  forget: event => {
    event.cookies.delete(communeCookie, { path: '/' })
    redirect(303, '/')
  },
}
