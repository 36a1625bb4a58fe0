import { Injectable } from '@nestjs/common'
import { hold, ImportedComments, ImportedProposals } from '@parvis/consultations'
import type { Importer, ImportedComment, ImportedProposal, ImportedRow, ImportSource, TakenRow } from '@parvis/consultations'
import { Audit, DomainError, maybe, rows, touched } from '@parvis/platform'
import { DataSource } from 'typeorm'
import type { EntityManager } from 'typeorm'
import { BallotFileError } from '../ballot-files/ballot-file-error'
import { parseComments } from './comments-import'
import { parseProposals } from './proposals-import'
import type { ImportFile } from './proposals-import'

export const IMPORT_KINDS = ['proposals', 'comments'] as const
export type ImportKind = (typeof IMPORT_KINDS)[number]

/** Who watches: a job, or the command line. */
export interface Watch {
  progress(done: number, total: number): void
  signal?: AbortSignal
}

export interface FoundProblem {
  field: string
  code: string
}

type Content = ImportedProposal | ImportedComment

const AT_ONCE = 500
const LABEL = 160

/** The two halves of an import: a file is read and what it would do is said; then it is taken, whole or not at all. */
@Injectable()
export class ImportRuns {
  constructor(private readonly dataSource: DataSource, private readonly proposals: ImportedProposals, private readonly comments: ImportedComments, private readonly audit: Audit) {}

  importer(kind: ImportKind): Importer<Content> {
    return (kind === 'proposals' ? this.proposals : this.comments) as unknown as Importer<Content>
  }

  /** Reads the file that waits under an import. A file that cannot be read is no error of ours: the import says why. */
  async read(id: string, { progress, signal }: Watch): Promise<void> {
    const wanted = await maybe<{ kind: ImportKind, consultationId: string, fileName: string }>(this.dataSource, `
      select kind, consultation_id as "consultationId", file_name as "fileName" from consultations.import where id = $1 and state = 'reading'`, [id])
    if (!wanted) return
    const parts = await rows<{ content: Buffer }>(this.dataSource, 'select content from consultations.import_part where import_id = $1 order by position', [id])
    let file: ImportFile<Content>
    try {
      const content = Buffer.concat(parts.map((part) => part.content))
      file = wanted.kind === 'proposals' ? await parseProposals(content, wanted.fileName) : await parseComments(content, wanted.fileName)
    } catch (error) {
      if (!(error instanceof BallotFileError)) throw error
      await this.dataSource.query(`update consultations.import set state = 'unreadable', fault = $2 where id = $1 and state = 'reading'`, [id, JSON.stringify({ code: error.code, line: error.line, facts: error.facts })])
      await this.dataSource.query('delete from consultations.import_part where import_id = $1', [id])
      return
    }
    await this.dataSource.transaction(async (tx) => {
      await this.writePlan(tx, { id, ...wanted }, file, { progress, signal })
      await tx.query('delete from consultations.import_part where import_id = $1', [id])
    })
  }

  /** Takes what was read: all of it or nothing. Done again after a crash, it makes no double; taken back meanwhile, it stops. */
  async take(id: string, { progress, signal }: Watch): Promise<void> {
    await this.wholly((tx) => this.takeIn(tx, id, { progress, signal }))
  }

  /** Takes back what was taken: all of it or nothing. What was used meanwhile stays, and the import says why. */
  async undo(id: string, { progress, signal }: Watch): Promise<void> {
    try {
      await this.wholly((tx) => this.undoIn(tx, id, { progress, signal }))
    } catch (error) {
      if (!(error instanceof DomainError) || error.status !== 409) throw error
      await this.dataSource.query(`update consultations.import set state = 'done', undo_fault = $2 where id = $1 and state = 'undoing'`, [id, JSON.stringify({ code: error.code, facts: error.facts })])
    }
  }

  /** Errors: 409 `import.later`, where a later import changed what this one brought. */
  async refuseLater(tx: EntityManager, id: string): Promise<void> {
    const later = await maybe(tx, `
      select 1 from consultations.import_row r join consultations.import_row l on l.target = r.target and l.import_id <> r.import_id and l.outcome = 'updated'
        join consultations.import i on i.id = l.import_id and i.state = 'done' and i.done_at > (select done_at from consultations.import where id = $1)
      where r.import_id = $1 and r.outcome in ('created', 'updated') limit 1`, [id])
    if (later) throw new DomainError('import.later', { status: 409 })
  }

