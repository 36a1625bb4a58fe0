import { Controller, Get, Header, Param, Query, StreamableFile } from '@nestjs/common'
import { Actor, Requires } from '@parvis/identity'
import { UuidParam } from '@parvis/platform'
import { EquityQuery, EquityView } from './equity.dto'
import { Equity } from './equity.service'

/** Where people take part, and where they are missing. */
@Requires('console.use')
@Controller('console/consultations/:id')
export class EquityController {
  constructor(private readonly equity: Equity) {}

  @Get('equity')
  async read(@Actor() actor: Actor, @Param('id', UuidParam) id: string, @Query() { roll }: EquityQuery): Promise<EquityView> {
    return this.equity.read(actor, id, roll)
  }

  /** Its communes. */
  @Get('equity.csv')
  @Header('content-type', 'text/csv; charset=utf-8')
  @Header('content-disposition', 'attachment; filename="equite.csv"')
  async csv(@Actor() actor: Actor, @Param('id', UuidParam) id: string, @Query() { roll }: EquityQuery): Promise<StreamableFile> {
    return new StreamableFile(await this.equity.file(actor, id, roll))
  }
}
