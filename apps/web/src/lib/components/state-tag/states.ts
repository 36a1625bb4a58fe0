import { m } from '@parvis/texts'
import type { IconName } from '../icon/icons'

export type StateOf = 'consultation' | 'phase' | 'vote' | 'proposal' | 'commitment'

interface Face { tone: 'plain' | 'blue' | 'green' | 'amber' | 'red' | 'brick', icon: IconName, word: () => string }

/** How each state is said: never by colour alone. */
export const stateFaces: Record<StateOf, Record<string, Face | undefined>> = {
  consultation: {
    draft: { tone: 'plain', icon: 'pencil', word: m.common_state_consultation_draft },
    announced: { tone: 'blue', icon: 'megaphone', word: m.common_state_consultation_announced },
    running: { tone: 'green', icon: 'circle-dot', word: m.common_state_consultation_running },
    finished: { tone: 'plain', icon: 'check', word: m.common_state_consultation_finished },
    archived: { tone: 'plain', icon: 'archive', word: m.common_state_consultation_archived },
    suspended: { tone: 'amber', icon: 'pause', word: m.common_state_consultation_suspended },
  },
  phase: {
    scheduled: { tone: 'plain', icon: 'calendar', word: m.common_state_phase_scheduled },
    open: { tone: 'green', icon: 'circle-dot', word: m.common_state_phase_open },
    closed: { tone: 'plain', icon: 'check', word: m.common_state_phase_closed },
  },
  vote: {
    scheduled: { tone: 'plain', icon: 'calendar', word: m.common_state_vote_scheduled },
    open: { tone: 'green', icon: 'circle-dot', word: m.common_state_vote_open },
    counting: { tone: 'amber', icon: 'hourglass', word: m.common_state_vote_counting },
    sealed: { tone: 'amber', icon: 'lock', word: m.common_state_vote_sealed },
    tallied: { tone: 'blue', icon: 'list-checks', word: m.common_state_vote_tallied },
    published: { tone: 'green', icon: 'check', word: m.common_state_vote_published },
  },
  proposal: {
    submitted: { tone: 'blue', icon: 'check', word: m.common_state_proposal_submitted },
    hidden: { tone: 'red', icon: 'ban', word: m.common_state_proposal_hidden },
    withdrawn: { tone: 'plain', icon: 'undo-2', word: m.common_state_proposal_withdrawn },
    merged: { tone: 'plain', icon: 'layers', word: m.common_state_proposal_merged },
    split: { tone: 'plain', icon: 'layers', word: m.common_state_proposal_split },
    undone: { tone: 'plain', icon: 'undo-2', word: m.common_state_proposal_undone },
    selected: { tone: 'green', icon: 'vote', word: m.common_state_proposal_selected },
    retained: { tone: 'green', icon: 'circle-check', word: m.common_state_proposal_retained },
    rejected: { tone: 'plain', icon: 'x', word: m.common_state_proposal_rejected },
  },
  commitment: {
    kept: { tone: 'green', icon: 'circle-check', word: m.common_state_commitment_kept },
    broken: { tone: 'red', icon: 'octagon-x', word: m.common_state_commitment_broken },
    pending: { tone: 'amber', icon: 'hourglass', word: m.common_state_commitment_pending },
    unmeasured: { tone: 'plain', icon: 'circle-dashed', word: m.common_state_commitment_unmeasured },
  },
}
