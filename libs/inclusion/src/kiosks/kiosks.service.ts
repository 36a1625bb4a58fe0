import { createHash, randomBytes, randomUUID } from 'node:crypto'
import { Injectable } from '@nestjs/common'
import type { OnModuleInit } from '@nestjs/common'
import { formatReceipt, hashReceipt, parseReceipt, receiptCode } from '@parvis/consultations'
import type { Actor } from '@parvis/identity'
import { mayActIn } from '@parvis/identity'
import { Audit, Config, DomainError, Erasures, maybe, one, Periodic, rows, touched } from '@parvis/platform'
import { DataSource } from 'typeorm'
import type { EntityManager } from 'typeorm'
import { Centre } from '../centres/centre.entity'
import type { DemonstrationCodeView, DeviceView, EnrolmentView, KiosksView, NewKioskDto } from './kiosks.dto'
import { CODE_MINUTES, kioskState, mayCancel, MOST_KIOSKS, MOST_PASSES, SEEN_MINUTES } from './kiosks.rules'
import type { PassState } from './kiosks.rules'

/** A device in service. Never leaves the service. */
export interface Device {
  id: string
  name: string
  centreId: string
  slug: string
}

/** Kiosks of the demonstration that visitors may enrol; the oldest makes room. */
const MOST_DEMONSTRATED = 20

/** What stands in the database for a secret of 32 random bytes. */
export const secretHash = (secret: string): Buffer => createHash('sha256').update(secret).digest()

/** Devices of a centre: made at its desk, enrolled by a code that is typed on them, heard, called from, withdrawn. */
@Injectable()
export class Kiosks implements OnModuleInit {
  constructor(
    private readonly dataSource: DataSource,
    private readonly config: Config,
    private readonly audit: Audit,
    private readonly periodic: Periodic,
    private readonly erasures: Erasures,
  ) {}

  onModuleInit(): void {
    this.periodic.every('kiosks', 30, async () => {
      await this.clear()
    })
    this.erasures.register('kiosk-passes', 3600, (tx) => this.forget(tx))
  }

  /** What the desk sees: devices, and the passes of today by their numbers. */
  async ofDesk(actor: Actor): Promise<KiosksView> {
    const own = (await this.dataSource.getRepository(Centre).findBy({ active: true })).filter(({ slug }) => mayActIn(actor, 'desk.use', { kind: 'centre', code: slug }))
    const ids = own.map(({ id }) => id)
    const kiosks = await rows<{ id: string, name: string, centreId: string, enrolled: boolean, codeGood: boolean, session: boolean, minutesSilent: number | null, called: boolean }>(this.dataSource, `
      select k.id, k.name, k.centre_id as "centreId", k.secret_hash is not null as enrolled, coalesce(k.code_until > platform.clock(), false) as "codeGood",
        exists (select from inclusion.kiosk_pass p join inclusion.assisted_session s on s.id = p.session_id where p.kiosk_id = k.id and s.expires_at > platform.clock()) as session,
        floor(extract(epoch from platform.clock() - k.seen_at) / 60)::integer as "minutesSilent", k.called_at is not null as called
      from inclusion.kiosk k where k.centre_id = any($1) and k.withdrawn_at is null and not k.demonstration or k.centre_id = any($1) and k.withdrawn_at is null and k.secret_hash is not null
      order by k.name, k.id limit ${MOST_KIOSKS * 4}`, [ids])
    const passes = await rows<{ id: string, number: number, centreId: string, state: PassState }>(this.dataSource, `
      select p.id, p.number, p.centre_id as "centreId", case when p.state = 'issued' and p.expires_at <= platform.clock() then 'expired' when p.state = 'in-use' and s.expires_at <= platform.clock() then 'finished' else p.state end as state
      from inclusion.kiosk_pass p left join inclusion.assisted_session s on s.id = p.session_id
      where p.centre_id = any($1) and p.day = platform.today() order by p.number desc, p.id limit ${MOST_PASSES}`, [ids])
    return {
      kiosks: kiosks.flatMap(({ id, name, centreId, called, ...facts }) => {
        const state = kioskState({ ...facts, withdrawn: false })
        const centre = own.find((one) => one.id === centreId)
        return state === 'out' || !centre ? [] : [{ id, name, centre: { id: centre.id, slug: centre.slug, name: centre.name }, state, called }]
      }),
      passes: passes.map((pass) => ({ ...pass, mayCancel: mayCancel(pass.state) })),
    }
  }

