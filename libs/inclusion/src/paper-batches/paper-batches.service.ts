import { Injectable } from '@nestjs/common'
import { placesOf, type Actor } from '@parvis/identity'
import { Audit, DomainError, maybe, one, rows, uniqueViolation } from '@parvis/platform'
import { DataSource } from 'typeorm'
import type { EntityManager } from 'typeorm'
import { answersFor, atCentre, BATCH, batchFor, workerIn, type BatchRow } from './batch-access'
import { dutyFor, isSettled, nextStep, openingOf } from './batch-states.rules'
import { OTHERS } from './paper-envelopes.service'
import { judge } from './judging.rules'
import type { Entry } from './entries.rules'
import { KitContents } from './kit-contents'
import type { NewPaperBatchDto, PaperBatchCountsView, PaperBatchDutyView, PaperBatchesView, PaperBatchJoinView, PaperBatchRowView, PaperBatchView, PaperKitChoiceView } from './paper-batches.dto'

const MOST_LISTED = 200

/** Whose batches somebody sees, by `c` and `t`. $2: places, `kind:code`; $3: slugs of centres. */
const MINE = `((c.owner_kind || ':' || c.owner_code) = any($2) or t.slug = any($3))`

/** Kits whose paper may still come in. $1: who asks is not needed, and stands for the other statements' sake. */
const KITS = `
  select k.id, k.version, k.kind, jsonb_build_object('id', c.id, 'slug', c.slug, 'title', c.title) as consultation,
    coalesce((select json_agg(json_build_object('id', t.id, 'name', t.name) order by t.name) from inclusion.centre t
      where t.id in (select o.centre_id from inclusion.paper_order o where o.kit_id = k.id and o.state in ('printed', 'delivered', 'closed')) and ${MINE}), '[]') as centres
  from inclusion.paper_kit k join consultations.consultation c on c.id = k.consultation_id join consultations.phase p on p.id = k.phase_id left join consultations.vote v on v.phase_id = p.id
  where $1::uuid is not null and k.state = 'current' and c.state in ('running', 'finished') and p.state <> 'scheduled' and coalesce(v.state, 'open') in ('open', 'counting')
    and platform.clock() < coalesce(v.admitted_until, consultations.paper_admitted_until(p.id))`

/** Figures of a batch from its rows, as long as they are there. */
export function countsOf(tx: EntityManager, batchId: string): Promise<Omit<PaperBatchCountsView, 'voided' | 'counted'>> {
  return one(tx, `
    select b.slip, b.found, b.absent,
      (select count(*)::integer from inclusion.paper_envelope e where e.batch_id = b.id and e.outcome = 'taken') as taken,
      (select count(*)::integer from inclusion.paper_envelope e where e.batch_id = b.id and e.outcome = 'set-aside') as "setAside",
      coalesce((select jsonb_object_agg(r.reason, r.n) from (select e.reason, count(*) as n from inclusion.paper_envelope e where e.batch_id = b.id and e.reason is not null group by 1) r), '{}') as reasons,
      f.*
    from inclusion.paper_batch b cross join lateral (
      select count(*)::integer as forms, (count(*) filter (where drawn))::integer as drawn, count(second)::integer as twice,
        (count(*) filter (where not agreed))::integer as disagreements, count(ruled)::integer as ruled
      from inclusion.paper_form where batch_id = b.id) f
    where b.id = $1`, [batchId])
}

/** Batches: received, listed, read. What is entered in them is entered elsewhere. */
@Injectable()
export class PaperBatches {
  constructor(private readonly dataSource: DataSource, private readonly audit: Audit, private readonly contents: KitContents) {}

