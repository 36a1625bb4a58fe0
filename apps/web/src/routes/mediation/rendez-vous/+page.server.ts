import { randomUUID } from 'node:crypto'
import { redirect, type Actions } from '@sveltejs/kit'
import { needOf } from '$lib/needs'
import { failFrom, read, readApi, send } from '$lib/server/api'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async event => ({
  ...await read(event, readApi(event).GET('/api/appointments')),
  token: randomUUID(), moved: event.url.searchParams.get('fait') === 'note',
})

const acts = ['came', 'missed', 'cancelled', 'called'] as const
const none = { starts: '', need: '', spoken: '', email: '', phone: '', token: '' }

export const actions: Actions = {
  donner: async event => {
    const form = await event.request.formData()
    const text = (name: string) => String(form.get(name) ?? '').slice(0, 300).trim()
    const values = { starts: text('starts'), need: text('need'), spoken: text('spoken'), email: text('email'), phone: text('phone'), token: text('token') }
    const [centreId = '', day = '', starts = ''] = values.starts.split(' ')
    const outcome = await send(readApi(event).POST('/api/appointments', {
      body: { centreId, day, starts, need: needOf(values.need), spoken: values.spoken, email: values.email || undefined, phone: values.phone || undefined, token: values.token || randomUUID() },
    }))
    if (!outcome.ok) return failFrom(outcome.problem, values)
    return { made: outcome.data }
  },
  noter: async event => {
    const form = await event.request.formData()
    const act = acts.find(one => one === form.get('acte')) ?? 'came'
    const outcome = await send(readApi(event).POST('/api/appointments/{id}/acts', { params: { path: { id: String(form.get('id') ?? '') } }, body: { act } }))
    if (!outcome.ok) return failFrom(outcome.problem, none)
    redirect(303, '/mediation/rendez-vous?fait=note')
  },
}
