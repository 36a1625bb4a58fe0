import { m } from '@parvis/texts'
import { fail, redirect } from '@sveltejs/kit'
import { dateTimeInput, parseDateTime } from '$lib/format'
import { readApi, send } from '$lib/server/api'
import { platformNow } from '$lib/server/clock'
import { moved, moveOf, readRows, type Row } from '../../../_parts/rows'
import { naming, onlyWhoEdits, readConsultation, refusedHere } from '../../../_parts/server'
import { afterSaving } from '../../../_parts/steps'
import type { Phase, Preparation } from '../../../_parts/types'
import { phaseKindName, phaseKinds } from '../../../_parts/words'
import type { Actions, PageServerLoad } from './$types'

const fields = ['title', 'id', 'kind', 'description', 'opensAt', 'closesAt'] as const
const day = 86_400_000

const rowOf = ({ id, kind, title, description, opensAt, closesAt }: Phase): Row =>
  ({ id, kind, title, description, opensAt: dateTimeInput(opensAt), closesAt: dateTimeInput(closesAt) })

export const load: PageServerLoad = async event => {
  const { consultation } = await event.parent()
  onlyWhoEdits(consultation)
  const preparation = await preparationOf(event, consultation.id)
  return {
    rows: consultation.phases.map(rowOf),
    earliestOpening: preparation?.earliestOpening ?? null,
    earliestClose: preparation?.earliestClose ?? null,
    now: await platformNow(event),
  }
}

export const actions: Actions = {
  default: async event => {
    const form = await event.request.formData()
    const rows = readRows(form, 'phases', fields)
    const move = moveOf(form)
    if (move) {
      const preparation = move.kind === 'add' ? await preparationOf(event, event.params.id) : null
      const now = Date.parse(await platformNow(event))
      return { rows: moved(rows, move, () => freshRow(rows, preparation, now)), unsaved: true, problem: undefined }
    }
    const phases = rows.map(({ id, kind, title, description, opensAt, closesAt }) => ({
      ...(id ? { id } : {}), kind: phaseKinds.find(known => known === kind) ?? 'information', title: title ?? '', description: description ?? '',
      opensAt: parseDateTime(opensAt ?? ''), closesAt: parseDateTime(closesAt ?? ''),
    }))
    const unreadable = phases.flatMap((phase, index) => (['opensAt', 'closesAt'] as const).filter(field => phase[field] === '').map(field => ({ code: 'field.date', at: `phases.${index}.${field}` })))
    if (unreadable.length > 0) return fail(422, { rows, unsaved: true, problem: refusedHere(unreadable) })
    const now = Date.parse(await platformNow(event))
    const past = (await readConsultation(event)).state === 'draft' ? phases.flatMap(({ opensAt }, index) => (Date.parse(opensAt) < now ? [{ code: 'field.date-past', at: `phases.${index}.opensAt` }] : [])) : []
    if (past.length > 0) return fail(422, { rows, unsaved: true, problem: refusedHere(past) })
    const outcome = await send(readApi(event).PUT('/api/consultations/{id}/phases', { params: { path: { id: event.params.id } }, body: { revision: Number(form.get('revision')), phases } }))
    if (!outcome.ok) {
      const titles = Object.fromEntries(rows.map((_, index) => [`phases.${index}.title`, m.gestion_wrong_phase_title({ number: index + 1 })]))
      return fail(outcome.problem.status, { rows, unsaved: true, problem: naming(outcome.problem, titles) })
    }
    redirect(303, afterSaving(await readConsultation(event), 'calendrier', form.get('rester') === 'oui'))
  },
}

async function preparationOf(event: Parameters<typeof readApi>[0], id: string): Promise<Preparation | null> {
  const preparation = await send(readApi(event).GET('/api/consultations/{id}/preparation', { params: { path: { id } } }))
  return preparation.ok ? preparation.data : null
}

/** A new phase starts where the last one ends, or on the first lawful day, and lasts a month: dates that the charter allows. */
function freshRow(rows: readonly Row[], preparation: Preparation | null, now: number): Row {
  const last = rows.at(-1)
  const ended = last?.closesAt ? Date.parse(parseDateTime(last.closesAt)) : Number.NaN
  const first = Date.parse(parseDateTime(`${preparation?.earliestOpening ?? ''}T08:00`)) + day
  const opens = Number.isNaN(ended) ? (Number.isNaN(first) ? now + 30 * day : first) : ended + day
  const at = (instant: number, time: string) => `${dateTimeInput(new Date(instant)).slice(0, 10)}T${time}`
  const kind = rows.length === 0 ? 'proposals' : rows.some(row => row.kind === 'vote') ? 'follow-up' : 'vote'
  return { id: '', kind, title: phaseKindName(kind), description: '', opensAt: at(opens, '08:00'), closesAt: at(opens + 30 * day, '18:00') }
}
