import { m } from '@parvis/texts'
import { methods, wholeNumber } from '@parvis/voting'
import { error, fail, redirect } from '@sveltejs/kit'
import type { components } from '@parvis/api-client'
import { errorSentence } from '$lib/errors'
import { completionNames } from '$lib/methods'
import type { Problem } from '$lib/problem'
import { read, readApi, send } from '$lib/server/api'
import { centsOf, eurosField } from '../../../../_parts/money'
import { moved, moveOf, readRows, type Row } from '../../../../_parts/rows'
import { onlyWhoEdits, refusedHere, textsOf } from '../../../../_parts/server'
import { stepPath } from '../../../../_parts/steps'
import type { Actions, PageServerLoad } from './$types'

const optionFields = ['title', 'key', 'proposalId', 'description', 'cost'] as const
const amounts = ['rules.budget', 'rules.maxCost'] as const
const offered = methods.filter(method => method.offered).map(({ name }) => name)
const sharesMoney = (method: string | undefined) => method === 'budget' || method === 'equal-shares'

export const load: PageServerLoad = async event => {
  const { consultation } = await event.parent()
  onlyWhoEdits(consultation)
  const vote = await read(event, readApi(event).GET('/api/votes/{id}', { params: { path: { id: event.params.voteId } } }))
  if (vote.consultationId !== consultation.id) error(404, { message: errorSentence('vote.unknown'), code: 'vote.unknown' })
  // What the methods chosen before asked is found again where theirs is chosen.
  const rules = vote.draftRules ?? vote.rules
  const values: Record<string, string> = {
    // The page that compares the methods sends here what it cannot choose without the rules that it needs.
    question: vote.question, method: offered.find(name => name === event.url.searchParams.get('methode')) ?? vote.method, claimDays: String(vote.claimDays),
    'rules.min': String(rules.min), 'rules.max': String(rules.max), 'rules.blankAllowed': rules.blankAllowed ? 'oui' : '',
    'rules.seats': String(rules.seats ?? 1), 'rules.budget': eurosField(rules.budget), 'rules.maxCost': eurosField(rules.maxCost),
    'rules.by': rules.by ?? 'votes', 'rules.whenFull': rules.whenFull ?? 'skip', 'rules.threshold': String(rules.threshold ?? 0),
    'rules.points': String(rules.points ?? 10), 'rules.pointsPerOption': rules.pointsPerOption === undefined ? '' : String(rules.pointsPerOption), 'rules.grades': String(rules.grades ?? 6),
    'rules.utility': rules.utility ?? 'cost', 'rules.completion': rules.completion ?? 'add1-utilitarian', 'rules.tie': rules.tie ?? 'draw',
    // A vote that shares out money says what settles equals before its announcement: a draw is proposed.
    'rules.draw': rules.draw ?? (sharesMoney(vote.method) && !rules.tie && consultation.state === 'draft' ? m.own_draw_proposed() : ''),
  }
  const rows: Row[] = vote.options.map(({ title, key, proposalId, description, cost }) => ({ title, key, proposalId: proposalId ?? '', description, cost: eurosField(cost) }))
  return { vote, values, rows, offered, switched: values.method !== vote.method }
}

export const actions: Actions = {
  /** One form, saved in two parts: the question and its rules, then the options, on the revision that the first gave. */
  default: async event => {
    const form = await event.request.formData()
    const values = textsOf(form)
    const rows = readRows(form, 'options', optionFields)
    const typed = { values, rows, unsaved: true, half: false }
    const move = moveOf(form)
    let revision = Number(values.revision)
    // Lines that move are not saved: the list still is the one that was read then.
    if (move) return { ...typed, rows: moved(rows, move, () => ({ title: '', key: '', proposalId: '', description: '', cost: '' })), problem: undefined, revision }
    const refusals = [...rulesWrong(values), ...optionsWrong(rows)]
    if (refusals.length > 0) return fail(422, { ...typed, problem: refusedHere(refusals), revision })

    const refused = (problem: Problem, half: boolean) => fail(problem.status, { ...typed, half, problem, revision: problem.code === 'vote.changed-meanwhile' ? undefined : revision })
    const params = { path: { id: event.params.voteId } }
    const first = await send(readApi(event).PATCH('/api/votes/{id}', { params, body: { revision, ...rulesOf(values) } }))
    if (!first.ok) return refused(first.problem, false)
    revision = first.data.revision
    if (rows.length > 0 || first.data.options.length > 0) {
      const options = rows.map(({ title, key, proposalId, description, cost }) => ({
        title: title ?? '', description: description ?? '', ...(key ? { key } : {}), ...(proposalId ? { proposalId } : {}), ...(cost?.trim() ? { cost: centsOf(cost) ?? 0 } : {}),
      }))
      const second = await send(readApi(event).PUT('/api/votes/{id}/options', { params, body: { revision, options } }))
      if (!second.ok) return refused(second.problem, true)
    }
    redirect(303, `${values.bound === 'oui' || values.rester === 'oui' ? event.url.pathname : stepPath(event.params.id, 'preparation')}?fait=enregistre`)
  },
}

