import { Injectable } from '@nestjs/common'
import { mayActIn, placesOf } from '@parvis/identity'
import type { Actor } from '@parvis/identity'
import { csvOf, DomainError, iso, maybe, offsetOf, one, rows } from '@parvis/platform'
import type { Readable } from 'node:stream'
import { DataSource } from 'typeorm'
import { VERSION_ATTACHMENTS } from '../attachments/working-set'
import type { CaseAppealView, CaseCountsView, CaseDetailView, CaseFilter, CaseHiddenView, CasePageView, CasesQuery, CaseView, DecisionPageView, DecisionsQuery, DecisionView, ReportView } from './moderation.dto'
import { applies } from './moderation.rules'

/** `$1` places, `$2` everywhere. */
const MINE = `(c.owner_kind || ':' || c.owner_code = any($1::text[]) or $2::boolean)`
const FROM = `consultations.moderation_case k join consultations.consultation c on c.id = k.consultation_id
  left join consultations.moderation_decision h on h.id = k.hidden_by_decision left join consultations.appeal a on a.decision_id = k.hidden_by_decision`
/** Beside `$1` and `$2`: `$3` kind, `$4` cause, `$5` consultation, `$6` channel of what it is about. */
const ASKED = `${MINE} and ($3::text is null or (k.comment_id is not null) = ($3 = 'comment')) and ($4::text is null or k.cause = $4) and ($5::uuid is null or k.consultation_id = $5)
  and ($6::text is null or exists (select from consultations.comment x where x.id = k.comment_id and x.channel = $6 and x.source is null) or exists (select from consultations.proposal x where x.id = k.proposal_id and x.channel = $6 and x.source is null))`
const STATES = {
  waiting: { where: `k.state = 'waiting'`, order: 'k.waiting_since, k.id' },
  appeals: { where: `a.decision_id is not null and a.outcome is null`, order: 'a.due_at, k.id' },
  hidden: { where: `k.state = 'hidden'`, order: 'h.at desc, k.id' },
  kept: { where: `k.state = 'kept'`, order: 'k.waiting_since desc, k.id' },
} as const

const CASE = `
  select k.id, case when k.comment_id is null then 'proposal' else 'comment' end as kind, k.state, k.cause, k.found, k.report_count as "reportCount", ${iso('k.waiting_since')} as "waitingSince",
    coalesce((select json_agg(json_build_object('reason', r.reason, 'count', r.n) order by r.n desc, r.reason) from (select reason, count(*)::integer as n from consultations.report where case_id = k.id group by reason) r), '[]') as reasons,
    json_build_object('id', c.id, 'slug', c.slug, 'title', c.title) as consultation, coalesce(k.comment_id, k.proposal_id) as "thingId", coalesce(t.state, p.state) as "thingState",
    coalesce(p.title, q.title, b.title) as title, case when t.debate_id is null then 'proposal' else 'debate' end as "subjectKind", coalesce(p.number, q.number, b.number) as number,
    coalesce(t.body, p.body) as text, coalesce((select ${VERSION_ATTACHMENTS} from consultations.proposal_version v where v.proposal_id = k.proposal_id order by v.version desc limit 1), '[]') as attachments,
    coalesce(t.author_name, p.author_name) as "authorName", coalesce(t.channel, p.channel) as channel, ${iso('coalesce(t.created_at, p.created_at)')} as "createdAt",
    case when h.id is not null then json_build_object('decisionId', h.id, 'reason', h.reason, 'words', h.words, 'at', ${iso('h.at')}, 'by', h.decided_by) end as hidden,
    case when a.decision_id is not null then json_build_object('words', a.words, 'at', ${iso('a.at')}, 'dueAt', ${iso('a.due_at')}, 'late', a.outcome is null and a.due_at < platform.clock(), 'outcome', a.outcome, 'door', a.door) end as appeal,
    c.owner_kind as "ownerKind", c.owner_code as "ownerCode"
  from ${FROM}
    left join consultations.comment t on t.id = k.comment_id left join consultations.proposal p on p.id = k.proposal_id
    left join consultations.proposal q on q.id = t.proposal_id left join consultations.debate b on b.id = t.debate_id`

interface CaseRow extends Omit<CaseView, 'hidden' | 'appeal' | 'may'> {
  hidden: (Omit<CaseHiddenView, 'byMe'> & { by: string }) | null
  appeal: Omit<CaseAppealView, 'mayDecide'> | null
  ownerKind: 'metropolis' | 'municipality'
  ownerCode: string
}

