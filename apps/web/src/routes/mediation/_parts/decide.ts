import { redirect, type RequestEvent } from '@sveltejs/kit'
import { failFrom, read, readApi, send } from '$lib/server/api'

type Event = RequestEvent<{ id: string }>
const acts = ['admit', 'refuse', 'suspend', 'resume', 'cancel'] as const

/** One person's habilitation, for a referent and for staff. */
export const readPerson = (event: Event) => read(event, readApi(event).GET('/api/habilitations/{id}', { params: { path: { id: event.params.id } } }))

/** What both may do with it, each from their own page. @param here where the page stands */
export const personActions = (here: string) => ({
  decider: async (event: Event) => {
    const form = await event.request.formData()
    const reason = String(form.get('reason') ?? '')
    const act = acts.find(known => known === form.get('act')) ?? ('' as 'admit')
    const outcome = await send(readApi(event).POST('/api/habilitations/{id}/decisions', { params: { path: { id: event.params.id } }, body: { act, reason } }))
    if (!outcome.ok) return failFrom(outcome.problem, { reason })
    redirect(303, `${here}/${event.params.id}?fait=decide`)
  },
  perimetre: async (event: Event) => {
    const form = await event.request.formData()
    const body = { centreIds: form.getAll('centreIds').map(String), consultationIds: form.getAll('consultationIds').map(String) }
    const outcome = await send(readApi(event).PUT('/api/habilitations/{id}/perimeter', { params: { path: { id: event.params.id } }, body }))
    if (!outcome.ok) return failFrom(outcome.problem, { reason: '' })
    redirect(303, `${here}/${event.params.id}?fait=perimetre`)
  },
  code: async (event: Event) => {
    const outcome = await send(readApi(event).DELETE('/api/habilitations/{id}/second-factor', { params: { path: { id: event.params.id } } }))
    if (!outcome.ok) return failFrom(outcome.problem, { reason: '' })
    redirect(303, `${here}/${event.params.id}?fait=code`)
  },
})
