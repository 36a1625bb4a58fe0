import { Controller, Get, Query } from '@nestjs/common'
import { offsetOf, one, rows } from '@parvis/platform'
import { DataSource } from 'typeorm'
import { Requires } from '../authorization/requires'
import { AuditEntryView, AuditPage, AuditQuery } from './audit.dto'

@Controller('audit')
export class AuditController {
  constructor(private readonly dataSource: DataSource) {}

  /** The newest first. */
  @Requires('audit.read') @Get()
  async list(@Query() query: AuditQuery): Promise<AuditPage> {
    const where = 'where ($1::text is null or e.subject_kind = $1) and ($2::text is null or e.subject_id = $2)'
    const params = [query.subjectKind ?? null, query.subjectId ?? null]
    const { total } = await one<{ total: number }>(this.dataSource, `select count(*)::integer as total from platform.audit_entry e ${where}`, params)
    const found = await rows<Omit<AuditEntryView, 'at'> & { at: Date }>(this.dataSource, `
      select e.id::text, e.at, a.email as actor, e.action, e.subject_kind as "subjectKind", e.subject_id as "subjectId", e.detail
      from platform.audit_entry e left join identity.account a on a.id = e.actor_id
      ${where} order by e.id desc limit $3 offset $4`, [...params, query.perPage, offsetOf(query)])
    return { items: found.map(({ at, ...entry }) => ({ ...entry, at: at.toISOString() })), total, page: query.page, perPage: query.perPage }
  }
}
