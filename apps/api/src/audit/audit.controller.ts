import { Controller, Get, Header, Query, StreamableFile } from '@nestjs/common'
import { Actor, Requires } from '@parvis/identity'
import { csvOf } from '@parvis/platform'
import { AuditFilter, AuditPage, AuditQuery } from './audit.dto'
import { AuditJournal } from './audit.service'

/** Who did what. What of it one may read depends on one's roles. */
@Requires('audit.read')
@Controller()
export class AuditController {
  constructor(private readonly journal: AuditJournal) {}

  /** The newest first. */
  @Get('audit')
  async list(@Actor() actor: Actor, @Query() query: AuditQuery): Promise<AuditPage> {
    return this.journal.page(actor, query)
  }

  /** The same filter, every entry. */
  @Get('audit.csv')
  @Header('content-type', 'text/csv; charset=utf-8')
  @Header('content-disposition', 'attachment; filename="journal.csv"')
  csv(@Actor() actor: Actor, @Query() filter: AuditFilter): StreamableFile {
    return new StreamableFile(csvOf(this.journal.columns, this.journal.file(actor, filter)))
  }
}