  /** Whether somebody can be sent to a kiosk of this mediator's centres now. */
  async anyFor(actor: Actor): Promise<boolean> {
    const heard = await rows<{ slug: string }>(this.dataSource, `
      select distinct t.slug from inclusion.kiosk k join inclusion.centre t on t.id = k.centre_id
      where k.withdrawn_at is null and k.seen_at > platform.clock() - make_interval(mins => $1) and t.active`, [SEEN_MINUTES])
    return heard.some(({ slug }) => mayActIn(actor, 'desk.use', { kind: 'centre', code: slug }))
  }

  /** A device to enrol: its code is good for a quarter of an hour, once. Errors: 403 `place.other`, 404 `centre.unknown`, 409 `kiosk.too-many`. */
  async make(actor: Actor, { centreId, name }: NewKioskDto): Promise<EnrolmentView> {
    return this.dataSource.transaction(async (tx) => {
      const slug = await this.mine(tx, actor, centreId)
      await tx.query(`select pg_advisory_xact_lock(hashtextextended('kiosks ' || $1::text, 0))`, [centreId])
      const { count } = await one<{ count: number }>(tx, 'select count(*)::integer as count from inclusion.kiosk where centre_id = $1 and withdrawn_at is null and not demonstration and (secret_hash is not null or code_until > platform.clock())', [centreId])
      if (count >= MOST_KIOSKS) throw new DomainError('kiosk.too-many', { status: 409, facts: { most: MOST_KIOSKS } })
      const id = randomUUID()
      await tx.query('insert into inclusion.kiosk (id, centre_id, name, enrolled_by, code_hash, code_until) values ($1, $2, $3, $4, $5, platform.clock() + make_interval(mins => $6))',
        [id, centreId, name, actor.accountId, this.hashOf(this.codeOf(id)), CODE_MINUTES])
      await this.audit.append(tx, { actorId: actor.accountId, action: 'kiosk.made', subjectKind: 'centre', subjectId: slug, detail: { kiosk: name } })
      return { id, name, code: formatReceipt(this.codeOf(id)), minutes: CODE_MINUTES }
    })
  }

  /** Out of service at once, with whoever is at it: their session ends. Ending twice is no error. Errors: 403 `place.other`, 404 `kiosk.unknown`. */
  async withdraw(actor: Actor, id: string): Promise<void> {
    await this.dataSource.transaction(async (tx) => {
      const kiosk = await this.known(tx, actor, id)
      // The row is locked by the update: it waits for an entry that has begun, and the next one sees it.
      if (await touched(tx, 'update inclusion.kiosk set withdrawn_at = platform.clock(), withdrawn_by = $2, called_at = null where id = $1 and withdrawn_at is null', [id, actor.accountId]) === 0) return
      await closePassesOf(tx, id)
      await this.audit.append(tx, { actorId: actor.accountId, action: 'kiosk.withdrawn', subjectKind: 'centre', subjectId: kiosk.slug, detail: { kiosk: kiosk.name } })
    })
  }

  /** Somebody went there. Errors: those of `withdraw`. */
  async answerCall(actor: Actor, id: string): Promise<void> {
    await this.known(this.dataSource.manager, actor, id)
    await this.dataSource.query('update inclusion.kiosk set called_at = null where id = $1', [id])
  }

