import { Injectable } from '@nestjs/common'
import { mayActIn } from '@parvis/identity'
import type { Actor } from '@parvis/identity'
import { DomainError, iso, maybe, offsetOf, prepared, preparedOne, preparedRows } from '@parvis/platform'
import { DataSource } from 'typeorm'
import type { DebatePageView, DebatesQuery, DebateSummaryView, DebateView } from './debates.dto'
import { debateRefusals } from './debates.rules'
import type { DebateFacts } from './debates.rules'

const SUMMARY = `
  d.id, d.number, d.phase_id as "phaseId", d.title, d.question, d.state, ${iso('f.opens_at')} as "opensAt", ${iso('f.closes_at')} as "closesAt", ${iso('d.published_at')} as "publishedAt", ${iso('d.concluded_at')} as "concludedAt",
  d.state = 'published' and f.state = 'open' and c.suspended_at is null and platform.clock() < f.closes_at as open,
  json_build_object('published', coalesce(n.published, 0), 'for', coalesce(n."for", 0), 'against', coalesce(n.against, 0), 'neutral', coalesce(n.neutral, 0)) as counts`
const FROM = `consultations.debate d join consultations.phase f on f.id = d.phase_id join consultations.consultation c on c.id = d.consultation_id and c.state <> 'draft' left join consultations.comment_count n on n.subject_id = d.id`

/** Open ones first, then those to come, then those that are over; in the order in which they were written. */
const LIST = prepared(`
  select ${SUMMARY}, count(*) over ()::integer as total from ${FROM} where d.consultation_id = $1 and (d.state <> 'draft' or $2)
  order by case when d.state = 'concluded' or f.state = 'closed' then 2 when f.state = 'open' then 0 else 1 end, d.number limit $3 offset $4`)
const DETAIL = prepared(`
  select ${SUMMARY}, d.body, d.summary, d.kept, d.revision, json_build_object('id', c.id, 'slug', c.slug, 'title', c.title) as consultation, f.kind as "phaseKind", f.state as "phaseState", c.suspended_at is not null as suspended
  from ${FROM} where d.consultation_id = $1 and d.number = $2 and (d.state <> 'draft' or $3)`)

@Injectable()
export class DebateReads {
  constructor(private readonly dataSource: DataSource) {}

  async list(actor: Actor | null, { id }: { id: string }, query: DebatesQuery): Promise<DebatePageView> {
    const found = await preparedRows<DebateSummaryView & { total: number }>(this.dataSource, LIST, [id, await this.writes(actor, id), query.perPage, offsetOf(query)])
    return { items: found.map(({ total: _, ...debate }) => debate), total: found[0]?.total ?? 0, page: query.page, perPage: query.perPage }
  }

  /** Errors: 404 `debate.unknown`: a draft too, but for who writes it. */
  async detail(actor: Actor | null, { id }: { id: string }, number: number): Promise<DebateView> {
    const writes = await this.writes(actor, id)
    const row = await preparedOne<Omit<DebateView, 'may'> & { phaseKind: string, phaseState: DebateFacts['phase']['state'], suspended: boolean }>(this.dataSource, DETAIL, [id, number, writes])
    if (!row) throw new DomainError('debate.unknown', { status: 404 })
    const { phaseKind, phaseState, suspended, ...debate } = row
    const may = (event: 'edit' | 'publish' | 'conclude' | 'remove'): boolean => writes && debateRefusals(event, { state: debate.state, phase: { kind: phaseKind, state: phaseState }, suspended }).length === 0
    return { ...debate, may: { edit: may('edit'), publish: may('publish'), conclude: may('conclude'), remove: may('remove') } }
  }

  async numberOf(id: string): Promise<{ consultationId: string, number: number }> {
    const row = await maybe<{ consultationId: string, number: number }>(this.dataSource, 'select consultation_id as "consultationId", number from consultations.debate where id = $1', [id])
    if (!row) throw new DomainError('debate.unknown', { status: 404 })
    return row
  }

  private async writes(actor: Actor | null, consultationId: string): Promise<boolean> {
    if (!actor || actor.grants.length === 0) return false
    const owner = await maybe<{ kind: 'metropolis' | 'municipality', code: string }>(this.dataSource, 'select owner_kind as kind, owner_code as code from consultations.consultation where id = $1', [consultationId])
    return owner !== null && mayActIn(actor, 'debate.write', owner)
  }
}
