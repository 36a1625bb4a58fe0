import type { Reroute } from '@sveltejs/kit'
import { bare, languageOf, to } from '$lib/links'

/** /en/centres is the page /centres; what has one address only is not found under a language. */
export const reroute: Reroute = ({ url }) => {
  const where = languageOf(url.pathname)
  const path = bare(url.pathname)
  return where !== 'fr' && to(path, where) !== path ? path : url.pathname
}