const DECISION = `
  select d.id, d.batch_id as "batchId", d.act, d.reason, d.words, ${iso('d.at')} as at, f.email as by, ${iso('d.undone_at')} as "undoneAt", d.case_id as "caseId",
    d.act <> 'undo' and d.undone_at is null and d.at > platform.clock() - interval '24 hours'
      and not exists (select from consultations.moderation_decision o where o.case_id = d.case_id and o.at > d.at) as undoable,
    case when k.comment_id is null then 'proposal' else 'comment' end as kind, coalesce(p.title, q.title, b.title) as title, json_build_object('id', c.id, 'slug', c.slug, 'title', c.title) as consultation
  from consultations.moderation_decision d join consultations.moderation_case k on k.id = d.case_id join consultations.consultation c on c.id = k.consultation_id
    left join identity.account f on f.id = d.decided_by
    left join consultations.comment t on t.id = k.comment_id left join consultations.proposal p on p.id = k.proposal_id
    left join consultations.proposal q on q.id = t.proposal_id left join consultations.debate b on b.id = t.debate_id`
/** `$3` consultation, `$4` and `$5` days. */
const DECISIONS = `${MINE} and ($3::uuid is null or k.consultation_id = $3) and ($4::date is null or d.at >= $4::date::timestamp at time zone 'Europe/Paris')
  and ($5::date is null or d.at < ($5::date + 1)::timestamp at time zone 'Europe/Paris')`

const PIECE = 500
const CASES = ['genre', 'consultation', 'sur', 'numero', 'titre', 'texte', 'auteur', 'canal', 'etat', 'cause', 'mot_trouve', 'signalements', 'en_attente_depuis', 'motif_du_masquage'] as const
const COLUMNS = ['date', 'par', 'decision', 'motif', 'explication', 'sur', 'titre', 'consultation', 'annulee_le'] as const

/** What waits for a moderator, in their places; and what was decided. */
@Injectable()
export class ModerationQueue {
  constructor(private readonly dataSource: DataSource) {}

  async list(actor: Actor, query: CasesQuery): Promise<CasePageView> {
    const { where, order } = STATES[query.state ?? 'waiting']
    const asked = askedOf(actor, query)
    const { total } = await one<{ total: number }>(this.dataSource, `select count(*)::integer as total from ${FROM} where ${where} and ${ASKED}`, asked)
    const found = await rows<CaseRow>(this.dataSource, `${CASE} where ${where} and ${ASKED} order by ${order} limit $7 offset $8`, [...asked, query.perPage, offsetOf(query)])
    return { items: found.map((row) => viewOf(actor, row)), total, page: query.page, perPage: query.perPage, counts: await this.counts(actor) }
  }

  /** The whole of a list as CSV, read by pieces. */
  casesCsv(actor: Actor, query: CaseFilter): Readable {
    return csvOf(CASES, this.caseRows(actor, query))
  }

  async counts(actor: Actor): Promise<CaseCountsView> {
    return one<CaseCountsView>(this.dataSource, `
      select count(*) filter (where k.state = 'waiting')::integer as waiting, count(*) filter (where k.state = 'hidden')::integer as hidden, count(*) filter (where k.state = 'kept')::integer as kept,
        count(*) filter (where a.decision_id is not null and a.outcome is null)::integer as appeals, count(*) filter (where a.outcome is null and a.due_at < platform.clock())::integer as late
      from ${FROM} where ${MINE}`, placesFor(actor))
  }

  /** Errors: 404 `moderation.unknown`: of other places too. */
  async detail(actor: Actor, id: string): Promise<CaseDetailView> {
    const row = await maybe<CaseRow>(this.dataSource, `${CASE} where ${MINE} and k.id = $3`, [...placesFor(actor), id])
    if (!row) throw new DomainError('moderation.unknown', { status: 404 })
    return {
      ...viewOf(actor, row),
      reports: await rows<ReportView>(this.dataSource, `select reason, words, ${iso('at')} as at, reporter_ref is not null and channel = 'online' as account, channel from consultations.report where case_id = $1 order by at desc limit 50`, [id]),
      history: await rows<DecisionView>(this.dataSource, `${DECISION} where d.case_id = $1 order by d.at desc limit 50`, [id]),
    }
  }

