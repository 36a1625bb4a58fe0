import { Injectable } from '@nestjs/common'
import type { Actor } from '@parvis/identity'
import { Audit, Config, DomainError, iso, maybe, offsetOf, one, rows, touched, uniqueViolation, type PageQuery } from '@parvis/platform'
import { DataSource } from 'typeorm'
import type { EntityManager } from 'typeorm'
import { readForStaff } from '../consultations/access'
import { questionnaireOf } from './questionnaire-access'
import { QuestionnaireCounts } from './questionnaire-count.service'
import { pseudonymSql, tiePads } from './questionnaire-entries'
import type { ReviewedDto, ReviewParticipationsDto, ReviewPreviewView, ReviewsView, ReviewView } from './questionnaire-results.dto'

interface Target {
  id: string
  key: string
  status: string
  contests: string | null
}

/** Decisions on contested participations: of one or of many, told before they are taken, and undone until the publication. */
@Injectable()
export class QuestionnaireReviews {
  constructor(private readonly dataSource: DataSource, private readonly config: Config, private readonly counts: QuestionnaireCounts, private readonly audit: Audit) {}

  /** What a decision would do, asked of the rows that it would change. Errors: as `review`. */
  async preview(actor: Actor, consultationId: string, asked: ReviewedDto): Promise<ReviewPreviewView> {
    const tx = this.dataSource.manager
    await this.open(tx, actor, consultationId)
    const targets = await this.targets(tx, consultationId, asked)
    const counts = targets.length - (asked.decision === 'keep' ? targets.length : 0)
    const { own } = await one<{ own: boolean }>(tx, `select consultations.own_desk_status($1, array(select decode(k, 'hex') from unnest($2::text[]) k), $3) as own`, [consultationId, keysOf(targets), actor.accountId])
    return {
      groups: keysOf(targets).length, entries: targets.length, willCount: counts, willNotCount: targets.length - counts,
      stopCounting: asked.decision === 'replace' ? (await this.replaced(tx, targets)).length : 0, own,
    }
  }

  /**
   * Errors: 404 `contested-entry.unknown`; 409 `contested-entry.already-reviewed`, `contested-entry.changed-meanwhile`, `contested-entry.own-desk`,
   * `questionnaire.publishing`, `results.already-published`; 422 `contested-entry.nothing-chosen`, `contested-entry.replace-one`.
   */
  async review(actor: Actor, consultationId: string, asked: ReviewParticipationsDto): Promise<void> {
    const { decision, reason } = asked
    await this.dataSource.transaction(async (tx) => {
      await this.open(tx, actor, consultationId)
      const before = await this.targets(tx, consultationId, asked)
      await this.hold(tx, consultationId, keysOf(before))
      // Asked again once nobody else changes anything of these people.
      const targets = await this.targets(tx, consultationId, asked)
      if (targets.length !== asked.entriesExpected) throw new DomainError('contested-entry.changed-meanwhile', { status: 409, facts: { entries: targets.length } })
      const { id } = await one<{ id: string }>(tx, `
        insert into consultations.questionnaire_review (consultation_id, decision, reason, entries, decided_by) values ($1, $2, $3, $4, $5) returning id`, [consultationId, decision, reason, targets.length, actor.accountId])
      const replaced = decision === 'replace' ? await this.replaced(tx, targets) : []
      await this.note(tx, id, targets.map((target) => target.id), decision === 'keep' ? 'rejected' : 'admitted')
      await this.note(tx, id, replaced, 'rejected')
      await this.settle(tx, consultationId, id, reason)
      await this.decided(tx, consultationId)
      // An entry's identifier would lead to its answers for whoever holds the key: the journal says how many, not which.
      await this.audit.append(tx, { actorId: actor.accountId, action: 'contested-entry.reviewed', subjectKind: 'consultation', subjectId: consultationId, detail: { decision, entries: targets.length } })
    })
  }

