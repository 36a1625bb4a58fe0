import { Injectable } from '@nestjs/common'
import type { OnModuleInit } from '@nestjs/common'
import { mayActIn, type Actor } from '@parvis/identity'
import { Audit, DomainError, JOB_STATE, maybe, one, Outbox, Periodic, rows, touched, uniqueViolation } from '@parvis/platform'
import type { Delivery, JobState } from '@parvis/platform'
import { Readable } from 'node:stream'
import { DataSource } from 'typeorm'
import type { EntityManager } from 'typeorm'
import { readForStaff } from '../consultations/access'
import { ExportArchive } from './export-archive'
import type { ExportView } from './exports.dto'

const KIND = 'export.requested'
const DAYS_KEPT = 7
/** Older ones make room. */
const KEPT_AT_ONCE = 3
const SHOWN = 20

interface ExportRow {
  id: string
  requestedAt: Date
  readyAt: Date | null
  expiresAt: Date | null
  bytes: string | null
  sha256: string | null
  job: JobState | null
  done: number | null
  total: number | null
}

export interface ExportFile {
  name: string
  bytes: number
  content: Readable
}

/** Complete files of consultations: asked for, made by a job, handed to staff of the place, removed after a week. */
@Injectable()
export class ConsultationExports implements OnModuleInit {
  constructor(
    private readonly dataSource: DataSource,
    private readonly outbox: Outbox,
    private readonly periodic: Periodic,
    private readonly audit: Audit,
    private readonly archive: ExportArchive,
  ) {}

  onModuleInit(): void {
    this.outbox.handle<{ exportId: string }>(KIND, ({ exportId }, delivery) => this.make(exportId, delivery), { long: true })
    this.periodic.every('exports.expire', 600, () => this.expire())
  }

  /** Errors: 404, 403 `place.other`; 409 `export.draft`, `export.under-way`. */
  async request(actor: Actor, consultationId: string): Promise<ExportView> {
    try {
      const id = await this.dataSource.transaction(async (tx) => {
        const consultation = await readForStaff(tx, actor, consultationId, 'consultation.export')
        if (consultation.state === 'draft') throw new DomainError('export.draft', { status: 409 })
        await this.dropFailed(tx, consultationId)
        const made = await one<{ id: string }>(tx, 'insert into consultations.export (consultation_id, requested_by) values ($1, $2) returning id', [consultationId, actor.accountId])
        const job = await this.outbox.announce(tx, KIND, { exportId: made.id })
        await tx.query('update consultations.export set outbox_id = $2 where id = $1', [made.id, job])
        await this.audit.append(tx, { actorId: actor.accountId, action: 'export.requested', subjectKind: 'consultation', subjectId: consultationId, detail: { exportId: made.id } })
        return made.id
      })
      return viewOf(await one<ExportRow>(this.dataSource, `${SELECT} where e.id = $1`, [id]))
    } catch (error) {
      if (uniqueViolation(error) === 'export_under_way') throw new DomainError('export.under-way', { status: 409 })
      throw error
    }
  }

  /** Errors: 404, 403 `place.other`. */
  async list(actor: Actor, consultationId: string): Promise<ExportView[]> {
    await readForStaff(this.dataSource.manager, actor, consultationId, 'consultation.export')
    const found = await rows<ExportRow>(this.dataSource, `${SELECT} where e.consultation_id = $1 and e.removed_at is null order by e.requested_at desc limit ${SHOWN}`, [consultationId])
    return found.map(viewOf)
  }

  /** The file, and a trace of who took it. Errors: 404 `export.unknown` (other places too, and once it is removed); 409 `export.not-ready`. */
  async file(actor: Actor, id: string): Promise<ExportFile> {
    const found = await maybe<{ consultationId: string, slug: string, ownerKind: 'metropolis' | 'municipality', ownerCode: string, day: string | null, bytes: string, attempt: number }>(this.dataSource, `
      select e.consultation_id as "consultationId", c.slug, c.owner_kind as "ownerKind", c.owner_code as "ownerCode", e.bytes::text, e.attempt,
        to_char(e.ready_at at time zone 'Europe/Paris', 'YYYY-MM-DD') as day
      from consultations.export e join consultations.consultation c on c.id = e.consultation_id
      where e.id = $1 and e.removed_at is null and (e.expires_at is null or e.expires_at > platform.clock())`, [id])
    if (!found || !mayActIn(actor, 'consultation.export', { kind: found.ownerKind, code: found.ownerCode })) throw new DomainError('export.unknown', { status: 404 })
    if (found.day === null) throw new DomainError('export.not-ready', { status: 409 })
    await this.dataSource.transaction((tx) => this.audit.append(tx, {
      actorId: actor.accountId, action: 'export.downloaded', subjectKind: 'consultation', subjectId: found.consultationId, detail: { exportId: id },
    }))
    return { name: `${found.slug}-${found.day}.zip`, bytes: Number(found.bytes), content: Readable.from(this.pieces(id, found.attempt), { objectMode: false }) }
  }

