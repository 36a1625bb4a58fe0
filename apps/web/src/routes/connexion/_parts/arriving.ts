import { pageAt, returnPath, to } from '$lib/links'
import { typedIn, type Typed } from '$lib/server/typed'
import { redirect, type RequestEvent } from '@sveltejs/kit'

/**
 * A form that was sent when nobody could answer for it: the page carries it until somebody can. Null where the form is the page's own.
 * @param idle nothing is asked any more, or nothing was written worth keeping: the page alone
 */
export function arriving({ url }: RequestEvent, form: FormData, path: string, idle = false): Typed | null {
  if (!url.searchParams.has('garder')) return null
  const kept = typedIn(form)
  if (!kept || idle) redirect(303, to(`${path}?retour=${encodeURIComponent(pageAt(returnPath(url, '')))}`))
  return kept
}
