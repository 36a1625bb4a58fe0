import { m } from '@parvis/texts'
import { example } from '../example'
import TextChanges from './TextChanges.svelte'

export default [
  example('corrige', m.proposals_history_title, TextChanges, () => ({ changes: [{ kind: 'removed' as const, text: m.gallery_item() }, { kind: 'added' as const, text: m.gallery_item_text() }, { kind: 'same' as const, text: ` ${m.gallery_item_place()}` }] })),
]
