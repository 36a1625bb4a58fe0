import { randomBytes } from 'node:crypto'
import { Injectable } from '@nestjs/common'
import { hashReceipt } from '@parvis/consultations'
import type { Actor } from '@parvis/identity'
import { mayActIn } from '@parvis/identity'
import { Audit, Config, DomainError, maybe, one } from '@parvis/platform'
import { DataSource } from 'typeorm'
import type { EntityManager } from 'typeorm'
import { AssistedSessions } from '../assisted-sessions/assisted-sessions.service'
import type { NewPassDto, PassView } from './kiosks.dto'
import { formatPass, MOST_PASSES, PASS_MINUTES, parsePass, passOf } from './kiosks.rules'

/** A pass as it was taken: the person as a key, where, and for what. Never leaves the service. */
export interface TakenPass {
  id: string
  consultationId: string
  issuedBy: string
  evidence: 'E1' | 'E2'
  k0: Buffer
  conventionalDate: boolean
  hints: Buffer | null
  municipalityCode: string
  ageBand: string
}

/** Passes: somebody is received at the desk, becomes a key, and takes a code to a kiosk of the same centre. */
@Injectable()
export class KioskPasses {
  constructor(
    private readonly dataSource: DataSource,
    private readonly config: Config,
    private readonly audit: Audit,
    private readonly sessions: AssistedSessions,
  ) {}

  /** The same answer whoever it is. Errors: those of `AssistedSessions.receive`, 409 `kiosk.too-many-passes`. */
  async issue(actor: Actor, { consultationId, centreId, identity, evidence }: NewPassDto): Promise<PassView> {
    return this.dataSource.transaction(async (tx) => {
      // A protective measure is no obstacle here: the person does it themselves, and nobody asks.
      const person = await this.sessions.receive(tx, actor, { consultationId, centreId, mode: 'kiosk', identity, evidence, mandate: false, protectiveMeasure: false })
      // Numbers follow one another: those who make passes at the same desk wait for each other.
      await tx.query(`select pg_advisory_xact_lock(hashtextextended('kiosk passes ' || $1::text, 0))`, [centreId])
      const { number } = await one<{ number: number }>(tx, 'select coalesce(max(number), 0)::integer + 1 as number from inclusion.kiosk_pass where centre_id = $1 and day = platform.today()', [centreId])
      if (number > MOST_PASSES) throw new DomainError('kiosk.too-many-passes', { status: 409, facts: { most: MOST_PASSES } })
      const code = passOf(randomBytes(8))
      const { id, slug } = await one<{ id: string, slug: string }>(tx, `
        with made as (
          insert into inclusion.kiosk_pass (consultation_id, centre_id, issued_by, number, evidence, code_hash, expires_at, k0, conventional_date, hints, municipality_code, age_band)
          values ($1, $2, $3, $4, $5, $6, platform.clock() + make_interval(mins => $7), $8, $9, $10, $11, $12) returning id, centre_id)
        select m.id, t.slug from made m join inclusion.centre t on t.id = m.centre_id`,
      [consultationId, centreId, actor.accountId, number, evidence, this.hashOf(code), PASS_MINUTES, person.k0, person.conventionalDate, person.hints, person.municipalityCode, person.ageBand])
      await this.audit.append(tx, { actorId: actor.accountId, action: 'kiosk-pass.issued', subjectKind: 'centre', subjectId: slug, detail: { consultationId } })
      return { id, number, code: formatPass(code), minutes: PASS_MINUTES }
    })
  }

  /** A session that was opened with it ends. Cancelling twice is no error. Errors: 403 `place.other`, 404 `kiosk-pass.unknown`. */
  async cancel(actor: Actor, id: string): Promise<void> {
    await this.dataSource.transaction(async (tx) => {
      const pass = await maybe<{ slug: string, consultationId: string }>(tx, 'select t.slug, p.consultation_id as "consultationId" from inclusion.kiosk_pass p join inclusion.centre t on t.id = p.centre_id where p.id = $1', [id])
      if (!pass) throw new DomainError('kiosk-pass.unknown', { status: 404 })
      if (!mayActIn(actor, 'desk.use', { kind: 'centre', code: pass.slug })) throw new DomainError('place.other', { status: 403 })
      const { closed } = await one<{ closed: boolean }>(tx, `select inclusion.close_kiosk_pass($1, 'cancelled') as closed`, [id])
      if (closed) await this.audit.append(tx, { actorId: actor.accountId, action: 'kiosk-pass.cancelled', subjectKind: 'centre', subjectId: pass.slug, detail: { consultationId: pass.consultationId } })
    })
  }

  /**
   * The pass that was typed, locked: whoever else types it waits, and finds it used. Error: 422 `kiosk-pass.unknown` at `code`, the same for a
   * code that never was, was used, cancelled or is too old, belongs to another centre, or was made by somebody who holds this desk no more.
   */
  async take(tx: EntityManager, typed: string, centreId: string): Promise<TakenPass> {
    const code = parsePass(typed)
    const taken = code && await maybe<TakenPass>(tx, `
      select p.id, p.consultation_id as "consultationId", p.issued_by as "issuedBy", p.evidence, p.k0, p.conventional_date as "conventionalDate", p.hints, p.municipality_code as "municipalityCode", p.age_band as "ageBand"
      from inclusion.kiosk_pass p where p.code_hash = $1 and p.centre_id = $2 and p.state = 'issued' and p.expires_at > platform.clock()
        and exists (select from identity.desk_place d where d.account_id = p.issued_by and d.centre_id = p.centre_id) for update of p`, [this.hashOf(code), centreId])
    if (!taken) throw new DomainError('kiosk-pass.unknown', { refusals: [{ code: 'kiosk-pass.unknown', at: 'code' }] })
    return taken
  }

  private hashOf(code: string): Buffer {
    return hashReceipt(this.config.receiptKey, `kiosk pass ${code}`)
  }
}
