import { m } from '@parvis/texts'
import { example } from '../example'
import ProposalItemExample from './ProposalItemExample.svelte'

export default [
  example('simple', m.proposals_title, ProposalItemExample, () => ({})),
  example('soutenue', m.proposals_mine_supported, ProposalItemExample, () => ({ supportedByMe: true })),
  example('la-mienne', m.proposals_mine, ProposalItemExample, () => ({ mine: true })),
  example('avec-aide', m.proposals_with_help, ProposalItemExample, () => ({ helped: true })),
  example('illustree', m.attachments_picture_file, ProposalItemExample, () => ({ pictured: true })),
  example('courte', m.consultations_proposals_all, ProposalItemExample, () => ({ short: true })),
]
