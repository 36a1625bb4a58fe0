import { languages } from '$lib/links'
import { failFrom, problemOf, read, readApi, requirePermission, send } from '$lib/server/api'
import { forgetChoice } from '$lib/server/ballot-choice'
import { forgetAddress } from '$lib/server/typed-address'
import { communeOf, postcodeOf } from '$lib/server/commune'
import { fail, redirect, type RequestEvent } from '@sveltejs/kit'
import type { Actions, PageServerLoad } from './$types'

const saved = ['profil', 'identite', 'efface', 'mot-de-passe', 'envoye', 'brouillon', 'brouillon-jete'] as const

/** Of each list: the rest has a page. */
const shown = 3

export const load: PageServerLoad = async event => {
  const { account, roles } = requirePermission(event, 'account.own')
  const api = readApi(event)
  const [{ civilStatus }, communes, postcode, votes, drafts, proposals, supports, invitations, comments, debates, registrations, reports, moderation] = await Promise.all([
    read(event, api.GET('/api/account/civil-status')),
    read(event, api.GET('/api/municipalities', { params: { query: {} } })),
    postcodeOf(api, account.municipality?.code),
    openVotes(event),
    read(event, api.GET('/api/account/proposal-drafts')),
    read(event, api.GET('/api/account/proposals', { params: { query: { perPage: shown } } })),
    read(event, api.GET('/api/account/supports', { params: { query: { perPage: shown } } })),
    read(event, api.GET('/api/account/coauthor-invitations')),
    read(event, api.GET('/api/account/comments', { params: { query: { perPage: shown } } })),
    read(event, api.GET('/api/account/debates', { params: { query: { perPage: shown } } })),
    read(event, api.GET('/api/account/registrations', { params: { query: { perPage: shown } } })),
    read(event, api.GET('/api/account/reports', { params: { query: { perPage: shown } } })),
    read(event, api.GET('/api/account/moderation', { params: { query: { perPage: shown } } })),
  ])
  return {
    account, roles, civilStatus, postcode, votes, drafts: drafts.items, invitations: invitations.items, proposals, supports, comments, debates, registrations, reports, moderation, shown,
    civilCommune: communes.find(({ code, alias }) => code === civilStatus?.municipalityCode && !alias)?.name ?? civilStatus?.municipalityCode ?? null,
    saved: saved.find(known => event.url.searchParams.get('enregistre') === known) ?? null,
  }
}

/** Votes that are open now, and whether this account has a ballot in them. After the sealing nobody can tell any more. */
async function openVotes(event: RequestEvent) {
  const api = readApi(event)
  const { items } = await read(event, api.GET('/api/consultations', { params: { query: { state: 'open', page: 1, perPage: 50 } } }))
  const voting = items.filter(({ currentPhase, suspended }) => currentPhase?.kind === 'vote' && currentPhase.state === 'open' && !suspended)
  const all = await Promise.all(voting.map(async ({ slug, title }) => {
    const { vote } = await read(event, api.GET('/api/consultations/{slugOrId}', { params: { path: { slugOrId: slug } } }))
    if (vote?.state !== 'open') return []
    const ballot = await read(event, api.GET('/api/votes/{id}/ballot-form', { params: { path: { id: vote.id } } }))
    return [{ slug, title, closesAt: ballot.closesAt, votedOn: ballot.alreadyVoted ? ballot.votedOn : null }]
  }))
  return all.flat()
}

const done = (what: typeof saved[number]) => redirect(303, `/compte?enregistre=${what}`)

export const actions: Actions = {
  profil: async event => {
    requirePermission(event, 'account.own')
    const form = await event.request.formData()
    const api = readApi(event)
    const values = { displayName: String(form.get('displayName') ?? ''), language: String(form.get('language') ?? ''), postcode: String(form.get('codePostal') ?? ''), chosen: String(form.get('commune') ?? '') }
    const commune = await communeOf(api, form)
    if (commune.refusals.length) return fail(422, { about: 'profil', problem: { ...problemOf(422, {}), refusals: commune.refusals }, values, choices: commune.choices })
    const outcome = await send(api.PATCH('/api/account', { body: { displayName: values.displayName, language: languages.find(known => known === values.language), ...(commune.code ? { municipalityCode: commune.code } : {}) } }))
    if (!outcome.ok) return about('profil', failFrom(outcome.problem, values))
    done('profil')
  },
  motDePasse: async event => {
    requirePermission(event, 'account.own')
    const form = await event.request.formData()
    const outcome = await send(readApi(event).PUT('/api/account/password', { body: { current: String(form.get('current') ?? ''), password: String(form.get('password') ?? '') } }))
    if (!outcome.ok) return about('motDePasse', failFrom(outcome.problem, {}))
    done('mot-de-passe')
  },
  renvoyer: async event => {
    const outcome = await send(readApi(event).POST('/api/email-confirmations'))
    if (!outcome.ok) return about('renvoyer', failFrom(outcome.problem, {}))
    done('envoye')
  },
  effacer: async event => {
    const outcome = await send(readApi(event).DELETE('/api/account/civil-status'))
    if (!outcome.ok) return about('effacer', failFrom(outcome.problem, {}))
    done('efface')
  },
  quitter: async event => {
    await send(readApi(event).DELETE('/api/sessions/current'))
    leave(event, 'ici')
  },
  quitterPartout: async event => {
    const outcome = await send(readApi(event).DELETE('/api/sessions'))
    if (!outcome.ok) return about('quitterPartout', failFrom(outcome.problem, {}))
    leave(event, 'partout')
  },
}

/** The next person at this screen must not find a ballot half made. */
function leave(event: RequestEvent, where: 'ici' | 'partout'): never {
  forgetChoice(event.cookies)
  forgetAddress(event.cookies)
  redirect(303, `/connexion?deconnexion=${where}`)
}

function about(form: string, refused: ReturnType<typeof failFrom>) {
  return fail(refused.status, { about: form, problem: refused.data.problem, values: refused.data.values, choices: [] })
}
