import { redirect } from '@sveltejs/kit'
import { failFrom, read, readApi, requirePermission, send } from '$lib/server/api'
import { choicesFor, readLetter } from '../../_parts/form'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async event => {
  const choices = await choicesFor(event)
  const letter = await read(event, readApi(event).GET('/api/newsletters/{id}', { params: { path: { id: event.params.id } } }))
  if (letter.state !== 'draft') redirect(303, `/gestion/lettres/${letter.id}`)
  return { ...choices, letter }
}

export const actions: Actions = {
  default: async event => {
    requirePermission(event, 'newsletter.send')
    const { values, text } = readLetter(await event.request.formData())
    const outcome = await send(readApi(event).PUT('/api/newsletters/{id}', { params: { path: { id: event.params.id } }, body: { ...text, revision: Number(values.revision) || 1 } }))
    if (!outcome.ok) return failFrom(outcome.problem, values)
    redirect(303, `/gestion/lettres/${event.params.id}`)
  },
}