/** Refusals of the API about money speak of the rules; amounts that cannot be read are refused here. A question that was asked is not taken away. */
const rulesWrong = (values: Record<string, string>) => [
  ...(values.asked === 'oui' && !values.question?.trim() ? [{ code: 'vote.question-missing', at: 'question' }] : []),
  ...(values.bound === 'oui' ? [] : wholeFields(values).filter(name => wholeNumber(values[name] ?? '') === null).map(at => ({ code: 'field.is-int', at }))),
  ...amounts.filter(name => sharesMoney(values.method) && values[name]?.trim() && centsOf(values[name]) === null).map(at => ({ code: 'field.amount', at })),
]

/** The fields of whole numbers that this method reads: "1e2" and "0x10" are none, and nothing is guessed in the place of what cannot be read. */
const wholeFields = (values: Record<string, string>) => [
  ...(values.method === 'single' ? [] : ['rules.min', 'rules.max']), 'claimDays',
  ...(sharesMoney(values.method) ? [] : ['rules.seats']),
  ...(values.method === 'budget' ? ['rules.threshold'] : []),
  ...(values.method === 'points' ? ['rules.points', ...(values['rules.pointsPerOption']?.trim() ? ['rules.pointsPerOption'] : [])] : []),
]

const optionsWrong = (rows: readonly Row[]) => rows.flatMap(({ title, cost }, index) => [
  ...(title?.trim() ? [] : [{ code: 'option.title-missing', at: `options.${index}.title`, facts: { number: index + 1 } }]),
  ...(cost?.trim() && centsOf(cost) === null ? [{ code: 'field.amount', at: `options.${index}.cost` }] : []),
])

function rulesOf(values: Record<string, string>) {
  const question = values.question?.trim() ? { question: values.question } : {}
  if (values.bound === 'oui') return question
  const cents = (name: (typeof amounts)[number]) => (values[name]?.trim() ? centsOf(values[name]) ?? undefined : undefined)
  const whole = (name: string) => wholeNumber(values[name] ?? '') ?? Number.NaN
  const method = offered.find(name => name === values.method) ?? 'approval'
  // One or the other: with a stated rule there is nothing left to draw. Where a draw decides about money and nobody wrote which, it is the one that the choice names.
  const stated = sharesMoney(method) && values['rules.tie'] === 'cost-votes'
  const draw = values['rules.draw']?.trim() || (sharesMoney(method) ? m.own_draw_proposed() : '')
  const shared = { min: whole('rules.min'), max: whole('rules.max'), blankAllowed: values['rules.blankAllowed'] === 'oui', ...(stated ? { tie: 'cost-votes' as const } : draw ? { draw } : {}) }
  return { ...question, method, claimDays: whole('claimDays'), rules: { ...shared, ...own[method]?.({ values, whole, cents }) } }
}

interface Typed { values: Record<string, string>, whole: (name: string) => number, cents: (name: (typeof amounts)[number]) => number | undefined }
type Rules = Partial<components['schemas']['VoteRulesDto']>

const seats = ({ whole }: Typed) => ({ seats: whole('rules.seats') })
const money = ({ cents }: Typed) => ({ budget: cents('rules.budget'), maxCost: cents('rules.maxCost') })

/** What each method asks beside the bounds of a ballot; the fields of the others are not read. */
const own: Record<string, ((typed: Typed) => Rules) | undefined> = {
  'single': typed => ({ ...seats(typed), min: 1, max: 1 }),
  'approval': seats,
  'schulze': seats,
  'points': typed => ({ ...seats(typed), points: typed.whole('rules.points'), ...(typed.values['rules.pointsPerOption']?.trim() ? { pointsPerOption: typed.whole('rules.pointsPerOption') } : {}) }),
  'majority-judgment': typed => ({ ...seats(typed), grades: typed.whole('rules.grades') }),
  'budget': typed => ({
    ...money(typed), by: typed.values['rules.by'] === 'votes-per-cost' ? 'votes-per-cost' : 'votes', whenFull: typed.values['rules.whenFull'] === 'stop' ? 'stop' : 'skip', threshold: typed.whole('rules.threshold'),
  }),
  'equal-shares': typed => ({
    ...money(typed), utility: typed.values['rules.utility'] === 'cardinality' ? 'cardinality' : 'cost', completion: completionNames.find(name => name === typed.values['rules.completion']) ?? 'add1-utilitarian',
  }),
}
