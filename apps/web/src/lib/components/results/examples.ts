import { m } from '@parvis/texts'
import { choiceOf, countAll, methodNamed, type Question, type Values } from '@parvis/voting'
import { example } from '../example'
import Explanation from './Explanation.svelte'
import type { Result } from './result'
import ResultPending from './ResultPending.svelte'
import ResultReport from './ResultReport.svelte'

const option = (rank: number, title: string, votes: number, cost: number, fate: Result['options'][number]['fate']) =>
  ({ key: `o${rank}`, title, description: '', proposalNumber: rank === 2 ? null : rank, rank, votes, cost, fate, selectedAs: fate === 'selected' ? rank : null })

const budget = (): Result => ({
  voteId: 'exemple', method: 'budget-greedy', methodVersion: '1', question: m.gallery_item(), headline: m.gallery_chart_title(), nextSteps: m.gallery_item_text(),
  closedAt: '2027-03-14T18:00:00+01:00', publishedAt: '2027-03-20T10:00:00+01:00', ballotsPublished: true, inputHash: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
  currency: 'EUR', rules: { min: 1, max: 3, blankAllowed: true, budget: 11_000_000, by: 'votes', whenFull: 'skip' },
  outcome: { kind: 'budget', options: 4, winners: 2, cast: 2_310, counted: 2_280, blank: 25, invalid: 5, budget: 11_000_000, totalCost: 9_550_000, explanation: null },
  options: [
    option(1, m.gallery_project_1(), 1_204, 6_000_000, 'selected'), option(2, m.gallery_project_2(), 987, 3_550_000, 'selected'),
    option(3, m.gallery_project_3(), 640, 12_000_000, 'does-not-fit'), option(4, m.gallery_project_4(), 212, 1_800_000, 'not-reached'),
  ],
  ties: [], draw: null,
  turnout: { total: 2_310, threshold: 10, channels: [{ channel: 'online', count: 1_900 }, { channel: 'accompanied', count: 310 }, { channel: 'paper', count: null }], municipalities: [{ code: '59350', name: 'Lille', count: 1_200 }, { code: '59512', name: 'Roubaix', count: 640 }, { code: null, name: null, count: null }] },
} as Result)

const titles = () => ({ parc: m.gallery_project_1(), bancs: m.gallery_project_2(), velos: m.gallery_project_3(), jardin: m.gallery_project_4() })
const costs = { parc: 6_000_000, bancs: 3_550_000, velos: 12_000_000, jardin: 1_800_000 }
/** So many ballots of each kind. */
type Box = [number, Values][]
const duels: Box = [[420, { parc: 1, bancs: 2, velos: 3 }], [260, { bancs: 1, velos: 2 }], [150, { velos: 1, bancs: 2, parc: 3 }], [40, { jardin: 1 }], [12, {}]]
const circle: Box = [[40, { parc: 1, bancs: 2, velos: 3 }], [35, { bancs: 1, velos: 2, parc: 3 }], [25, { velos: 1, parc: 2, bancs: 3 }]]
const grades: Box = [[210, { parc: 5, bancs: 4, velos: 0, jardin: 2 }], [180, { parc: 3, bancs: 5, velos: 1, jardin: 3 }], [160, { parc: 1, bancs: 3, velos: 5, jardin: 3 }], [120, { parc: 4, bancs: 2, velos: 2, jardin: 0 }], [9, {}]]
const points: Box = [[300, { parc: 6, bancs: 4 }], [200, { velos: 10 }], [120, { jardin: 3, bancs: 7 }], [7, {}]]
const approvals: Box = [[500, { parc: 1, bancs: 1 }], [300, { velos: 1 }], [260, { jardin: 1, bancs: 1 }], [11, {}]]

