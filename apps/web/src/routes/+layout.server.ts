import type { LayoutServerLoad } from './$types'

export const load: LayoutServerLoad = ({ locals }) => ({ session: locals.session, comfort: locals.comfort, commune: locals.commune })
