import { read, readApi } from '$lib/server/api'
import { pageOf } from '../../../../../_parts/server'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async event => {
  const { id, question } = event.params
  const api = readApi(event)
  const [draft, texts] = await Promise.all([
    read(event, api.GET('/api/consultations/{id}/questionnaire/draft', { params: { path: { id } } })),
    read(event, api.GET('/api/consultations/{slugOrId}/questionnaire/texts/{question}', { params: { path: { slugOrId: id, question }, query: { page: pageOf(event.url), q: event.url.searchParams.get('q')?.slice(0, 200) || undefined, perPage: 50 } } })),
  ])
  return { texts, label: draft.content.sections.flatMap(({ items }) => items).find(({ key }) => key === question)?.label ?? '' }
}
