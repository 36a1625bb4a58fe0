import { Body, Controller, Get, HttpCode, Param, Post } from '@nestjs/common'
import { Actor, Requires } from '@parvis/identity'
import { UuidParam } from '@parvis/platform'
import { Draws } from './draws.service'
import { Publications } from './publication.service'
import { DrawDto, PublicationDto, SealingView, TallyView, WhatIfDto, WhatIfView } from './results.dto'
import { Sealing } from './sealing.service'
import { Tallies } from './tallies.service'
import { WhatIfs } from './what-if.service'

/** What staff do with a vote after it closed: seal, read the count, settle equals, publish; and learn what another rule would have given. */
@Controller('votes/:id')
export class CountingController {
  constructor(private readonly sealing: Sealing, private readonly tallies: Tallies, private readonly draws: Draws, private readonly publications: Publications, private readonly whatIfs: WhatIfs) {}

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
  @HttpCode(202)
  @Post('draw')
  async draw(@Actor() actor: Actor, @Param('id', UuidParam) id: string, @Body() { seed }: DrawDto): Promise<void> {
    await this.draws.enter(actor, id, seed)
  }

  @Requires('results.publish')
  @HttpCode(202)
  @Post('what-if')
  async askWhatIf(@Actor() actor: Actor, @Param('id', UuidParam) id: string, @Body() body: WhatIfDto): Promise<void> {
    await this.whatIfs.ask(actor, id, body)
  }

  @Requires('results.publish')
  @Get('what-if')
  async whatIf(@Actor() actor: Actor, @Param('id', UuidParam) id: string): Promise<WhatIfView> {
    return this.whatIfs.read(actor, id)
  }

  @Requires('results.publish')
  @HttpCode(201)
  @Post('publication')
  async publish(@Actor() actor: Actor, @Param('id', UuidParam) id: string, @Body() body: PublicationDto): Promise<TallyView> {
    await this.publications.publish(actor, id, body)
    return this.tallies.read(actor, id)
  }
}