  /** Files whose time is over are gone; their trace stays in the audit. */
  async expire(): Promise<void> {
    await this.remove(`e.expires_at <= platform.clock()`, [])
  }

  /** Idempotent: a file that is ready, or that nobody waits for any more, is not made again. */
  private async make(id: string, { attempt, progress, signal }: Delivery): Promise<void> {
    const wanted = await maybe<{ consultationId: string }>(this.dataSource, `
      select consultation_id as "consultationId" from consultations.export where id = $1 and ready_at is null and removed_at is null`, [id])
    if (!wanted) return
    await this.dataSource.query('delete from consultations.export_part where export_id = $1', [id])
    let position = 0
    const { bytes, sha256 } = await this.archive.write(wanted.consultationId, async (piece) => {
      await this.dataSource.query('insert into consultations.export_part (export_id, attempt, position, content) values ($1, $2, $3, $4)', [id, attempt, position++, piece])
    }, progress, signal)
    await touched(this.dataSource, `
      update consultations.export set ready_at = platform.clock(), expires_at = platform.clock() + make_interval(days => ${DAYS_KEPT}), attempt = $2, bytes = $3, sha256 = $4
      where id = $1 and ready_at is null and removed_at is null`, [id, attempt, bytes, sha256])
    await this.remove(`e.id in (select o.id from consultations.export o where o.consultation_id = $1 and o.ready_at is not null and o.removed_at is null order by o.ready_at desc offset ${KEPT_AT_ONCE})`, [wanted.consultationId])
  }

  /** One that failed for good does not stand in the way of a new one. */
  private async dropFailed(tx: EntityManager, consultationId: string): Promise<void> {
    await tx.query(`
      update consultations.export e set removed_at = platform.clock()
      where e.consultation_id = $1 and e.ready_at is null and e.removed_at is null
        and not exists (select from platform.outbox o where o.id = e.outbox_id and o.failed_at is null and o.given_up_at is null)`, [consultationId])
  }

  private async remove(which: string, params: unknown[]): Promise<void> {
    const removed = await rows<{ id: string }>(this.dataSource, `update consultations.export e set removed_at = platform.clock() where e.removed_at is null and ${which} returning e.id`, params)
    if (removed.length > 0) await this.dataSource.query('delete from consultations.export_part where export_id = any($1)', [removed.map(({ id }) => id)])
  }

  private async* pieces(id: string, attempt: number): AsyncGenerator<Buffer> {
    for (let position = 0; ; position++) {
      const piece = await maybe<{ content: Buffer }>(this.dataSource, 'select content from consultations.export_part where export_id = $1 and attempt = $2 and position = $3', [id, attempt, position])
      if (!piece) return
      yield piece.content
    }
  }
}

const SELECT = `
  select e.id, e.requested_at as "requestedAt", e.ready_at as "readyAt", e.expires_at as "expiresAt", e.bytes::text, encode(e.sha256, 'hex') as sha256,
    case when o.id is not null then ${JOB_STATE} end as job, o.progress_done as done, o.progress_total as total
  from consultations.export e left join platform.outbox o on o.id = e.outbox_id`

function viewOf({ id, requestedAt, readyAt, expiresAt, bytes, sha256, job, done, total }: ExportRow): ExportView {
  const state = readyAt ? 'ready' as const : job === 'running' || job === 'waiting' ? job : 'failed' as const
  return {
    id, state, sha256,
    requestedAt: requestedAt.toISOString(),
    readyAt: readyAt?.toISOString() ?? null,
    expiresAt: expiresAt?.toISOString() ?? null,
    bytes: bytes === null ? null : Number(bytes),
    progress: state === 'running' && done !== null && total !== null ? { done, total } : null,
  }
}
