import { fail, redirect, type Actions } from '@sveltejs/kit'
import { problemOf, read, readApi, requirePermission } from '$lib/server/api'
import { pageOf } from '../_parts/server'
import type { PageServerLoad } from './$types'

const states = { 'a-lire': 'waiting', contestations: 'appeals', masques: 'hidden', gardes: 'kept' } as const
const kinds = { commentaires: 'comment', propositions: 'proposal' } as const
const causes = { signalements: 'report', mots: 'words', 'nouveaux-comptes': 'new-account' } as const
const known = <T extends object>(table: T, key: string | null) => key !== null && Object.hasOwn(table, key) ? key as keyof T & string : null

export const load: PageServerLoad = async event => {
  const session = requirePermission(event, 'appeal.decide')
  const query = event.url.searchParams
  const filter = { etat: known(states, query.get('etat')) ?? 'a-lire' as const, genre: known(kinds, query.get('genre')), cause: known(causes, query.get('cause')) }
  const list = await read(event, readApi(event).GET('/api/moderation/cases', {
    params: { query: { state: states[filter.etat], kind: filter.genre ? kinds[filter.genre] : undefined, cause: filter.cause ? causes[filter.cause] : undefined, page: pageOf(event.url), perPage: 20 } },
  }))
  const batch = /^[0-9a-f-]{36}$/.exec(query.get('lot') ?? '')?.[0] ?? null
  return { list, filter, batch, changed: Number.parseInt(query.get('nombre') ?? '', 10) || 0, undone: query.get('fait') === 'annule', moderates: session.permissions.includes('content.moderate') }
}

export const actions: Actions = {
  // Nothing is done here: the next page says what would be.
  choisir: async event => {
    const form = await event.request.formData()
    const chosen = form.getAll('cas').map(String)
    if (chosen.length === 0) return fail(422, { problem: problemOf(422, { code: 'request.invalid', refusals: [{ code: 'moderation.none-chosen', at: 'cas' }] }) })
    redirect(303, `/gestion/moderation/decider?${new URLSearchParams([...chosen.map(id => ['cas', id]), ['acte', String(form.get('acte') ?? '')]])}`)
  },
}
