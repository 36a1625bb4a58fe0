import { m } from '@parvis/texts'
import { example } from '../example'
import DebateItemExample from './DebateItemExample.svelte'

export default [
  example('ouvert', m.debate_state_open, DebateItemExample, () => ({})),
  example('fini', m.debate_state_closed, DebateItemExample, () => ({ open: false })),
  example('conclu', m.debate_state_concluded, DebateItemExample, () => ({ state: 'concluded' as const, open: false })),
]
