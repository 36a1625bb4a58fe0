import { error } from '@sveltejs/kit'
import { description, shapesFrom } from '../_parts/description'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ params }) => {
  const { groups, schemas } = await description()
  const group = groups.find(({ noun }) => noun === params.noun)
  if (!group) error(404)
  return { ...group, shapes: shapesFrom(group.operations.flatMap(({ body, answers }) => [body, ...answers.map(({ shape }) => shape)]), schemas) }
}
