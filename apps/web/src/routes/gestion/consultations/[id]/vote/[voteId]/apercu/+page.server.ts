import { error, fail, redirect } from '@sveltejs/kit'
import { errorSentence } from '$lib/errors'
import { holdsWords } from '$lib/server/ballot-search'
import { marksWrong, readMarks } from '$lib/server/ballot-marks'
import { problemOf, read, readApi } from '$lib/server/api'
import { onlyWhoEdits, readConsultation } from '../../../../../_parts/server'
import { stepPath } from '../../../../../_parts/steps'
import type { Actions, PageServerLoad, RequestEvent } from './$types'

const MANY = 12

/** The ballot as a citizen will see it. Staff of the place alone; nothing is kept, and nothing here knows how to cast. */
export const load: PageServerLoad = async event => {
  event.setHeaders({ 'x-robots-tag': 'noindex' })
  const { consultation } = await event.parent()
  onlyWhoEdits(consultation)
  const vote = await voteOf(event, consultation.id)
  const back = `${stepPath(consultation.id, 'vote')}/${vote.id}`
  // No question or no answer: there is no ballot to look at yet.
  if (!vote.question.trim() || vote.options.length === 0) redirect(303, `${back}?apercu=vide`)
  return { vote, back, searchable: vote.options.length > MANY }
}

export const actions: Actions = {
  relire: async event => {
    const { vote, marks, blank, form } = await sent(event)
    const q = searched(form)
    if (form.has('entree') && q && q !== form.get('trouve')) return found(vote, marks.typed, q)
    const refusals = marksWrong(vote, marks, blank)
    if (refusals.length) return fail(422, { problem: problemOf(422, { refusals }), typed: marks.typed, q: '', review: null })
    return { problem: undefined, typed: marks.typed, q: '', review: marks.choice }
  },
  chercher: async event => {
    const { vote, marks, form } = await sent(event)
    return found(vote, marks.typed, form.has('tout') ? '' : searched(form))
  },
}

const searched = (form: FormData) => String(form.get('q') ?? '').trim().slice(0, 100)

function found(vote: Awaited<ReturnType<typeof voteOf>>, typed: Record<string, string>, q: string) {
  const keys = vote.options.filter(option => typed[option.key] === undefined && holdsWords(option, q)).map(({ key }) => key)
  return { problem: undefined, typed, q, found: keys, review: null }
}

async function voteOf(event: RequestEvent, consultationId: string) {
  const vote = await read(event, readApi(event).GET('/api/votes/{id}', { params: { path: { id: event.params.voteId } } }))
  if (vote.consultationId !== consultationId) error(404, { message: errorSentence('vote.unknown'), code: 'vote.unknown' })
  return vote
}

async function sent(event: RequestEvent) {
  const consultation = await readConsultation(event)
  onlyWhoEdits(consultation)
  const vote = await voteOf(event, consultation.id)
  const form = await event.request.formData()
  const blank = form.has('blanc')
  const marks = readMarks(form, vote)
  return { vote, form, blank, marks: blank ? { ...marks, choice: {}, unread: [] } : marks }
}
