import { read, readApi, requirePermission } from '$lib/server/api'
import { pageOf } from '../_parts/server'
import { ruleNames } from './words'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async event => {
  requirePermission(event, 'audit.read')
  const api = readApi(event)
  const [{ items }, people] = await Promise.all([
    read(event, api.GET('/api/erasures')),
    read(event, api.GET('/api/erasures/people', { params: { query: { page: pageOf(event.url), perPage: 20 } } })),
  ])
  const place = (rule: string) => (ruleNames.indexOf(rule) + ruleNames.length) % ruleNames.length
  return { rules: [...items].sort((a, b) => place(a.rule) - place(b.rule)), people }
}
