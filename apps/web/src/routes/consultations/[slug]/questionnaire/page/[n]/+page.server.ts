import { formProblem, forgetSheet, markOf, readAnswers } from '$lib/server/answers'
import { failFrom, read, readApi, send } from '$lib/server/api'
import { platformNow } from '$lib/server/clock'
import { clickedIn, questionMaps } from '$lib/server/place'
import { nextPlace, openSheet, pagePath, sectionAt, startPath } from '$lib/server/questionnaire'
import { formWithFiles, giveFiles } from '$lib/server/uploads'
import { shownSections, typedOf } from '$lib/questionnaire'
import { redirect, type Actions } from '@sveltejs/kit'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async event => {
  const { questionnaire, sheet, code } = await openSheet(event)
  const { content } = questionnaire
  // An old link, after the questionnaire became shorter, or a mistyped one.
  if (!content.sections[Number(event.params.n) - 1]) redirect(303, `${startPath(questionnaire.consultation.slug)}/relecture`)
  const { section, place } = sectionAt(content, event.params.n)
  const items = section.items.filter(({ key }) => sheet.visible.includes(key))
  const shown = shownSections(content, sheet.visible)
  const communes = section.items.some(({ kind }) => kind === 'commune' || kind === 'point') ? await read(event, readApi(event).GET('/api/municipalities', { params: { query: {} } })) : []
  const typed = typedOf(items, sheet.answers)
  return {
    maps: await questionMaps(event, items, typed), consultation: questionnaire.consultation, section, items, place, of: shown.length, number: shown.findIndex(({ key }) => key === section.key) + 1,
    before: nextPlace(content, sheet.visible, place, -1), typed, state: sheet.state, open: sheet.open, code, closesAt: sheet.closesAt,
    communes: communes.filter(({ alias }) => !alias).map(({ code, name }) => ({ key: code, label: name })), more: event.url.searchParams.get('suite') === '1',
    mark: markOf(code), now: Date.parse(await platformNow(event)),
  }
}

export const actions: Actions = {
  default: async event => {
    const sent = await formWithFiles(event)
    const { form } = sent
    const { questionnaire, code } = await openSheet(event)
    const { content, consultation } = questionnaire
    const { section, place } = sectionAt(content, event.params.n)
    // A tab of somebody who left this computer: their words do not go among the answers of who came next.
    if (form.get('feuille') !== markOf(code)) redirect(303, `${startPath(consultation.slug)}?fait=autre`)
    // Those that the page showed: an answer to another one is not on its form.
    const shown = new Set(form.getAll('montre').map(String))
    const items = section.items.filter(({ key }) => shown.has(key))
    const files = await giveFiles(event, sent, items, { code })
    const { typed, answers, refusals: misread } = readAnswers(form, items)
    const refusals = [...files, ...misread]
    // The map of a commune is asked for, or a point on it: nothing is kept yet.
    const asked = String(form.get('carte') ?? '')
    if (asked || clickedIn(form, section.items)) return { problem: null, values: { typed, shown: [...shown], maps: await questionMaps(event, section.items, typed, form), asked: true } }
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
