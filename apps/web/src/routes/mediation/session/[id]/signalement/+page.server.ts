import { problemOf, read, readApi, send } from '$lib/server/api'
import { reasons } from '$lib/reasons'
import { fail, redirect, type Actions, type RequestEvent } from '@sveltejs/kit'
import type { PageServerLoad } from './$types'

interface Text {
  id: string
  kind: 'proposal' | 'comment'
  text: string
  title: string
  /** It may be answered at the desk too. */
  reply: boolean
}

/** What is read: `proposition-12` or `debat-3` of the consultation of the session. */
async function subjectOf(event: RequestEvent, slugOrId: string, about: string) {
  const [, kind, number = ''] = /^(debat|proposition)-([1-9]\d{0,5})$/.exec(about) ?? []
  if (!kind) return null
  const api = readApi(event)
  if (kind === 'debat') {
    const found = await send(api.GET('/api/consultations/{slugOrId}/debates/{number}', { params: { path: { slugOrId, number } } }))
    return found.ok ? { debateId: found.data.id, title: found.data.title, own: null } : null
  }
  const found = await send(api.GET('/api/consultations/{slugOrId}/proposals/{number}', { params: { path: { slugOrId, number } } }))
  return found.ok && found.data.state === 'submitted' ? { proposalId: found.data.id, title: found.data.title, own: { id: found.data.id, kind: 'proposal', text: found.data.body, title: found.data.title, reply: false } satisfies Text } : null
}

export const load: PageServerLoad = async event => {
  const { session } = await event.parent()
  if (!session.may.includes('report')) redirect(303, `/mediation/session/${session.id}`)
  const query = event.url.searchParams
  const debates = await read(event, readApi(event).GET('/api/consultations/{slugOrId}/debates', { params: { path: { slugOrId: session.consultation.id }, query: { page: 1, perPage: 50 } } }))
  const typed = { about: query.get('sur') ?? '', number: (query.get('numero') ?? '').trim() }
  const asked = /^debat-\d+$/.test(typed.about) ? typed.about : /^\d+$/.test(typed.number) ? `proposition-${typed.number}` : typed.about
  const subject = await subjectOf(event, session.consultation.id, asked)
  const page = Math.max(1, Math.min(10_000, Number.parseInt(query.get('page') ?? '1', 10) || 1))
  const discussion = subject && await read(event, readApi(event).GET('/api/comments', { params: { query: { ...('debateId' in subject ? { debateId: subject.debateId } : { proposalId: subject.proposalId }), sort: 'recent', page, perPage: 20 } } }))
  const texts: Text[] = subject && discussion ? [
    ...(subject.own && page === 1 ? [subject.own] : []),
    ...discussion.items.flatMap(thread => [thread, ...thread.replies]).filter(({ state, official }) => state === 'published' && !official)
      .map(({ id, body, authorName, depth }): Text => ({ id, kind: 'comment', text: body, title: authorName, reply: depth < 2 && session.may.includes('comment') })),
  ] : []
  return {
    debates: debates.items, proposals: session.may.includes('proposal'), typed, asked: subject ? asked : '', subject: subject && { title: subject.title }, texts, total: discussion?.total ?? 0, page, perPage: 20,
    done: query.get('fait') === 'signale', chosen: texts.find(({ id }) => id === query.get('texte')) ?? null,
    problem: !subject && (typed.about || typed.number) ? problemOf(404, { code: 'request.invalid', refusals: [{ code: 'comment.subject-unknown', at: 'numero' }] }) : null,
  }
}

export const actions: Actions = {
  default: async event => {
    const form = await event.request.formData()
    const text = (name: string) => String(form.get(name) ?? '')
    const values = { reason: text('reason'), words: text('words') }
    const reason = reasons.find(known => known === values.reason)
    if (!reason) return fail(422, { values, problem: problemOf(422, { code: 'request.invalid', refusals: [{ code: 'moderation.reason-needed', at: 'reason' }] }) })
    const outcome = await send(readApi(event).POST('/api/assisted-sessions/{id}/reports', {
      params: { path: { id: event.params.id ?? '' } }, body: { ...(text('kind') === 'proposal' ? { proposalId: text('id') } : { commentId: text('id') }), reason, words: values.words },
    }))
    if (!outcome.ok) return fail(outcome.problem.status, { values, problem: outcome.problem })
    redirect(303, `/mediation/session/${event.params.id}/signalement?fait=signale`)
  },
}
