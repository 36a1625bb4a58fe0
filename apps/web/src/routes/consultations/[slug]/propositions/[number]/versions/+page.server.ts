import { error } from '@sveltejs/kit'
import { readProposal } from '$lib/server/proposals'
import { changesOf } from '$lib/server/text-changes'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async event => {
  const { consultation, proposal } = await readProposal(event)
  const { versions } = proposal
  const last = versions.at(-1)
  if (!last) error(404)
  const named = (name: string) => versions.find(({ version }) => String(version) === event.url.searchParams.get(name))
  const to = named('a') ?? last
  const from = named('de') ?? versions.find(({ version }) => version === to.version - 1) ?? to
  return {
    consultation, proposal, from, to,
    // Dates alone for the choice: the texts of the two that are compared are enough.
    versions: versions.map(({ version, at }) => ({ version, at })),
    title: changesOf(from.title, to.title), body: changesOf(from.body, to.body),
  }
}
