import { formProblem, readAnswers } from '$lib/server/answers'
import { failFrom, problemOf, read, readApi, send } from '$lib/server/api'
import { nextPlace } from '$lib/server/questionnaire'
import { formWithFiles, giveFiles } from '$lib/server/uploads'
import { typedOf, type Answers } from '$lib/questionnaire'
import { redirect, type RequestEvent } from '@sveltejs/kit'
import { onlyWhoEdits } from '../../../../_parts/server'
import { stepPath } from '../../../../_parts/steps'
import type { Actions, PageServerLoad } from './$types'

type Event = RequestEvent<{ id: string }>
const draftOf = (event: Event) => read(event, readApi(event).GET('/api/consultations/{id}/questionnaire/draft', { params: { path: { id: event.params.id } } }))
const check = (event: Event, answers: Answers, section?: string) =>
  send(readApi(event).POST('/api/consultations/{slugOrId}/questionnaire/check', { params: { path: { slugOrId: event.params.id } }, body: { answers: answers as Record<string, Record<string, unknown>>, ...(section ? { section } : {}) } }))

export const load: PageServerLoad = async event => {
  const { consultation } = await event.parent()
  onlyWhoEdits(consultation)
  const { content } = await draftOf(event)
  const first = await check(event, {})
  const start = first.ok ? nextPlace(content, first.data.visible, 0) : null
  if (start === null) redirect(303, stepPath(consultation.id, 'questionnaire'))
  const communes = await read(event, readApi(event).GET('/api/municipalities', { params: { query: {} } }))
  return { content, start, visible: first.ok ? first.data.visible : [], communes: communes.filter(({ alias }) => !alias).map(({ code, name }) => ({ key: code, label: name })) }
}

/** What was answered so far travels with the form: nothing is kept anywhere. */
export const actions: Actions = {
  default: async event => {
    const sent = await formWithFiles(event)
    const { form } = sent
    const { content } = await draftOf(event)
    const place = Math.max(1, Math.min(content.sections.length, Number(form.get('place')) || 1))
    const section = content.sections[place - 1]
    if (!section) redirect(303, stepPath(event.params.id, 'questionnaire'))
    let before: Answers = {}
    try {
      before = JSON.parse(String(form.get('avant') ?? '{}')) as Answers
    } catch { /* Somebody wrote into it: the preview begins without. */ }
    const shown = form.getAll('montre').map(String)
    const items = section.items.filter(({ key }) => shown.includes(key))
    const files = await giveFiles(event, sent, items, { preview: true })
    const { typed, answers, refusals: misread } = readAnswers(form, items)
    const refusals = [...files, ...misread]
    const kept = { ...Object.fromEntries(Object.entries(before).filter(([key]) => !section.items.some(item => item.key === key))), ...answers }
    const state = (over: object = {}) => ({ place, before, typed, visible: shown, done: false, problem: null, ...over })
    if (refusals.length) return failFrom(formProblem(refusals), state())
    const outcome = await check(event, kept, section.key)
    if (!outcome.ok) return failFrom(outcome.problem, state())
    const { visible } = outcome.data
    const wrong = outcome.data.refusals.filter(({ at }) => at === undefined || shown.includes(at))
    if (wrong.length) return failFrom(problemOf(422, { code: 'request.invalid', refusals: wrong }), state({ visible }))
    const now = outcome.data.answers as Answers
    const next = section.items.some(({ key, kind }) => kind !== 'note' && visible.includes(key) && !shown.includes(key)) ? place : nextPlace(content, visible, place)
    if (next === null) return state({ done: true, before: now, visible })
    return state({ place: next, before: now, visible, typed: next === place ? typed : typedOf(content.sections[next - 1]?.items ?? [], now) })
  },
}
