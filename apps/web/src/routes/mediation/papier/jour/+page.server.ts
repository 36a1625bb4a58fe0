import { m } from '@parvis/texts'
import { error, fail, redirect, type Actions, type RequestEvent } from '@sveltejs/kit'
import { errorSentence } from '$lib/errors'
import { read, readApi, send } from '$lib/server/api'
import { incomplete } from '../../_parts/person-typed'
import type { PageServerLoad } from './$types'

const uuid = /^[0-9a-f-]{36}$/
/** « kit.centre »: one word of the address. */
const asked = (event: RequestEvent) => {
  const [kitId = '', centreId = ''] = (event.url.searchParams.get('de') ?? '').split('.')
  return { kitId, centreId }
}

export const load: PageServerLoad = async event => {
  const query = asked(event)
  if (!uuid.test(query.kitId) || !uuid.test(query.centreId)) error(404, { message: errorSentence('paper-kit.unknown'), code: 'paper-kit.unknown' })
  const day = await read(event, readApi(event).GET('/api/paper-days', { params: { query } }))
  return { day, refusal: day.refusal && errorSentence(day.refusal), closed: event.url.searchParams.has('fait') }
}

export const actions: Actions = {
  default: async event => {
    const form = await event.request.formData()
    const text = (name: string) => String(form.get(name) ?? '').trim()
    const values = { spoiled: text('spoiled'), unused: text('unused'), missing: text('missing'), reason: text('reason') }
    const figure = (name: 'spoiled' | 'unused' | 'missing') => (/^\d{1,5}$/.test(values[name]) ? Number(values[name]) : null)
    const [spoiled, unused, missing] = [figure('spoiled'), figure('unused'), figure('missing')]
    const wrong = (['spoiled', 'unused', 'missing'] as const).flatMap(at => (figure(at) === null ? [{ at, sentence: m.batches_day_figure() }] : []))
    if (spoiled === null || unused === null || missing === null) return fail(422, { problem: incomplete(wrong), values })
    const query = asked(event)
    const outcome = await send(readApi(event).PUT('/api/paper-days', { body: { ...query, spoiled, unused, missing, ...(values.reason ? { reason: values.reason } : {}) } }))
    if (!outcome.ok) return fail(outcome.problem.status, { problem: outcome.problem, values })
    redirect(303, `/mediation/papier/jour?de=${query.kitId}.${query.centreId}&fait`)
  },
}
