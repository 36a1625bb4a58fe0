import { m } from '@parvis/texts'
import type { BallotForm } from '@parvis/voting'
import { example } from '../example'
import BallotAsked from './BallotAsked.svelte'
import BallotChoice from './BallotChoice.svelte'
import BallotDone from './BallotDone.svelte'
import BallotMoney from './BallotMoney.svelte'
import BallotReceipt from './BallotReceipt.svelte'
import BallotReview from './BallotReview.svelte'
import BallotState from './BallotState.svelte'
import type { BallotOption, BallotRules } from './forms'
import PaperBallot from './PaperBallot.svelte'
import WhoSees from './WhoSees.svelte'

const options = () => [
  { key: 'o1', title: m.gallery_project_1(), description: m.gallery_item_text(), cost: 6_000_000, proposalNumber: 12 },
  { key: 'o2', title: m.gallery_project_2(), description: m.gallery_item_text(), cost: 3_550_000, proposalNumber: null },
  { key: 'o3', title: m.gallery_project_3(), description: `${m.gallery_item_text()} ${m.gallery_item_text()} ${m.gallery_item_text()}`, cost: 12_000_000, proposalNumber: 7 },
]
const choice = () => ({
  slug: 'exemple', form: 'approval' as BallotForm, rules: { min: 1, max: 2, blankAllowed: true, maxCost: 20_000_000 } as BallotRules, currency: 'EUR', count: 3, options: options(), apart: [], typed: { o2: '1' } as Record<string, string>, searchable: false, q: '', signedIn: true,
})
const plain = () => options().map(option => ({ ...option, cost: null }))
const points = () => ({ ...choice(), form: 'points' as const, rules: { min: 1, max: 3, blankAllowed: true, points: 10, pointsPerOption: 6 }, options: plain(), typed: { o1: '6', o2: '3' } })
const ranking = () => ({ ...choice(), form: 'ranking' as const, rules: { min: 1, max: 3, blankAllowed: true }, options: plain(), typed: { o1: '2', o2: '1' } })
const grades = (count: number, typed: Record<string, string>) => ({ ...choice(), form: 'grades' as const, rules: { min: 1, max: 3, blankAllowed: true, grades: count }, options: plain(), typed })
const single = () => ({ ...choice(), form: 'single' as const, rules: { min: 1, max: 1, blankAllowed: true }, options: plain() })
const review = () => ({
  here: '/galerie', question: m.gallery_item(), form: 'approval' as BallotForm, rules: { min: 1, max: 2, blankAllowed: true } as BallotRules, currency: 'EUR', options: options(), choice: { o1: 1, o2: 1 } as Record<string, number>,
  fields: [{ name: 'choix', value: 'o1' }, { name: 'choix', value: 'o2' }], refusals: [], n: 1, nonce: 'exemple', votedOn: null, closesAt: '2027-03-14T18:00:00+01:00',
})
const read = (form: BallotForm, choices: Record<string, number>, rules: Partial<BallotRules>) => ({ ...review(), form, rules: { ...review().rules, ...rules }, options: plain(), choice: choices })
const sheet = ({ form, rules, options: all }: { form: BallotForm, rules: BallotRules, options: BallotOption[] }, method: string) => ({ question: m.gallery_item(), title: m.gallery_title(), method, form, rules, currency: 'EUR', options: all, mark: m.gestion_preview_mark() })
const about = (at: string) => ({ status: 422, code: 'example', detail: '', facts: {}, sentence: '', refusals: [{ code: 'example', at, sentence: m.gallery_choice_error() }] })
const refused = () => ({ status: 422, code: 'example', detail: '', facts: {}, sentence: '', refusals: [{ code: 'example', at: 'choix', sentence: m.gallery_choice_error() }] })

