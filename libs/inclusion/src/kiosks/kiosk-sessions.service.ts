import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto'
import { Injectable } from '@nestjs/common'
import { Audit, DomainError, maybe, one, touched } from '@parvis/platform'
import { DataSource } from 'typeorm'
import type { EntityManager } from 'typeorm'
import { OPEN_PHASES } from '../assisted-sessions/assisted-sessions.service'
import type { OpenPhase, OpenSession } from '../assisted-sessions/assisted-sessions.service'
import { entriesFor, MODES } from '../assisted-sessions/modes.rules'
import type { KioskSecrets } from './kiosk-cookies'
import { KioskPasses } from './kiosk-passes.service'
import type { KioskSessionView, NoticeReadDto } from './kiosks.dto'
import { IDLE_MINUTES, NOTICE_VERSION } from './kiosks.rules'
import { closePassesOf, Kiosks, secretHash } from './kiosks.service'

/**
 * One person at a kiosk: a session like those of the desk, held by two secrets of a browser and by no account. Whatever is over leaves
 * nothing that ties the pass to the participation but the number that the roll keeps until it is sealed.
 */
@Injectable()
export class KioskSessions {
  constructor(
    private readonly dataSource: DataSource,
    private readonly audit: Audit,
    private readonly kiosks: Kiosks,
    private readonly passes: KioskPasses,
  ) {}

  /** Whoever was at this device before is there no more. Errors: those of `Kiosks.device` and of `KioskPasses.take`. @returns what the browser keeps */
  async open({ device }: KioskSecrets, typed: string): Promise<string> {
    const secret = randomBytes(32).toString('base64url')
    await this.dataSource.transaction(async (tx) => {
      const kiosk = await this.kiosks.device(tx, device, true)
      await closePassesOf(tx, kiosk.id)
      const pass = await this.passes.take(tx, typed, kiosk.centreId)
      await tx.query(`
        with opened as (
          insert into inclusion.assisted_session (consultation_id, centre_id, mediator_id, mode, evidence, municipality_code, k0, conventional_date, hints, age_band, expires_at)
          values ($1, $2, $3, 'kiosk', $4, $5, $6, $7, $8, $9, platform.clock() + make_interval(mins => $10)) returning id)
        update inclusion.kiosk_pass p set state = 'in-use', code_hash = null, expires_at = null, k0 = null, conventional_date = null, municipality_code = null, age_band = null,
          session_id = opened.id, kiosk_id = $11, session_hash = $12, ends_at = platform.clock() + make_interval(mins => $13)
        from opened where p.id = $14`,
      [pass.consultationId, kiosk.centreId, pass.issuedBy, pass.evidence, pass.municipalityCode, pass.k0, pass.conventionalDate, pass.hints, pass.ageBand, IDLE_MINUTES, kiosk.id, secretHash(secret), MODES.kiosk.minutes, pass.id])
      await tx.query('update inclusion.kiosk set seen_at = platform.clock(), called_at = null where id = $1', [kiosk.id])
      await this.record(tx, kiosk.slug, pass.consultationId, 'kiosk-session.opened')
    })
    return secret
  }

  /** Asking is being there: the three minutes begin again. Errors: those of `Kiosks.device`, 409 `kiosk.session-ended`. */
  async view(secrets: KioskSecrets): Promise<KioskSessionView> {
    return this.dataSource.transaction(async (tx) => {
      const { sessionId, name } = await this.held(tx, secrets)
      const row = await one<{
        entered: KioskSessionView['entered'], seconds: number, suspended: boolean, phases: OpenPhase[], noticeRead: boolean, called: boolean, consultation: KioskSessionView['consultation'], centre: KioskSessionView['centre']
      }>(tx, `
        select jsonb_build_object('proposals', s.proposals, 'supports', s.supports, 'ballots', s.ballots, 'comments', s.comments, 'questionnaires', s.questionnaires, 'signatures', s.signatures, 'amendments', s.amendments, 'reports', s.reports) as entered,
          floor(extract(epoch from s.expires_at - platform.clock()))::integer as seconds, c.suspended_at is not null as suspended, ${OPEN_PHASES} as phases, s.notice_version is not null as "noticeRead", k.called_at is not null as called,
          jsonb_build_object('id', c.id, 'slug', c.slug, 'title', c.title) as consultation, jsonb_build_object('id', t.id, 'slug', t.slug, 'name', t.name) as centre
        from inclusion.assisted_session s join consultations.consultation c on c.id = s.consultation_id join inclusion.centre t on t.id = s.centre_id
        join inclusion.kiosk_pass p on p.session_id = s.id join inclusion.kiosk k on k.id = p.kiosk_id where s.id = $1`, [sessionId])
      const phases = row.suspended ? [] : row.phases
      return {
        kiosk: name,
        consultation: row.consultation,
        centre: row.centre,
        may: entriesFor('kiosk', phases.map(({ kind }) => kind), phases.some(({ amendments }) => amendments)),
        voteId: phases.find(({ voteId }) => voteId !== null)?.voteId ?? null,
        entered: row.entered,
        noticeVersion: NOTICE_VERSION,
        noticeRead: row.noticeRead,
        called: row.called,
        expiresInSeconds: row.seconds,
      }
    })
  }

