import { Injectable } from '@nestjs/common'
import { Audit, DomainError, maybe, offsetOf, one, rows } from '@parvis/platform'
import { DataSource } from 'typeorm'
import { hashToken, newToken } from '../authentication/tokens'
import type { Actor } from '../authorization/actor'
import type { NewTokenView, TokenPage, TokensQuery, TokenView, TokenWanted } from './tokens.dto'

/** Makes a token recognisable where it should not lie: in a mail, in a repository. */
const PREFIX = 'parvis_'
const columns = 'id, label, created_at as "createdAt", expires_at as "expiresAt", last_used_on::text as "lastUsedOn"'

interface Row extends Omit<TokenView, 'createdAt' | 'expiresAt'> {
  createdAt: Date
  expiresAt: Date
}

/** Tokens for machines, of an account that holds a role. They read; they never act, vote or see anything personal. */
@Injectable()
export class ApiTokens {
  constructor(private readonly dataSource: DataSource, private readonly audit: Audit) {}

  /** Those alive. */
  async list(actor: Actor, query: TokensQuery): Promise<TokenPage> {
    const alive = 'from identity.api_token where account_id = $1 and revoked_at is null and expires_at > platform.clock()'
    const { total } = await one<{ total: number }>(this.dataSource, `select count(*)::integer as total ${alive}`, [actor.accountId])
    const found = await rows<Row>(this.dataSource, `select ${columns} ${alive} order by created_at desc, id limit $2 offset $3`, [actor.accountId, query.perPage, offsetOf(query)])
    return { items: found.map(view), total, page: query.page, perPage: query.perPage }
  }

  /** Errors: 409 `api-token.too-many`: ten at a time. */
  async create(actor: Actor, { label, days }: TokenWanted): Promise<NewTokenView> {
    const token = newToken()
    return this.dataSource.transaction(async tx => {
      // Whoever makes several at once waits for a free place of their own.
      await tx.query('select id from identity.account where id = $1 for no key update', [actor.accountId])
      // A token that ended gives its place back.
      await tx.query('update identity.api_token set revoked_at = platform.clock() where account_id = $1 and revoked_at is null and expires_at <= platform.clock()', [actor.accountId])
      const row = await maybe<Row>(tx, `
        insert into identity.api_token (account_id, place, label, token_hash, expires_at)
        select $1, free.place, $2, $3, platform.clock() + make_interval(days => $4)
        from generate_series(1, 10) free(place)
        where not exists (select from identity.api_token t where t.account_id = $1 and t.place = free.place and t.revoked_at is null)
        order by free.place limit 1
        returning ${columns}`, [actor.accountId, label, hashToken(token), days])
      if (!row) throw new DomainError('api-token.too-many', { status: 409, facts: { most: 10 } })
      await this.audit.append(tx, { actorId: actor.accountId, action: 'token.created', subjectKind: 'token', subjectId: row.id, detail: { label, days } })
      return { ...view(row), token: PREFIX + token }
    })
  }

  /** Ends a token of one's own, at once. Errors: 404 `api-token.unknown`. */
  async revoke(actor: Actor, id: string): Promise<void> {
    await this.dataSource.transaction(async tx => {
      const ended = await maybe(tx, 'update identity.api_token set revoked_at = platform.clock() where id = $1 and account_id = $2 and revoked_at is null returning id', [id, actor.accountId])
      if (!ended) throw new DomainError('api-token.unknown', { status: 404 })
      await this.audit.append(tx, { actorId: actor.accountId, action: 'token.revoked', subjectKind: 'token', subjectId: id })
    })
  }

  /** Who a token stands for: its owner, with the roles held now and nothing personal. Null when it is unknown, ended or revoked. */
  async actorOf(given: string): Promise<Actor | null> {
    const hash = given.startsWith(PREFIX) ? hashToken(given.slice(PREFIX.length)) : null
    if (!hash) return null
    const row = await maybe<Pick<Actor, 'accountId' | 'email' | 'displayName' | 'language' | 'grants' | 'expiresAt'> & { used: boolean }>(this.dataSource, `
      select a.id as "accountId", a.email, a.display_name as "displayName", a.language, t.expires_at as "expiresAt", t.last_used_on is not distinct from platform.clock()::date as used,
        coalesce((select json_agg(json_build_object('role', g.role, 'placeKind', g.place_kind, 'placeCode', g.place_code) order by g.granted_at, g.id)
          from identity.role_grant g where g.account_id = a.id and g.ended_at is null), '[]'::json) as grants
      from identity.api_token t join identity.account a on a.id = t.account_id
      where t.token_hash = $1 and t.revoked_at is null and t.expires_at > platform.clock() and a.disabled_at is null`, [hash])
    if (!row) return null
    const { used, ...actor } = row
    if (!used) await this.dataSource.query('update identity.api_token set last_used_on = platform.clock()::date where token_hash = $1', [hash])
    return { ...actor, emailConfirmed: false, municipalityCode: null, civilStatusGiven: false, sealedCivilStatus: null, machine: true }
  }
}

const view = ({ createdAt, expiresAt, ...row }: Row): TokenView => ({ ...row, createdAt: createdAt.toISOString(), expiresAt: expiresAt.toISOString() })
