import { read, readApi } from '$lib/server/api'
import { pageOf } from '../../../../../_parts/server'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async event => {
  const { id, question } = event.params
  const api = readApi(event)
  const [draft, files] = await Promise.all([
    read(event, api.GET('/api/consultations/{id}/questionnaire/draft', { params: { path: { id } } })),
    read(event, api.GET('/api/consultations/{id}/questionnaire/files', { params: { path: { id }, query: { question, page: pageOf(event.url), perPage: 50 } } })),
  ])
  return { files, label: draft.content.sections.flatMap(({ items }) => items).find(({ key }) => key === question)?.label ?? '' }
}
