import { redirect } from '@sveltejs/kit'
import { failFrom, read, readApi, requirePermission, send } from '$lib/server/api'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async event => {
  requirePermission(event, 'habilitation.manage')
  const number = (name: string) => Number(/^\d{1,5}$/.exec(event.url.searchParams.get(name) ?? '')?.[0] ?? Number.NaN)
  const [taken, known] = [number('prises'), number('connues')]
  return { cards: await read(event, readApi(event).GET('/api/console/second-factor-cards')), done: Number.isNaN(taken) || Number.isNaN(known) ? null : { taken, known } }
}

export const actions: Actions = {
  default: async event => {
    const csv = String((await event.request.formData()).get('csv') ?? '')
    const outcome = await send(readApi(event).POST('/api/console/second-factor-cards', { body: { csv } }))
    // Secrets are not sent back: the file is at hand.
    if (!outcome.ok) return failFrom(outcome.problem, {})
    redirect(303, `/gestion/habilitations/cartes?prises=${outcome.data.taken}&connues=${outcome.data.known}`)
  },
}
