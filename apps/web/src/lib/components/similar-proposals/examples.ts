import { m } from '@parvis/texts'
import { example } from '../example'
import SimilarProposals from './SimilarProposals.svelte'

const proposal = () => ({ id: 'one', number: 12, title: m.gallery_item(), excerpt: m.gallery_item_text(), supportCount: 63, supportedByMe: false })

export default [
  example('semblables', m.proposals_similar_title, SimilarProposals, () => ({ list: '/galerie', proposals: [proposal(), { ...proposal(), id: 'two', number: 13, supportedByMe: true }] })),
]
