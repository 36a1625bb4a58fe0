import { m } from '@parvis/texts'
import { error } from '@sveltejs/kit'
import { modules } from '../modules'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = ({ params }) => {
  const at = modules.findIndex(({ slug }) => slug === params.page)
  const found = modules[at]
  if (!found) error(404, { message: m.error_page_not_found() })
  const next = modules[at + 1]
  return { title: found.title(), lead: found.lead(), body: found.body(), next: next ? { href: `/mediation/formation/${next.slug}`, label: m.training_next_page({ title: next.title() }) } : { href: '/mediation/formation/test', label: m.training_to_test() } }
}
