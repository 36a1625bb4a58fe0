import { Injectable } from '@nestjs/common'
import { Audit, Config, DomainError, maybe, rows, touched } from '@parvis/platform'
import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'
import { Secret, TOTP } from 'otpauth'
import { DataSource } from 'typeorm'
import type { EntityManager } from 'typeorm'
import { hashToken } from '../authentication/tokens'
import type { Actor } from '../authorization/actor'
import type { SecondFactorView } from './second-factor.dto'

/** Seconds of a step, and steps before and after that are taken too: clocks of telephones differ. */
const STEP_SECONDS = 30
const STEPS = [0, 1, -1] as const
export const CODE_TRIES = { most: 10, minutes: 60 } as const

interface Kept {
  kind: 'app' | 'card' | 'demonstration'
  secret: Buffer
  confirmed: boolean
  /** Milliseconds, by the platform's clock. */
  now: number
}

/** The second factor of who works at a desk: a code of six digits from an app (RFC 6238), good once. */
@Injectable()
export class SecondFactor {
  private readonly key: Buffer

  constructor(private readonly config: Config, private readonly dataSource: DataSource, private readonly audit: Audit) {
    this.key = Buffer.from(hkdfSync('sha256', config.masterPepper, '', 'parvis/second-factor/v1', 32))
  }

  async view(actor: Actor): Promise<SecondFactorView> {
    const kept = await this.kept(this.dataSource.manager, actor.accountId)
    if (!kept) return { state: 'none', secret: null, uri: null, demonstrationCode: null }
    const totp = this.totp(kept, actor)
    const demonstrationCode = this.config.demonstration && kept.kind === 'demonstration' ? await this.freeCode(actor.accountId, kept) : null
    if (kept.confirmed) return { state: 'ready', secret: null, uri: null, demonstrationCode }
    // What a card counts with is shown to nobody.
    if (kept.kind === 'card') return { state: 'waiting', secret: null, uri: null, demonstrationCode }
    return { state: 'waiting', secret: totp.secret.base32.replace(/(.{4})(?=.)/g, '$1 '), uri: totp.toString(), demonstrationCode }
  }

  /** Draws a secret, or takes that of a card, in place of one that was never confirmed. Errors: 409 `second-factor.ready`. */
  async begin({ accountId }: Pick<Actor, 'accountId'>, { kind, secret }: Pick<Kept, 'kind' | 'secret'> = { kind: 'app', secret: randomBytes(20) }, tx: EntityManager = this.dataSource.manager): Promise<void> {
    const made = await touched(tx, `
      insert into identity.second_factor (account_id, kind, secret) values ($1, $3, $2)
      on conflict (account_id) do update set kind = excluded.kind, secret = excluded.secret, created_at = platform.clock() where identity.second_factor.confirmed_at is null returning 1`, [accountId, this.seal(secret, accountId), kind])
    if (made === 0) throw new DomainError('second-factor.ready', { status: 409 })
  }

  /**
   * Judges a code and opens the desk for the session that sent it. The first code confirms the secret. Errors: 404 `second-factor.none`,
   * 422 `second-factor.wrong`, `second-factor.used`, 429 `second-factor.too-many` after ten tries within an hour.
   */
  async check(actor: Actor, code: string, sessionToken: string): Promise<void> {
    await this.countTry(actor.accountId)
    await this.dataSource.transaction(async (tx) => {
      const kept = await this.kept(tx, actor.accountId)
      if (!kept) throw new DomainError('second-factor.none', { status: 404 })
      const delta = this.totp(kept, actor).validate({ token: code, timestamp: kept.now, window: 1 })
      if (delta === null) throw wrong('second-factor.wrong')
      const step = Math.floor(kept.now / 1000 / STEP_SECONDS) + delta
      // Two who send the same code at once: the key decides.
      const first = await touched(tx, 'insert into identity.second_factor_step (account_id, step) values ($1, $2) on conflict do nothing returning 1', [actor.accountId, step])
      if (first === 0) throw wrong('second-factor.used')
      await tx.query('update identity.second_factor set used_at = platform.clock(), confirmed_at = coalesce(confirmed_at, platform.clock()) where account_id = $1', [actor.accountId])
      await tx.query('update identity.session set code_at = platform.clock(), seen_at = platform.clock() where token_hash = $1 and account_id = $2', [hashToken(sessionToken), actor.accountId])
      await tx.query('delete from identity.second_factor_attempt where account_id = $1', [actor.accountId])
      await this.audit.append(tx, { actorId: actor.accountId, action: kept.confirmed ? 'second-factor.checked' : 'second-factor.confirmed', subjectKind: 'account', subjectId: actor.accountId })
    })
  }

