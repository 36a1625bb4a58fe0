import { randomBytes } from 'node:crypto'
import { Injectable } from '@nestjs/common'
import { parseReceipt } from '@parvis/consultations'
import type { Actor } from '@parvis/identity'
import { Audit, Config, DomainError, maybe, one, rows, touched } from '@parvis/platform'
import { DataSource } from 'typeorm'
import type { EntityManager } from 'typeorm'
import { sheetNumberHash } from '../paper-kits/paper-numbers'
import { batchForDuty, readForDuty, type BatchRow } from './batch-access'
import { drawn, shareOf } from './draw'
import { fieldsOf, readEntry, type Entry } from './entries.rules'
import { KitContents } from './kit-contents'
import type { EntryKeptView, EntrySheetView, FormsClosingDto, NewFormDto } from './paper-batches.dto'
import { PaperComparisons } from './paper-comparisons.service'

/**
 * The inside, by people who saw no envelope: numbers of forms and what is marked on them. The second clerk is told which forms to look for and
 * nothing of what the first one typed.
 */
@Injectable()
export class PaperForms {
  constructor(
    private readonly dataSource: DataSource,
    private readonly config: Config,
    private readonly audit: Audit,
    private readonly contents: KitContents,
    private readonly comparisons: PaperComparisons,
  ) {}

  /** What a clerk needs to begin, or to go on. Errors: those of `readForDuty`. */
  async sheet(actor: Actor, batchId: string, duty: 'first' | 'second'): Promise<EntrySheetView> {
    const tx = this.dataSource.manager
    const batch = await readForDuty(tx, actor, batchId, duty)
    const { content } = await this.contents.of(tx, batch.kitId)
    const numbers = duty === 'first' ? [] : await rows<{ number: string }>(tx, 'select number from inclusion.paper_form where batch_id = $1 and drawn and second is null order by number limit 50', [batchId])
    return {
      batch: batch.number, duty, consultation: { id: batch.consultationId, slug: batch.slug, title: batch.title },
      fields: fieldsOf(content), ...(await this.progress(tx, batchId, duty)), numbers: numbers.map(({ number }) => number),
    }
  }

  /**
   * One form, kept at once; sent again as it was, it is kept once. Errors: those of `batchForDuty`; 409 `paper-batch.one-duty`, `paper-form.not-here` for a
   * form of an envelope that was not opened in this batch, `paper-form.here-already` where another one was entered under this number;
   * 422 `paper-form.number`, and each field that cannot be on the paper.
   */
  async enterFirst(actor: Actor, batchId: string, { number, entry, again }: NewFormDto): Promise<EntryKeptView> {
    return this.dataSource.transaction(async (tx) => {
      const batch = await batchForDuty(tx, actor, batchId, 'first')
      const code = this.numberOf(number)
      const read = await this.read(tx, batch, entry)
      const sheet = await maybe<{ id: string, first: Entry | null, same: boolean }>(tx, `
        select s.id, f.first, coalesce(f.first = $3::jsonb, false) as same from inclusion.paper_sheet s join inclusion.paper_envelope e on e.sheet_id = s.id and e.batch_id = $2 and e.outcome = 'taken'
        left join inclusion.paper_form f on f.sheet_id = s.id where s.form_hash = $1`, [sheetNumberHash(this.config.receiptKey, 'form', code), batchId, JSON.stringify(read)])
      if (!sheet) throw new DomainError('paper-form.not-here', { status: 409, facts: { number: code } })
      if (sheet.first && !sheet.same && again !== true) throw new DomainError('paper-form.here-already', { status: 409, facts: { number: code } })
      await tx.query(`
        insert into inclusion.paper_form (batch_id, sheet_id, number, first, first_by) values ($1, $2, $3, $4, $5)
        on conflict (sheet_id) do update set first = excluded.first, first_by = excluded.first_by`, [batchId, sheet.id, code, JSON.stringify(read), actor.accountId])
      return { ...(await this.progress(tx, batchId, 'first')), state: batch.state }
    })
  }

