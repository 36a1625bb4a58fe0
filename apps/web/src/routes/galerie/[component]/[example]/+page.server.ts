import { error } from '@sveltejs/kit'
import { m } from '@parvis/texts'
import { exampleOf } from '../../catalogue'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = ({ params }) => {
  if (!exampleOf(params.component, params.example)) error(404, m.error_page_not_found())
}
