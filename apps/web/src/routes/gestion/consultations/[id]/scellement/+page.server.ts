import { redirect } from '@sveltejs/kit'
import { failFrom, readApi, requirePermission, send } from '$lib/server/api'
import { platformNow } from '$lib/server/clock'
import { readConsultation, readVote, refusedHere } from '../../../_parts/server'
import { overviewPath } from '../../../_parts/steps'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async event => {
  requirePermission(event, 'vote.seal')
  const { consultation } = await event.parent()
  const vote = await readVote(event, consultation)
  if (!consultation.may.edit || ['draft', 'open'].includes(vote.state)) redirect(303, overviewPath(consultation.id))
  if (vote.state !== 'counting') redirect(303, `${overviewPath(consultation.id)}/depouillement?vote=${vote.id}`)
  return { vote, now: await platformNow(event) }
}

export const actions: Actions = {
  default: async event => {
    const form = await event.request.formData()
    if (form.get('sur') !== 'oui') return failFrom(refusedHere([{ code: 'field.confirm-first', at: 'sur' }]), {})
    const vote = await readVote(event, await readConsultation(event))
    const outcome = await send(readApi(event).POST('/api/votes/{id}/sealing', { params: { path: { id: vote.id } } }))
    if (!outcome.ok) return failFrom(outcome.problem, {})
    redirect(303, `${overviewPath(event.params.id)}/depouillement?vote=${vote.id}&fait=scelle`)
  },
}