  /** Gives back what stood before. Errors: 404 `contested-review.unknown`; 409 `contested-review.undone`, `contested-review.later-decision`, and those of `review`. */
  async undo(actor: Actor, consultationId: string, reviewId: string): Promise<void> {
    await this.dataSource.transaction(async (tx) => {
      await this.open(tx, actor, consultationId)
      const keys = await rows<{ key: string }>(tx, `
        select distinct encode(e.k0, 'hex') as key from consultations.questionnaire_review_entry v join consultations.questionnaire_entry e on e.id = v.entry_id
        join consultations.questionnaire_review r on r.id = v.review_id where r.id = $1 and r.consultation_id = $2`, [reviewId, consultationId])
      if (keys.length === 0) throw new DomainError('contested-review.unknown', { status: 404 })
      await this.hold(tx, consultationId, keys.map(({ key }) => key))
      const marked = await touched(tx, 'update consultations.questionnaire_review set undone_by = $2, undone_at = platform.clock() where id = $1 and undone_at is null', [reviewId, actor.accountId])
      if (marked === 0) throw new DomainError('contested-review.undone', { status: 409 })
      // Whoever came or was decided since stands on what this decision made.
      const changed = await maybe(tx, `
        select from consultations.questionnaire_review_entry v join consultations.questionnaire_entry e on e.id = v.entry_id where v.review_id = $1 and e.status <> v.status_after limit 1`, [reviewId])
      if (changed) throw new DomainError('contested-review.later-decision', { status: 409 })
      await this.giveBack(tx, consultationId, reviewId).catch((error: unknown) => {
        throw uniqueViolation(error) ? new DomainError('contested-review.later-decision', { status: 409 }) : error
      })
      await this.decided(tx, consultationId)
      await this.audit.append(tx, { actorId: actor.accountId, action: 'contested-entry.undone', subjectKind: 'consultation', subjectId: consultationId, detail: {} })
    })
  }

  /** What was decided, the newest first. */
  async list(actor: Actor, consultationId: string, query: PageQuery): Promise<ReviewsView> {
    const tx = this.dataSource.manager
    await readForStaff(tx, actor, consultationId, 'contested.review')
    const items = await rows<ReviewView>(tx, `
      select r.id, r.decision, r.reason, r.entries, ${iso('r.at')} as at, a.email as by, ${iso('r.undone_at')} as "undoneAt",
        r.undone_at is null and not exists (select from consultations.questionnaire_publication p where p.consultation_id = $1)
          and not exists (select from consultations.questionnaire_publication_request p where p.consultation_id = $1) as undoable
      from consultations.questionnaire_review r left join identity.account a on a.id = r.decided_by where r.consultation_id = $1 order by r.at desc, r.id limit $2 offset $3`, [consultationId, query.perPage, offsetOf(query)])
    const { total } = await one<{ total: number }>(tx, 'select count(*)::integer as total from consultations.questionnaire_review where consultation_id = $1', [consultationId])
    return { items, total, page: query.page, perPage: query.perPage }
  }

  private async open(tx: EntityManager, actor: Actor, consultationId: string): Promise<void> {
    await readForStaff(tx, actor, consultationId, 'contested.review')
    // Whoever asks for the publication holds the same row: nothing is reviewed from then on, and the table refuses it too.
    await tx.query('select from consultations.phase where consultation_id = $1 for share', [consultationId])
    if ((await questionnaireOf(tx, consultationId)).published) throw new DomainError('results.already-published', { status: 409 })
  }

  private async targets(tx: EntityManager, consultationId: string, { groups = [], entries = [], decision }: ReviewedDto): Promise<Target[]> {
    if (groups.length + entries.length === 0) throw new DomainError('contested-entry.nothing-chosen')
    const named = await rows<Target>(tx, `
      select id, encode(k0, 'hex') as key, status, contests from consultations.questionnaire_entry where consultation_id = $1 and id = any($2)`, [consultationId, [...new Set([...groups, ...entries])]])
    if (named.length < new Set([...groups, ...entries]).size) throw new DomainError('contested-entry.unknown', { status: 404 })
    const found = await rows<Target>(tx, `
      select id, encode(k0, 'hex') as key, status, contests from consultations.questionnaire_entry
      where consultation_id = $1 and status = 'contested' and (id = any($2) or k0 in (select n.k0 from consultations.questionnaire_entry n where n.consultation_id = $1 and n.id = any($3))) order by id`, [consultationId, entries, groups])
    if (found.length === 0 || entries.some((id) => !found.some((target) => target.id === id))) throw new DomainError('contested-entry.already-reviewed', { status: 409 })
    if (decision === 'replace' && (found.length > 1 || groups.length > 0)) throw new DomainError('contested-entry.replace-one', { facts: { entries: found.length } })
    return found
  }

