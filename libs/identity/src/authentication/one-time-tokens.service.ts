import { Injectable } from '@nestjs/common'
import { DomainError, maybe, one } from '@parvis/platform'
import type { EntityManager } from 'typeorm'
import { hashToken, newToken } from './tokens'

export type TokenPurpose = 'confirm_email' | 'reset_password'
/** `ended`: too old, or never given. */
export type LinkState = 'usable' | 'used' | 'ended'

const HOURS: Record<TokenPurpose, number> = { confirm_email: 72, reset_password: 2 }
const PER_HOUR = 5

/** Links of mails: one use, a limited life, kept as hashes. */
@Injectable()
export class OneTimeTokens {
  /** A token for a link; null when this account was sent enough of them within the hour. */
  async issue(tx: EntityManager, accountId: string, purpose: TokenPurpose): Promise<string | null> {
    const { recent } = await one<{ recent: number }>(tx, `
      select count(*)::integer as recent from identity.one_time_token
      where account_id = $1 and purpose = $2 and expires_at > platform.clock() + make_interval(hours => $3 - 1)`, [accountId, purpose, HOURS[purpose]])
    if (recent >= PER_HOUR) return null
    const token = newToken()
    await tx.query(`
      insert into identity.one_time_token (token_hash, account_id, purpose, expires_at)
      values ($1, $2, $3, platform.clock() + make_interval(hours => $4))`, [hashToken(token), accountId, purpose, HOURS[purpose]])
    return token
  }

  /** Uses a token and says whose it was. Errors: 404 `token.unknown`, the same for used, too old and never given. */
  async use(tx: EntityManager, token: string, purpose: TokenPurpose): Promise<string> {
    const used = await maybe<{ accountId: string }>(tx, `
      update identity.one_time_token set used_at = platform.clock()
      where token_hash = $1 and purpose = $2 and used_at is null and expires_at > platform.clock()
      returning account_id as "accountId"`, [hashToken(token), purpose])
    if (!used) throw new DomainError('token.unknown', { status: 404 })
    return used.accountId
  }

  /** What a link is still good for, without using it: programs that check mails follow links. */
  async stateOf(tx: EntityManager, token: string, purpose: TokenPurpose): Promise<LinkState> {
    const found = await maybe<{ state: LinkState }>(tx, `
      select case when used_at is not null then 'used' when expires_at > platform.clock() then 'usable' else 'ended' end as state
      from identity.one_time_token where token_hash = $1 and purpose = $2`, [hashToken(token), purpose])
    return found?.state ?? 'ended'
  }

  /** Earlier links stop working. */
  async forget(tx: EntityManager, accountId: string, purpose: TokenPurpose): Promise<void> {
    await tx.query('update identity.one_time_token set used_at = platform.clock() where account_id = $1 and purpose = $2 and used_at is null', [accountId, purpose])
  }
}
