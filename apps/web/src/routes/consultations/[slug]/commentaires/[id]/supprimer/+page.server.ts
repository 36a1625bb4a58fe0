import { readComment } from '$lib/server/discussion'
import { signInPath } from '$lib/links'
import { redirect } from '@sveltejs/kit'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async event => {
  if (!event.locals.session) redirect(303, signInPath(event.url))
  const found = await readComment(event)
  if (!found.comment.may.remove) redirect(303, `/consultations/${event.params.slug}/commentaires/${event.params.id}`)
  return found
}