  /** The code is typed on the device: from here on it keeps a secret of its own, given once. Error: 422 `kiosk.code-unknown`, for one that was used or is too old too. */
  async enrol(typed: string): Promise<string> {
    const code = parseReceipt(typed)
    const secret = randomBytes(32).toString('base64url')
    return this.dataSource.transaction(async (tx) => {
      const kiosk = code && await maybe<{ id: string, slug: string, name: string, centreId: string, demonstration: boolean, madeBy: string }>(tx, `
        with enrolled as (
          update inclusion.kiosk set code_hash = null, code_until = null, secret_hash = $2, seen_at = platform.clock()
          where code_hash = $1 and code_until > platform.clock() and withdrawn_at is null returning id, centre_id, name, demonstration, enrolled_by)
        select e.id, e.name, e.demonstration, e.centre_id as "centreId", e.enrolled_by as "madeBy", t.slug from enrolled e join inclusion.centre t on t.id = e.centre_id`, [this.hashOf(code), secretHash(secret)])
      if (!kiosk) throw new DomainError('kiosk.code-unknown', { refusals: [{ code: 'kiosk.code-unknown', at: 'code' }] })
      await this.audit.append(tx, { actorId: null, action: 'kiosk.enrolled', subjectKind: 'centre', subjectId: kiosk.slug, detail: { kiosk: kiosk.name } })
      if (kiosk.demonstration) await this.demonstrate(tx, kiosk.centreId, kiosk.madeBy)
      return secret
    })
  }

  /**
   * It stays in service until the transaction ends. Errors: 403 `kiosk.unknown-device`, `kiosk.withdrawn`.
   * @param alone whoever else uses the device waits: what changes it, and what begins a session
   */
  async device(tx: EntityManager, secret: string | null, alone = false): Promise<Device> {
    const found = secret === null ? null : await maybe<Device & { withdrawn: boolean }>(tx, `
      select k.id, k.name, k.centre_id as "centreId", t.slug, k.withdrawn_at is not null as withdrawn from inclusion.kiosk k join inclusion.centre t on t.id = k.centre_id where k.secret_hash = $1 for ${alone ? 'no key update' : 'share'} of k`, [secretHash(secret)])
    if (!found) throw new DomainError('kiosk.unknown-device', { status: 403 })
    if (found.withdrawn) throw new DomainError('kiosk.withdrawn', { status: 403 })
    return found
  }

  /** What a device knows of itself; that it asked is noted, to the half minute. */
  async view(secret: string | null, session: string | null): Promise<DeviceView> {
    const found = secret === null ? null : await maybe<{ id: string, name: string, centre: string, withdrawn: boolean, session: boolean, called: boolean }>(this.dataSource, `
      select k.id, k.name, t.name as centre, k.withdrawn_at is not null as withdrawn, k.called_at is not null as called,
        exists (select from inclusion.kiosk_pass p join inclusion.assisted_session s on s.id = p.session_id where p.kiosk_id = k.id and p.session_hash = $2 and s.expires_at > platform.clock()) as session
      from inclusion.kiosk k join inclusion.centre t on t.id = k.centre_id where k.secret_hash = $1`, [secretHash(secret), secretHash(session ?? '')])
    if (!found) return { state: 'unknown', name: null, centre: null, session: false, called: false }
    if (found.withdrawn) return { state: 'withdrawn', name: found.name, centre: found.centre, session: false, called: false }
    await this.dataSource.query(`update inclusion.kiosk set seen_at = platform.clock() where id = $1 and (seen_at is null or seen_at < platform.clock() - interval '30 seconds')`, [found.id])
    return { state: 'enrolled', name: found.name, centre: found.centre, session: found.session, called: found.called }
  }

  /** Errors: those of `device`. */
  async call(secret: string | null): Promise<void> {
    await this.dataSource.transaction(async (tx) => {
      const { id } = await this.device(tx, secret, true)
      await tx.query('update inclusion.kiosk set called_at = coalesce(called_at, platform.clock()) where id = $1', [id])
    })
  }

  async demonstrationCode(): Promise<DemonstrationCodeView> {
    if (!this.config.demonstration) return { code: null }
    const waiting = await maybe<{ id: string }>(this.dataSource, 'select id from inclusion.kiosk where demonstration and code_until > platform.clock() and withdrawn_at is null order by made_on desc, id limit 1', [])
    return { code: waiting ? formatReceipt(this.codeOf(waiting.id)) : null }
  }

