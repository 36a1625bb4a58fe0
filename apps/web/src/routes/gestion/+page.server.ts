import { read, readApi, requirePermission } from '$lib/server/api'
import { platformNow } from '$lib/server/clock'
import { may } from '$lib/session'
import type { PageServerLoad } from './$types'
import { lineOf as journalLine } from './_parts/journal'
import { eventLine, lineOf, officeLine, officeUrgency, urgencyOf, type Line, type Urgency } from './_parts/today'

/** Drafts without a date fill no page: the list has them all. */
const MOST_UNDATED = 5

export const load: PageServerLoad = async event => {
  const session = requirePermission(event, 'console.use')
  const watches = session.roles.some(({ role }) => role === 'staff' || role === 'guardian')
  const api = readApi(event)
  const [today, office, now, history] = await Promise.all([
    read(event, api.GET('/api/console/today')), read(event, api.GET('/api/office-tasks')), platformNow(event),
    // An administrator has nothing to open or to close: the day is what was done.
    watches || !may(session, 'audit.read') ? null : read(event, api.GET('/api/audit', { params: { query: { perPage: 10 } } })),
  ])
  const mayPrepare = session.permissions.includes('consultation.prepare')
  const groups: Record<Urgency, Line[]> = { urgent: [], week: [], later: [], undated: [] }
  for (const task of today.tasks) groups[urgencyOf(task, now)].push(lineOf(task, now, !mayPrepare))
  // What is owed to people who came stands before the work on consultations of the same urgency.
  for (const task of office.items.toReversed()) groups[officeUrgency(task, now)].unshift(officeLine(task, now))
  const shown = { ...groups, undated: groups.undated.slice(0, MOST_UNDATED) }
  const all = today.total + office.items.length
  return {
    groups: (Object.entries(shown) as [Urgency, Line[]][]).filter(([, lines]) => lines.length > 0).map(([urgency, lines]) => ({ urgency, lines, count: groups[urgency].length })),
    // What only needs a calendar hurries nobody.
    count: all - groups.undated.length,
    more: all - Object.values(shown).flat().length,
    events: today.events.map(coming => eventLine(coming, now, mayPrepare)),
    counts: today.counts,
    mayPrepare,
    mayGrant: session.permissions.includes('role.grant'),
    watches,
    history: history?.items.map(journalLine) ?? [],
    now,
  }
}
