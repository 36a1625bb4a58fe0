import { m } from '@parvis/texts'
import { example } from '../example'
import type { Result } from './result'
import ResultPending from './ResultPending.svelte'
import ResultReport from './ResultReport.svelte'

const option = (rank: number, title: string, votes: number, cost: number, fate: Result['options'][number]['fate']) =>
  ({ key: `o${rank}`, title, description: '', proposalNumber: rank === 2 ? null : rank, rank, votes, cost, fate, selectedAs: fate === 'selected' ? rank : null })

const budget = (): Result => ({
  voteId: 'exemple', method: 'budget-greedy', methodVersion: '1', question: m.gallery_item(), headline: m.gallery_chart_title(), nextSteps: m.gallery_item_text(),
  closedAt: '2027-03-14T18:00:00+01:00', publishedAt: '2027-03-20T10:00:00+01:00', ballotsPublished: true, inputHash: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
  rules: { min: 1, max: 3, blankAllowed: true, budget: 11_000_000, by: 'votes', whenFull: 'skip' },
  outcome: { kind: 'budget', options: 4, winners: 2, cast: 2_310, counted: 2_280, blank: 25, invalid: 5, budget: 11_000_000, totalCost: 9_550_000 },
  options: [
    option(1, m.gallery_project_1(), 1_204, 6_000_000, 'selected'), option(2, m.gallery_project_2(), 987, 3_550_000, 'selected'),
    option(3, m.gallery_project_3(), 640, 12_000_000, 'does-not-fit'), option(4, m.gallery_project_4(), 212, 1_800_000, 'not-reached'),
  ],
  ties: [], settledTie: null,
  turnout: { total: 2_310, threshold: 10, channels: [{ channel: 'online', count: 1_900 }, { channel: 'accompanied', count: 310 }, { channel: 'paper', count: null }], municipalities: [{ code: '59350', name: 'Lille', count: 1_200 }, { code: '59512', name: 'Roubaix', count: 640 }, { code: null, name: null, count: null }] },
} as Result)
const vote = { suspended: false, opensAt: '2027-02-01T09:00:00+01:00', closesAt: '2027-03-14T18:00:00+01:00', sealableAt: null, admittedUntil: null, participation: 1_230 }
const pending = (more: Partial<typeof vote> & { state: string }, now = '2027-02-20T10:00:00+01:00') => ({ slug: 'exemple', now, vote: { ...vote, ...more } })

export default [
  example('budget', m.gallery_is_published, ResultReport, () => ({ result: budget(), slug: 'exemple', imported: false, id: 'result-budget' })),
  example('ouvert', m.gallery_is_open, ResultPending, () => pending({ state: 'open' })),
  example('depouillement', m.common_state_vote_counting, ResultPending, () => pending({ state: 'counting' }, '2027-03-16T10:00:00+01:00')),
  example('scelle', m.common_state_vote_sealed, ResultPending, () => pending({ state: 'sealed' }, '2027-03-18T10:00:00+01:00')),
  example('suspendu', m.common_state_consultation_suspended, ResultPending, () => pending({ state: 'open', suspended: true })),
  example('sans-vote', m.gallery_is_empty, ResultPending, () => ({ slug: 'exemple', now: '2027-02-20T10:00:00+01:00', vote: null })),
]
