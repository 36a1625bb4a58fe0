import { m } from '@parvis/texts'
import { example } from '../example'
import MeetingItemExample from './MeetingItemExample.svelte'

export default [
  example('a-venir', m.meetings_state_published, MeetingItemExample, () => ({ over: {} })),
  example('complete', m.meetings_full, MeetingItemExample, () => ({ over: { placesLeft: 0 } })),
  example('en-ligne', m.meetings_kind_online, MeetingItemExample, () => ({ over: { kind: 'online' as const, place: null, places: null, placesLeft: null } })),
  example('annulee', m.meetings_state_cancelled, MeetingItemExample, () => ({ over: { state: 'cancelled' as const } })),
  example('suspendue', m.meetings_state_suspended, MeetingItemExample, () => ({ over: { suspended: true } })),
  example('passee', m.meetings_state_held, MeetingItemExample, () => ({ over: { state: 'held' as const, minutesPublished: true, questionsCount: 3 } })),
]
