import { Injectable } from '@nestjs/common'
import { Audit, DomainError, maybe, one, Outbox } from '@parvis/platform'
import { DataSource } from 'typeorm'
import type { EntityManager } from 'typeorm'
import { OneTimeTokens } from '../authentication/one-time-tokens.service'
import type { LinkState, TokenPurpose } from '../authentication/one-time-tokens.service'
import { Sessions } from '../authentication/sessions.service'
import { SignInAttempts } from '../authentication/sign-in-attempts.service'
import type { Actor } from '../authorization/actor'
import { MunicipalityDirectory } from '../municipalities/municipality-directory'
import { Account } from './account.entity'
import type { AccountChange, AccountWanted, PasswordChange } from './accounts.dto'
import { hashPassword, passwordMatches, passwordRefusals } from './passwords'

/** Events of accounts, each turned into a mail by apps/api. Payload: `{ accountId: string | null, back?: string }`, `back` the path that its link leads back to. */
export const accountEvents = {
  confirmationWanted: 'account.confirmation-wanted',
  alreadyExists: 'account.already-exists',
  resetWanted: 'account.reset-wanted',
} as const

@Injectable()
export class Accounts {
  constructor(
    private readonly dataSource: DataSource,
    private readonly outbox: Outbox,
    private readonly audit: Audit,
    private readonly tokens: OneTimeTokens,
    private readonly sessions: Sessions,
    private readonly attempts: SignInAttempts,
    private readonly directory: MunicipalityDirectory,
  ) {}

  /** Opens an account, or tells its owner by mail that there is one: the answer and the work are the same. */
  async register({ email, password, displayName = '', municipalityCode, language = 'fr', letters = false, back }: AccountWanted): Promise<void> {
    DomainError.throwIfAny(passwordRefusals(password, email))
    const commune = municipalityCode === undefined ? null : this.resolveCommune(municipalityCode)
    const hashed = await hashPassword(password)
    await this.dataSource.transaction(async tx => {
      const made = await maybe<{ id: string }>(tx, `
        insert into identity.account (email, password_hash, display_name, municipality_code, language, letters_at)
        values ($1, $2, $3, $4, $5, case when $6::boolean then platform.clock() end)
        on conflict (email) do nothing returning id`, [email, hashed, displayName.trim(), commune, language, letters])
      if (made) {
        if (letters) await this.audit.append(tx, { actorId: made.id, action: 'letters.accepted', subjectKind: 'account', subjectId: made.id, detail: { by: 'sign-up' } })
        await this.outbox.announce(tx, accountEvents.confirmationWanted, { accountId: made.id, back })
      } else {
        const { id } = await one<{ id: string }>(tx, 'select id from identity.account where email = $1', [email])
        await this.outbox.announce(tx, accountEvents.alreadyExists, { accountId: id, back })
      }
    })
  }

  async askConfirmation(actor: Actor): Promise<void> {
    if (actor.emailConfirmed) return
    await this.dataSource.transaction(tx => this.outbox.announce(tx, accountEvents.confirmationWanted, { accountId: actor.accountId }))
  }

  linkState(token: string, purpose: TokenPurpose): Promise<LinkState> {
    return this.tokens.stateOf(this.dataSource.manager, token, purpose)
  }

  /** Errors: 404 `token.unknown` (also used or too old). */
  async confirm(token: string): Promise<void> {
    await this.dataSource.transaction(async tx => {
      const accountId = await this.tokens.use(tx, token, 'confirm_email')
      await confirmEmail(tx, accountId)
    })
  }

  /** Sends a link if there is such an account; writes the same row if there is none. */
  async askReset(email: string): Promise<void> {
    await this.dataSource.transaction(async tx => {
      const account = await maybe<{ id: string }>(tx, 'select id from identity.account where email = $1 and disabled_at is null', [email])
      await this.outbox.announce(tx, accountEvents.resetWanted, { accountId: account?.id ?? null })
    })
  }

  /** A new password by the link of a mail. Ends every session, forgets failed sign-ins; the mailbox is proved too. */
  async reset(token: string, password: string): Promise<void> {
    const hashed = await hashPassword(password.slice(0, 1000))
    await this.dataSource.transaction(async tx => {
      const accountId = await this.tokens.use(tx, token, 'reset_password')
      const { email } = await one<Account>(tx, 'select email from identity.account where id = $1', [accountId])
      DomainError.throwIfAny(passwordRefusals(password, email))
      await tx.query('update identity.account set password_hash = $2 where id = $1', [accountId, hashed])
      await this.tokens.forget(tx, accountId, 'reset_password')
      await confirmEmail(tx, accountId)
      await this.sessions.endAll(tx, accountId)
      await this.attempts.forget(tx, email)
      await this.audit.append(tx, { actorId: accountId, action: 'account.password-reset', subjectKind: 'account', subjectId: accountId })
    })
  }

  /** Errors: 422 `password.wrong`. Every other session ends. */
  async changePassword(actor: Actor, { current, password }: PasswordChange, sessionToken: string): Promise<void> {
    DomainError.throwIfAny(passwordRefusals(password, actor.email))
    const account = await this.dataSource.getRepository(Account).findOneOrFail({ where: { id: actor.accountId }, select: { id: true, passwordHash: true } })
    if (!await passwordMatches(account.passwordHash, current)) throw new DomainError('password.wrong', { refusals: [{ code: 'password.wrong', at: 'current' }] })
    const hashed = await hashPassword(password)
    await this.dataSource.transaction(async tx => {
      await tx.update(Account, { id: actor.accountId }, { passwordHash: hashed })
      await this.sessions.endAll(tx, actor.accountId, sessionToken)
      await this.audit.append(tx, { actorId: actor.accountId, action: 'account.password-changed', subjectKind: 'account', subjectId: actor.accountId })
    })
  }

  async change(actor: Actor, { displayName, municipalityCode, language }: AccountChange): Promise<void> {
    const change: Partial<Account> = {}
    if (displayName !== undefined) change.displayName = displayName.trim()
    if (municipalityCode !== undefined) change.municipalityCode = this.resolveCommune(municipalityCode)
    if (language !== undefined) change.language = language
    if (Object.keys(change).length > 0) await this.dataSource.getRepository(Account).update({ id: actor.accountId }, change)
  }

  private resolveCommune(code: string): string {
    const resolved = this.directory.resolve(code)
    if (!resolved) throw new DomainError('municipality.unknown', { refusals: [{ code: 'municipality.unknown', at: 'municipalityCode' }] })
    return resolved
  }
}

const confirmEmail = (tx: EntityManager, accountId: string) =>
  tx.query('update identity.account set email_confirmed_at = coalesce(email_confirmed_at, platform.clock()) where id = $1', [accountId])
