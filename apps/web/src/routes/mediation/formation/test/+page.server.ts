import { redirect } from '@sveltejs/kit'
import { failFrom, read, readApi, send } from '$lib/server/api'
import { wordsOf } from './words'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async event => {
  const { open, last, passed, retakeAt } = await read(event, readApi(event).GET('/api/training'))
  const asked = open ?? last
  return {
    open: open !== null, passed, retakeAt, score: open ? null : last?.rightAnswers ?? null,
    questions: (asked?.questions ?? []).map(question => {
      const { asked: text, options, why } = wordsOf(question.id)
      const label = (letter: string | null) => options.find(({ value }) => value === letter)?.label ?? ''
      // Why an answer is right is said once it was given.
      return { id: question.id, text, options, review: question.right === null ? null : { given: label(question.given), right: label(question.right), good: question.given === question.right, why } }
    }),
  }
}

export const actions: Actions = {
  commencer: async event => {
    const outcome = await send(readApi(event).POST('/api/training/test'))
    if (!outcome.ok) return failFrom(outcome.problem, { answers: {} as Record<string, string> })
    redirect(303, '/mediation/formation/test')
  },
  repondre: async event => {
    const answers = Object.fromEntries([...await event.request.formData()].flatMap(([name, value]) => (/^q\d\d$/.test(name) && typeof value === 'string' ? [[name, value]] : [])))
    const outcome = await send(readApi(event).PUT('/api/training/test', { body: { answers } }))
    if (!outcome.ok) return failFrom(outcome.problem, { answers })
    redirect(303, '/mediation/formation/test')
  },
}
