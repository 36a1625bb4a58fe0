import { fail, redirect, type Actions } from '@sveltejs/kit'
import { problemOf, read, readApi, requirePermission } from '$lib/server/api'
import { savedFilterActions, savedFilters, type Filter } from '../_parts/saved-filters'
import { pageOf } from '../_parts/server'
import { channelOf } from '../_parts/words'
import type { PageServerLoad } from './$types'

const states = { 'a-lire': 'waiting', contestations: 'appeals', masques: 'hidden', gardes: 'kept' } as const
const kinds = { commentaires: 'comment', propositions: 'proposal' } as const
const causes = { signalements: 'report', mots: 'words', 'nouveaux-comptes': 'new-account' } as const
const known = <T extends object>(table: T, key: string | null) => key !== null && Object.hasOwn(table, key) ? key as keyof T & string : null

const filterOf = ({ searchParams: query }: URL) => ({ etat: known(states, query.get('etat')) ?? 'a-lire' as const, genre: known(kinds, query.get('genre')), cause: known(causes, query.get('cause')), canal: channelOf(query.get('canal')) })

/** The same in the words of the API; what waits to be read is what the page shows anyway. */
function asked(url: URL): Record<string, string | undefined> {
  const { etat, genre, cause, canal } = filterOf(url)
  return { state: etat === 'a-lire' ? undefined : states[etat], kind: genre ? kinds[genre] : undefined, cause: cause ? causes[cause] : undefined, channel: canal }
}

const wordOf = (table: Readonly<Record<string, string>>, value: string | undefined) => Object.keys(table).find(word => table[word] === value)
const hrefOf = ({ state, kind, cause, channel }: Filter): string => {
  const said = { etat: wordOf(states, state), genre: wordOf(kinds, kind), cause: wordOf(causes, cause), canal: channel }
  return `/gestion/moderation?${new URLSearchParams(Object.entries(said).flatMap(([name, value]) => (value ? [[name, value] as [string, string]] : [])))}`
}

export const load: PageServerLoad = async event => {
  const session = requirePermission(event, 'appeal.decide')
  const query = event.url.searchParams
  const filter = filterOf(event.url)
  const list = await read(event, readApi(event).GET('/api/moderation/cases', {
    params: { query: { state: states[filter.etat], kind: filter.genre ? kinds[filter.genre] : undefined, cause: filter.cause ? causes[filter.cause] : undefined, channel: filter.canal, page: pageOf(event.url), perPage: 20 } },
  }))
  const file = `/api/moderation/cases.csv?${new URLSearchParams(Object.entries({ ...asked(event.url), state: states[filter.etat] }).flatMap(([name, value]) => (value ? [[name, value] as [string, string]] : [])))}`
  const saved = await savedFilters(event, 'moderation', asked(event.url), hrefOf)
  const batch = /^[0-9a-f-]{36}$/.exec(query.get('lot') ?? '')?.[0] ?? null
  return { list, filter, file, saved, batch, changed: Number.parseInt(query.get('nombre') ?? '', 10) || 0, undone: query.get('fait') === 'annule', moderates: session.permissions.includes('content.moderate') }
}

export const actions: Actions = {
  ...savedFilterActions('moderation', asked),
  // Nothing is done here: the next page says what would be.
  choisir: async event => {
    const form = await event.request.formData()
    const chosen = form.getAll('cas').map(String)
    if (chosen.length === 0) return fail(422, { values: { name: '', team: '' }, problem: problemOf(422, { code: 'request.invalid', refusals: [{ code: 'moderation.none-chosen', at: 'cas' }] }) })
    redirect(303, `/gestion/moderation/decider?${new URLSearchParams([...chosen.map(id => ['cas', id]), ['acte', String(form.get('acte') ?? '')]])}`)
  },
}
