import { formProblem, readAnswers } from '$lib/server/answers'
import { failFrom, problemOf, read, readApi, send } from '$lib/server/api'
import { formWithFiles, giveFiles } from '$lib/server/uploads'
import { typedOf, type Answers, type Content, type Item, type Typed } from '$lib/questionnaire'
import { fail, redirect, type Actions, type RequestEvent } from '@sveltejs/kit'
import { toReceipt } from '../_parts/to-receipt'
import type { PageServerLoad } from './$types'

const questionnaireOf = (event: RequestEvent, id: string) => read(event, readApi(event).GET('/api/consultations/{slugOrId}/questionnaire', { params: { path: { slugOrId: id } } }))
const communesOf = async (event: RequestEvent) => (await read(event, readApi(event).GET('/api/municipalities', { params: { query: {} } }))).filter(({ alias }) => !alias).map(({ code, name }) => ({ key: code, label: name }))

export const load: PageServerLoad = async event => {
  const { session } = await event.parent()
  if (!session.may.includes('questionnaire')) redirect(303, `/mediation/session/${session.id}`)
  const { content } = await questionnaireOf(event, session.consultation.id)
  return { content: content as Content, communes: await communesOf(event) }
}

const itemsOf = (content: Content): Item[] => content.sections.flatMap(({ items }) => items)

/** One page holds everything: who reads it aloud sees what comes. Nothing is kept before it was read back. */
export const actions: Actions = {
  default: async event => {
    const sent = await formWithFiles(event)
    const { form } = sent
    const session = await read(event, readApi(event).GET('/api/assisted-sessions/{id}', { params: { path: { id: event.params.id ?? '' } } }))
    const content = (await questionnaireOf(event, session.consultation.id)).content as Content
    const shown = form.getAll('montre').map(String)
    const asked = itemsOf(content).filter(({ key }) => shown.includes(key))
    const files = await giveFiles(event, sent, asked, { session: session.id })
    const { typed, answers, refusals: wrongHere } = readAnswers(form, asked)
    const refusals = [...files, ...wrongHere]
    const state = (over: { review?: boolean, typed?: Typed, visible?: string[], answers?: Answers, more?: boolean }) =>
      ({ problem: null, review: false, typed, visible: shown, answers, more: false, ...over })
    if (form.get('step') === 'write') return state({})
    if (refusals.length) return failFrom(formProblem(refusals), state({}))
    const body = { answers: answers as Record<string, Record<string, unknown>> }
    const checked = await send(readApi(event).POST('/api/consultations/{slugOrId}/questionnaire/check', { params: { path: { slugOrId: session.consultation.id } }, body }))
    if (!checked.ok) return failFrom(checked.problem, state({}))
    const { visible } = checked.data
    const wrong = checked.data.refusals.filter(({ at }) => at === undefined || shown.includes(at))
    if (wrong.length) return failFrom(problemOf(422, { code: 'request.invalid', refusals: wrong }), state({ visible }))
    // An answer has opened other questions: they are read aloud too, before anything is read back.
    if (itemsOf(content).some(({ key, kind }) => kind !== 'note' && visible.includes(key) && !shown.includes(key))) return state({ visible, more: true })
    if (form.get('step') !== 'send') return state({ review: true, visible, answers: checked.data.answers as Answers, typed: typedOf(itemsOf(content), checked.data.answers as Answers) })
    const outcome = await send(readApi(event).POST('/api/assisted-sessions/{id}/questionnaire', { params: { path: { id: event.params.id ?? '' } }, body: { ...body, readBack: true } }))
    if (!outcome.ok) return fail(outcome.problem.status, { ...state({ visible }), problem: outcome.problem })
    // The answers are not sent back: from here on nobody at this desk can see them.
    return toReceipt(event, outcome.data.receipt)
  },
}
