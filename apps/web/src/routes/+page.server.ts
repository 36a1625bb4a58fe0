import { communeCookie } from '$lib/comfort'
import { read, readApi, send, type Outcome } from '$lib/server/api'
import { platformNow } from '$lib/server/clock'
import { fail, redirect, type Actions } from '@sveltejs/kit'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async event => {
  const api = readApi(event)
  const municipality = event.locals.commune ?? undefined
  const list = (state: 'open' | 'coming' | 'finished', perPage: number) =>
    read(event, api.GET('/api/consultations', { params: { query: { state, municipality, page: 1, perPage } } }))
  const [open, coming, finished, meetings, communes, charter, now] = await Promise.all([
    list('open', 50), list('coming', 3), list('finished', 10),
    read(event, api.GET('/api/meetings', { params: { query: { when: 'coming', municipality, page: 1, perPage: 3 } } })),
    municipality ? read(event, api.GET('/api/municipalities', { params: { query: {} } })) : [],
    read(event, api.GET('/api/charter', { params: { query: { page: 1, perPage: 1 } } })),
    platformNow(event),
  ])
  // Suspended, nobody can take part: it is told, not counted.
  const suspended = open.items.filter(consultation => consultation.suspended)
  const published = finished.items.filter(consultation => consultation.resultsPublished && !consultation.suspended).slice(0, 3)
  const findings = await Promise.all(published.map(({ slug, questionnaire }) => questionnaire?.headline ? null : send(api.GET('/api/consultations/{slug}/results', { params: { path: { slug } } }))))
  return {
    erased: !event.locals.session && event.url.searchParams.get('compte') === 'supprime',
    open: { items: open.items.filter(consultation => !consultation.suspended).slice(0, 6), total: open.total - suspended.length },
    suspended: suspended.slice(0, 6).map(({ slug, title }) => ({ slug, title })),
    coming: coming.items,
    meetings: { items: meetings.items, total: meetings.total },
    results: published.map((consultation, index) => ({ consultation, finding: consultation.questionnaire?.headline ?? headline(findings[index] ?? undefined) })),
    communeName: communes.find(({ code }) => code === municipality)?.name ?? null,
    commitments: charter.commitments.filter(({ unit, targetMetropolis }) => unit !== 'tier' && targetMetropolis > 0).slice(0, 4)
      .map(({ code, plainStatement, unit, comparator, targetMetropolis }) => ({ code, plainStatement, unit, comparator, target: targetMetropolis })),
    now,
  }
}

/** What the last vote of a consultation found, in one sentence; null while it cannot be read. */
const headline = (outcome: Outcome<{ results: { headline: string }[] }> | undefined) => outcome?.ok ? outcome.data.results.at(-1)?.headline || null : null

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
