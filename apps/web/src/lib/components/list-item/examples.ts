import { m } from '@parvis/texts'
import { example } from '../example'
import ListItemExample from './ListItemExample.svelte'

export default [
  example('ordinaire', m.gallery_is_ordinary, ListItemExample, () => ({ full: false })),
  example('complet', m.gallery_is_full, ListItemExample, () => ({ full: true })),
]
