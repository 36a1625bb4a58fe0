import { fail, redirect } from '@sveltejs/kit'
import { read, readApi, requirePermission, send } from '$lib/server/api'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async event => {
  requirePermission(event, 'job.manage')
  const summary = await read(event, readApi(event).GET('/api/jobs/summary'))
  if (summary.failed === 0) redirect(303, '/gestion/travaux')
  return { summary }
}

export const actions: Actions = {
  default: async event => {
    const until = String((await event.request.formData()).get('until') ?? '')
    const outcome = await send(readApi(event).POST('/api/jobs/retries', { body: { until } }))
    if (!outcome.ok) return fail(outcome.problem.status, { problem: outcome.problem })
    redirect(303, `/gestion/travaux?relancees=${outcome.data.retried}`)
  },
}