export default [
  example('choisir', m.gallery_step_1, BallotChoice, choice),
  example('choisir-erreur', m.gallery_is_wrong, BallotChoice, () => ({ ...choice(), typed: {}, problem: refused() })),
  example('choisir-recherche', m.gallery_is_searched, BallotChoice, () => ({ ...choice(), searchable: true, signedIn: false, q: 'jardin', options: options().slice(0, 1), apart: options().slice(1, 2) })),
  example('un-choix', m.methods_single_name, BallotChoice, single),
  example('points', m.methods_points_name, BallotChoice, points),
  example('points-erreur', m.vote_points_meter, BallotChoice, () => ({ ...points(), typed: { o1: 'trois', o2: '9' }, problem: about('points.o1') })),
  example('rangs', m.methods_schulze_name, BallotChoice, ranking),
  example('rangs-beaucoup', m.vote_rank_label, BallotChoice, () => ({ ...ranking(), count: 40, searchable: true })),
  example('notes', m.methods_majority_judgment_name, BallotChoice, () => grades(6, { o1: '5', o2: '2' })),
  example('notes-trois', m.vote_grade_fair, BallotChoice, () => grades(3, { o1: '2' })),
  example('notes-sept', m.vote_grade_excellent, BallotChoice, () => grades(7, { o1: '6' })),
  example('notes-erreur', m.error_ballot_no_grade, BallotChoice, () => ({ ...grades(6, { o1: '5' }), problem: about('note.o2') })),
  example('demande', m.vote_how_counted, BallotAsked, () => ({ method: 'budget', rules: { ...choice().rules, budget: 60_000_000, draw: m.gallery_item_text() }, currency: 'EUR' })),
  example('papier-cases', m.methods_budget_paper, PaperBallot, () => sheet(choice(), 'budget')),
  example('papier-un-choix', m.methods_single_paper, PaperBallot, () => sheet(single(), 'single')),
  example('papier-points', m.methods_points_paper, PaperBallot, () => sheet(points(), 'points')),
  example('papier-rangs', m.methods_schulze_paper, PaperBallot, () => sheet(ranking(), 'schulze')),
  example('papier-notes', m.methods_majority_judgment_paper, PaperBallot, () => sheet(grades(6, {}), 'majority-judgment')),
  example('relire', m.gallery_step_2, BallotReview, review),
  example('relire-blanc', m.gallery_is_empty, BallotReview, () => ({ ...review(), choice: {}, fields: [] })),
  example('relire-points', m.vote_points_label, BallotReview, () => read('points', { o1: 6, o3: 3 }, { points: 10 })),
  example('relire-rangs', m.vote_unranked, BallotReview, () => read('ranking', { o1: 2, o2: 1 }, {})),
  example('relire-rangs-sautes', m.vote_rank_equal, BallotReview, () => read('ranking', { o1: 3, o2: 1, o3: 1 }, {})),
  example('relire-notes', m.vote_grade_very, BallotReview, () => read('grades', { o1: 5, o2: 2, o3: 5 }, { grades: 6 })),
  example('relire-refus', m.gallery_is_refused, BallotReview, () => ({ ...review(), n: null, refusals: [{ code: 'example', sentence: m.gallery_postcode_error() }] })),
  example('pas-encore', m.vote_pending_title, BallotState, () => ({ current: 2 as const, back: '/galerie' })),
  example('deja-vote', m.vote_already_title, BallotState, () => ({ current: 1 as const, again: true })),
  example('argent', m.vote_money_total, BallotMoney, () => ({ name: 'choix', spent: 9_550_000, currency: 'EUR', budget: 60_000_000 })),
  example('argent-trop', m.vote_money_over, BallotMoney, () => ({ name: 'choix', spent: 9_550_000, currency: 'EUR', maxCost: 9_000_000 })),
  example('fait', m.vote_done_title, BallotDone, () => ({ crumbs: [{ href: '/galerie', label: m.gallery_title() }], closesAt: '2027-03-14T18:00:00+01:00' })),
  example('recepisse', m.gallery_step_3, BallotReceipt, () => ({ here: '/galerie', slug: 'exemple', title: m.gallery_item(), receipt: { receipt: 'K7QM2XWP9TH4', n: 1, serverNonce: true, changeableUntil: '2027-03-14T18:00:00+01:00' } })),
  example('qui-voit', m.gallery_is_who, WhoSees, () => ({ visibility: { everybody: ['rounded-participation', 'results'], mediator: ['choice-when-assisting'], staff: ['contested-entries-without-names'], operator: ['identity-and-choice-for-a-moment'] }, folded: false })),
]
