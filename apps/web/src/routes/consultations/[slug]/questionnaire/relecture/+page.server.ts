import { read, readApi } from '$lib/server/api'
import { openSheet } from '$lib/server/questionnaire'
import { isQuestion, shownSections } from '$lib/questionnaire'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async event => {
  const { questionnaire, sheet, code } = await openSheet(event)
  const { content } = questionnaire
  const communes = await read(event, readApi(event).GET('/api/municipalities', { params: { query: {} } }))
  return {
    consultation: questionnaire.consultation, state: sheet.state, open: sheet.open, closesAt: sheet.closesAt, code, answers: sheet.answers,
    communes: communes.filter(({ alias }) => !alias).map(({ code, name }) => ({ key: code, label: name })),
    missing: sheet.refusals.map(({ code, at }) => ({ code, at })),
    pages: shownSections(content, sheet.visible).map(section => ({
      title: section.title, place: content.sections.indexOf(section) + 1, items: section.items.filter(item => isQuestion(item) && sheet.visible.includes(item.key)),
    })),
  }
}
