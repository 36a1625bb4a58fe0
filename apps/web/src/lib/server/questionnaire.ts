import { error, redirect, type RequestEvent } from '@sveltejs/kit'
import type { components } from '@parvis/api-client'
import { errorSentence } from '$lib/errors'
import type { Answers, Content } from '$lib/questionnaire'
import { forgetSheet, keptSheet } from './answers'
import { read, readApi, send } from './api'

type Schemas = components['schemas']

export interface OpenSheet {
  questionnaire: Schemas['QuestionnaireView'] & { content: Content }
  sheet: Omit<Schemas['AnswerSheetView'], 'answers'> & { answers: Answers }
  code: string
}

export const readQuestionnaire = (event: RequestEvent) =>
  read(event, readApi(event).GET('/api/consultations/{slugOrId}/questionnaire', { params: { path: { slugOrId: event.params.slug ?? '' } } }))

export const startPath = (slug: string) => `/consultations/${slug}/questionnaire`
export const pagePath = (slug: string, place: number) => `${startPath(slug)}/page/${place}`

/** The sheet that this browser is filling, or the first page of the questionnaire. */
export async function openSheet(event: RequestEvent): Promise<OpenSheet> {
  const questionnaire = await readQuestionnaire(event)
  const { slug } = questionnaire.consultation
  const code = keptSheet(event.cookies, questionnaire.consultation.id)
  if (!code || !questionnaire.content) redirect(303, startPath(slug))
  const outcome = await send(readApi(event).GET('/api/answer-sheets/{code}', { params: { path: { code } } }))
  if (!outcome.ok) {
    if (outcome.problem.status !== 404) error(outcome.problem.status, { message: outcome.problem.sentence, code: outcome.problem.code })
    // Removed, or its code was renewed: begun again from the first page.
    forgetSheet(event.cookies)
    redirect(303, startPath(slug))
  }
  return { questionnaire: questionnaire as OpenSheet['questionnaire'], sheet: outcome.data as OpenSheet['sheet'], code }
}

/** The page of that place, from 1; 404 beyond. */
export function sectionAt({ sections }: Content, n: string | undefined) {
  const place = /^[1-9]\d?$/.test(n ?? '') ? Number(n) : 0
  const section = sections[place - 1]
  if (!section) error(404, { message: errorSentence('questionnaire.page-unknown'), code: 'questionnaire.page-unknown' })
  return { section, place }
}

/** The next place, from this one, of a page that shows something; null after the last. */
export function nextPlace({ sections }: Content, visible: readonly string[], after: number, step: 1 | -1 = 1): number | null {
  for (let place = after + step; place >= 1 && place <= sections.length; place += step) {
    if (sections[place - 1]?.items.some(({ key }) => visible.includes(key))) return place
  }
  return null
}
