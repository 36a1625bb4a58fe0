import { read, readApi, requirePermission, send } from '$lib/server/api'
import { platformNow } from '$lib/server/clock'
import type { PageServerLoad } from './$types'
import { consultationTasks, draftTask, taskKinds } from './_parts/today'
import type { ConsultationSummary, Owner } from './_parts/types'

type State = 'draft' | 'open' | 'coming' | 'finished'

export const load: PageServerLoad = async event => {
  const session = requirePermission(event, 'console.use')
  const api = readApi(event)
  const held = new Set(session.roles.filter(({ role }) => role === 'staff').map(({ place }) => `${place.kind}:${place.code}`))
  const everywhere = session.roles.some(({ role }) => role === 'guardian')
  const concerns = ({ kind, code }: Owner) => everywhere || held.has(`${kind}:${code}`)

  // Fifty at a time, ten times at most: what is longer is found in the list.
  async function all(state: State): Promise<ConsultationSummary[]> {
    const page = (number: number) => read(event, api.GET('/api/consultations', { params: { query: { state, page: number, perPage: 50 } } }))
    const first = await page(1)
    const more = Math.min(10, Math.ceil(first.total / 50)) - 1
    const rest = await Promise.all(Array.from({ length: Math.max(0, more) }, (_, index) => page(index + 2)))
    return [first, ...rest].flatMap(({ items }) => items).filter(({ owner }) => concerns(owner))
  }

  const [drafts, open, coming, finished, now] = await Promise.all([all('draft'), all('open'), all('coming'), all('finished'), platformNow(event)])
  const ofDrafts = drafts.map(async draft => {
    const preparation = await send(api.GET('/api/consultations/{id}/preparation', { params: { path: { id: draft.id } } }))
    return [draftTask(draft, preparation.ok ? preparation.data : null)]
  })
  const owing = [...open, ...coming, ...finished.filter(({ resultsPublished, state }) => state === 'finished' && !resultsPublished)]
  const ofOthers = owing.map(async ({ id }) => {
    const consultation = await send(api.GET('/api/consultations/{slugOrId}', { params: { path: { slugOrId: id } } }))
    if (!consultation.ok) return []
    const votes = await Promise.all(consultation.data.votes.filter(({ state }) => state !== 'published').map(vote => send(api.GET('/api/votes/{id}', { params: { path: { id: vote.id } } }))))
    return consultationTasks(consultation.data, votes.flatMap(vote => (vote.ok ? [vote.data] : [])), Date.parse(now))
  })
  const tasks = (await Promise.all([...ofOthers, ...ofDrafts])).flat()
  return {
    groups: taskKinds.flatMap(kind => {
      const found = tasks.filter(task => task.kind === kind)
      return found.length > 0 ? [{ kind, tasks: found }] : []
    }),
    // What only waits for its date needs nobody.
    count: tasks.filter(({ kind }) => kind !== 'waiting').length,
    mayPrepare: session.permissions.includes('consultation.prepare'),
    mayGrant: session.permissions.includes('role.grant'),
    figures: { open: open.length, coming: coming.length, drafts: drafts.length },
    watches: everywhere || held.size > 0,
    now,
  }
}
