import { Injectable } from '@nestjs/common'
import { Audit, DomainError, iso, maybe, one, rows } from '@parvis/platform'
import { DataSource } from 'typeorm'
import { SignInAttempts } from '../authentication/sign-in-attempts.service'
import type { Actor } from '../authorization/actor'
import { CivilStatus } from './civil-status.service'
import { Notices } from './notices.service'
import type { AccountDataView } from './own-data.dto'
import { passwordMatches } from './passwords'

const JOURNAL_ROWS = 1000

/** What is kept of an account, for its owner: to read all of it, and to have it erased. */
@Injectable()
export class OwnData {
  constructor(private readonly dataSource: DataSource, private readonly civilStatus: CivilStatus, private readonly attempts: SignInAttempts, private readonly audit: Audit, private readonly notices: Notices) {}

  /** Everything the identity schema keeps of somebody; hashes and tokens, which say nothing to anybody, stay out. */
  async read({ accountId }: Actor): Promise<AccountDataView> {
    const db = this.dataSource
    const account = await one<AccountDataView['account']>(db, `
      select email, ${iso('email_confirmed_at')} as "emailConfirmedAt", display_name as "displayName", municipality_code as "municipalityCode", language, ${iso('created_at')} as "createdAt"
      from identity.account where id = $1`, [accountId])
    return {
      account,
      civilStatus: await this.civilStatus.civilStatusOf(db.manager, accountId),
      notices: await this.notices.read(accountId),
      roles: await rows(db, `select role, place_kind as "placeKind", place_code as "placeCode", ${iso('granted_at')} as "grantedAt", ${iso('ended_at')} as "endedAt" from identity.role_grant where account_id = $1 order by granted_at`, [accountId]),
      sessions: await rows(db, `select ${iso('seen_at')} as "seenAt", ${iso('expires_at')} as "expiresAt" from identity.session where account_id = $1 order by seen_at`, [accountId]),
      habilitations: await rows(db, `select organisation, kind, state, ${iso('requested_at')} as "requestedAt", ${iso('commitments_at')} as "commitmentsAt", ${iso('validated_at')} as "validatedAt", ${iso('valid_until')} as "validUntil", tests from identity.kept_habilitation where account_id = $1 order by requested_at`, [accountId]),
      reserve: await maybe(db, `select municipality_code as "municipalityCode", languages, skills, availability, ${iso('joined_at')} as "joinedAt", missions from identity.kept_reserve where account_id = $1`, [accountId]),
      secondFactor: await maybe(db, `select kind, ${iso('created_at')} as "createdAt", ${iso('confirmed_at')} as "confirmedAt", ${iso('used_at')} as "usedAt" from identity.second_factor where account_id = $1`, [accountId]),
      tokens: await rows(db, `select label, ${iso('created_at')} as "createdAt", ${iso('expires_at')} as "expiresAt", last_used_on::text as "lastUsedOn", ${iso('revoked_at')} as "revokedAt" from identity.api_token where account_id = $1 order by created_at`, [accountId]),
      journal: await rows(db, `select ${iso('at')} as at, action from platform.audit_entry where subject_kind = 'account' and subject_id = $1 order by id desc limit ${JOURNAL_ROWS}`, [accountId]),
    }
  }

  /**
   * Erases the account for good: everything of `read` but the journal, which then names nobody. Proposals lose their name (a trigger of the
   * database); supports and ballots never held the account. Errors: 422 `password.wrong`, 409 `account.holds-role`.
   */
  async erase({ accountId, email }: Actor, password: string): Promise<void> {
    const account = await one<{ passwordHash: string }>(this.dataSource, 'select password_hash as "passwordHash" from identity.account where id = $1', [accountId])
    if (!await passwordMatches(account.passwordHash, password)) throw new DomainError('password.wrong', { refusals: [{ code: 'password.wrong', at: 'password' }] })
    await this.dataSource.transaction(async tx => {
      // Held first: a role granted at this moment is seen by the next statement, or finds no account.
      await tx.query('select from identity.account where id = $1 for update', [accountId])
      const erased = await maybe(tx, `
        delete from identity.account a where a.id = $1 and not exists (select from identity.role_grant g where g.account_id = a.id and g.ended_at is null)
          and not exists (select from identity.desk_place d where d.account_id = a.id) returning id`, [accountId])
      if (!erased) throw new DomainError('account.holds-role', { status: 409 })
      await this.attempts.forget(tx, email)
      await tx.query('delete from platform.mailbox where recipient = $1', [email])
      await this.audit.append(tx, { actorId: accountId, action: 'account.erased', subjectKind: 'account', subjectId: accountId })
    })
  }
}
