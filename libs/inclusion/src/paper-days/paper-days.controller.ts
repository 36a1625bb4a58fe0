import { Body, Controller, Get, Put, Query } from '@nestjs/common'
import { Actor, Requires } from '@parvis/identity'
import { PaperDayDto, PaperDayQuery, PaperDayView } from './paper-days.dto'
import { PaperDays } from './paper-days.service'

/** The end of a day at a centre: where its sheets are. */
@Requires('paper.enter')
@Controller('paper-days')
export class PaperDaysController {
  constructor(private readonly days: PaperDays) {}

  @Get()
  async read(@Actor() actor: Actor, @Query() query: PaperDayQuery): Promise<PaperDayView> {
    return this.days.read(actor, query)
  }

  @Put()
  async close(@Actor() actor: Actor, @Body() body: PaperDayDto): Promise<PaperDayView> {
    return this.days.close(actor, body)
  }
}
