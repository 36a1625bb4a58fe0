import { Injectable } from '@nestjs/common'
import type { OnModuleInit } from '@nestjs/common'
import { mayActIn, type Actor } from '@parvis/identity'
import { Audit, DomainError, Erasures, iso, JOB_STATE, maybe, one, Outbox, rows, touched, uniqueViolation } from '@parvis/platform'
import type { JobState } from '@parvis/platform'
import { DataSource } from 'typeorm'
import type { EntityManager } from 'typeorm'
import type { ImportRemarkView, ImportRowsQuery, ImportRowsView, ImportRowView, ImportView } from './imports.dto'
import { ImportRuns } from './import-runs.service'
import type { ImportKind } from './import-runs.service'

export const LARGEST_FILE = 20 * 1024 * 1024
const PIECE = 512 * 1024
const SHOWN = 20
/** What nobody confirmed is forgotten. */
const HOURS_KEPT = 48

export interface UploadedFile {
  kind: ImportKind
  name: string
  content: AsyncIterable<Buffer>
}

interface ImportRow extends Omit<ImportView, 'columns' | 'progress' | 'remarks'> {
  columns: Record<string, string> | null
  job: JobState | null
  jobDone: number | null
  jobTotal: number | null
}

/** Its job failed for good, or was given up. */
const UNDO_STOPPED = { code: 'import.undo-stopped', facts: {} }

const SELECT = `
  select i.id, i.consultation_id as "consultationId", i.kind, i.file_name as "fileName", i.bytes, i.state, i.source, i.columns, i.fault, i.undo_fault as "undoFault", i.rows, i.created, i.updated, i.unchanged, i.refused,
    ${iso('i.requested_at')} as "requestedAt", ${iso('i.done_at')} as "doneAt", ${iso('i.undone_at')} as "undoneAt",
    case when o.id is not null then ${JOB_STATE} end as job, o.progress_done as "jobDone", o.progress_total as "jobTotal"
  from consultations.import i left join platform.outbox o on o.id = i.outbox_id`

/** Files of other platforms: sent, read by a job, confirmed, taken by another, and taken back while nobody has used what they brought. */
@Injectable()
export class Imports implements OnModuleInit {
  constructor(private readonly dataSource: DataSource, private readonly runs: ImportRuns, private readonly outbox: Outbox, private readonly erasures: Erasures, private readonly audit: Audit) {}

  onModuleInit(): void {
    this.outbox.handle<{ importId: string }>('import.uploaded', ({ importId }, delivery) => this.runs.read(importId, delivery), { long: true })
    this.outbox.handle<{ importId: string }>('import.confirmed', ({ importId }, delivery) => this.runs.take(importId, delivery), { long: true })
    this.outbox.handle<{ importId: string }>('import.undo-asked', ({ importId }, delivery) => this.runs.undo(importId, delivery), { long: true })
    this.erasures.register('import-files', 3600, (tx) => this.expire(tx))
  }

  /** Keeps the file, piece by piece as it comes, and asks for it to be read. Errors: 404, 403 `place.other`; 409 `import.archived`, `import.under-way`; 422 `import.no-proposals-phase`, `import.empty`; 413 `import.too-large`. */
  async upload(actor: Actor, consultationId: string, file: UploadedFile): Promise<ImportView> {
    return this.begun(async (tx) => {
      const { state } = await placed(tx, actor, consultationId)
      if (state === 'archived') throw new DomainError('import.archived', { status: 409 })
      const id = await this.keep(tx, consultationId, actor.accountId, file)
      const job = await this.outbox.announce(tx, 'import.uploaded', { importId: id, consultationId })
      await tx.query('update consultations.import set outbox_id = $2 where id = $1', [id, job])
      await this.audit.append(tx, { actorId: actor.accountId, action: 'import.uploaded', subjectKind: 'consultation', subjectId: consultationId, detail: { importId: id, kind: file.kind } })
      return id
    })
  }

  /** The file and its import, for whoever reads it next. */
  async keep(tx: EntityManager, consultationId: string, accountId: string | null, { kind, name, content }: UploadedFile): Promise<string> {
    await this.runs.importer(kind).target(tx, consultationId)
    await this.dropVanished(tx, consultationId)
    const { id } = await one<{ id: string }>(tx, `insert into consultations.import (consultation_id, kind, file_name, requested_by, state) values ($1, $2, $3, $4, 'reading') returning id`, [consultationId, kind, nameOf(name), accountId])
    let [bytes, position, waiting] = [0, 0, [] as Buffer[]]
    const write = async () => {
      if (waiting.length > 0) await tx.query('insert into consultations.import_part (import_id, position, content) values ($1, $2, $3)', [id, position++, Buffer.concat(waiting)])
      waiting = []
    }
    for await (const piece of content) {
      bytes += piece.length
      if (bytes > LARGEST_FILE) throw new DomainError('import.too-large', { status: 413, facts: { mostMegabytes: LARGEST_FILE / 1024 / 1024 } })
      waiting.push(piece)
      if (waiting.reduce((sum, { length }) => sum + length, 0) >= PIECE) await write()
    }
    if (bytes === 0) throw new DomainError('import.empty')
    await write()
    await tx.query('update consultations.import set bytes = $2 where id = $1', [id, bytes])
    return id
  }

