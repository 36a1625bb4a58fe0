import { readApi, requirePermission, send } from '$lib/server/api'
import type { LayoutServerLoad } from './$types'
import { watchesJobs } from './travaux/jobs'

export const load: LayoutServerLoad = async event => {
  // Read here so that this guard runs again on every page under it, whatever is cached in the browser.
  void event.url.pathname
  const session = requirePermission(event, 'console.use')
  const summary = watchesJobs(session) ? await send(readApi(event).GET('/api/jobs/summary')) : null
  const cases = session.permissions.includes('appeal.decide') ? await send(readApi(event).GET('/api/moderation/counts')) : null
  // Null: they are not this person's, or cannot be read now; the page itself says which.
  return { moderation: cases?.ok ? cases.data : null, failedJobs: summary?.ok ? summary.data.failed : summary ? 0 : null }
}
