import { redirect } from '@sveltejs/kit'
import { givenReceipt, sessionOf } from '$lib/server/kiosk'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async event => {
  const { consultation, centre } = await sessionOf(event)
  // Once left it is gone, for whoever comes back too.
  const given = await givenReceipt(event)
  if (!given) redirect(303, '/borne/faire')
  return { code: given.code, kind: given.kind, consultation: consultation.title, centre: centre.name }
}
