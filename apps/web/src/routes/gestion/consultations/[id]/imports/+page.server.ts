import { fail, redirect } from '@sveltejs/kit'
import { forward, problemOf, read, readApi, requirePermission, send } from '$lib/server/api'
import { onlyWhoEdits } from '../../../_parts/server'
import { overviewPath } from '../../../_parts/steps'
import type { components } from '@parvis/api-client'
import type { Actions, PageServerLoad } from './$types'

/** The file and what stands around it in a form. */
const LARGEST = 20 * 1024 * 1024 + 4096

export const load: PageServerLoad = async event => {
  requirePermission(event, 'proposal.import')
  const { consultation } = await event.parent()
  onlyWhoEdits(consultation)
  const { items } = await read(event, readApi(event).GET('/api/consultations/{id}/imports', { params: { path: { id: consultation.id } } }))
  return { imports: items }
}

export const actions: Actions = {
  // The file goes on as it comes: this server keeps nothing of it.
  default: async event => {
    // Said by the browser before a byte is read; the API counts what really comes.
    if (Number(event.request.headers.get('content-length') ?? 0) > LARGEST) return fail(413, { problem: problemOf(413, { code: 'import.too-large', facts: { mostMegabytes: 20 } }) })
    const outcome = await send(forward<components['schemas']['ImportView']>(event, `/api/consultations/${event.params.id}/imports`))
    if (!outcome.ok) return fail(outcome.problem.status, { problem: outcome.problem })
    redirect(303, `${overviewPath(event.params.id)}/imports/${outcome.data.id}`)
  },
}
