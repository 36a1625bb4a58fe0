import { m } from '@parvis/texts'
import { example } from '../example'
import IconExample from './IconExample.svelte'

export default [
  example('tailles', m.gallery_is_sizes, IconExample, () => ({ kind: 'sizes' as const })),
  example('toutes', m.gallery_is_all, IconExample, () => ({ kind: 'all' as const })),
]
