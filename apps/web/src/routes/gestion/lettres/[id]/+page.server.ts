import { redirect } from '@sveltejs/kit'
import { failFrom, read, readApi, requirePermission, send } from '$lib/server/api'
import { refusedHere } from '../../_parts/server'
import type { Actions, PageServerLoad } from './$types'

const done = ['essai'] as const

export const load: PageServerLoad = async event => {
  requirePermission(event, 'newsletter.send')
  return {
    letter: await read(event, readApi(event).GET('/api/newsletters/{id}', { params: { path: { id: event.params.id } } })),
    done: done.find(known => known === event.url.searchParams.get('fait')) ?? null,
  }
}

export const actions: Actions = {
  essai: async event => {
    requirePermission(event, 'newsletter.send')
    const outcome = await send(readApi(event).POST('/api/newsletters/{id}/tests', { params: { path: { id: event.params.id } } }))
    if (!outcome.ok) return failFrom(outcome.problem, {})
    redirect(303, `/gestion/lettres/${event.params.id}?fait=essai`)
  },
  envoyer: async event => {
    requirePermission(event, 'newsletter.send')
    const form = await event.request.formData()
    if (form.get('relu') !== 'oui') return failFrom(refusedHere([{ code: 'newsletter.unconfirmed', at: 'relu' }]), {})
    const outcome = await send(readApi(event).POST('/api/newsletters/{id}/sending', { params: { path: { id: event.params.id } }, body: { revision: Number(form.get('revision')) || 1 } }))
    if (!outcome.ok) return failFrom(outcome.problem, {})
    redirect(303, `/gestion/lettres/${event.params.id}`)
  },
  arreter: async event => {
    requirePermission(event, 'newsletter.send')
    const outcome = await send(readApi(event).POST('/api/newsletters/{id}/stop', { params: { path: { id: event.params.id } } }))
    if (!outcome.ok) return failFrom(outcome.problem, {})
    redirect(303, `/gestion/lettres/${event.params.id}`)
  },
  reprendre: async event => {
    requirePermission(event, 'newsletter.send')
    const outcome = await send(readApi(event).POST('/api/newsletters/{id}/resumption', { params: { path: { id: event.params.id } } }))
    if (!outcome.ok) return failFrom(outcome.problem, {})
    redirect(303, `/gestion/lettres/${event.params.id}`)
  },
  supprimer: async event => {
    requirePermission(event, 'newsletter.send')
    const outcome = await send(readApi(event).DELETE('/api/newsletters/{id}', { params: { path: { id: event.params.id } } }))
    if (!outcome.ok) return failFrom(outcome.problem, {})
    redirect(303, '/gestion/lettres?fait=supprimee')
  },
}
