import { redirect, type Actions, type RequestEvent } from '@sveltejs/kit'
import { formProblem, readAnswers } from '$lib/server/answers'
import { problemOf, read, readApi, send } from '$lib/server/api'
import { afterSending, askedSession, keepForm, sessionOf, typedOn, type KioskSession } from '$lib/server/kiosk'
import type { Answers, Content, Item } from '$lib/questionnaire'
import type { Problem } from '$lib/problem'
import type { PageServerLoad } from './$types'

const communesOf = async (event: RequestEvent) => (await read(event, readApi(event).GET('/api/municipalities', { params: { query: {} } }))).filter(({ alias }) => !alias).map(({ code, name }) => ({ key: code, label: name }))

/** Without the questions that ask for a file: a shared device has none to give. */
async function contentOf(event: RequestEvent, { consultation }: KioskSession): Promise<Content> {
  const content = (await read(event, readApi(event).GET('/api/consultations/{slugOrId}/questionnaire', { params: { path: { slugOrId: consultation.id } } }))).content as Content
  return { ...content, sections: content.sections.map(section => ({ ...section, items: section.items.filter(({ kind }) => kind !== 'file') })) }
}

const itemsOf = (content: Content): Item[] => content.sections.flatMap(({ items }) => items)

/** Answers as they were typed, what is asked after them, and what is wrong. */
async function judged(event: RequestEvent, form: FormData, content: Content, consultationId: string) {
  const shown = form.getAll('montre').map(String)
  const { typed, answers, refusals } = readAnswers(form, itemsOf(content).filter(({ key }) => shown.includes(key)))
  const state = { typed, answers, visible: shown, more: false, problem: null as Problem | null }
  if (refusals.length > 0) return { ...state, problem: formProblem(refusals) }
  const checked = await send(readApi(event).POST('/api/consultations/{slugOrId}/questionnaire/check', { params: { path: { slugOrId: consultationId } }, body: { answers: answers as Record<string, Record<string, unknown>> } }))
  if (!checked.ok) return { ...state, problem: checked.problem }
  const { visible } = checked.data
  const wrong = checked.data.refusals.filter(({ at }) => at === undefined || shown.includes(at))
  if (wrong.length > 0) return { ...state, visible, problem: problemOf(422, { code: 'request.invalid', refusals: wrong }) }
  // An answer has opened other questions.
  const more = itemsOf(content).some(({ key, kind }) => kind !== 'note' && visible.includes(key) && !shown.includes(key))
  return { ...state, visible, more, answers: checked.data.answers as Answers }
}

export const load: PageServerLoad = async event => {
  const session = await sessionOf(event)
  if (!session.may.includes('questionnaire')) redirect(303, '/borne/faire')
  const [content, communes] = await Promise.all([contentOf(event, session), communesOf(event)])
  const kept = await typedOn(event, 'questionnaire')
  if (!kept) return { content, communes, review: false, typed: {}, answers: {}, visible: [] as string[], more: false, problem: null }
  const state = await judged(event, kept.form, content, session.consultation.id)
  const asked = kept.step === 'review'
  return { content, communes, ...state, more: asked && state.more, problem: asked ? state.problem : kept.problem, review: asked && !state.more && !state.problem }
}

export const actions: Actions = {
  default: async event => {
    const form = await event.request.formData()
    const step = form.get('step')
    if (step === 'review') return keepForm(event, 'questionnaire', form, 'review')
    const kept = await typedOn(event, 'questionnaire')
    if (!kept) redirect(303, '/borne/questionnaire')
    if (step !== 'send') return keepForm(event, 'questionnaire', kept.form, 'write')
    const session = await askedSession(event)
    const { answers, more, problem } = await judged(event, kept.form, await contentOf(event, session), session.consultation.id)
    if (more || problem) return keepForm(event, 'questionnaire', kept.form, 'review')
    return afterSending(event, 'questionnaire', kept.form, await send(readApi(event).POST('/api/kiosks/session/questionnaire', { body: { answers: answers as Record<string, Record<string, unknown>>, readBack: true } })))
  },
}
