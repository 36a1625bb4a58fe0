import { Controller, Get, Header, Query } from '@nestjs/common'
import { Actor, Requires } from '@parvis/identity'
import { PageQuery } from '@parvis/platform'
import { OwnDataView, OwnProposalPageView, OwnSupportPageView } from './participations.dto'
import { Participations } from './participations.service'

/** What the person who asks did, and nobody else's. */
@Controller()
export class ParticipationsController {
  constructor(private readonly participations: Participations) {}

  @Requires('account.own') @Get('account/proposals')
  proposals(@Actor() actor: Actor, @Query() query: PageQuery): Promise<OwnProposalPageView> {
    return this.participations.proposals(actor, query)
  }

  @Requires('account.own') @Get('account/supports')
  supports(@Actor() actor: Actor, @Query() query: PageQuery): Promise<OwnSupportPageView> {
    return this.participations.supports(actor, query)
  }

  /** Everything that is kept about the person, as a file. */
  @Requires('account.own') @Get('account/data')
  @Header('content-disposition', 'attachment; filename="mes-donnees-parvis.json"')
  data(@Actor() actor: Actor): Promise<OwnDataView> {
    return this.participations.data(actor)
  }
}
