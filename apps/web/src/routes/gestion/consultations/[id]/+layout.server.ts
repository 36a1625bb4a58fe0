import { readApi, send } from '$lib/server/api'
import { mendsOf } from '../../_parts/mends'
import { readConsultation } from '../../_parts/server'
import type { LayoutServerLoad } from './$types'

export const load: LayoutServerLoad = async event => {
  // Asked again on every page: what is shown is what stands now.
  void event.url.pathname
  const consultation = await readConsultation(event as Parameters<typeof readConsultation>[0])
  // Each step of a draft says what it still lacks.
  const preparation = consultation.state === 'draft' && consultation.may.edit
    ? await send(readApi(event).GET('/api/consultations/{id}/preparation', { params: { path: { id: consultation.id } } })) : null
  return { consultation, mends: preparation?.ok ? mendsOf(consultation.id, preparation.data) : null }
}
