import type { Grant, Place } from './actor'
import { roleHas } from './permissions'
import type { Permission } from './permissions'

/**
 * Whether the actor may use a permission on something that belongs to a place (README item 20). Staff act on what their
 * own commune, or the metropolis, owns: neither stands above the other. Guardians and administrators act everywhere,
 * mediators at their centres.
 */
export function mayActIn(actor: { grants: readonly Grant[] } | null, permission: Permission, place: Place): boolean {
  if (!actor) return false
  if (roleHas('citizen', permission)) return true
  return actor.grants.some(grant => roleHas(grant.role, permission)
    && (grant.role === 'guardian' || grant.role === 'administrator' || (grant.placeKind === place.kind && grant.placeCode === place.code)))
}

/** The places in which the actor holds the permission; `everywhere` for guardians and administrators. */
export function placesOf(actor: { grants: readonly Grant[] } | null, permission: Permission): { everywhere: boolean, places: Place[] } {
  const grants = (actor?.grants ?? []).filter(grant => roleHas(grant.role, permission))
  return {
    everywhere: grants.some(({ role }) => role === 'guardian' || role === 'administrator'),
    places: grants.map(({ placeKind, placeCode }) => ({ kind: placeKind, code: placeCode })),
  }
}
