import { Injectable } from '@nestjs/common'
import type { OnModuleInit } from '@nestjs/common'
import { AnswerSheets, BallotBox, retrying, type AgeBand, type CastRequest, type PaperAnswers } from '@parvis/consultations'
import type { Actor } from '@parvis/identity'
import { Audit, DomainError, Erasures, one, rows, touched } from '@parvis/platform'
import { DataSource } from 'typeorm'
import type { EntityManager } from 'typeorm'
import { answersFor, batchFor, workerIn, type BatchRow } from './batch-access'
import { isSettled } from './batch-states.rules'
import type { Entry } from './entries.rules'
import { judge, type Judged, type Void } from './judging.rules'
import { KitContents } from './kit-contents'
import { countsOf } from './paper-batches.service'

interface FormToCount {
  sheetId: string
  number: string
  stub: Buffer
  entry: Entry
  k0: Buffer
  conventionalDate: boolean
  hints: Buffer | null
  municipalityCode: string
  ageBand: AgeBand
  evidence: 'E1' | 'E2'
  centreId: string
}

/** A form becomes a voice, or is put aside with its reason. All of a batch in one transaction: it counts whole, or not at all. */
@Injectable()
export class PaperCounting implements OnModuleInit {
  constructor(
    private readonly dataSource: DataSource,
    private readonly audit: Audit,
    private readonly erasures: Erasures,
    private readonly contents: KitContents,
    private readonly box: BallotBox,
    private readonly sheets: AnswerSheets,
  ) {}

  onModuleInit(): void {
    this.erasures.register('paper-batches', 3600, (tx) => this.forget(tx))
  }

  /**
   * Counts a batch that balances; counted already, it stays as it is. Errors: those of `batchFor`; 403 `paper-batch.professionals`; 409 `paper-batch.not-balanced`, what the
   * balance says by now (`paper-day.outdated` and the like), `vote.not-open`, `questionnaire.not-open`, `consultation.suspended`.
   */
  async count(actor: Actor, batchId: string): Promise<void> {
    await retrying(() => this.dataSource.transaction(async (tx) => {
      const batch = await batchFor(tx, actor, batchId, true)
      if (batch.state === 'counted') return
      if (!workerIn(actor, batch).professional) throw new DomainError('paper-batch.professionals', { status: 403 })
      // The day may have been closed since the batch was put aside.
      const balances = batch.state === 'balanced' || (batch.state === 'quarantined' && (await one<{ why: string | null }>(tx, 'select inclusion.paper_imbalance($1) as why', [batchId])).why === null)
      if (!balances) throw new DomainError('paper-batch.not-balanced', { status: 409, facts: { state: batch.state } })
      if (batch.state !== 'balanced') await tx.query(`update inclusion.paper_batch set state = 'balanced', reason = null where id = $1`, [batchId])
      const { content, questionnaire } = await this.contents.of(tx, batch.kitId)
      const communes = this.contents.communes()
      // The sheet is what ties an envelope to its form; here, and in the order that the database drew, they meet.
      const forms = await rows<FormToCount>(tx, `
        select s.id as "sheetId", f.number, s.receipt_hash as stub, coalesce(f.ruled, f.first) as entry, e.k0, e.conventional_date as "conventionalDate", e.hints, e.municipality_code as "municipalityCode",
          e.age_band as "ageBand", e.evidence, e.centre_id as "centreId"
        from inclusion.paper_form f join inclusion.paper_sheet s on s.id = f.sheet_id join inclusion.paper_envelope e on e.sheet_id = s.id
        where f.batch_id = $1 and e.batch_id = $1 order by f.id`, [batchId])
      const judged = forms.map((form) => ({ form, judged: judge(content, questionnaire, form.entry, communes) }))
      const counted = batch.kind === 'vote' ? await this.cast(tx, batch, judged) : await this.answer(tx, batch, judged)
      const voided = judged.flatMap(({ form, judged: outcome }) => ('void' in outcome ? [{ sheetId: form.sheetId, reason: outcome.void }] : []))
      const counts = { ...(await countsOf(tx, batchId)), voided: tally(voided.map(({ reason }) => reason)), counted }
      await tx.query(`update inclusion.paper_batch set state = 'counted', counts = $2, reason = null, settled_by = $3, settled_on = platform.today() where id = $1`, [batchId, JSON.stringify(counts), actor.accountId])
      await this.setAside(tx, batch, voided)
      await letGo(tx, batchId)
      await this.audit.append(tx, { actorId: actor.accountId, action: 'paper-batch.counted', subjectKind: 'consultation', subjectId: batch.consultationId, detail: { batch: batch.number, counted } })
    }))
  }

  /** Nothing of it counts, and each stub says so. By staff of the place that asks. Refused already, it stays as it is. Errors: those of `batchFor`; 403 `place.other`; 409 `paper-batch.elsewhere`. */
  async refuse(actor: Actor, batchId: string, reason: string): Promise<void> {
    await this.dataSource.transaction(async (tx) => {
      const batch = await batchFor(tx, actor, batchId, true)
      if (!answersFor(actor, batch)) throw new DomainError('place.other', { status: 403 })
      if (batch.state === 'refused') return
      if (isSettled(batch.state)) throw new DomainError('paper-batch.elsewhere', { status: 409, facts: { state: batch.state } })
      await this.end(tx, batch, reason, actor.accountId)
      await this.audit.append(tx, { actorId: actor.accountId, action: 'paper-batch.refused', subjectKind: 'consultation', subjectId: batch.consultationId, detail: { batch: batch.number, reason } })
    })
  }

