import { error } from '@sveltejs/kit'
import { m } from '@parvis/texts'
import { componentOf } from '../catalogue'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = ({ params }) => {
  if (!componentOf(params.component)) error(404, m.error_page_not_found())
}
