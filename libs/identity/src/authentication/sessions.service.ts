import { Injectable } from '@nestjs/common'
import { maybe, one, prepared, preparedOne } from '@parvis/platform'
import { DataSource } from 'typeorm'
import type { EntityManager } from 'typeorm'
import type { Actor } from '../authorization/actor'
import { hashToken, newToken } from './tokens'

/** Who holds a role is signed out after half a day without use, others after a month; who works at a desk after half a day, used or not. */
const HOURS = { role: 12, citizen: 30 * 24 }
/** A session in use is prolonged this often at most: reading a page writes nothing. */
const PROLONG_AFTER_MINUTES = 5
/** A desk is left alone: its code is asked again. While it is open, its use is noted every minute. */
const DESK_MINUTES = 15
const LEFT_ALONE = `s.code_at is null or s.seen_at < platform.clock() - interval '${DESK_MINUTES} minutes'`

type Row = Omit<Actor, 'civilStatusGiven'> & { stale: boolean }

const ACTOR = prepared(`
  select a.id as "accountId", a.email, a.email_confirmed_at is not null as "emailConfirmed", a.display_name as "displayName", a.language,
    a.municipality_code as "municipalityCode", a.civil_status as "sealedCivilStatus", s.expires_at as "expiresAt",
    s.seen_at < platform.clock() - make_interval(mins => case when s.code_at is null then ${PROLONG_AFTER_MINUTES} else 1 end) as stale,
    case when not exists (select from identity.desk_place d where d.account_id = a.id) then 'none' when ${LEFT_ALONE} then 'code-needed' else 'open' end as desk,
    a.email_confirmed_at is not null and exists (select from identity.team_referent t where t.email = a.email) as team,
    coalesce((select json_agg(json_build_object('role', g.role, 'placeKind', g.place_kind, 'placeCode', g.place_code) order by g.granted_at, g.id)
      from (select id, role, place_kind, place_code, granted_at from identity.role_grant where account_id = a.id and ended_at is null
        union all select d.centre_id, 'mediator', 'centre', d.place_code, d.validated_at from identity.desk_place d where d.account_id = a.id and not (${LEFT_ALONE})) g), '[]'::json) as grants
  from identity.session s join identity.account a on a.id = s.account_id
  where s.token_hash = $1 and s.expires_at > platform.clock() and a.disabled_at is null`)

/** Sessions: opaque tokens, kept as hashes, ended by deleting their row. Ended means ended at once: nothing is cached. */
@Injectable()
export class Sessions {
  constructor(private readonly dataSource: DataSource) {}

  /** Opens a session and gives its token, which nobody can read again. */
  async open(accountId: string): Promise<string> {
    const token = newToken()
    await this.dataSource.query(`
      insert into identity.session (token_hash, account_id, expires_at) values ($1, $2, platform.clock() + ${lifetime('$2')})`, [hashToken(token), accountId])
    return token
  }

  /** Who the token stands for, with the roles held now; null when it is unknown or ended. One statement. */
  async actorOf(token: string): Promise<Actor | null> {
    const hash = hashToken(token)
    if (!hash) return null
    const row = await preparedOne<Row>(this.dataSource, ACTOR, [hash])
    if (!row) return null
    const { stale, ...rest } = row
    const actor: Actor = { ...rest, civilStatusGiven: rest.sealedCivilStatus !== null }
    if (stale) {
      const { expiresAt } = await maybe<{ expiresAt: Date }>(this.dataSource, `
        update identity.session s set seen_at = platform.clock(), code_at = case when ${LEFT_ALONE} then null else s.code_at end,
          expires_at = least(platform.clock() + ${lifetime('s.account_id')}, case when ${HAS_DESK('s.account_id')} then s.created_at + interval '${HOURS.role} hours' end)
        where token_hash = $1 returning expires_at as "expiresAt"`, [hash]) ?? actor
      actor.expiresAt = expiresAt
    }
    return actor
  }

  async end(token: string): Promise<void> {
    const hash = hashToken(token)
    if (hash) await this.dataSource.query('delete from identity.session where token_hash = $1', [hash])
  }

  /** Signs out everywhere, `except` the session of a token when one is given. */
  async endAll(tx: EntityManager, accountId: string, except = ''): Promise<void> {
    await tx.query('delete from identity.session where account_id = $1 and token_hash is distinct from $2', [accountId, hashToken(except)])
  }

  /** After a role was given: no session of the account lives longer than one of a role holder. */
  async shorten(tx: EntityManager, accountId: string): Promise<void> {
    await tx.query(`update identity.session set expires_at = least(expires_at, platform.clock() + ${lifetime('account_id')}) where account_id = $1`, [accountId])
  }

  async sweep(tx: EntityManager): Promise<number> {
    const { swept } = await one<{ swept: number }>(tx, `
      with ended as (delete from identity.session where expires_at < platform.clock() returning 1),
        old as (delete from identity.one_time_token where expires_at < platform.clock() - interval '7 days' returning 1)
      select ((select count(*) from ended) + (select count(*) from old))::integer as swept`)
    return swept
  }
}

const HAS_DESK = (account: string) => `exists (select from identity.desk_place where account_id = ${account})`

const lifetime = (account: string) =>
  `make_interval(hours => case when ${HAS_DESK(account)} or exists (select from identity.role_grant where account_id = ${account} and ended_at is null) then ${HOURS.role} else ${HOURS.citizen} end)`
