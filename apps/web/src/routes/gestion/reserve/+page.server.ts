import { read, readApi, requirePermission } from '$lib/server/api'
import { pageOf } from '$lib/server/page-number'
import { availabilityCodes, skillCodes } from '../../reserve-citoyenne/words'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async event => {
  requirePermission(event, 'habilitation.manage')
  const query = event.url.searchParams
  const language = (query.get('langue') ?? '').trim().slice(0, 40)
  const skill = skillCodes.find(known => known === query.get('savoir'))
  const availability = availabilityCodes.find(known => known === query.get('quand'))
  const municipality = /^\d{5}$/.exec(query.get('commune') ?? '')?.[0]
  const api = readApi(event)
  const [found, missions, communes] = await Promise.all([
    read(event, api.GET('/api/console/reserve', { params: { query: { page: pageOf(event.url), perPage: 20, ...(language && { language }), ...(skill && { skill }), ...(availability && { availability }), ...(municipality && { municipality }) } } })),
    read(event, api.GET('/api/console/missions')),
    read(event, api.GET('/api/municipalities', { params: { query: {} } })),
  ])
  return { found, missions: missions.items, language, skill: skill ?? '', availability: availability ?? '', municipality: municipality ?? '', communes: communes.filter(({ alias }) => !alias).map(({ code, name }) => ({ value: code, label: name })) }
}