  private async wholly(work: (tx: EntityManager) => Promise<boolean>): Promise<void> {
    const runner = this.dataSource.createQueryRunner()
    await runner.connect()
    await runner.startTransaction()
    try {
      if (await work(runner.manager)) await runner.commitTransaction()
      else await runner.rollbackTransaction()
    } catch (error) {
      await runner.rollbackTransaction()
      throw error
    } finally {
      await runner.release()
    }
  }

  private async writePlan(tx: EntityManager, { id, kind, consultationId }: { id: string, kind: ImportKind, consultationId: string }, file: ImportFile<Content>, { progress, signal }: Watch): Promise<void> {
    const importer = this.importer(kind)
    const target = await importer.target(tx, consultationId)
    await tx.query('delete from consultations.import_row where import_id = $1', [id])
    const problems = new Map<number, FoundProblem[]>()
    for (const { row, field, code } of file.problems) problems.set(row, [...problems.get(row) ?? [], { field, code }])
    const plan = new Map<number, TakenRow>()
    for (let at = 0; at < file.items.length; at += AT_ONCE) {
      signal?.throwIfAborted()
      const piece = file.items.slice(at, at + AT_ONCE)
      for (const planned of await importer.plan(tx, target, file.source, piece)) plan.set(planned.row, planned)
      await writeRows(tx, id, piece.map((item, index) => ({
        row: item.row, place: at + index, source_id: item.sourceId, label: labelOf(item), content: item, problems: told(problems.get(item.row), file, plan.get(item.row)), outcome: plan.get(item.row)?.outcome ?? 'refused', target: plan.get(item.row)?.target ?? null,
      })))
      progress(Math.min(at + AT_ONCE, file.items.length), file.rows)
    }
    const taken = new Set(file.items.map(({ row }) => row))
    const left = [...problems].filter(([row]) => !taken.has(row))
    await writeRows(tx, id, left.map(([row, found], index) => ({ row, place: file.items.length + index, source_id: '', label: '', content: null, problems: found, outcome: 'refused', target: null })))
    const planned = await touched(tx, `
      update consultations.import i set state = 'ready', source = $2, columns = $3, rows = $4, ${COUNTED} where i.id = $1 and i.state = 'reading'`, [id, file.source, JSON.stringify(file.columns), file.rows])
    if (planned === 0) throw new Error('The import was taken back while it was read')
  }

  private async takeIn(tx: EntityManager, id: string, { progress, signal }: Watch): Promise<boolean> {
    const running = () => maybe<{ kind: ImportKind, consultationId: string, source: ImportSource, rows: number, requestedBy: string | null }>(tx, `
      select kind, consultation_id as "consultationId", source, rows, requested_by as "requestedBy" from consultations.import where id = $1 and state = 'running'`, [id])
    const first = await running()
    if (!first) return false
    const importer = this.importer(first.kind)
    const target = await importer.target(tx, first.consultationId)
    await tx.query("set local statement_timeout = '10min'")
    await hold(tx, target)
    progress(0, first.rows)
    for (let after = -1; ;) {
      signal?.throwIfAborted()
      // Asked again after the lock and before each piece: an attempt taken for dead, or an import taken back, goes no further.
      if (!await running()) return false
      const piece = await rows<{ place: number, content: Content }>(tx, `
        select place, content from consultations.import_row where import_id = $1 and content is not null and place > $2 order by place limit ${AT_ONCE}`, [id, after])
      const last = piece.at(-1)
      if (!last) break
      const outcomes = await importer.take(tx, target, first.source, piece.map(({ content }) => content))
      await tx.query(`
        update consultations.import_row r set outcome = t.outcome, target = t.target, before = t.before, content = null,
          problems = case when t.code is null then coalesce((select jsonb_agg(p) from jsonb_array_elements(r.problems) p where p ->> 'code' <> all('{import.text-frozen,import.point-outside,comment-file.proposal-unknown}')), '[]')
            when r.problems @> jsonb_build_array(jsonb_build_object('code', t.code)) then r.problems else r.problems || jsonb_build_array(jsonb_build_object('field', '', 'code', t.code)) end
        from jsonb_to_recordset($2::jsonb) as t(row integer, outcome text, target uuid, before jsonb, code text) where r.import_id = $1 and r.row = t.row`, [id, JSON.stringify(outcomes)])
      after = last.place
      progress(after + 1, first.rows)
    }
    const done = await touched(tx, `update consultations.import i set state = 'done', done_at = platform.clock(), ${COUNTED} where i.id = $1 and i.state = 'running'`, [id])
    if (done === 0) return false
    const counts = await countsOf(tx, id)
    await this.audit.append(tx, { actorId: first.requestedBy, action: 'import.done', subjectKind: 'consultation', subjectId: first.consultationId, detail: { importId: id, source: first.source, kind: first.kind, created: counts.created, updated: counts.updated, unchanged: counts.unchanged, refused: counts.refused } })
    return true
  }