  /** Takes the second factor away, by somebody else, and with it every session: the person begins again. Errors: 404 `second-factor.none`. */
  async remove(tx: EntityManager, by: string, accountId: string): Promise<void> {
    if (await touched(tx, 'delete from identity.second_factor where account_id = $1 returning 1', [accountId]) === 0) throw new DomainError('second-factor.none', { status: 404 })
    await tx.query('delete from identity.session where account_id = $1', [accountId])
    // A card that was lost does not come back into the box by itself: staff import it again.
    await tx.query('delete from identity.second_factor_card where account_id = $1', [accountId])
    await tx.query('delete from identity.second_factor_attempt where account_id = $1', [accountId])
    await this.audit.append(tx, { actorId: by, action: 'second-factor.removed', subjectKind: 'account', subjectId: accountId })
  }

  /** Keeps a secret that is known already: seeds and tests. @param secret in base 32 */
  async keep(tx: EntityManager, accountId: string, secret: string, kind: Kept['kind']): Promise<void> {
    await tx.query(`insert into identity.second_factor (account_id, kind, secret, confirmed_at, used_at) values ($1, $2, $3, platform.clock(), platform.clock())`, [accountId, kind, this.seal(Buffer.from(Secret.fromBase32(secret).bytes), accountId)])
  }

  /** Steps and tries that say nothing any more. */
  async sweep(tx: EntityManager): Promise<number> {
    return await touched(tx, `delete from identity.second_factor_attempt where at < platform.clock() - interval '1 day'`)
      + await touched(tx, `delete from identity.second_factor_step where step < extract(epoch from platform.clock() - interval '1 hour') / $1::integer`, [STEP_SECONDS])
  }

  /** Counted before it is judged, one after the other for one account: many at once do not slip through. */
  private async countTry(accountId: string): Promise<void> {
    const counted = await this.dataSource.transaction(async (tx) => {
      await tx.query('select pg_advisory_xact_lock(hashtextextended($1, 7))', [accountId])
      return maybe(tx, `
        insert into identity.second_factor_attempt (account_id)
        select $1 where (select count(*) from identity.second_factor_attempt where account_id = $1 and at > platform.clock() - make_interval(mins => $2)) < $3 returning 1 as counted`, [accountId, CODE_TRIES.minutes, CODE_TRIES.most])
    })
    if (!counted) throw new DomainError('second-factor.too-many', { status: 429, facts: { minutes: CODE_TRIES.minutes } })
  }

  private kept(tx: EntityManager, accountId: string): Promise<Kept | null> {
    return maybe<Kept>(tx, `select kind, secret, confirmed_at is not null as confirmed, (extract(epoch from platform.clock()) * 1000)::float8 as now from identity.second_factor where account_id = $1`, [accountId])
  }

  private async freeCode(accountId: string, kept: Kept): Promise<string | null> {
    const used = new Set((await rows<{ step: string }>(this.dataSource, 'select step::text from identity.second_factor_step where account_id = $1', [accountId])).map(({ step }) => Number(step)))
    const now = Math.floor(kept.now / 1000 / STEP_SECONDS)
    const free = STEPS.map((delta) => now + delta).find((step) => !used.has(step))
    return free === undefined ? null : this.totp(kept, { accountId, email: '' }).generate({ timestamp: free * STEP_SECONDS * 1000 })
  }

  private totp({ secret }: Kept, { accountId, email }: Pick<Actor, 'accountId' | 'email'>): TOTP {
    const bytes = new Uint8Array(this.open(secret, accountId))
    return new TOTP({ issuer: 'Parvis', label: email, period: STEP_SECONDS, secret: new Secret({ buffer: bytes.buffer }) })
  }

  /** Nonce, tag, ciphertext. Whose it is, an account or a card, is authenticated with it: a row copied to another does not open. */
  seal(secret: Buffer, accountId: string): Buffer {
    const nonce = randomBytes(12)
    const cipher = createCipheriv('aes-256-gcm', this.key, nonce).setAAD(Buffer.from(accountId))
    const text = Buffer.concat([cipher.update(secret), cipher.final()])
    return Buffer.concat([nonce, cipher.getAuthTag(), text])
  }

  open(sealed: Buffer, accountId: string): Buffer {
    const decipher = createDecipheriv('aes-256-gcm', this.key, sealed.subarray(0, 12)).setAAD(Buffer.from(accountId)).setAuthTag(sealed.subarray(12, 28))
    return Buffer.concat([decipher.update(sealed.subarray(28)), decipher.final()])
  }
}

const wrong = (code: string): DomainError => new DomainError(code, { refusals: [{ code, at: 'code' }] })
