import { m } from '@parvis/texts'
import { example, paragraph } from '../example'
import EmptyState from './EmptyState.svelte'

export default [
  example('ordinaire', m.gallery_is_ordinary, EmptyState, () => ({ title: m.gallery_empty(), children: paragraph(m.gallery_empty_text()) })),
]