  /** The newest first. */
  async decisions(actor: Actor, query: DecisionsQuery): Promise<DecisionPageView> {
    const asked = [...placesFor(actor), query.consultation ?? null, query.from ?? null, query.to ?? null]
    const { total } = await one<{ total: number }>(this.dataSource, `
      select count(*)::integer as total from consultations.moderation_decision d join consultations.moderation_case k on k.id = d.case_id join consultations.consultation c on c.id = k.consultation_id where ${DECISIONS}`, asked)
    const items = await rows<DecisionView>(this.dataSource, `${DECISION} where ${DECISIONS} order by d.at desc, d.id limit $6 offset $7`, [...asked, query.perPage, offsetOf(query)])
    return { items, total, page: query.page, perPage: query.perPage }
  }

  /** The whole of it as CSV, read by pieces. */
  csv(actor: Actor, query: DecisionsQuery): Readable {
    return csvOf(COLUMNS, this.exportRows(actor, query))
  }

  private async *caseRows(actor: Actor, query: CaseFilter): AsyncGenerator<Record<(typeof CASES)[number], unknown>> {
    const asked = askedOf(actor, query)
    for (let after = '00000000-0000-0000-0000-000000000000'; ;) {
      const piece: CaseRow[] = await rows<CaseRow>(this.dataSource, `${CASE} where ${STATES[query.state ?? 'waiting'].where} and ${ASKED} and k.id > $7::uuid order by k.id limit $8`, [...asked, after, PIECE])
      for (const { kind, consultation, subjectKind, number, title, text, authorName, channel, state, cause, found, reportCount, waitingSince, hidden } of piece) {
        yield {
          genre: kind === 'comment' ? 'commentaire' : 'proposition', consultation: consultation.title, sur: subjectKind === 'debate' ? 'debat' : 'proposition', numero: number, titre: title, texte: text, auteur: authorName,
          canal: channel, etat: state, cause, mot_trouve: found, signalements: reportCount, en_attente_depuis: waitingSince, motif_du_masquage: hidden?.reason ?? '',
        }
      }
      const last = piece.at(-1)
      if (!last || piece.length < PIECE) return
      after = last.id
    }
  }

  private async *exportRows(actor: Actor, query: DecisionsQuery): AsyncGenerator<Record<(typeof COLUMNS)[number], unknown>> {
    const asked = [...placesFor(actor), query.consultation ?? null, query.from ?? null, query.to ?? null]
    for (let before: { at: string, id: string } | null = null; ;) {
      const piece: (DecisionView & { exact: string })[] = await rows(this.dataSource, `
        select x.*, e.at::text as exact from (${DECISION} where ${DECISIONS} and ($6::timestamptz is null or (d.at, d.id) < ($6, $7::uuid)) order by d.at desc, d.id desc limit $8) x
        join consultations.moderation_decision e on e.id = x.id order by e.at desc, e.id desc`, [...asked, before?.at ?? null, before?.id ?? null, PIECE])
      for (const { at, by, act, reason, words, kind, title, consultation, undoneAt } of piece) {
        yield { date: at, par: by ?? '', decision: act, motif: reason ?? '', explication: words, sur: kind, titre: title, consultation: consultation.title, annulee_le: undoneAt ?? '' }
      }
      const last = piece.at(-1)
      if (!last || piece.length < PIECE) return
      before = { at: last.exact, id: last.id }
    }
  }
}

const askedOf = (actor: Actor, { kind, cause, consultation, channel }: CaseFilter): unknown[] => [...placesFor(actor), kind ?? null, cause ?? null, consultation ?? null, channel ?? null]

/** Staff see what is of their places; guardians, who decide appeals, what is of any. */
function placesFor(actor: Actor): [string[], boolean] {
  const { places, everywhere } = placesOf(actor, 'appeal.decide')
  return [places.map(({ kind, code }) => `${kind}:${code}`), everywhere]
}

function viewOf(actor: Actor, { hidden, appeal, ownerKind, ownerCode, ...row }: CaseRow): CaseView {
  const place = { kind: ownerKind, code: ownerCode }
  const moderates = mayActIn(actor, 'content.moderate', place)
  const byMe = hidden?.by === actor.accountId
  return {
    ...row,
    hidden: hidden && { decisionId: hidden.decisionId, reason: hidden.reason, words: hidden.words, at: hidden.at, byMe },
    appeal: appeal && { ...appeal, mayDecide: appeal.outcome === null && !byMe && mayActIn(actor, 'appeal.decide', place) },
    may: moderates ? (['hide', 'keep', 'publish', 'restore'] as const).filter((act) => applies(act, { thing: row.thingState, waiting: row.state === 'waiting' })) : [],
  }
}