  private async end(tx: EntityManager, { id, consultationId }: Pick<BatchRow, 'id' | 'consultationId'>, reason: string, by: string | null): Promise<void> {
    const counts = await countsOf(tx, id)
    await tx.query(`update inclusion.paper_batch set state = 'refused', counts = $2, reason = $3, settled_by = $4, settled_on = platform.today() where id = $1`, [id, JSON.stringify({ ...counts, voided: {}, counted: 0 }), reason, by])
    await tx.query(`
      insert into inclusion.paper_set_aside (receipt_hash, consultation_id, reason)
      select s.receipt_hash, $2, coalesce(e.reason, 'batch-refused') from inclusion.paper_envelope e join inclusion.paper_sheet s on s.id = e.sheet_id where e.batch_id = $1 on conflict do nothing`, [id, consultationId])
    await letGo(tx, id)
  }

  private async cast(tx: EntityManager, batch: BatchRow, judged: readonly { form: FormToCount, judged: Judged }[]): Promise<number> {
    const voteId = batch.voteId ?? ''
    const ballots = judged.flatMap(({ form, judged: outcome }) => ('choice' in outcome ? [{ form, choice: outcome.choice }] : []))
    const requests = ballots.map(({ form, choice }): CastRequest => ({
      voteId, choice, voter: { k0: form.k0, conventionalDate: form.conventionalDate, hints: form.hints, municipalityCode: form.municipalityCode },
      channel: 'paper', evidence: form.evidence, centreId: form.centreId, stub: form.stub,
    }))
    return this.box.castMany(tx, voteId, requests).catch((error: unknown) => { throw byNumber(error, ballots.map(({ form }) => form.number)) })
  }

  private async answer(tx: EntityManager, batch: BatchRow, judged: readonly { form: FormToCount, judged: Judged }[]): Promise<number> {
    const people = judged.flatMap(({ form, judged: outcome }): PaperAnswers[] => ('answers' in outcome ? [{
      answers: outcome.answers, stub: form.stub, k0: form.k0, conventionalDate: form.conventionalDate, municipalityCode: form.municipalityCode, ageBand: form.ageBand, evidence: form.evidence, centreId: form.centreId,
    }] : []))
    if (people.length > 0) await this.sheets.enterPaper(tx, batch.consultationId, batch.id, people)
    return people.length
  }

  /** What each stub says from now on: envelopes that were not opened, envelopes without a form, forms that cannot be counted. */
  private async setAside(tx: EntityManager, { id, consultationId }: BatchRow, voided: readonly { sheetId: string, reason: Void }[]): Promise<void> {
    await tx.query(`
      insert into inclusion.paper_set_aside (receipt_hash, consultation_id, reason)
      select s.receipt_hash, $2, coalesce(e.reason, v.reason, 'form-absent')
      from inclusion.paper_envelope e join inclusion.paper_sheet s on s.id = e.sheet_id
      left join inclusion.paper_form f on f.sheet_id = s.id
      left join unnest($3::uuid[], $4::text[]) as v (sheet_id, reason) on v.sheet_id = s.id
      where e.batch_id = $1 and (e.reason is not null or f.id is null or v.reason is not null) on conflict do nothing`,
    [id, consultationId, voided.map(({ sheetId }) => sheetId), voided.map(({ reason }) => reason)])
  }

  /** Batches that nobody settled within a year of the close, and what stubs were told a year ago. */
  private async forget(tx: EntityManager): Promise<number> {
    const left = await rows<{ id: string, consultationId: string }>(tx, `
      select b.id, b.consultation_id as "consultationId" from inclusion.paper_batch b join inclusion.paper_kit k on k.id = b.kit_id join consultations.phase p on p.id = k.phase_id
      where b.state not in ('merged', 'counted', 'refused') and p.closes_at < platform.clock() - interval '1 year' limit 100 for update of b`, [])
    for (const batch of left) await this.end(tx, batch, 'paper-batch.forgotten', null)
    return left.length + await touched(tx, 'delete from inclusion.paper_set_aside where on_day < platform.today() - 366')
  }
}

/** Choices go, and with them the people: what is left says how many, and of no sheet whose it was. */
async function letGo(tx: EntityManager, batchId: string): Promise<void> {
  await tx.query('delete from inclusion.paper_form where batch_id = $1', [batchId])
  await tx.query('update inclusion.paper_envelope set k0 = null, conventional_date = null, municipality_code = null, age_band = null, evidence = null where batch_id = $1', [batchId])
}

const tally = (reasons: readonly string[]): Record<string, number> => Object.fromEntries([...new Set(reasons)].map((reason) => [reason, reasons.filter((one) => one === reason).length]))

/** A refusal says its place in the list: a clerk needs the number on the paper. */
function byNumber(error: unknown, numbers: readonly string[]): unknown {
  if (!(error instanceof DomainError) || error.refusals.length === 0) return error
  return new DomainError(error.code, { status: error.status, refusals: error.refusals.map((refusal) => ({ ...refusal, at: numbers[Number(refusal.at)] ?? refusal.at })) })
}

