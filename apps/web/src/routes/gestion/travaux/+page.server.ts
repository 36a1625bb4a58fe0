import { fail, redirect } from '@sveltejs/kit'
import { errorSentence } from '$lib/errors'
import { read, readApi, requirePermission, send } from '$lib/server/api'
import { pageOf } from '../_parts/server'
import type { Job } from './jobs'
import type { Actions, PageServerLoad } from './$types'

const FIRST = 10
const lists = { echec: 'failed', attente: 'waiting', terminees: 'over' } as const

/** The sentence of its last error is looked up here: pages do not hold the catalogue of errors. */
const told = (job: Job) => ({ ...job, why: job.cause ? errorSentence(job.cause) : '' })

export const load: PageServerLoad = async event => {
  requirePermission(event, 'job.manage')
  const wanted = event.url.searchParams.get('liste') as keyof typeof lists
  const only = Object.hasOwn(lists, wanted ?? '') ? wanted : null
  const page = async (list: 'running' | 'waiting' | 'failed' | 'over', whole = false) => {
    const found = await read(event, readApi(event).GET('/api/jobs', { params: { query: { list, page: whole ? pageOf(event.url) : 1, perPage: whole ? 50 : FIRST } } }))
    return { ...found, items: found.items.map(told) }
  }
  const summary = await read(event, readApi(event).GET('/api/jobs/summary'))
  const none = { items: [], total: 0, page: 1, perPage: FIRST }
  const of = (list: 'running' | 'waiting' | 'failed' | 'over') => only && lists[only] !== list ? none : page(list, only !== null)
  const [running, waiting, failed, over] = await Promise.all([of('running'), of('waiting'), of('failed'), of('over')])
  const again = Number(event.url.searchParams.get('relancees'))
  return { summary, only, running, waiting, failed, over, retried: Number.isSafeInteger(again) && again > 0 ? again : 0 }
}

export const actions: Actions = {
  retry: async event => {
    const id = String((await event.request.formData()).get('id') ?? '')
    const outcome = await send(readApi(event).POST('/api/jobs/{id}/retry', { params: { path: { id } } }))
    if (!outcome.ok) return fail(outcome.problem.status, { problem: outcome.problem })
    redirect(303, '/gestion/travaux?fait=relancee')
  },
}
