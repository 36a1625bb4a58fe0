import { m } from '@parvis/texts'
import type { components } from '@parvis/api-client'

type State = components['schemas']['AmendmentView']['state']

/** How the state of an amendment looks, and its word. */
export const amendmentFace = (state: State) => ({
  waiting: { tone: 'amber', icon: 'hourglass', word: m.together_state_waiting() },
  accepted: { tone: 'green', icon: 'circle-check', word: m.together_state_accepted() },
  declined: { tone: 'plain', icon: 'x', word: m.together_state_declined() },
  withdrawn: { tone: 'plain', icon: 'undo-2', word: m.together_state_withdrawn() },
  promoted: { tone: 'blue', icon: 'arrow-right', word: m.together_state_promoted() },
  removed: { tone: 'red', icon: 'ban', word: m.together_state_removed() },
} as const)[state]