  /** Errors: 404, 403 `place.other`. */
  async list(actor: Actor, consultationId: string): Promise<ImportView[]> {
    await placed(this.dataSource.manager, actor, consultationId)
    return (await rows<ImportRow>(this.dataSource, `${SELECT} where i.consultation_id = $1 order by i.requested_at desc, i.id limit ${SHOWN}`, [consultationId])).map((row) => viewOf(row))
  }

  /** Errors: 404 `import.unknown`, in other places too. */
  async detail(actor: Actor, id: string): Promise<ImportView> {
    await mine(this.dataSource.manager, actor, id)
    const remarks = await rows<ImportRemarkView>(this.dataSource, `
      select p.code, count(*)::integer as count from consultations.import_row r cross join lateral jsonb_to_recordset(r.problems) as p(code text) where r.import_id = $1 and r.problems <> '[]' group by p.code order by 2 desc, 1 limit 30`, [id])
    return viewOf(await one<ImportRow>(this.dataSource, `${SELECT} where i.id = $1`, [id]), remarks)
  }

  /** The report, by rows of the file. Errors: 404 `import.unknown`. */
  async rows(actor: Actor, id: string, { only, after, limit }: ImportRowsQuery): Promise<ImportRowsView> {
    await mine(this.dataSource.manager, actor, id)
    const which = only === undefined ? 'true' : only === 'noted' ? `r.problems <> '[]'` : 'r.outcome = $4'
    const items = await rows<ImportRowView>(this.dataSource, `
      select r.row, r.source_id as "sourceId", r.label, r.outcome, r.problems from consultations.import_row r
      where r.import_id = $1 and r.row > $2 and ${which} order by r.row limit $3`, [id, after, limit, ...(only === undefined || only === 'noted' ? [] : [only])])
    return { items, next: items.length === limit ? items.at(-1)?.row ?? null : null }
  }

  /** Takes what was read, in the background. Errors: 404 `import.unknown`; 409 `import.wrong-state`, `import.under-way`, `import.nothing`. */
  async confirm(actor: Actor, id: string): Promise<ImportView> {
    return this.begun(async (tx) => {
      const { consultationId } = await mine(tx, actor, id)
      await this.dropVanished(tx, consultationId)
      const started = await maybe<{ created: number, updated: number }>(tx, `update consultations.import set state = 'running' where id = $1 and state = 'ready' returning created, updated`, [id])
      if (!started) throw new DomainError('import.wrong-state', { status: 409 })
      if (started.created + started.updated === 0) throw new DomainError('import.nothing', { status: 409 })
      const job = await this.outbox.announce(tx, 'import.confirmed', { importId: id, consultationId })
      await tx.query('update consultations.import set outbox_id = $2 where id = $1', [id, job])
      await this.audit.append(tx, { actorId: actor.accountId, action: 'import.confirmed', subjectKind: 'consultation', subjectId: consultationId, detail: { importId: id } })
      return id
    })
  }

  /** Nothing of it is taken, or stays; while it is taken back, all of it stays. Errors: 404 `import.unknown`; 409 `import.wrong-state` once it is done, or taken back. */
  async cancel(actor: Actor, id: string): Promise<ImportView> {
    await this.dataSource.transaction(async (tx) => {
      const { consultationId } = await mine(tx, actor, id)
      const kept = await touched(tx, `update consultations.import set state = 'done' where id = $1 and state = 'undoing'`, [id])
      if (kept > 0) return this.audit.append(tx, { actorId: actor.accountId, action: 'import.undo-cancelled', subjectKind: 'consultation', subjectId: consultationId, detail: { importId: id } })
      // An import that is about to end is waited for: it is then done, and taken back instead.
      const stopped = await touched(tx, `update consultations.import set state = 'cancelled' where id = $1 and state in ('reading', 'ready', 'running', 'failed', 'unreadable')`, [id])
      if (stopped === 0) throw new DomainError('import.wrong-state', { status: 409 })
      await this.forget(tx, [id])
      await this.audit.append(tx, { actorId: actor.accountId, action: 'import.cancelled', subjectKind: 'consultation', subjectId: consultationId, detail: { importId: id } })
    })
    return this.detail(actor, id)
  }