  /** Puts a device that waits for a visitor at a centre of the demonstration; older ones make room. */
  async demonstrate(tx: EntityManager, centreId: string, accountId: string): Promise<void> {
    const id = randomUUID()
    await tx.query(`insert into inclusion.kiosk (id, centre_id, name, demonstration, enrolled_by, code_hash, code_until) values ($1, $2, 'Borne d’essai ' || (select count(*) + 1 from inclusion.kiosk where demonstration), true, $3, $4, 'infinity')`, [id, centreId, accountId, this.hashOf(this.codeOf(id))])
    const old = await rows<{ id: string }>(tx, 'select id from inclusion.kiosk where demonstration and secret_hash is not null and withdrawn_at is null order by seen_at desc nulls last, id offset $1', [MOST_DEMONSTRATED])
    for (const { id: one } of old) {
      await tx.query('update inclusion.kiosk set withdrawn_at = platform.clock() where id = $1', [one])
      await closePassesOf(tx, one)
    }
  }

  /** Ends what is over: passes that nobody used, sessions that were left, codes that were never typed. */
  async clear(): Promise<number> {
    return this.dataSource.transaction(async (tx) => {
      const over = await rows<{ closed: boolean, used: boolean, slug: string, consultationId: string }>(tx, `
        select inclusion.close_kiosk_pass(p.id, case p.state when 'issued' then 'expired' else 'finished' end) as closed, p.state = 'in-use' as used, t.slug, p.consultation_id as "consultationId"
        from inclusion.kiosk_pass p join inclusion.centre t on t.id = p.centre_id left join inclusion.assisted_session s on s.id = p.session_id
        where p.state = 'issued' and p.expires_at <= platform.clock() or p.state = 'in-use' and s.expires_at <= platform.clock()`, [])
      for (const { slug, consultationId } of over.filter(({ closed, used }) => closed && used)) await this.audit.append(tx, { actorId: null, action: 'kiosk-session.ended', subjectKind: 'centre', subjectId: slug, detail: { consultationId } })
      await tx.query('delete from inclusion.kiosk where secret_hash is null and code_until <= platform.clock()')
      return over.length
    })
  }

  /** Passes of days before, and devices that were withdrawn thirty days ago. */
  private async forget(tx: EntityManager): Promise<number> {
    return await touched(tx, `delete from inclusion.kiosk_pass where day < platform.today() and state not in ('issued', 'in-use')`)
      + await touched(tx, `delete from inclusion.kiosk where withdrawn_at < platform.clock() - interval '30 days'`)
  }

  /** The same code whenever it is asked; the database keeps a hash. */
  private codeOf(id: string): string {
    return receiptCode(this.config.receiptKey, id, 'kiosk')
  }

  private hashOf(code: string): Buffer {
    return hashReceipt(this.config.receiptKey, `kiosk ${code}`)
  }

  private async mine(tx: EntityManager, actor: Actor, centreId: string): Promise<string> {
    const centre = await tx.getRepository(Centre).findOneBy({ id: centreId, active: true })
    if (!centre) throw new DomainError('centre.unknown', { status: 404 })
    if (!mayActIn(actor, 'desk.use', { kind: 'centre', code: centre.slug })) throw new DomainError('place.other', { status: 403 })
    return centre.slug
  }

  private async known(tx: EntityManager, actor: Actor, id: string): Promise<{ slug: string, name: string }> {
    const kiosk = await maybe<{ slug: string, name: string }>(tx, 'select t.slug, k.name from inclusion.kiosk k join inclusion.centre t on t.id = k.centre_id where k.id = $1', [id])
    if (!kiosk) throw new DomainError('kiosk.unknown', { status: 404 })
    if (!mayActIn(actor, 'desk.use', { kind: 'centre', code: kiosk.slug })) throw new DomainError('place.other', { status: 403 })
    return kiosk
  }
}

/** Whoever was at this device is there no more. */
export const closePassesOf = (tx: EntityManager, kioskId: string): Promise<unknown> =>
  tx.query(`select inclusion.close_kiosk_pass(id, 'finished') from inclusion.kiosk_pass where kiosk_id = $1`, [kioskId])
