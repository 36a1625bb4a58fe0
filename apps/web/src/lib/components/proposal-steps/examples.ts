import { m } from '@parvis/texts'
import { example } from '../example'
import ProposalSteps from './ProposalSteps.svelte'

export default [
  example('suivi', m.proposals_steps_title, ProposalSteps, () => ({ steps: [
    { id: 'one', day: '2027-03-02', kind: 'done' as const, text: m.gallery_item_text() }, { id: 'two', day: '2027-05-10', kind: 'planned' as const, text: m.gallery_item() }, { id: 'three', day: '2027-09-01', kind: 'end' as const, text: m.gallery_item() },
  ] })),
]
