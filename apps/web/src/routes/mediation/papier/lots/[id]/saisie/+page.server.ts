import { fail, redirect, type Actions, type RequestEvent } from '@sveltejs/kit'
import { failFrom, read, readApi, send } from '$lib/server/api'
import { entryOf, entryTyped, placeAfterEnter } from '../../../_parts/entry-typed'
import type { PageServerLoad } from './$types'

type Event = RequestEvent<{ id: string }>
const path = (event: Event) => ({ params: { path: { id: event.params.id } } })
const home = (event: Event) => `/mediation/papier/lots/${event.params.id}`

/** What is to be entered: the first time, or again by somebody else. */
async function sheetOf(event: Event) {
  const { state } = await read(event, readApi(event).GET('/api/paper-batches/{id}', path(event)))
  if (state !== 'forms' && state !== 'second-entry') redirect(303, home(event))
  return state === 'forms' ? read(event, readApi(event).GET('/api/paper-batches/{id}/first-entry', path(event))) : read(event, readApi(event).GET('/api/paper-batches/{id}/second-entry', path(event)))
}

export const load: PageServerLoad = async event => ({ id: event.params.id, sheet: await sheetOf(event), kept: event.url.searchParams.has('fait') })

export const actions: Actions = {
  saisir: async event => {
    const here = event as Event
    const sheet = await sheetOf(here)
    const form = await event.request.formData()
    const typed = entryTyped(form, sheet.fields)
    const place = placeAfterEnter(typed)
    // Enter in a field, where no script runs: the next one has the keyboard, and nothing is sent before the last.
    if (form.get('etape') === 'suite' && place < sheet.fields.length) return { typed, focus: place }
    const body = { number: typed.number, entry: entryOf(sheet.fields, typed), ...(typed.again ? { again: true } : {}) }
    const api = readApi(event)
    const outcome = sheet.duty === 'first' ? await send(api.POST('/api/paper-batches/{id}/first-entry', { ...path(here), body })) : await send(api.POST('/api/paper-batches/{id}/second-entry', { ...path(here), body }))
    if (!outcome.ok) {
      const wrong = outcome.problem.refusals.find(({ at }) => at?.startsWith('entry.'))?.at?.slice('entry.'.length)
      return fail(outcome.problem.status, { problem: outcome.problem, typed, focus: sheet.fields.findIndex(({ key }) => key === wrong) })
    }
    redirect(303, outcome.data.state === 'forms' || outcome.data.state === 'second-entry' ? `${home(here)}/saisie?fait` : `${home(here)}?fait=double`)
  },
  retirer: async event => {
    const here = event as Event
    const number = String((await event.request.formData()).get('number') ?? '').replace(/[^0-9A-Za-z]/g, '').slice(0, 40)
    const outcome = await send(readApi(event).DELETE('/api/paper-batches/{id}/first-entry/{number}', { params: { path: { id: here.params.id, number: number || '-' } } }))
    if (!outcome.ok) return failFrom(outcome.problem, { removed: number })
    redirect(303, `${home(here)}/saisie`)
  },
  fermer: async event => {
    const here = event as Event
    const form = await event.request.formData()
    const values = { absent: String(form.get('absent') ?? '').trim(), absentReason: String(form.get('absentReason') ?? '').trim() }
    const absent = Number(values.absent || '0')
    const outcome = await send(readApi(event).POST('/api/paper-batches/{id}/first-entry/closing', { ...path(here), body: { absent: Number.isInteger(absent) ? absent : -1, ...(values.absentReason ? { absentReason: values.absentReason } : {}) } }))
    if (!outcome.ok) return failFrom(outcome.problem, values)
    redirect(303, `${home(here)}?fait=saisi`)
  },
}