  /** Batches of the reader's centres and places, those that wait first, and what may be received. */
  async list(actor: Actor, consultationId: string | undefined): Promise<PaperBatchesView> {
    const tx = this.dataSource.manager
    const mine = whose(actor)
    const found = await rows<BatchRow>(tx, `${BATCH} where ${MINE} and ($4::uuid is null or c.id = $4)
      order by b.state in ('merged', 'counted', 'refused'), c.title, b.number desc limit ${MOST_LISTED}`, [actor.accountId, ...mine, consultationId ?? null])
    const kits = await rows<PaperKitChoiceView>(tx, `${KITS} and ($4::uuid is null or c.id = $4) order by c.title, k.version limit 100`, [actor.accountId, ...mine, consultationId ?? null])
    return { items: found.map((batch) => this.row(actor, batch)), kits: kits.filter(({ centres }) => centres.length > 0) }
  }

  /**
   * A batch came in: who counted its envelopes says how many. Sent twice, it makes one. Errors: 404 `paper-kit.unknown`, `centre.unknown`; 403 `place.other`;
   * 409 `paper-batch.too-late`.
   */
  async receive(actor: Actor, { kitId, centreId, slip, submissionToken }: NewPaperBatchDto): Promise<PaperBatchView> {
    const id = await this.dataSource.transaction(async (tx) => {
      const kit = await maybe<{ consultationId: string, ownerKind: BatchRow['ownerKind'], ownerCode: string }>(tx, `
        select c.id as "consultationId", c.owner_kind as "ownerKind", c.owner_code as "ownerCode" from inclusion.paper_kit k join consultations.consultation c on c.id = k.consultation_id where k.id = $1`, [kitId])
      if (!kit) throw new DomainError('paper-kit.unknown', { status: 404 })
      const centre = await maybe<{ slug: string }>(tx, 'select slug from inclusion.centre where id = $1', [centreId])
      if (!centre) throw new DomainError('centre.unknown', { status: 404 })
      if (!answersFor(actor, kit) && !atCentre(actor, centre.slug)) throw new DomainError('place.other', { status: 403 })
      // Numbers follow one another: those who receive for one consultation wait for each other.
      await tx.query(`select pg_advisory_xact_lock(hashtextextended('paper batches ' || $1::text, 0))`, [kit.consultationId])
      const before = await maybe<{ id: string, receivedBy: string }>(tx, 'select id, received_by as "receivedBy" from inclusion.paper_batch where submission_token = $1', [submissionToken])
      if (before) return before.receivedBy === actor.accountId ? before.id : Promise.reject(new DomainError('paper-batch.unknown', { status: 404 }))
      const made = await one<{ id: string, number: number }>(tx, `
        insert into inclusion.paper_batch (consultation_id, kit_id, centre_id, number, slip, submission_token, received_by)
        values ($1, $2, $3, (select coalesce(max(number), 0) + 1 from inclusion.paper_batch where consultation_id = $1), $4, $5, $6) returning id, number`,
      [kit.consultationId, kitId, centreId, slip, submissionToken, actor.accountId]).catch((error: unknown) => { throw uniqueViolation(error) ? new DomainError('paper-batch.unknown', { status: 404 }) : error })
      await this.audit.append(tx, { actorId: actor.accountId, action: 'paper-batch.received', subjectKind: 'consultation', subjectId: kit.consultationId, detail: { batch: made.number, envelopes: slip } })
      return made.id
    })
    return this.read(actor, id)
  }

