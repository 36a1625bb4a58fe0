import { redirect } from '@sveltejs/kit'
import { errorSentence } from '$lib/errors'
import { failFrom, read, readApi, requirePermission, send } from '$lib/server/api'
import { textsOf } from '../../../_parts/server'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async event => {
  requirePermission(event, 'job.manage')
  const job = await read(event, readApi(event).GET('/api/jobs/{id}', { params: { path: { id: event.params.id } } }))
  if (job.state !== 'failed') redirect(303, '/gestion/travaux')
  return { job, why: job.cause ? errorSentence(job.cause) : '' }
}

export const actions: Actions = {
  default: async event => {
    const values = textsOf(await event.request.formData())
    const outcome = await send(readApi(event).POST('/api/jobs/{id}/abandonment', { params: { path: { id: event.params.id } }, body: { reason: values.reason ?? '' } }))
    if (!outcome.ok) return failFrom(outcome.problem, values)
    redirect(303, '/gestion/travaux?fait=abandonnee')
  },
}