  /** Everybody of these civil statuses waits: two reviews, or a review and somebody who comes, follow each other. */
  private async hold(tx: EntityManager, consultationId: string, keys: readonly string[]): Promise<void> {
    await tx.query('select pg_advisory_xact_lock(hashtextextended(name, 0)) from (select unnest($1::text[]) as name order by 1) names', [keys.map((key) => `questionnaire:${consultationId}:${key}`)])
  }

  /** The ones that count now, where they contest them. */
  private async replaced(tx: EntityManager, targets: readonly Target[]): Promise<string[]> {
    const found = await rows<{ id: string }>(tx, `select id from consultations.questionnaire_entry where id = any($1) and status = 'admitted'`, [targets.flatMap(({ contests }) => contests ?? [])])
    return found.map(({ id }) => id)
  }

  private async note(tx: EntityManager, reviewId: string, ids: readonly string[], after: 'admitted' | 'rejected'): Promise<void> {
    await tx.query(`
      insert into consultations.questionnaire_review_entry (review_id, entry_id, status_before, homonym_before, reason_before, status_after)
      select $1, id, status, homonym, reason, $3 from consultations.questionnaire_entry where id = any($2)`, [reviewId, ids, after])
  }

  /** Who counts no more first: their place is free for who counts now. */
  private async settle(tx: EntityManager, consultationId: string, reviewId: string, reason: string): Promise<void> {
    await tx.query(`
      update consultations.questionnaire_entry e set status = 'rejected', reason = $2 from consultations.questionnaire_review_entry v
      where v.review_id = $1 and v.entry_id = e.id and v.status_after = 'rejected'`, [reviewId, reason])
    await tx.query(`
      update consultations.questionnaire_entry e set status = 'admitted', reason = $2, homonym = n.first + n.place
      from (
        select v.entry_id, row_number() over (partition by o.k0 order by o.day, o.id) - 1 as place,
          coalesce((select max(a.homonym) + 1 from consultations.questionnaire_entry a where a.consultation_id = o.consultation_id and a.k0 = o.k0 and a.status = 'admitted'), 0) as first
        from consultations.questionnaire_review_entry v join consultations.questionnaire_entry o on o.id = v.entry_id where v.review_id = $1 and v.status_after = 'admitted') n
      where n.entry_id = e.id`, [reviewId, reason])
    await this.mark(tx, consultationId, reviewId)
  }

  private async giveBack(tx: EntityManager, consultationId: string, reviewId: string): Promise<void> {
    for (const which of ['<>', '=']) {
      await tx.query(`
        update consultations.questionnaire_entry e set status = v.status_before, homonym = v.homonym_before, reason = v.reason_before from consultations.questionnaire_review_entry v
        where v.review_id = $1 and v.entry_id = e.id and v.status_before ${which} 'admitted'`, [reviewId])
    }
    await this.mark(tx, consultationId, reviewId)
  }

  /** The answers follow: which are whose is computed inside the statement and written nowhere. */
  private async mark(tx: EntityManager, consultationId: string, reviewId: string): Promise<void> {
    const { inner, outer } = tiePads(this.config.masterPepper, consultationId)
    await tx.query(`
      update consultations.answer_sheet s set state = case e.status when 'admitted' then 'counted' when 'contested' then 'contested' else 'set-aside' end
      from consultations.questionnaire_review_entry v join consultations.questionnaire_entry e on e.id = v.entry_id
      where v.review_id = $1 and s.pseudonym = ${pseudonymSql('e.id', '$2', '$3')}`, [reviewId, inner, outer])
  }

  /** What was counted is older than this now; where nothing waits any more it is counted again. */
  private async decided(tx: EntityManager, consultationId: string): Promise<void> {
    await tx.query('insert into consultations.questionnaire_count as n (consultation_id, decisions) values ($1, 1) on conflict (consultation_id) do update set decisions = n.decisions + 1', [consultationId])
    const { over } = await one<{ over: boolean }>(tx, `
      select exists (select from consultations.phase where consultation_id = $1 and kind = 'questionnaire' and state = 'closed')
        and not exists (select from consultations.questionnaire_entry where consultation_id = $1 and status = 'contested') as over`, [consultationId])
    if (over) await this.counts.requestIn(tx, consultationId)
  }
}

const keysOf = (targets: readonly Target[]): string[] => [...new Set(targets.map(({ key }) => key))]

