import { error, fail, redirect, type RequestEvent } from '@sveltejs/kit'
import { importProblem } from '@parvis/texts'
import { errorSentence } from '$lib/errors'
import { read, readApi, requirePermission, send, type Outcome } from '$lib/server/api'
import { fileFault } from '$lib/server/file-fault'
import { onlyWhoEdits } from '../../../../_parts/server'
import { overviewPath } from '../../../../_parts/steps'
import type { Actions, PageServerLoad } from './$types'

const filters = ['created', 'updated', 'unchanged', 'refused', 'noted'] as const

export const load: PageServerLoad = async event => {
  requirePermission(event, 'proposal.import')
  const { consultation } = await event.parent()
  onlyWhoEdits(consultation)
  const path = { id: event.params.import }
  const found = await read(event, readApi(event).GET('/api/imports/{id}', { params: { path } }))
  // An address of another consultation is no page of this one.
  if (found.consultationId !== consultation.id) error(404, { message: errorSentence('import.unknown'), code: 'import.unknown' })
  const only = filters.find(known => known === event.url.searchParams.get('lignes'))
  const after = Math.max(0, Math.min(1_000_000, Number.parseInt(event.url.searchParams.get('apres') ?? '0', 10) || 0))
  const told = ['ready', 'running', 'done', 'undoing', 'undone'].includes(found.state)
  const report = told ? await read(event, readApi(event).GET('/api/imports/{id}/rows', { params: { path, query: { only, after, limit: found.state === 'ready' && !only ? 10 : 20 } } })) : { items: [], next: null }
  return {
    found, only: only ?? '', after, next: report.next, undoRefused: found.undoFault && errorSentence(found.undoFault.code, found.undoFault.facts), fault: found.fault && { line: found.fault.line, reason: fileFault(found.fault.code, found.fault.facts) },
    remarks: found.remarks.map(({ code, count }) => ({ message: importProblem(code), count })),
    rows: report.items.map(row => ({ ...row, notes: row.problems.map(({ field, code }) => ({ field, message: importProblem(code) })) })),
  }
}

type Event = RequestEvent<{ id: string, import: string }>

async function after(event: Event, outcome: Outcome<unknown>, done: string) {
  if (!outcome.ok) return fail(outcome.problem.status, { problem: outcome.problem })
  redirect(303, `${overviewPath(event.params.id)}/imports/${event.params.import}?fait=${done}`)
}

const which = ({ params }: Event) => ({ params: { path: { id: params.import } } })

export const actions: Actions = {
  confirm: async event => after(event, await send(readApi(event).POST('/api/imports/{id}/confirmation', which(event))), 'import-confirme'),
  cancel: async event => after(event, await send(readApi(event).POST('/api/imports/{id}/cancellation', which(event))), 'import-abandonne'),
  undo: async event => after(event, await send(readApi(event).POST('/api/imports/{id}/undoing', which(event))), 'import-retire'),
  keep: async event => after(event, await send(readApi(event).POST('/api/imports/{id}/cancellation', which(event))), 'import-garde'),
}
