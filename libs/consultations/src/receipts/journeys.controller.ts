import { Controller, Get, Param } from '@nestjs/common'
import { Public } from '@parvis/identity'
import { Cached, DomainError } from '@parvis/platform'
import { Journeys } from './journeys.service'
import { JourneyView } from './receipts.dto'

/** Everything it says is public already; it says it in one place, in order. */
@Controller('consultations/:slugOrId/proposals/:number/journey')
export class JourneysController {
  constructor(private readonly journeys: Journeys) {}

  @Public() @Cached(2) @Get()
  async read(@Param('slugOrId') slugOrId: string, @Param('number') number: string): Promise<JourneyView> {
    if (!/^[1-9]\d{0,8}$/.test(number)) throw new DomainError('proposal.unknown', { status: 404 })
    return this.journeys.read(slugOrId, Number(number))
  }
}
