import { fail, redirect } from '@sveltejs/kit'
import { problemOf, read, readApi, requirePermission, send } from '$lib/server/api'
import { refusedHere } from '../../_parts/server'
import type { Actions, PageServerLoad } from './$types'

const MOST_BYTES = 1_900_000

export const load: PageServerLoad = async event => {
  requirePermission(event, 'centre.manage')
  return { imports: (await read(event, readApi(event).GET('/api/console/centre-imports'))).items }
}

export const actions: Actions = {
  default: async event => {
    requirePermission(event, 'centre.manage')
    const file = (await event.request.formData()).get('file')
    if (!(file instanceof File) || file.size === 0) return fail(422, { problem: refusedHere([{ code: 'centre-file.none', at: 'file' }]) })
    if (file.size > MOST_BYTES) return fail(413, { problem: problemOf(413, { code: 'centre-file.too-large', refusals: [{ code: 'centre-file.too-large', at: 'file' }] }) })
    const content = new Uint8Array(await file.arrayBuffer())
    const outcome = await send(readApi(event).POST('/api/console/centre-imports', {
      params: { query: { name: file.name.slice(0, 200) || 'lieux' } }, headers: { 'content-type': 'application/octet-stream' }, body: content as never, bodySerializer: body => body as unknown as BodyInit,
    }))
    if (!outcome.ok) return fail(outcome.problem.status, { problem: outcome.problem })
    redirect(303, `/gestion/centres/import/${outcome.data.id}`)
  },
}
