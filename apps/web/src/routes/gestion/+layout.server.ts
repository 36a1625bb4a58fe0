import { requirePermission } from '$lib/server/api'
import type { LayoutServerLoad } from './$types'

export const load: LayoutServerLoad = event => {
  // Read here so that this guard runs again on every page under it, whatever is cached in the browser.
  void event.url.pathname
  requirePermission(event, 'console.use')
}
