import { Body, Controller, Get, HttpCode, Param, Post } from '@nestjs/common'
import { Actor, Requires } from '@parvis/identity'
import { UuidParam } from '@parvis/platform'
import { Publications } from './publication.service'
import { PublicationDto, SealingView, TallyView } from './results.dto'
import { Sealing } from './sealing.service'
import { Tallies } from './tallies.service'

/** What staff do with a vote after it closed: seal, read the count, publish. */
@Controller('votes/:id')
export class CountingController {
  constructor(private readonly sealing: Sealing, private readonly tallies: Tallies, private readonly publications: Publications) {}

  @Requires('vote.seal')
  @Post('sealing')
  async seal(@Actor() actor: Actor, @Param('id', UuidParam) id: string): Promise<SealingView> {
    return this.sealing.seal(actor, id)
  }

  @Requires('results.publish')
  @Get('tally')
  async tally(@Actor() actor: Actor, @Param('id', UuidParam) id: string): Promise<TallyView> {
    return this.tallies.read(actor, id)
  }

  @Requires('results.publish')
  @HttpCode(201)
  @Post('publication')
  async publish(@Actor() actor: Actor, @Param('id', UuidParam) id: string, @Body() body: PublicationDto): Promise<TallyView> {
    await this.publications.publish(actor, id, body)
    return this.tallies.read(actor, id)
  }
}
