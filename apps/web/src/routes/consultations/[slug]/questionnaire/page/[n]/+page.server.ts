import { formProblem, forgetSheet, readAnswers } from '$lib/server/answers'
import { failFrom, read, readApi, send } from '$lib/server/api'
import { nextPlace, openSheet, pagePath, sectionAt, startPath } from '$lib/server/questionnaire'
import { shownSections, typedOf } from '$lib/questionnaire'
import { redirect, type Actions } from '@sveltejs/kit'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async event => {
  const { questionnaire, sheet, code } = await openSheet(event)
  const { content } = questionnaire
  const { section, place } = sectionAt(content, event.params.n)
  const items = section.items.filter(({ key }) => sheet.visible.includes(key))
  const shown = shownSections(content, sheet.visible)
  const communes = items.some(({ kind }) => kind === 'commune') ? await read(event, readApi(event).GET('/api/municipalities', { params: { query: {} } })) : []
  return {
    consultation: questionnaire.consultation, section, items, place, of: shown.length, number: shown.findIndex(({ key }) => key === section.key) + 1,
    before: nextPlace(content, sheet.visible, place, -1), typed: typedOf(items, sheet.answers), state: sheet.state, open: sheet.open, code, closesAt: sheet.closesAt,
    communes: communes.filter(({ alias }) => !alias).map(({ code, name }) => ({ key: code, label: name })), more: event.url.searchParams.get('suite') === '1',
  }
}

export const actions: Actions = {
  default: async event => {
    const form = await event.request.formData()
    const { questionnaire, code } = await openSheet(event)
    const { content, consultation } = questionnaire
    const { section, place } = sectionAt(content, event.params.n)
    // Those that the page showed: an answer to another one is not on its form.
    const shown = new Set(form.getAll('montre').map(String))
    const { typed, answers, refusals } = readAnswers(form, section.items.filter(({ key }) => shown.has(key)))
    if (refusals.length) return failFrom(formProblem(refusals), { typed, shown: [...shown] })
    const outcome = await send(readApi(event).PUT('/api/answer-sheets/{code}/pages/{section}', { params: { path: { code, section: section.key } }, body: { answers: answers as Record<string, Record<string, unknown>> } }))
    if (!outcome.ok) {
      // A question that this very page shows only now is asked, not refused.
      const wrong = outcome.problem.refusals.filter(({ at }) => at === undefined || shown.has(at))
      const now = [...shown, ...outcome.problem.refusals.map(({ at }) => at ?? '')]
      if (wrong.length || outcome.problem.refusals.length === 0) return failFrom({ ...outcome.problem, refusals: wrong }, { typed, shown: now })
      return { problem: null, values: { typed, shown: now } }
    }
    const wanted = form.get('suite')
    const { visible } = outcome.data
    const appeared = section.items.some(({ key, kind }) => kind !== 'note' && visible.includes(key) && !shown.has(key))
    if (wanted === 'pause') {
      forgetSheet(event.cookies)
      redirect(303, `${startPath(consultation.slug)}?fait=pause`)
    }
    if (appeared) redirect(303, `${pagePath(consultation.slug, place)}?suite=1`)
    const next = nextPlace(content, visible, place)
    redirect(303, wanted === 'relecture' || next === null ? `${startPath(consultation.slug)}/relecture` : pagePath(consultation.slug, next))
  },
}
