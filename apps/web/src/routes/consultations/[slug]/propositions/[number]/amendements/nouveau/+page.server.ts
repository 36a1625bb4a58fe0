import { randomUUID } from 'node:crypto'
import { failFrom, problemOf, readApi, send } from '$lib/server/api'
import { readProposal, tooShort } from '$lib/server/proposals'
import { signInPath } from '$lib/links'
import { redirect, type Actions } from '@sveltejs/kit'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async event => {
  if (!event.locals.session) redirect(303, signInPath(event.url))
  const found = await readProposal(event)
  if (!found.proposal.may.amend) redirect(303, `/consultations/${event.params.slug}/propositions/${event.params.number}`)
  return { ...found, token: randomUUID() }
}

export const actions: Actions = {
  default: async event => {
    const form = await event.request.formData()
    const text = (name: string) => String(form.get(name) ?? '')
    const values = { title: text('title'), body: text('body'), reason: text('reason'), token: text('token'), version: text('version') }
    const short = [...tooShort(values), ...(values.reason.trim().length < 10 ? [{ code: 'amendment.reason-short', at: 'reason', facts: { limit: 10 } }] : [])]
    if (short.length > 0) return failFrom(problemOf(422, { code: 'request.invalid', refusals: short }), values)
    const { proposal } = await readProposal(event)
    const outcome = await send(readApi(event).POST('/api/proposals/{id}/amendments', {
      params: { path: { id: proposal.id } }, body: { title: values.title, body: values.body, reason: values.reason, submissionToken: values.token, baseVersion: Number(values.version) },
    }))
    if (!outcome.ok) return failFrom(outcome.problem, values)
    redirect(303, `/consultations/${event.params.slug}/propositions/${event.params.number}/amendements/${outcome.data.number}?fait=propose`)
  },
}
