import { may } from '$lib/session'
import { readApi, send } from '$lib/server/api'
import { platformNow } from '$lib/server/clock'
import { lineOf as journalLine } from '../../_parts/journal'
import { eventLine, lineOf } from '../../_parts/today'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async event => {
  const { consultation, mends } = await event.parent()
  const api = readApi(event)
  const { session } = event.locals
  const [now, today, history, figures, ...votes] = await Promise.all([
    platformNow(event),
    send(api.GET('/api/console/today', { params: { query: { consultation: consultation.id } } })),
    may(session, 'audit.read') ? send(api.GET('/api/audit', { params: { query: { consultation: consultation.id, perPage: 5 } } })) : null,
    consultation.may.edit && consultation.state !== 'draft' ? send(api.GET('/api/console/consultations/{id}/figures', { params: { path: { id: consultation.id } } })) : null,
    ...consultation.votes.map(({ id }) => send(api.GET('/api/votes/{id}', { params: { path: { id } } }))),
  ])
  return {
    votes: votes.flatMap(vote => (vote.ok ? [vote.data] : [])),
    missing: mends?.length ?? null,
    tasks: today.ok ? today.data.tasks.map(task => lineOf(task, now, !consultation.may.edit)) : [],
    next: today.ok ? today.data.events.slice(0, 2).map(coming => eventLine(coming, now, consultation.may.edit)) : [],
    history: history?.ok ? { lines: history.data.items.map(journalLine), total: history.data.total } : null,
    doors: figures?.ok ? figures.data.doors : [],
    now,
  }
}
