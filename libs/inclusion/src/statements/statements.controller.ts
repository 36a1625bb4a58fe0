import { Controller, Get, Header, Query, StreamableFile } from '@nestjs/common'
import { Actor, Requires } from '@parvis/identity'
import { csvOf } from '@parvis/platform'
import { StatementsQuery, StatementsView } from './statements.dto'
import { Statements } from './statements.service'

/** Acts and hours of organisations, a month at a time. */
@Requires('habilitation.manage')
@Controller()
export class StatementsController {
  constructor(private readonly statements: Statements) {}

  @Get('console/statements')
  async list(@Actor() actor: Actor, @Query() { month }: StatementsQuery): Promise<StatementsView> {
    return this.statements.of(actor, month)
  }

  @Get('console/statements.csv')
  @Header('content-type', 'text/csv; charset=utf-8')
  @Header('content-disposition', 'attachment; filename="releve.csv"')
  csv(@Actor() actor: Actor, @Query() { month }: StatementsQuery): StreamableFile {
    return new StreamableFile(csvOf(this.statements.columns, this.statements.file(actor, month)))
  }
}
