import { Injectable } from '@nestjs/common'
import type { Actor } from '@parvis/identity'
import { Audit, csvOf, DomainError, iso, maybe, offsetOf, one, rows } from '@parvis/platform'
import type { Readable } from 'node:stream'
import { DataSource } from 'typeorm'
import type { EntityManager } from 'typeorm'
import { readForStaff } from '../consultations/access'
import { proposalForStaff } from '../proposals/proposal-access'
import { searchQuery } from '../proposals/search.rules'
import type { AnswerFilter, AnswerPageView, AnswersQuery, AnswerWorkView, DraftAnswerView, ProposalAnswerDto, PublishedAnswerView } from './proposal-answers.dto'
import { answerRefusals } from './proposal-answers.rules'

/** `a`: an answer, `t`: its status. */
export const PUBLISHED_ANSWER = `json_build_object('version', a.version, 'kind', a.kind, 'label', t.label, 'body', a.body, 'cost', a.cost, 'fromDay', a.from_day, 'toDay', a.to_day, 'publishedAt', ${iso('a.published_at')})`

const STATES = {
  waiting: 'p.answer_kind is null',
  draft: 'exists (select from consultations.proposal_answer d where d.proposal_id = p.id and d.published_at is null)',
  published: 'p.answer_kind is not null',
} as const

const PIECE = 500
const COLUMNS = ['numero', 'titre', 'canal', 'soutiens', 'date_depot', 'reponse', 'brouillon', 'etudes_confiees', 'etudes_rendues'] as const

/** `$1` the consultation, `$2` the reader; what is asked reads its values from the place `from`. */
function narrowed({ q, state, mine, channel }: AnswerFilter, from: number): { where: string, values: string[] } {
  const words = searchQuery(q ?? '')
  const asked: [string | null | undefined, (place: string) => string][] = [[words, (place) => `p.search @@ to_tsquery('public.french_unaccent', ${place})`], [channel, (place) => `p.channel = ${place} and p.source is null`]]
  const given = asked.flatMap(([value, says]) => (value ? [{ value, says }] : []))
  return {
    where: ["p.consultation_id = $1 and p.state = 'submitted'", ...state ? [STATES[state]] : [],
      ...mine ? ['exists (select from consultations.proposal_evaluation m where m.proposal_id = p.id and m.account_id = $2)'] : ['$2::uuid is not null'], ...given.map(({ says }, index) => says(`$${index + from}`))].join(' and '),
    values: given.map(({ value }) => value),
  }
}

/** Answers as they are written: nobody but staff of the place reads them before they are published together. */
@Injectable()
export class ProposalAnswers {
  constructor(private readonly dataSource: DataSource, private readonly audit: Audit) {}

  /** Proposals that stand, with how far their answers and their evaluations are; the most supported first. */
  async list(actor: Actor, consultationId: string, query: AnswersQuery): Promise<AnswerPageView> {
    await readForStaff(this.dataSource.manager, actor, consultationId, 'proposal.answer')
    const { where, values } = narrowed(query, 5)
    const { total, items } = await one<Pick<AnswerPageView, 'total' | 'items'>>(this.dataSource, `
      select (select count(*)::integer from consultations.proposal p where ${where}) as total, coalesce((select json_agg(page) from (
        select p.id, p.number, p.title, p.channel, p.excerpt, p.support_count as "supportCount", ${iso('p.created_at')} as "createdAt", p.answer_kind as kind, t.label,
          (select d.kind from consultations.proposal_answer d where d.proposal_id = p.id and d.published_at is null) as "draftKind",
          (select count(*)::integer from consultations.proposal_evaluation e where e.proposal_id = p.id) as evaluators,
          (select count(*)::integer from consultations.proposal_evaluation e where e.proposal_id = p.id and e.written_at is not null) as evaluated,
          (select round(avg(s.score), 1)::float8 from consultations.evaluation_score s where s.proposal_id = p.id) as score,
          exists (select from consultations.proposal_evaluation e where e.proposal_id = p.id and e.account_id = $2) as mine
        from (select * from consultations.proposal p where ${where} order by p.support_count desc, p.id limit $3 offset $4) p
        left join consultations.proposal_status t on t.id = p.answer_status_id order by p.support_count desc, p.id) page), '[]') as items`,
    [consultationId, actor.accountId, query.perPage, offsetOf(query), ...values])
    return { items, total, page: query.page, perPage: query.perPage }
  }

  /** The whole of the list as CSV, read by pieces, for staff of the place. Errors: 404 `consultation.unknown`, 403 `place.other`. */
  async csv(actor: Actor, consultationId: string, query: AnswerFilter): Promise<Readable> {
    await readForStaff(this.dataSource.manager, actor, consultationId, 'proposal.answer')
    return csvOf(COLUMNS, this.fileRows(actor, consultationId, query))
  }