  /**
   * No form is left: what is entered a second time is drawn now. Errors: those of `batchForDuty`; 409 `paper-batch.forms-differ`, `paper-batch.one-duty`;
   * 422 `paper-batch.absent-reason`.
   */
  async close(actor: Actor, batchId: string, { absent, absentReason }: FormsClosingDto): Promise<void> {
    await this.dataSource.transaction(async (tx) => {
      const batch = await batchForDuty(tx, actor, batchId, 'first')
      await tx.query(`select inclusion.take_paper_duty($1, $2, 'first')`, [batchId, actor.accountId])
      const { done, of } = await this.progress(tx, batchId, 'first')
      if (done + absent !== of) throw new DomainError('paper-batch.forms-differ', { status: 409, facts: { envelopes: of, forms: done, absent } })
      if (absent > 0 && !absentReason) throw new DomainError('paper-batch.absent-reason', { refusals: [{ code: 'paper-batch.absent-reason', at: 'absentReason' }] })
      const { seasoned } = await one<{ seasoned: boolean }>(tx, `
        select not exists (select from inclusion.paper_duty d where d.batch_id = $1 and d.duty = 'first' and not exists (
          select from inclusion.paper_duty o join inclusion.paper_batch b on b.id = o.batch_id where o.account_id = d.account_id and o.duty = 'first' and o.batch_id <> $1 and b.seed is not null)) as seasoned`, [batchId])
      const share = shareOf(seasoned)
      const seed = randomBytes(32)
      const numbers = await rows<{ number: string }>(tx, 'select number from inclusion.paper_form where batch_id = $1', [batchId])
      await tx.query('update inclusion.paper_form set drawn = true where batch_id = $1 and number = any($2)', [batchId, drawn(seed.toString('hex'), numbers.map(({ number }) => number), share)])
      await tx.query(`update inclusion.paper_batch set state = 'second-entry', absent = $2, absent_reason = $3, seed = $4, share = $5 where id = $1`, [batchId, absent, absent > 0 ? absentReason : null, seed, share])
      await this.audit.append(tx, { actorId: actor.accountId, action: 'paper-batch.entered', subjectKind: 'consultation', subjectId: batch.consultationId, detail: { batch: batch.number, forms: done, absent, share } })
      if (done === 0) await this.comparisons.goOn(tx, actor, batch)
    })
  }

  /**
   * One of the forms that were drawn, by somebody who does not see the first entry. The last one settles what follows: everything once more where too much
   * differs, rulings, or the balance. Errors: those of `batchForDuty`; 409 `paper-batch.one-duty`, `paper-form.not-drawn`; 422 as `enterFirst`.
   */
  async enterSecond(actor: Actor, batchId: string, { number, entry }: NewFormDto): Promise<EntryKeptView> {
    return this.dataSource.transaction(async (tx) => {
      const batch = await batchForDuty(tx, actor, batchId, 'second')
      const { content } = await this.contents.of(tx, batch.kitId)
      const code = this.numberOf(number)
      const read = await this.read(tx, batch, entry)
      const first = await maybe<{ first: Entry }>(tx, 'select first from inclusion.paper_form where batch_id = $1 and number = $2 and drawn', [batchId, code])
      if (!first) throw new DomainError('paper-form.not-drawn', { status: 409, facts: { number: code } })
      await tx.query('update inclusion.paper_form set second = $3, second_by = $4, agreed = $5 where batch_id = $1 and number = $2',
        [batchId, code, JSON.stringify(read), actor.accountId, this.comparisons.agree(content, first.first, read)])
      await this.comparisons.goOn(tx, actor, batch)
      const { state } = await one<{ state: BatchRow['state'] }>(tx, 'select state from inclusion.paper_batch where id = $1', [batchId])
      return { ...(await this.progress(tx, batchId, 'second')), state }
    })
  }

  /** A form that was entered and does not belong there: put aside while they are entered. Errors: those of `batchForDuty`; 404 `paper-form.unknown`. */
  async remove(actor: Actor, batchId: string, typed: string): Promise<void> {
    await this.dataSource.transaction(async (tx) => {
      await batchForDuty(tx, actor, batchId, 'first')
      await tx.query(`select inclusion.take_paper_duty($1, $2, 'first')`, [batchId, actor.accountId])
      if (await touched(tx, 'delete from inclusion.paper_form where batch_id = $1 and number = $2', [batchId, parseReceipt(typed)]) === 0) throw new DomainError('paper-form.unknown', { status: 404 })
    })
  }

  private numberOf(typed: string): string {
    const code = parseReceipt(typed)
    if (!code) throw new DomainError('paper-form.number', { refusals: [{ code: 'paper-form.number', at: 'number' }] })
    return code
  }

  private async read(tx: EntityManager, batch: BatchRow, typed: Readonly<Record<string, unknown>>): Promise<Entry> {
    const { content } = await this.contents.of(tx, batch.kitId)
    const { entry, refusals } = readEntry(content, typed, this.contents.communeOf)
    DomainError.throwIfAny(refusals.map((refusal) => ({ ...refusal, at: `entry.${refusal.at}` })))
    return entry
  }

  private async progress(tx: EntityManager, batchId: string, duty: 'first' | 'second'): Promise<{ done: number, of: number }> {
    return duty === 'first'
      ? one(tx, `select (select count(*)::integer from inclusion.paper_form where batch_id = $1) as done, (select count(*)::integer from inclusion.paper_envelope where batch_id = $1 and outcome = 'taken') as of`, [batchId])
      : one(tx, 'select count(second)::integer as done, count(*)::integer as of from inclusion.paper_form where batch_id = $1 and drawn', [batchId])
  }
}
