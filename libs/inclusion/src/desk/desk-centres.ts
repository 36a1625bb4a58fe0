import { mayActIn, placesOf } from '@parvis/identity'
import type { Actor } from '@parvis/identity'
import { DomainError, maybe, rows } from '@parvis/platform'

type Database = Parameters<typeof rows>[0]

export interface DeskCentre {
  id: string
  slug: string
  name: string
}

/** Active centres whose desk the actor holds, by name. */
export const ownCentres = (db: Database, actor: Actor): Promise<DeskCentre[]> =>
  rows<DeskCentre>(db, 'select id, slug, name from inclusion.centre where active and slug = any($1) order by name, id', [placesOf(actor, 'desk.use').places.map(({ code }) => code)])

/** Errors: 404 `centre.unknown`, 403 `place.other`. */
export async function ownCentre(db: Database, actor: Actor, id: string): Promise<DeskCentre> {
  const centre = await maybe<DeskCentre>(db, 'select id, slug, name from inclusion.centre where id = $1 and active', [id])
  if (!centre) throw new DomainError('centre.unknown', { status: 404 })
  if (!mayActIn(actor, 'desk.use', { kind: 'centre', code: centre.slug })) throw new DomainError('place.other', { status: 403 })
  return centre
}