  private async *fileRows(actor: Actor, consultationId: string, query: AnswerFilter): AsyncGenerator<Record<(typeof COLUMNS)[number], unknown>> {
    const { where, values } = narrowed(query, 5)
    for (let after = 0; ;) {
      const piece = await rows<Record<(typeof COLUMNS)[number], unknown> & { numero: number }>(this.dataSource, `
        select p.number as numero, p.title as titre, case when p.source is null then p.channel end as canal, p.support_count as soutiens, (p.created_at at time zone 'Europe/Paris')::date::text as date_depot, coalesce(t.label, p.answer_kind) as reponse,
          (select d.kind from consultations.proposal_answer d where d.proposal_id = p.id and d.published_at is null) as brouillon,
          (select count(*)::integer from consultations.proposal_evaluation e where e.proposal_id = p.id) as etudes_confiees,
          (select count(*)::integer from consultations.proposal_evaluation e where e.proposal_id = p.id and e.written_at is not null) as etudes_rendues
        from consultations.proposal p left join consultations.proposal_status t on t.id = p.answer_status_id where ${where} and p.number > $3 order by p.number limit $4`, [consultationId, actor.accountId, after, PIECE, ...values])
      yield* piece
      const last = piece.at(-1)
      if (!last || piece.length < PIECE) return
      after = last.numero
    }
  }

  async read(actor: Actor, proposalId: string): Promise<AnswerWorkView> {
    const tx = this.dataSource.manager
    await proposalForStaff(tx, actor, proposalId, 'proposal.answer')
    return { draft: await draftOf(tx, proposalId), published: await publishedOf(tx, proposalId) }
  }

  /** Writes what will be published later. Errors: 409 `answer.changed-meanwhile`; 422 `proposal.withdrawn`, `status.unknown`, and by the rules. */
  async save(actor: Actor, proposalId: string, { revision, ...answer }: ProposalAnswerDto): Promise<void> {
    DomainError.throwIfAny(answerRefusals(answer))
    await this.dataSource.transaction(async (tx) => {
      const proposal = await proposalForStaff(tx, actor, proposalId, 'proposal.answer', true)
      if (proposal.state !== 'submitted') throw new DomainError('proposal.withdrawn')
      if (answer.statusId && !await maybe(tx, 'select 1 from consultations.proposal_status where id = $1 and consultation_id = $2 and kind = $3 for key share', [answer.statusId, proposal.consultationId, answer.kind])) {
        throw new DomainError('status.unknown', { refusals: [{ code: 'status.unknown', at: 'statusId' }] })
      }
      const draft = await draftOf(tx, proposalId)
      if ((draft?.revision ?? 0) !== revision) throw new DomainError('answer.changed-meanwhile', { status: 409, facts: { revision: draft?.revision ?? 0 } })
      const values = [proposalId, answer.kind, answer.statusId, answer.body, answer.cost, answer.fromDay, answer.toDay, actor.accountId]
      await tx.query(draft
        ? `update consultations.proposal_answer set kind = $2, status_id = $3, body = $4, cost = $5, from_day = $6, to_day = $7, written_by = $8, written_at = platform.clock(), revision = revision + 1
            where proposal_id = $1 and published_at is null`
        : `insert into consultations.proposal_answer (proposal_id, kind, status_id, body, cost, from_day, to_day, written_by, version)
            select $1, $2, $3, $4, $5::bigint, $6::date, $7::date, $8::uuid, coalesce(max(version), 0) + 1 from consultations.proposal_answer where proposal_id = $1`, values)
      await this.audit.append(tx, { actorId: actor.accountId, action: 'proposal.answer-written', subjectKind: 'proposal', subjectId: proposalId, detail: { answer: answer.kind } })
    })
  }

  /** Forgets what is written and not published; nothing happens when there is nothing. */
  async discard(actor: Actor, proposalId: string): Promise<void> {
    await this.dataSource.transaction(async (tx) => {
      await proposalForStaff(tx, actor, proposalId, 'proposal.answer', true)
      await tx.query('delete from consultations.proposal_answer where proposal_id = $1 and published_at is null', [proposalId])
    })
  }
}

const draftOf = (tx: EntityManager, proposalId: string): Promise<DraftAnswerView | null> => maybe<DraftAnswerView>(tx, `
  select revision, kind, status_id as "statusId", body, cost::float8 as cost, from_day::text as "fromDay", to_day::text as "toDay", ${iso('written_at')} as "writtenAt"
  from consultations.proposal_answer where proposal_id = $1 and published_at is null`, [proposalId])

async function publishedOf(tx: EntityManager, proposalId: string): Promise<PublishedAnswerView[]> {
  const found = await rows<{ answer: PublishedAnswerView }>(tx, `
    select ${PUBLISHED_ANSWER} as answer from consultations.proposal_answer a left join consultations.proposal_status t on t.id = a.status_id
    where a.proposal_id = $1 and a.published_at is not null order by a.version`, [proposalId])
  return found.map(({ answer }) => answer)
}
