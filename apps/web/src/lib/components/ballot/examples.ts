import { m } from '@parvis/texts'
import { example } from '../example'
import BallotChoice from './BallotChoice.svelte'
import BallotDone from './BallotDone.svelte'
import BallotMoney from './BallotMoney.svelte'
import BallotReceipt from './BallotReceipt.svelte'
import BallotReview from './BallotReview.svelte'
import BallotState from './BallotState.svelte'
import WhoSees from './WhoSees.svelte'

const options = () => [
  { key: 'o1', title: m.gallery_project_1(), description: m.gallery_item_text(), cost: 6_000_000, proposalNumber: 12 },
  { key: 'o2', title: m.gallery_project_2(), description: m.gallery_item_text(), cost: 3_550_000, proposalNumber: null },
  { key: 'o3', title: m.gallery_project_3(), description: `${m.gallery_item_text()} ${m.gallery_item_text()} ${m.gallery_item_text()}`, cost: 12_000_000, proposalNumber: 7 },
]
const choice = () => ({
  slug: 'exemple', rules: { min: 1, max: 2, blankAllowed: true, maxCost: 20_000_000 }, count: 3, options: options(), apart: [], chosen: ['o2'], searchable: false, q: '', signedIn: true,
})
const review = () => ({ here: '/galerie', question: m.gallery_item(), chosen: options().slice(0, 2), total: 9_550_000, refusals: [], n: 1, nonce: 'exemple', votedOn: null, closesAt: '2027-03-14T18:00:00+01:00' })
const refused = () => ({ status: 422, code: 'example', detail: '', facts: {}, sentence: '', refusals: [{ code: 'example', at: 'choix', sentence: m.gallery_choice_error() }] })

export default [
  example('choisir', m.gallery_step_1, BallotChoice, choice),
  example('choisir-erreur', m.gallery_is_wrong, BallotChoice, () => ({ ...choice(), chosen: [], problem: refused() })),
  example('choisir-recherche', m.gallery_is_searched, BallotChoice, () => ({ ...choice(), searchable: true, signedIn: false, q: 'jardin', options: options().slice(0, 1), apart: options().slice(1, 2) })),
  example('relire', m.gallery_step_2, BallotReview, review),
  example('relire-blanc', m.gallery_is_empty, BallotReview, () => ({ ...review(), chosen: [], total: 0 })),
  example('relire-refus', m.gallery_is_refused, BallotReview, () => ({ ...review(), n: null, refusals: [{ code: 'example', sentence: m.gallery_postcode_error() }] })),
  example('pas-encore', m.vote_pending_title, BallotState, () => ({ current: 2 as const, back: '/galerie' })),
  example('argent', m.vote_money_total, BallotMoney, () => ({ name: 'choix', spent: 9_550_000, budget: 60_000_000 })),
  example('argent-trop', m.vote_money_over, BallotMoney, () => ({ name: 'choix', spent: 9_550_000, maxCost: 9_000_000 })),
  example('fait', m.vote_done_title, BallotDone, () => ({ crumbs: [{ href: '/galerie', label: m.gallery_title() }], closesAt: '2027-03-14T18:00:00+01:00' })),
  example('recepisse', m.gallery_step_3, BallotReceipt, () => ({ here: '/galerie', slug: 'exemple', title: m.gallery_item(), receipt: { receipt: 'K7QM2XWP9TH4', n: 1, serverNonce: true, changeableUntil: '2027-03-14T18:00:00+01:00' } })),
  example('qui-voit', m.gallery_is_who, WhoSees, () => ({ visibility: { everybody: ['rounded-participation', 'results'], mediator: ['choice-when-assisting'], staff: ['contested-entries-without-names'], operator: ['identity-and-choice-for-a-moment'] }, folded: false })),
]
