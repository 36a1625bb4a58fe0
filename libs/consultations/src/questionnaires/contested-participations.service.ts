import { Injectable } from '@nestjs/common'
import type { Actor } from '@parvis/identity'
import { DomainError, maybe, offsetOf, one, rows, type PageQuery } from '@parvis/platform'
import { DataSource } from 'typeorm'
import type { EntityManager } from 'typeorm'
import { readForStaff } from '../consultations/access'
import type { ContestedGroupPageView, ContestedGroupsView, ContestedGroupView, ContestedParticipationView } from './questionnaire-results.dto'

const door = (name: string): string => `json_build_object('channel', ${name}.channel, 'evidence', ${name}.evidence, 'day', ${name}.day)`

/** Alias `w`: one civil status with what waits of it. Its key stays here. */
const GROUP = `
  select w.id, w.contested, w.since::text as since, w.conventional as "conventionalDate",
    (select count(*)::integer from consultations.questionnaire_entry a where a.consultation_id = $1 and a.k0 = w.k0 and a.status = 'admitted') as counted,
    (select coalesce(json_agg(x.door), '[]') from (select ${door('a')} as door from consultations.questionnaire_entry a
      where a.consultation_id = $1 and a.k0 = w.k0 and a.status = 'admitted' order by a.homonym limit 10) x) as counting,
    (select coalesce(json_agg(json_build_object('channel', d.channel, 'evidence', d.evidence, 'count', d.n) order by d.n desc, d.channel, d.evidence), '[]') from (
      select c.channel, c.evidence, count(*)::integer as n from consultations.questionnaire_entry c where c.consultation_id = $1 and c.k0 = w.k0 and c.status = 'contested' group by 1, 2) d) as doors
  from w`

const waiting = (where: string): string => `
  select k0, count(*)::integer as contested, min(day) as since, bool_or(conventional_date) as conventional, (array_agg(id order by day, id))[1] as id
  from consultations.questionnaire_entry where consultation_id = $1 and status = 'contested' ${where} group by k0`

/** Participations of somebody whose civil status took part already: kept, not counted, decided by people before the publication (README item 12). */
@Injectable()
export class ContestedParticipations {
  constructor(private readonly dataSource: DataSource) {}

  /** By civil status, the oldest first. */
  async list(actor: Actor, consultationId: string, query: PageQuery): Promise<ContestedGroupsView> {
    const tx = await this.forReview(actor, consultationId)
    const items = await rows<ContestedGroupView>(tx, `
      with w as (${waiting('')} order by min(day), (array_agg(id order by day, id))[1] limit $2 offset $3) ${GROUP} order by w.since, w.id`, [consultationId, query.perPage, offsetOf(query)])
    const { total, pending } = await one<{ total: number, pending: number }>(tx, `
      select count(distinct k0)::integer as total, count(*)::integer as pending from consultations.questionnaire_entry where consultation_id = $1 and status = 'contested'`, [consultationId])
    return { items, total, pending, page: query.page, perPage: query.perPage }
  }

  /** Of one civil status, named by one of its participations that wait. Error: 404 `contested-entry.unknown`. */
  async group(actor: Actor, consultationId: string, entryId: string, query: PageQuery): Promise<ContestedGroupPageView> {
    const tx = await this.forReview(actor, consultationId)
    const of = `and k0 = (select n.k0 from consultations.questionnaire_entry n where n.id = $2 and n.consultation_id = $1)`
    const group = await maybe<ContestedGroupView>(tx, `with w as (${waiting(of)}) ${GROUP}`, [consultationId, entryId])
    if (!group) throw new DomainError('contested-entry.unknown', { status: 404 })
    const items = await rows<ContestedParticipationView>(tx, `
      select id, channel, evidence, day::text as day from consultations.questionnaire_entry
      where consultation_id = $1 and status = 'contested' ${of} order by day, id limit $3 offset $4`, [consultationId, entryId, query.perPage, offsetOf(query)])
    return { group, items, total: group.contested, page: query.page, perPage: query.perPage }
  }

  private async forReview(actor: Actor, consultationId: string): Promise<EntityManager> {
    const tx = this.dataSource.manager
    await readForStaff(tx, actor, consultationId, 'contested.review')
    return tx
  }
}
