import { redirect } from '@sveltejs/kit'
import { bare, signInPath } from '$lib/links'
import { requirePermission } from '$lib/server/api'
import type { LayoutServerLoad } from './$types'

export const load: LayoutServerLoad = event => {
  // Read here so that this guard runs again on every page under it, whatever is cached in the browser.
  const path = bare(event.url.pathname)
  // A referent who holds no desk has a team to look after, not a day.
  if (path === '/mediation' && event.locals.session?.team && event.locals.session.desk === 'none') redirect(303, '/mediation/equipe')
  // The wall of the room shows numbers, to whoever is in it.
  if (path === '/mediation/file/ecran') return
  // Staff work on paper beside mediators: one place for all who enter it.
  if (/^\/mediation\/papier\/(lots|jour)(\/|$)/.test(path)) requirePermission(event, 'paper.enter')
  // Learning and asking for a desk comes before holding one.
  else if (!/^\/mediation\/(formation|habilitation|equipe)(\/|$)/.test(path)) requirePermission(event, 'desk.use')
  else if (!event.locals.session) redirect(303, signInPath(event.url))
}
