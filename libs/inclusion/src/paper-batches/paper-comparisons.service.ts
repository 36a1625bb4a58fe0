import { Injectable } from '@nestjs/common'
import { parseReceipt } from '@parvis/consultations'
import type { Actor } from '@parvis/identity'
import { Audit, DomainError, maybe, one, rows } from '@parvis/platform'
import { DataSource } from 'typeorm'
import type { EntityManager } from 'typeorm'
import type { PaperContent } from '../paper-kits/paper-content.rules'
import { batchFor, batchForDuty, readForDuty, type BatchRow } from './batch-access'
import { expands } from './draw'
import { differences, fieldsOf, readEntry, type Entry } from './entries.rules'
import { KitContents } from './kit-contents'
import type { RulingDto, RulingSheetView } from './paper-batches.dto'

interface Twice {
  number: string
  first: Entry
  second: Entry
}

/** Two entries of one form, and whoever settles where they differ, with the paper in hand and no name in sight. */
@Injectable()
export class PaperComparisons {
  constructor(private readonly dataSource: DataSource, private readonly audit: Audit, private readonly contents: KitContents) {}

  agree(content: PaperContent, first: Entry, second: Entry): boolean {
    return differences(content, first, second).length === 0
  }

  /** Once all that was drawn is entered twice: all of them where too much differs, rulings where something does, else the balance. */
  async goOn(tx: EntityManager, actor: Actor, batch: BatchRow): Promise<void> {
    const { waiting } = await one<{ waiting: boolean }>(tx, 'select exists (select from inclusion.paper_form where batch_id = $1 and drawn and second is null) as waiting', [batch.id])
    if (waiting) return
    const { content } = await this.contents.of(tx, batch.kitId)
    const twice = await rows<Twice>(tx, 'select number, first, second from inclusion.paper_form where batch_id = $1 and second is not null', [batch.id])
    const different = twice.reduce((sum, { first, second }) => sum + differences(content, first, second).length, 0)
    const fields = twice.length * fieldsOf(content).length
    const { expanded } = await one<{ expanded: boolean }>(tx, `
      update inclusion.paper_batch b set fields_compared = $2, fields_different = $3,
        expanded = b.expanded or $4 and exists (select from inclusion.paper_form f where f.batch_id = b.id and not f.drawn) where b.id = $1 returning b.expanded`, [batch.id, fields, different, expands({ fields, different })])
    if (expanded && (await rows(tx, 'update inclusion.paper_form set drawn = true where batch_id = $1 and not drawn returning id', [batch.id])).length > 0) {
      await this.audit.append(tx, { actorId: actor.accountId, action: 'paper-batch.expanded', subjectKind: 'consultation', subjectId: batch.consultationId, detail: { batch: batch.number, compared: fields, different } })
      return
    }
    await this.audit.append(tx, { actorId: actor.accountId, action: 'paper-batch.compared', subjectKind: 'consultation', subjectId: batch.consultationId, detail: { batch: batch.number, forms: twice.length, compared: fields, different } })
    if (different > 0) await tx.query(`update inclusion.paper_batch set state = 'adjudication' where id = $1`, [batch.id])
    else await this.reconcile(tx, actor, batch)
  }

  /** Errors: those of `readForDuty`. */
  async sheet(actor: Actor, batchId: string): Promise<RulingSheetView> {
    const tx = this.dataSource.manager
    const batch = await readForDuty(tx, actor, batchId, 'rule')
    const { content } = await this.contents.of(tx, batch.kitId)
    const waiting = await rows<Twice>(tx, 'select number, first, second from inclusion.paper_form where batch_id = $1 and not agreed and ruled is null order by number limit 50', [batchId])
    const { of } = await one<{ of: number }>(tx, 'select count(*)::integer as of from inclusion.paper_form where batch_id = $1 and not agreed', [batchId])
    return {
      batch: batch.number, consultation: { id: batch.consultationId, slug: batch.slug, title: batch.title }, fields: fieldsOf(content), of,
      disagreements: waiting.map(({ number, first, second }) => {
        const fields = differences(content, first, second)
        const only = (entry: Entry): Entry => Object.fromEntries(fields.map((key) => [key, entry[key] ?? '']))
        return { number, fields, first: only(first), second: only(second) }
      }),
    }
  }

  /**
   * What stands on the paper, in the fields that differ; the others stay. The last one settles the batch. Errors: those of `batchForDuty`;
   * 409 `paper-batch.one-duty`; 404 `paper-form.unknown`; 422 each field that cannot be on the paper, `paper-form.unknown-field` for one that does not differ.
   */
  async rule(actor: Actor, batchId: string, { number, entry, reason }: RulingDto): Promise<void> {
    await this.dataSource.transaction(async (tx) => {
      const batch = await batchForDuty(tx, actor, batchId, 'rule')
      const { content } = await this.contents.of(tx, batch.kitId)
      const form = await maybe<Twice>(tx, 'select number, first, second from inclusion.paper_form where batch_id = $1 and number = $2 and not agreed', [batchId, parseReceipt(number)])
      if (!form) throw new DomainError('paper-form.unknown', { status: 404 })
      const disputed = differences(content, form.first, form.second)
      const { entry: read, refusals } = readEntry(content, entry, this.contents.communeOf)
      const stray = Object.keys(entry).filter((key) => !disputed.includes(key)).map((key) => ({ code: 'paper-form.unknown-field', at: key.slice(0, 80) }))
      DomainError.throwIfAny([...refusals, ...stray].map((refusal) => ({ ...refusal, at: `entry.${refusal.at}` })))
      const ruled = { ...form.first, ...Object.fromEntries(disputed.map((key) => [key, read[key] ?? ''])) }
      await tx.query('update inclusion.paper_form set ruled = $3, ruled_by = $4, ruling_reason = $5 where batch_id = $1 and number = $2', [batchId, form.number, JSON.stringify(ruled), actor.accountId, reason])
      const { waiting } = await one<{ waiting: boolean }>(tx, 'select exists (select from inclusion.paper_form where batch_id = $1 and not agreed and ruled is null) as waiting', [batchId])
      if (waiting) return
      await this.audit.append(tx, { actorId: actor.accountId, action: 'paper-batch.ruled', subjectKind: 'consultation', subjectId: batch.consultationId, detail: { batch: batch.number } })
      await this.reconcile(tx, actor, batch)
    })
  }

  /** Asked again once a day was closed. Errors: those of `batchFor`; 409 `paper-batch.elsewhere`. */
  async reconcileAgain(actor: Actor, batchId: string): Promise<void> {
    await this.dataSource.transaction(async (tx) => {
      const batch = await batchFor(tx, actor, batchId, true)
      if (batch.state === 'balanced') return
      if (batch.state !== 'quarantined') throw new DomainError('paper-batch.elsewhere', { status: 409, facts: { state: batch.state } })
      await this.reconcile(tx, actor, batch)
    })
  }

  private async reconcile(tx: EntityManager, actor: Actor, batch: BatchRow): Promise<void> {
    const { why } = await one<{ why: string | null }>(tx, 'select inclusion.paper_imbalance($1) as why', [batch.id])
    await tx.query('update inclusion.paper_batch set state = $2, reason = $3 where id = $1', [batch.id, why === null ? 'balanced' : 'quarantined', why])
    await this.audit.append(tx, { actorId: actor.accountId, action: 'paper-batch.reconciled', subjectKind: 'consultation', subjectId: batch.consultationId, detail: { batch: batch.number, balanced: why === null } })
  }
}
