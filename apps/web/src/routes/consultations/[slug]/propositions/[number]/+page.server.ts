import { failFrom, readApi, send } from '$lib/server/api'
import { readDiscussion } from '$lib/server/discussion'
import { communeMap } from '$lib/server/place'
import { readProposal } from '$lib/server/proposals'
import { signInPath } from '$lib/links'
import { redirect, type Actions, type RequestEvent } from '@sveltejs/kit'
import type { PageServerLoad } from './$types'

type Proposal = Awaited<ReturnType<typeof readProposal>>['proposal']

const done = ['envoi', 'correction', 'soutien', 'soutien-semblable', 'retrait-soutien', 'retrait', 'depart', 'signe', 'promu', 'fichiers'] as const

/** What was just done is said when it is so: anybody can write it in an address. */
const isSo = {
  envoi: ({ mine }: Proposal) => mine,
  correction: ({ mine, coAuthor }: Proposal) => mine || coAuthor,
  soutien: ({ supportedByMe }: Proposal) => supportedByMe,
  'soutien-semblable': ({ supportedByMe }: Proposal) => supportedByMe,
  'retrait-soutien': ({ supportedByMe }: Proposal) => !supportedByMe,
  retrait: ({ state }: Proposal) => state === 'withdrawn',
  depart: ({ mine, coAuthor }: Proposal) => !mine && !coAuthor,
  signe: ({ coAuthor }: Proposal) => coAuthor,
  promu: ({ mine, promotedFrom }: Proposal) => mine && promotedFrom !== null,
  fichiers: ({ mine, coAuthor }: Proposal) => mine || coAuthor,
}

export const load: PageServerLoad = async event => {
  const found = await readProposal(event)
  const told = done.find(known => known === event.url.searchParams.get('fait'))
  const [talk, map] = await Promise.all([
    readDiscussion(event, { kind: 'proposition', id: found.proposal.id, number: found.proposal.number }),
    found.proposal.lat === null ? null : communeMap(event, found.proposal.municipalityCode),
  ])
  return { ...found, talk, map, done: told && event.locals.session && isSo[told](found.proposal) ? told : null }
}

const back = (event: RequestEvent, what: (typeof done)[number]): never => redirect(303, `/consultations/${event.params.slug}/propositions/${event.params.number}?fait=${what}`)

export const actions: Actions = {
  soutenir: async event => {
    const { proposal } = await readProposal(event)
    const outcome = await send(readApi(event).PUT('/api/proposals/{id}/support', { params: { path: { id: proposal.id } } }))
    if (outcome.ok) return back(event, 'soutien')
    if (outcome.problem.status === 401) redirect(303, signInPath(new URL(event.url.pathname, event.url)))
    if (outcome.problem.code === 'account.civil-status-needed') redirect(303, `/compte/identite?retour=${encodeURIComponent(event.url.pathname)}`)
    return failFrom(outcome.problem, {})
  },
  'ne-plus-soutenir': async event => {
    const { proposal } = await readProposal(event)
    const outcome = await send(readApi(event).DELETE('/api/proposals/{id}/support', { params: { path: { id: proposal.id } } }))
    return outcome.ok ? back(event, 'retrait-soutien') : failFrom(outcome.problem, {})
  },
}
