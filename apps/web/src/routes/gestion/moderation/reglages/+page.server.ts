import { redirect, type Actions } from '@sveltejs/kit'
import { failFrom, read, readApi, requirePermission, send } from '$lib/server/api'
import type { PageServerLoad } from './$types'

const names = ['editMinutes', 'commentsPerHour', 'newAccountDays', 'newAccountComments', 'appealDays', 'decisionDays'] as const

export const load: PageServerLoad = async event => {
  const session = requirePermission(event, 'content.moderate')
  const places = await read(event, readApi(event).GET('/api/moderation/settings'))
  const wanted = event.url.searchParams.get('lieu')
  const chosen = places.find(({ place }) => `${place.kind}:${place.code}` === wanted) ?? places[0] ?? null
  return { chosen, places: places.map(({ place }) => ({ value: `${place.kind}:${place.code}`, label: session.roles.find(role => role.place.code === place.code)?.place.name ?? place.code })) }
}

export const actions: Actions = {
  default: async event => {
    const form = await event.request.formData()
    const text = (name: string) => String(form.get(name) ?? '').trim()
    const values = { ...Object.fromEntries(names.map(name => [name, text(name)])) as Record<(typeof names)[number], string>, words: text('words'), place: text('place') }
    const [kind, code = ''] = values.place.split(':')
    const numbers = Object.fromEntries(names.map(name => [name, values[name] === '' ? -1 : Number(values[name])])) as Record<(typeof names)[number], number>
    const outcome = await send(readApi(event).PUT('/api/moderation/settings', {
      body: { ...numbers, place: { kind: kind === 'municipality' ? 'municipality' : 'metropolis', code }, words: values.words.split('\n').map(line => line.trim()).filter(Boolean) },
    }))
    if (!outcome.ok) return failFrom(outcome.problem, values)
    redirect(303, `/gestion/moderation?fait=reglages`)
  },
}
