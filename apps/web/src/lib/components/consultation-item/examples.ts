import { m } from '@parvis/texts'
import { example } from '../example'
import ConsultationItemExample from './ConsultationItemExample.svelte'

export default [
  example('ouverte', m.gallery_is_open, ConsultationItemExample, () => ({ state: 'running', phase: 'open' })),
  example('bientot', m.gallery_is_before, ConsultationItemExample, () => ({ state: 'announced', phase: 'scheduled' })),
  example('entre-deux', m.gallery_is_between, ConsultationItemExample, () => ({ state: 'running', phase: 'scheduled' })),
  example('suspendue', m.common_state_consultation_suspended, ConsultationItemExample, () => ({ state: 'running', phase: 'open', suspended: true })),
  example('finie', m.gallery_is_over, ConsultationItemExample, () => ({ state: 'finished', phase: 'closed', resultsPublished: true })),
]
