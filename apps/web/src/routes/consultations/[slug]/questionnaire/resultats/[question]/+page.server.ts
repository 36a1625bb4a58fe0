import { read, readApi } from '$lib/server/api'
import { pageOf } from '$lib/server/page-number'
import { readQuestionnaire } from '$lib/server/questionnaire'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async event => {
  const questionnaire = await readQuestionnaire(event)
  const { slug, question } = event.params
  const texts = await read(event, readApi(event).GET('/api/consultations/{slugOrId}/questionnaire/texts/{question}', { params: { path: { slugOrId: slug, question }, query: { page: pageOf(event.url), q: event.url.searchParams.get('q')?.slice(0, 200) || undefined, perPage: 20 } } }))
  const label = questionnaire.content?.sections.flatMap(({ items }) => items).find(({ key }) => key === question)?.label ?? ''
  return { consultation: questionnaire.consultation, label, texts }
}