/** A result counted by libs/voting, as the interface publishes it. */
function counted(method: string, box: Box, rules: Partial<Question> = {}): Result {
  const names = titles()
  const question: Question = { options: (Object.keys(names) as (keyof typeof names)[]).map(id => ({ id, cost: costs[id] })), min: 1, max: 4, blankAllowed: true, ...rules }
  const found = methodNamed(method)
  if (!found) throw new Error(method)
  const outcome = countAll(found, box.map(([times, values]) => ({ choice: choiceOf(values), times })), question)
  return {
    ...budget(), method, rules: { min: 1, max: 4, blankAllowed: true, ...(rules.points ? { points: rules.points } : {}), ...(rules.grades ? { grades: rules.grades } : {}), ...(rules.budget ? { budget: rules.budget } : {}) },
    outcome: { kind: rules.budget ? 'budget' as const : 'approval' as const, options: 4, winners: outcome.winners.length, cast: outcome.cast, counted: outcome.counted, blank: outcome.blank, invalid: outcome.invalid, budget: outcome.budget ?? null, totalCost: outcome.totalCost ?? null, explanation: outcome.explanation ?? null },
    options: outcome.options.map(({ option: key, score, rank, fate }) => ({
      key, title: names[key as keyof typeof names], description: '', proposalNumber: null, rank, votes: score, cost: rules.budget ? costs[key as keyof typeof names] : null, fate, selectedAs: fate === 'selected' ? outcome.winners.indexOf(key) + 1 : null,
    })).sort((one, other) => one.rank - other.rank),
    ties: outcome.ties,
  } as unknown as Result
}

const report = (id: string, result: Result) => ({ result, slug: 'exemple', imported: false, id })
const reasons = (id: string, { outcome, options }: Result) => ({ explanation: outcome.explanation as never, options, id })

const vote = { suspended: false, opensAt: '2027-02-01T09:00:00+01:00', closesAt: '2027-03-14T18:00:00+01:00', sealableAt: null, admittedUntil: null, participation: 1_230 }
const pending = (more: Partial<typeof vote> & { state: string }, now = '2027-02-20T10:00:00+01:00') => ({ slug: 'exemple', now, vote: { ...vote, ...more } })

export default [
  example('budget', m.gallery_is_published, ResultReport, () => ({ result: budget(), slug: 'exemple', imported: false, id: 'result-budget' })),
  example('duels', m.results_duels_title, ResultReport, () => report('result-duels', counted('schulze', duels))),
  example('notes', m.results_merit_title, ResultReport, () => report('result-merit', counted('majority-judgment', grades, { grades: 6 }))),
  example('points', m.results_points_title, ResultReport, () => report('result-points', counted('points', points, { points: 10 }))),
  example('parts', m.results_shares_title, ResultReport, () => report('result-shares', counted('equal-shares', approvals, { budget: 16_000_000 }))),
  example('duels-en-rond', m.results_duels_see, Explanation, () => reasons('why-circle', counted('schulze', circle))),
  example('notes-sept', m.vote_grade_excellent, Explanation, () => reasons('why-seven', counted('majority-judgment', grades, { grades: 7 }))),
  example('notes-cinq', m.vote_grade_fair, Explanation, () => reasons('why-five', counted('majority-judgment', grades.map(([times, values]) => [times, Object.fromEntries(Object.entries(values).map(([key, value]) => [key, Math.min(4, value)]))]), { grades: 5 }))),
  example('notes-vide', m.results_merit_none, Explanation, () => reasons('why-none', counted('majority-judgment', [], { grades: 6 }))),
  example('tours', m.results_rounds_title, Explanation, () => reasons('why-rounds', counted('irv', duels))),
  example('ouvert', m.gallery_is_open, ResultPending, () => pending({ state: 'open' })),
  example('depouillement', m.common_state_vote_counting, ResultPending, () => pending({ state: 'counting' }, '2027-03-16T10:00:00+01:00')),
  example('scelle', m.common_state_vote_sealed, ResultPending, () => pending({ state: 'sealed' }, '2027-03-18T10:00:00+01:00')),
  example('suspendu', m.common_state_consultation_suspended, ResultPending, () => pending({ state: 'open', suspended: true })),
  example('sans-vote', m.gallery_is_empty, ResultPending, () => ({ slug: 'exemple', now: '2027-02-20T10:00:00+01:00', vote: null })),
]
