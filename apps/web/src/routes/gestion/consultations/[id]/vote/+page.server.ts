import { redirect } from '@sveltejs/kit'
import { overviewPath, stepPath } from '../../../_parts/steps'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async event => {
  const { consultation } = await event.parent()
  const [vote] = consultation.votes
  if (!vote) redirect(303, consultation.state === 'draft' ? stepPath(consultation.id, 'calendrier') : overviewPath(consultation.id))
  if (consultation.votes.length === 1) redirect(303, `${stepPath(consultation.id, 'vote')}/${vote.id}${event.url.search}`)
}
