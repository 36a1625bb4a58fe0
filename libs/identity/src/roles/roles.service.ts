import { Injectable } from '@nestjs/common'
import { Audit, DomainError, maybe, offsetOf, one, rows, uniqueViolation } from '@parvis/platform'
import { DataSource } from 'typeorm'
import type { EntityManager } from 'typeorm'
import { Sessions } from '../authentication/sessions.service'
import type { Actor, Place, PlaceKind } from '../authorization/actor'
import type { GrantedRole } from '../authorization/permissions'
import { Places } from './places.service'
import { RoleGrant } from './role-grant.entity'
import type { RolePage, RolesQuery, RoleView, RoleWanted } from './roles.dto'

interface Row extends Omit<RoleView, 'place' | 'grantedAt'> {
  placeKind: PlaceKind
  placeCode: string
  grantedAt: Date
}

const columns = `g.id, a.email, a.display_name as "displayName", g.role, g.place_kind as "placeKind", g.place_code as "placeCode", g.granted_at as "grantedAt", (select b.email from identity.account b where b.id = g.granted_by) as "grantedBy"`

@Injectable()
export class Roles {
  constructor(private readonly dataSource: DataSource, private readonly audit: Audit, private readonly places: Places, private readonly sessions: Sessions) {}

  /** Roles held now, person by person. */
  async list(query: RolesQuery): Promise<RolePage> {
    const like = `%${(query.q ?? '').trim().replace(/[\\%_]/g, '\\$&')}%`
    const from = 'from identity.role_grant g join identity.account a on a.id = g.account_id where g.ended_at is null and (a.email ilike $1 or a.display_name ilike $1) and ($2::text is null or g.role = $2) and ($3::text is null or g.place_code = $3)'
    const params = [like, query.role ?? null, query.place ?? null]
    const { total } = await one<{ total: number }>(this.dataSource, `select count(*)::integer as total ${from}`, params)
    const found = await rows<Row>(this.dataSource, `select ${columns} ${from} order by a.email, g.role, g.id limit $4 offset $5`, [...params, query.perPage, offsetOf(query)])
    const held = await rows<{ kind: PlaceKind, code: string }>(this.dataSource, 'select distinct place_kind as kind, place_code as code from identity.role_grant where ended_at is null order by 1, 2 limit 500')
    const places = await Promise.all(held.map(async ({ kind, code }) => ({ kind, code, name: await this.places.nameOf(kind, code) ?? code })))
    return { places, items: await Promise.all(found.map(row => this.view(row))), total, page: query.page, perPage: query.perPage }
  }

  /** Errors: 422 `role.wrong-place`, `place.unknown`. */
  async assertPlace(role: GrantedRole, { kind, code }: Place): Promise<void> {
    if (!fits(role, kind)) throw new DomainError('role.wrong-place', { refusals: [{ code: 'role.wrong-place', at: 'placeKind' }] })
    if (await this.places.nameOf(kind, code) === null) throw new DomainError('place.unknown', { refusals: [{ code: 'place.unknown', at: 'placeCode' }] })
  }

  /** Errors: 404 `account.unknown`, 409 `role.held-already`, 422 `role.wrong-place`, `place.unknown`. */
  async grant(by: Actor | null, { email, role, placeKind, placeCode }: RoleWanted): Promise<RoleView> {
    await this.assertPlace(role, { kind: placeKind, code: placeCode })
    return this.dataSource.transaction(async tx => {
      const account = await maybe<{ id: string }>(tx, 'select id from identity.account where email = $1', [email])
      if (!account) throw new DomainError('account.unknown', { status: 404, refusals: [{ code: 'account.unknown', at: 'email' }] })
      const grant = await this.insert(tx, { accountId: account.id, role, placeKind, placeCode, grantedBy: by?.accountId ?? null })
      await this.sessions.shorten(tx, account.id)
      await this.audit.append(tx, { actorId: by?.accountId ?? null, action: 'role.granted', subjectKind: 'account', subjectId: account.id, detail: { role, placeKind, placeCode } })
      return this.view(await one<Row>(tx, `select ${columns} from identity.role_grant g join identity.account a on a.id = g.account_id where g.id = $1`, [grant.id]))
    })
  }

  /** Ends a role, at once. Errors: 404 `role.unknown`, 409 `role.last-administrator`. */
  async end(by: Actor, id: string): Promise<void> {
    await this.dataSource.transaction(async tx => {
      // Two administrators ending each other at once must not leave none.
      await tx.query(`select id from identity.role_grant where role = 'administrator' and ended_at is null order by id for update`)
      const ended = await maybe<{ accountId: string, role: GrantedRole, placeKind: PlaceKind, placeCode: string }>(tx, `
        update identity.role_grant set ended_at = platform.clock() where id = $1 and ended_at is null
        returning account_id as "accountId", role, place_kind as "placeKind", place_code as "placeCode"`, [id])
      if (!ended) throw new DomainError('role.unknown', { status: 404 })
      if (ended.role === 'administrator' && !await maybe(tx, `select id from identity.role_grant where role = 'administrator' and ended_at is null limit 1`)) {
        throw new DomainError('role.last-administrator', { status: 409 })
      }
      const { accountId, ...detail } = ended
      await this.audit.append(tx, { actorId: by.accountId, action: 'role.ended', subjectKind: 'account', subjectId: accountId, detail })
    })
  }

  private async insert(tx: EntityManager, grant: Pick<RoleGrant, 'accountId' | 'role' | 'placeKind' | 'placeCode' | 'grantedBy'>): Promise<RoleGrant> {
    try {
      return await tx.save(RoleGrant, grant)
    } catch (error) {
      if (uniqueViolation(error) === 'role_grant_active') throw new DomainError('role.held-already', { status: 409 })
      throw error
    }
  }

  private async view({ placeKind, placeCode, grantedAt, ...row }: Row): Promise<RoleView> {
    return { ...row, place: { kind: placeKind, code: placeCode, name: await this.places.nameOf(placeKind, placeCode) ?? placeCode }, grantedAt: grantedAt.toISOString() }
  }
}

function fits(role: GrantedRole, kind: PlaceKind): boolean {
  return role === 'staff' ? kind !== 'centre' : kind === 'metropolis'
}