  /** Takes back everything that it brought, in the background. Errors: 404 `import.unknown`; 409 `import.wrong-state`, `import.under-way`, `import.later`, `import.used`. */
  async undo(actor: Actor, id: string): Promise<ImportView> {
    return this.begun(async (tx) => {
      const { consultationId, kind } = await mine(tx, actor, id)
      await this.dropVanished(tx, consultationId)
      const started = await touched(tx, `update consultations.import set state = 'undoing', undo_fault = null, undo_asked_by = $2 where id = $1 and state = 'done'`, [id, actor.accountId])
      if (started === 0) throw new DomainError('import.wrong-state', { status: 409 })
      // Said at once where it is known already; the job looks again once it holds the rows.
      await this.runs.refuseLater(tx, id)
      await this.runs.importer(kind).refuseUsed(tx, id)
      const job = await this.outbox.announce(tx, 'import.undo-asked', { importId: id, consultationId })
      await tx.query('update consultations.import set outbox_id = $2 where id = $1', [id, job])
      await this.audit.append(tx, { actorId: actor.accountId, action: 'import.undo-asked', subjectKind: 'consultation', subjectId: consultationId, detail: { importId: id } })
      return id
    })
  }

  /** Files that nobody confirmed, and what they held. */
  async expire(tx: EntityManager): Promise<number> {
    const over = await rows<{ id: string }>(tx, `
      update consultations.import set state = 'cancelled' where state in ('reading', 'unreadable', 'ready', 'failed') and requested_at < platform.clock() - make_interval(hours => ${HOURS_KEPT}) returning id`)
    await this.forget(tx, over.map(({ id }) => id))
    return over.length
  }

  private async forget(tx: EntityManager, ids: readonly string[]): Promise<void> {
    await tx.query('delete from consultations.import_part where import_id = any($1)', [ids])
    await tx.query('delete from consultations.import_row where import_id = any($1)', [ids])
  }

  /** One whose job failed for good, or whose command died, does not stand in the way of the next. */
  private async dropVanished(tx: EntityManager, consultationId: string): Promise<void> {
    await tx.query(`
      update consultations.import i set state = case i.state when 'undoing' then 'done' else 'failed' end, undo_fault = case i.state when 'undoing' then $2::jsonb end
      where i.consultation_id = $1 and i.state in ('reading', 'running', 'undoing')
        and not exists (select from platform.outbox o where o.id = i.outbox_id and o.failed_at is null and o.given_up_at is null)
        and (i.outbox_id is not null or i.requested_at < platform.clock() - interval '10 minutes')`, [consultationId, JSON.stringify(UNDO_STOPPED)])
  }

  private async begun(work: (tx: EntityManager) => Promise<string>): Promise<ImportView> {
    try {
      const id = await this.dataSource.transaction(work)
      return viewOf(await one<ImportRow>(this.dataSource, `${SELECT} where i.id = $1`, [id]))
    } catch (error) {
      if (uniqueViolation(error) === 'import_under_way') throw new DomainError('import.under-way', { status: 409 })
      throw error
    }
  }
}

/** Errors: 404 `consultation.unknown` (also a draft of another place); 403 `place.other`. */
async function placed(tx: EntityManager, actor: Actor, consultationId: string): Promise<{ state: string }> {
  const found = await maybe<{ kind: 'metropolis' | 'municipality', code: string, state: string }>(tx, 'select owner_kind as kind, owner_code as code, state from consultations.consultation where id = $1', [consultationId])
  if (found && mayActIn(actor, 'proposal.import', found)) return found
  if (!found || found.state === 'draft') throw new DomainError('consultation.unknown', { status: 404 })
  throw new DomainError('place.other', { status: 403, facts: { kind: found.kind, code: found.code } })
}

async function mine(tx: EntityManager, actor: Actor, id: string): Promise<{ consultationId: string, kind: ImportKind }> {
  const found = await maybe<{ consultationId: string, kind: ImportKind, ownerKind: 'metropolis' | 'municipality', ownerCode: string }>(tx, `
    select i.consultation_id as "consultationId", i.kind, c.owner_kind as "ownerKind", c.owner_code as "ownerCode" from consultations.import i join consultations.consultation c on c.id = i.consultation_id where i.id = $1`, [id])
  if (!found || !mayActIn(actor, 'proposal.import', { kind: found.ownerKind, code: found.ownerCode })) throw new DomainError('import.unknown', { status: 404 })
  return found
}

/** The name alone, without what nobody reads in it. */
const nameOf = (given: string) => (given.split(/[\\/]/).at(-1) ?? '').replace(/\p{C}/gu, '').trim().slice(-200) || 'import'

function viewOf({ job, jobDone, jobTotal, columns, state, undoFault, ...view }: ImportRow, remarks: ImportRemarkView[] = []): ImportView {
  const waits = state === 'reading' || state === 'running' || state === 'undoing'
  const stopped = waits && (job === 'failed' || job === 'given-up')
  return {
    ...view, remarks, state: !stopped ? state : state === 'undoing' ? 'done' : 'failed', undoFault: stopped && state === 'undoing' ? UNDO_STOPPED : undoFault, columns: Object.entries(columns ?? {}).map(([field, column]) => ({ field, column })),
    progress: waits && job === 'running' && jobDone !== null && jobTotal !== null ? { done: jobDone, total: jobTotal } : null,
  }
}