  /** The person ticked that they read what happens here. Errors: those of `view`; 409 `kiosk.notice-outdated`. */
  async readNotice(secrets: KioskSecrets, { version }: NoticeReadDto): Promise<void> {
    if (version !== NOTICE_VERSION) throw new DomainError('kiosk.notice-outdated', { status: 409 })
    await this.dataSource.transaction(async (tx) => {
      const { sessionId } = await this.held(tx, secrets)
      await tx.query('update inclusion.assisted_session set notice_version = $2 where id = $1', [sessionId, version])
    })
  }

  /** For an entry: device and session stay locked until the transaction ends. Errors: those of `view`; 409 `kiosk.notice-unread`. */
  async lock(tx: EntityManager, secrets: KioskSecrets): Promise<OpenSession> {
    const { sessionId } = await this.held(tx, secrets)
    const session = await one<OpenSession & { noticeRead: boolean }>(tx, `
      select id, consultation_id as "consultationId", centre_id as "centreId", mode, evidence, municipality_code as "municipalityCode", k0, conventional_date as "conventionalDate", hints, age_band as "ageBand", notice_version is not null as "noticeRead"
      from inclusion.assisted_session where id = $1`, [sessionId])
    if (!session.noticeRead) throw new DomainError('kiosk.notice-unread', { status: 409 })
    return session
  }

  /** What is read back before it is sent: sealed with what the browser alone keeps, gone with the session. Null forgets it. Errors: those of `view`. */
  async keepDraft(secrets: KioskSecrets, draft: string | null): Promise<void> {
    await this.dataSource.transaction(async (tx) => {
      const { sessionId } = await this.held(tx, secrets)
      await tx.query('update inclusion.kiosk_pass set draft = $2 where session_id = $1', [sessionId, draft === null ? null : seal(draft, secrets.session ?? '')])
    })
  }

  /** Errors: those of `view`. */
  async draft(secrets: KioskSecrets): Promise<string | null> {
    return this.dataSource.transaction(async (tx) => {
      const { sessionId } = await this.held(tx, secrets)
      const { draft } = await one<{ draft: Buffer | null }>(tx, 'select draft from inclusion.kiosk_pass where session_id = $1', [sessionId])
      return draft && unseal(draft, secrets.session ?? '')
    })
  }

  /** « J’ai fini », or nobody was there any more. Ending twice is no error, nor on a device that was withdrawn meanwhile. */
  async end({ device, session }: KioskSecrets): Promise<void> {
    if (device === null || session === null) return
    await this.dataSource.transaction(async (tx) => {
      const pass = await maybe<{ id: string, consultationId: string, slug: string }>(tx, `
        select p.id, p.consultation_id as "consultationId", t.slug from inclusion.kiosk_pass p join inclusion.kiosk k on k.id = p.kiosk_id join inclusion.centre t on t.id = k.centre_id
        where p.session_hash = $1 and k.secret_hash = $2`, [secretHash(session), secretHash(device)])
      if (!pass) return
      const { closed } = await one<{ closed: boolean }>(tx, `select inclusion.close_kiosk_pass($1, 'finished') as closed`, [pass.id])
      if (closed) await this.record(tx, pass.slug, pass.consultationId, 'kiosk-session.ended')
    })
  }

  /** The device first, then the session: whoever withdraws the device takes them in the same order. */
  private async held(tx: EntityManager, { device, session }: KioskSecrets): Promise<{ sessionId: string, name: string }> {
    const kiosk = await this.kiosks.device(tx, device)
    const held = session === null ? null : await maybe<{ sessionId: string, endsAt: Date }>(tx, `
      select p.session_id as "sessionId", p.ends_at as "endsAt" from inclusion.kiosk_pass p where p.session_hash = $1 and p.kiosk_id = $2 for update`, [secretHash(session), kiosk.id])
    const open = held && await touched(tx, `
      update inclusion.assisted_session set expires_at = least($2, platform.clock() + make_interval(mins => $3)) where id = $1 and expires_at > platform.clock()`, [held.sessionId, held.endsAt, IDLE_MINUTES])
    if (!held || !open) throw new DomainError('kiosk.session-ended', { status: 409 })
    return { sessionId: held.sessionId, name: kiosk.name }
  }

  /** The journal names the centre and nobody: at a kiosk nobody is signed in. */
  private async record(tx: EntityManager, slug: string, consultationId: string, action: string): Promise<void> {
    await this.audit.append(tx, { actorId: null, action, subjectKind: 'centre', subjectId: slug, detail: { consultationId } })
  }
}

const keyOf = (secret: string): Buffer => createHmac('sha256', 'kiosk/draft/v1').update(secret).digest()

function seal(text: string, secret: string): Buffer {
  const iv = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', keyOf(secret), iv)
  const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
  return Buffer.concat([iv, cipher.getAuthTag(), sealed])
}

function unseal(sealed: Buffer, secret: string): string {
  const decipher = createDecipheriv('aes-256-gcm', keyOf(secret), sealed.subarray(0, 12))
  decipher.setAuthTag(sealed.subarray(12, 28))
  return Buffer.concat([decipher.update(sealed.subarray(28)), decipher.final()]).toString('utf8')
}
