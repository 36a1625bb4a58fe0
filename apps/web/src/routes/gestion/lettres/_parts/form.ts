import type { RequestEvent } from '@sveltejs/kit'
import { read, readApi, requirePermission } from '$lib/server/api'
import { textsOf } from '../../_parts/server'

/** What a letter may be about and for whom, for somebody who writes in these places. */
export async function choicesFor(event: RequestEvent) {
  const session = requirePermission(event, 'newsletter.send')
  const api = readApi(event)
  const owners = session.roles.filter(({ role }) => role === 'staff').map(({ place }) => ({ value: `${place.kind}:${place.code}`, label: place.name }))
  const [communes, { items }] = await Promise.all([
    read(event, api.GET('/api/municipalities', { params: { query: {} } })),
    read(event, api.GET('/api/console/consultations', { params: { query: { mine: true, page: 1, perPage: 50 } } })),
  ])
  const metropolis = session.roles.some(({ role, place }) => role === 'staff' && place.kind === 'metropolis')
  const own = new Set(owners.map(({ value }) => value.split(':')[1]))
  return {
    owners,
    communes: communes.filter(({ alias, code }) => !alias && (metropolis || own.has(code))).map(({ code, name }) => ({ value: code, label: name })),
    consultations: items.filter(({ state }) => state !== 'draft').map(({ id, title }) => ({ value: id, label: title })),
  }
}

/** The fields of a letter as they were typed, and as the API takes them. */
export function readLetter(form: FormData) {
  const values = textsOf(form)
  return {
    values,
    text: { municipalityCode: values.municipalityCode || null, consultationId: values.consultationId || null, subject: values.subject ?? '', body: (values.body ?? '').replace(/\r\n/g, '\n') },
  }
}
