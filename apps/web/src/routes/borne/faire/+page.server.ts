import { forget, sessionOf } from '$lib/server/kiosk'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async event => {
  const session = await sessionOf(event)
  // Whatever waited of a page, and a receipt that was shown, is forgotten here.
  await forget(event)
  return { may: session.may, entered: session.entered, consultation: session.consultation }
}
