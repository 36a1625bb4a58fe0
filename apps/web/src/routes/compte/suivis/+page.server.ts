import { redirect } from '@sveltejs/kit'
import { failFrom, read, readApi, requirePermission, send } from '$lib/server/api'
import { pageOf } from '$lib/server/page-number'
import { bare } from '$lib/links'
import { themes } from '$lib/themes'
import type { Actions, PageServerLoad } from './$types'

const done = ['suivi', 'arrete', 'courriels'] as const
const rhythms = ['immediate', 'daily', 'weekly', 'never'] as const

export const load: PageServerLoad = async event => {
  requirePermission(event, 'account.own')
  const api = readApi(event)
  const [follows, notices, communes] = await Promise.all([
    read(event, api.GET('/api/account/follows', { params: { query: { page: pageOf(event.url), perPage: 20 } } })),
    read(event, api.GET('/api/account/notices')),
    read(event, api.GET('/api/municipalities', { params: { query: {} } })),
  ])
  return {
    follows, notices,
    communes: communes.filter(({ alias }) => !alias).map(({ code, name }) => ({ value: code, label: name })),
    done: done.find(known => known === event.url.searchParams.get('fait')) ?? null,
  }
}

/** Where the button was pressed, if that is a page of this site. */
function back(form: FormData, said: typeof done[number]): never {
  const wanted = String(form.get('retour') ?? '')
  redirect(303, /^\/(?![/\\])[^\s\\]*$/.test(wanted) ? bare(wanted) : `/compte/suivis?fait=${said}`)
}

export const actions: Actions = {
  suivre: async event => {
    requirePermission(event, 'account.own')
    const form = await event.request.formData()
    const theme = themes.find(known => known === form.get('theme'))
    const commune = String(form.get('commune') ?? '')
    const wanted = theme ? [['theme', theme]] : commune ? [['municipality', commune]] : [[String(form.get('kind') ?? ''), String(form.get('target') ?? '')]]
    for (const [kind = '', target = ''] of wanted) {
      const outcome = await send(readApi(event).PUT('/api/account/follows/{kind}/{target}', { params: { path: { kind: kind || '-', target: target || '-' } } }))
      if (!outcome.ok) return failFrom(outcome.problem, {})
    }
    back(form, 'suivi')
  },
  arreter: async event => {
    requirePermission(event, 'account.own')
    const form = await event.request.formData()
    const outcome = await send(readApi(event).DELETE('/api/account/follows/{kind}/{target}', { params: { path: { kind: String(form.get('kind') || '-'), target: String(form.get('target') || '-') } } }))
    if (!outcome.ok) return failFrom(outcome.problem, {})
    back(form, 'arrete')
  },
  courriels: async event => {
    requirePermission(event, 'account.own')
    const form = await event.request.formData()
    const outcome = await send(readApi(event).PATCH('/api/account/notices', { body: { digest: rhythms.find(known => known === form.get('digest')), letters: form.get('letters') === 'oui' } }))
    if (!outcome.ok) return failFrom(outcome.problem, {})
    redirect(303, '/compte/suivis?fait=courriels')
  },
}
