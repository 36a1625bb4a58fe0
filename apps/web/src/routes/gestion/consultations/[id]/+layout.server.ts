import { readConsultation } from '../../_parts/server'
import type { LayoutServerLoad } from './$types'

export const load: LayoutServerLoad = async event => {
  // Asked again on every page: what is shown is what stands now.
  void event.url.pathname
  return { consultation: await readConsultation(event as Parameters<typeof readConsultation>[0]) }
}
