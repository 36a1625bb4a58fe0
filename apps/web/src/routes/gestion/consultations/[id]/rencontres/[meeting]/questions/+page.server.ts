import { redirect, type RequestEvent } from '@sveltejs/kit'
import { failFrom, readApi, send } from '$lib/server/api'
import { platformNow } from '$lib/server/clock'
import { dateInput } from '$lib/format'
import { readMeeting } from '../../../../../_parts/meetings'
import type { Actions, PageServerLoad } from './$types'

const FORTNIGHT = 14 * 86_400_000

export const load: PageServerLoad = async event => {
  const [meeting, now] = await Promise.all([readMeeting(event), platformNow(event)])
  // Two weeks, unless somebody says another day.
  return { meeting, begun: meeting.startsAt <= now, due: dateInput(new Date(Date.parse(now) + FORTNIGHT)) }
}

const back = (event: RequestEvent): never => redirect(303, `/gestion/consultations/${event.params.id}/rencontres/${event.params.meeting}/questions?fait=question`)

export const actions: Actions = {
  note: async event => {
    const { values, body } = readQuestion(await event.request.formData(), '')
    const outcome = await send(readApi(event).POST('/api/meetings/{id}/questions', { params: { path: { id: event.params.meeting } }, body }))
    return outcome.ok ? back(event) : failFrom(outcome.problem, { ...values, number: 0 })
  },
  answer: async event => {
    const form = await event.request.formData()
    const number = Number(form.get('number'))
    const { values, body } = readQuestion(form, `-${number}`)
    const outcome = await send(readApi(event).PUT('/api/meetings/{id}/questions/{number}', { params: { path: { id: event.params.meeting, number: String(number) } }, body: { ...body, revision: Number(form.get('revision')) } }))
    if (outcome.ok) return back(event)
    // Each question of the page has fields of its own.
    const problem = { ...outcome.problem, refusals: outcome.problem.refusals.map(refusal => ({ ...refusal, at: refusal.at && `${refusal.at}-${number}` })) }
    return failFrom(problem, { ...values, number })
  },
}

function readQuestion(form: FormData, suffix: string) {
  const text = (name: string) => String(form.get(`${name}${suffix}`) ?? '')
  const values = { question: text('question'), answer: text('answer'), dueOn: text('dueOn') }
  return { values, body: { question: values.question, answer: values.answer, dueOn: values.dueOn || undefined } }
}