  private async undoIn(tx: EntityManager, id: string, { progress, signal }: Watch): Promise<boolean> {
    const running = () => maybe<{ kind: ImportKind, consultationId: string, askedBy: string | null, last: number }>(tx, `
      select i.kind, i.consultation_id as "consultationId", i.undo_asked_by as "askedBy", (select coalesce(max(r.place), -1) from consultations.import_row r where r.import_id = i.id) as last
      from consultations.import i where i.id = $1 and i.state = 'undoing'`, [id])
    const first = await running()
    if (!first) return false
    const importer = this.importer(first.kind)
    await tx.query("set local statement_timeout = '10min'")
    await hold(tx, first)
    await this.refuseLater(tx, id)
    await importer.holdTaken(tx, id)
    await importer.refuseUsed(tx, id)
    const total = first.last + 1
    progress(0, total)
    // From the last to the first: what answers stands after what it answers.
    for (let to = first.last; to >= 0; to -= AT_ONCE) {
      signal?.throwIfAborted()
      if (!await running()) return false
      const from = Math.max(0, to - AT_ONCE + 1)
      await importer.undo(tx, id, { from, to })
      progress(total - from, total)
    }
    const undone = await touched(tx, `update consultations.import set state = 'undone', undone_at = platform.clock() where id = $1 and state = 'undoing'`, [id])
    if (undone === 0) return false
    await tx.query(`update consultations.import_row set label = '', before = null where import_id = $1`, [id])
    await this.audit.append(tx, { actorId: first.askedBy, action: 'import.undone', subjectKind: 'consultation', subjectId: first.consultationId, detail: { importId: id } })
    return true
  }
}

const count = (outcome: string) => `${outcome} = (select count(*) from consultations.import_row r where r.import_id = i.id and r.outcome = '${outcome}')`
const COUNTED = ['created', 'updated', 'unchanged', 'refused'].map(count).join(', ')

async function countsOf(tx: EntityManager, id: string): Promise<{ created: number, updated: number, unchanged: number, refused: number }> {
  const [found] = await rows<{ created: number, updated: number, unchanged: number, refused: number }>(tx, 'select created, updated, unchanged, refused from consultations.import where id = $1', [id])
  if (!found) throw new DomainError('import.unknown', { status: 404 })
  return found
}

async function writeRows(tx: EntityManager, id: string, written: readonly object[]): Promise<void> {
  await tx.query(`
    insert into consultations.import_row (import_id, row, place, source_id, label, content, problems, outcome, target)
    select $1, r.row, r.place, r.source_id, r.label, r.content, r.problems, r.outcome, r.target
    from jsonb_to_recordset($2::jsonb) as r(row integer, place integer, source_id text, label text, content jsonb, problems jsonb, outcome text, target uuid)`, [id, JSON.stringify(written)])
}

const told = (problems: FoundProblem[] | undefined, { columns }: ImportFile<ImportedRow>, planned: TakenRow | undefined): FoundProblem[] =>
  [...problems ?? [], ...(planned?.code ? [{ field: planned.code === 'comment-file.proposal-unknown' ? columns.subject ?? '' : '', code: planned.code }] : [])]

/** What a row is called in the report. */
const labelOf = (item: Content): string => ('title' in item ? item.title : item.body.replace(/\s+/g, ' ')).slice(0, LABEL).replace(/[\uD800-\uDBFF]$/, '')
