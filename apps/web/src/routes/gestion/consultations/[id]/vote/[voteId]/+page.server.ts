import { error, fail, redirect } from '@sveltejs/kit'
import { errorSentence } from '$lib/errors'
import { failFrom, read, readApi, send } from '$lib/server/api'
import { centsOf, eurosField } from '../../../../_parts/money'
import { moved, moveOf, readRows, type Row } from '../../../../_parts/rows'
import { onlyWhoEdits, refusedHere, textsOf } from '../../../../_parts/server'
import { stepPath } from '../../../../_parts/steps'
import type { Actions, PageServerLoad } from './$types'

const optionFields = ['title', 'key', 'proposalId', 'description', 'cost'] as const
const amounts = ['rules.budget', 'rules.maxCost'] as const

export const load: PageServerLoad = async event => {
  const { consultation } = await event.parent()
  onlyWhoEdits(consultation)
  const vote = await read(event, readApi(event).GET('/api/votes/{id}', { params: { path: { id: event.params.voteId } } }))
  if (vote.consultationId !== consultation.id) error(404, { message: errorSentence('vote.unknown'), code: 'vote.unknown' })
  const { rules } = vote
  const values: Record<string, string> = {
    question: vote.question, method: vote.method, claimDays: String(vote.claimDays),
    'rules.min': String(rules.min), 'rules.max': String(rules.max), 'rules.blankAllowed': rules.blankAllowed ? 'oui' : '',
    'rules.seats': String(rules.seats ?? 1), 'rules.budget': eurosField(rules.budget), 'rules.maxCost': eurosField(rules.maxCost),
    'rules.by': rules.by ?? 'votes', 'rules.whenFull': rules.whenFull ?? 'skip', 'rules.threshold': String(rules.threshold ?? 0),
  }
  const rows: Row[] = vote.options.map(({ title, key, proposalId, description, cost }) => ({ title, key, proposalId: proposalId ?? '', description, cost: eurosField(cost) }))
  return { vote, values, rows }
}

export const actions: Actions = {
  rules: async event => {
    const form = await event.request.formData()
    const values = textsOf(form)
    const budgeted = values.method === 'budget'
    // Refusals of the API about money speak of the rules; amounts that cannot be read are refused here.
    const wrong = amounts.filter(name => budgeted && values[name]?.trim() && centsOf(values[name]) === null)
    if (wrong.length > 0) return failFrom(refusedHere(wrong.map(at => ({ code: 'field.amount', at }))), values)
    const cents = (name: (typeof amounts)[number]) => (values[name]?.trim() ? centsOf(values[name]) ?? undefined : undefined)
    const whole = (name: string) => Number(values[name]?.trim() || Number.NaN)
    const bound = values.bound === 'oui'
    const question = values.question?.trim() ? { question: values.question } : {}
    const method = budgeted ? 'budget' : 'approval'
    const rules = {
      min: whole('rules.min'), max: whole('rules.max'), blankAllowed: values['rules.blankAllowed'] === 'oui',
      ...(budgeted
        ? { budget: cents('rules.budget'), maxCost: cents('rules.maxCost'), by: values['rules.by'] === 'votes-per-cost' ? 'votes-per-cost' as const : 'votes' as const, whenFull: values['rules.whenFull'] === 'stop' ? 'stop' as const : 'skip' as const, threshold: whole('rules.threshold') }
        : { seats: whole('rules.seats') }),
    }
    const body = bound ? question : { ...question, method, rules, claimDays: whole('claimDays') } as const
    const outcome = await send(readApi(event).PATCH('/api/votes/{id}', { params: { path: { id: event.params.voteId } }, body }))
    if (!outcome.ok) return failFrom(outcome.problem, values)
    redirect(303, `${event.url.pathname}?fait=regles`)
  },
  options: async event => {
    const form = await event.request.formData()
    const rows = readRows(form, 'options', optionFields)
    const move = moveOf(form)
    if (move) return { rows: moved(rows, move, () => ({ title: '', key: '', proposalId: '', description: '', cost: '' })), unsaved: true, problem: undefined }
    const wrong = rows.flatMap(({ cost }, index) => (cost?.trim() && centsOf(cost) === null ? [{ code: 'field.amount', at: `options.${index}.cost` }] : []))
    const untitled = rows.flatMap(({ title }, index) => (title?.trim() ? [] : [{ code: 'field.is-not-empty', at: `options.${index}.title` }]))
    if (wrong.length + untitled.length > 0) return fail(422, { rows, unsaved: true, problem: refusedHere([...untitled, ...wrong]) })
    const options = rows.map(({ title, key, proposalId, description, cost }) => ({
      title: title ?? '', description: description ?? '', ...(key ? { key } : {}), ...(proposalId ? { proposalId } : {}), ...(cost?.trim() ? { cost: centsOf(cost) ?? 0 } : {}),
    }))
    const outcome = await send(readApi(event).PUT('/api/votes/{id}/options', { params: { path: { id: event.params.voteId } }, body: { options } }))
    if (!outcome.ok) return fail(outcome.problem.status, { rows, unsaved: true, problem: outcome.problem })
    redirect(303, `${form.get('suite') === 'oui' ? stepPath(event.params.id, 'preparation') : event.url.pathname}?fait=choix`)
  },
}
