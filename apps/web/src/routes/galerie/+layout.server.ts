import type { LayoutServerLoad } from './$types'

// For whoever works on the site: no search engine keeps it.
export const load: LayoutServerLoad = ({ setHeaders }) => setHeaders({ 'x-robots-tag': 'noindex' })