  /** Errors: those of `batchFor`. */
  async read(actor: Actor, id: string): Promise<PaperBatchView> {
    const tx = this.dataSource.manager
    const batch = await batchFor(tx, actor, id)
    const more = await one<Pick<PaperBatchView, 'receivedBy' | 'duties' | 'expanded' | 'gapReason' | 'aloneReason' | 'absentReason' | 'mergedInto' | 'settledOn' | 'reason'> & { counts: PaperBatchCountsView | null }>(tx, `
      select coalesce((select a.display_name from identity.account a where a.id = b.received_by), '') as "receivedBy", b.expanded, b.gap_reason as "gapReason", b.alone_reason as "aloneReason", b.absent_reason as "absentReason",
        (select m.number from inclusion.paper_batch m where m.id = b.merged_into) as "mergedInto", b.settled_on::text as "settledOn", b.reason, b.counts,
        coalesce((select json_agg(json_build_object('duty', d.duty, 'name', coalesce(a.display_name, ''), 'day', d.day) order by array_position(array['open', 'first', 'second', 'rule'], d.duty), d.day)
          from inclusion.paper_duty d left join identity.account a on a.id = d.account_id where d.batch_id = b.id), '[]') as duties
      from inclusion.paper_batch b where b.id = $1`, [id])
    const counts = more.counts ?? { ...(await countsOf(tx, id)), voided: batch.state === 'balanced' ? await this.voided(tx, batch) : {}, counted: null }
    const others = batch.state === 'envelopes' ? await rows<PaperBatchJoinView>(tx, OTHERS, [id]) : []
    const opening = openingOf(counts.taken, others.length)
    const staff = answersFor(actor, batch)
    const { professional } = workerIn(actor, batch)
    return {
      ...this.row(actor, batch), counts, others, opening, receivedBy: more.receivedBy, duties: more.duties as PaperBatchDutyView[],
      seed: batch.seed?.toString('hex') ?? null, share: batch.share, expanded: more.expanded,
      gapReason: more.gapReason, aloneReason: more.aloneReason, absentReason: more.absentReason, mergedInto: more.mergedInto, settledOn: more.settledOn,
      imbalance: batch.state === 'quarantined' ? more.reason : null, reason: batch.state === 'refused' ? more.reason : null,
      may: { count: batch.state === 'balanced' && professional, refuse: staff && !isSettled(batch.state), alone: staff && batch.state === 'envelopes' && opening === 'alone' },
    }
  }

  /** A line a batch, for a spreadsheet: counts alone. */
  async counts(actor: Actor, consultationId: string | undefined): Promise<Record<string, unknown>[]> {
    const found = await rows<Record<string, unknown> & { id: string, counts: PaperBatchCountsView | null }>(this.dataSource, `
      select b.id, b.number as batch, c.slug as consultation, t.name as centre, b.received_on::text as received, b.state, b.settled_on::text as settled, b.share, b.expanded, b.fields_compared as compared, b.fields_different as different, b.counts
      from inclusion.paper_batch b join consultations.consultation c on c.id = b.consultation_id join inclusion.centre t on t.id = b.centre_id
      where $1::uuid is not null and ${MINE} and ($4::uuid is null or c.id = $4) order by c.slug, b.number limit 2000`, [actor.accountId, ...whose(actor), consultationId ?? null])
    return Promise.all(found.map(async ({ id, counts: kept, ...line }) => {
      const counts = kept ?? { ...(await countsOf(this.dataSource.manager, id)), voided: {}, counted: null }
      return { ...line, ...counts, voided: Object.values(counts.voided).reduce((sum, n) => sum + n, 0) }
    }))
  }

  private row(actor: Actor, batch: BatchRow): PaperBatchRowView {
    const { id, number, kitId, consultationId, slug, title, centreId, centre, kind, state, slip, receivedOn, admittedUntil } = batch
    return {
      id, number, kitId, consultation: { id: consultationId, slug, title }, centre: { id: centreId, name: centre }, kind, state, next: nextStep(state), duty: dutyFor(state, workerIn(actor, batch)), slip, receivedOn, admittedUntil,
    }
  }

  private async voided(tx: EntityManager, batch: BatchRow): Promise<Record<string, number>> {
    const { content, questionnaire } = await this.contents.of(tx, batch.kitId)
    const entries = await rows<{ entry: Entry }>(tx, 'select coalesce(ruled, first) as entry from inclusion.paper_form where batch_id = $1', [batch.id])
    const voided: Record<string, number> = {}
    for (const { entry } of entries) {
      const judged = judge(content, questionnaire, entry, this.contents.communes())
      if ('void' in judged) voided[judged.void] = (voided[judged.void] ?? 0) + 1
    }
    return voided
  }
}

/** Places that ask and centres where somebody works. */
export function whose(actor: Actor): [string[], string[]] {
  const { places } = placesOf(actor, 'paper.enter')
  return [places.filter(({ kind }) => kind !== 'centre').map(({ kind, code }) => `${kind}:${code}`), places.filter(({ kind }) => kind === 'centre').map(({ code }) => code)]
}

