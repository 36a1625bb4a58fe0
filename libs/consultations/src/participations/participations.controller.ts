import { Controller, Get, Header, Query } from '@nestjs/common'
import { Actor, Requires } from '@parvis/identity'
import { PageQuery } from '@parvis/platform'
import { OwnCommentPageView, OwnDebatePageView, OwnModerationPageView, OwnRegistrationPageView, OwnReportPageView } from './own-record.dto'
import { OwnRecord } from './own-record.service'
import { OwnDataView, OwnProposalPageView, OwnSupportPageView } from './participations.dto'
import { Participations } from './participations.service'

/** What the person who asks did, and nobody else's. */
@Controller()
export class ParticipationsController {
  constructor(private readonly participations: Participations, private readonly record: OwnRecord) {}

  @Requires('account.own') @Get('account/proposals')
  proposals(@Actor() actor: Actor, @Query() query: PageQuery): Promise<OwnProposalPageView> {
    return this.participations.proposals(actor, query)
  }

  @Requires('account.own') @Get('account/supports')
  supports(@Actor() actor: Actor, @Query() query: PageQuery): Promise<OwnSupportPageView> {
    return this.participations.supports(actor, query)
  }

  @Requires('account.own') @Get('account/comments')
  comments(@Actor() actor: Actor, @Query() query: PageQuery): Promise<OwnCommentPageView> {
    return this.record.comments(actor, query)
  }

  @Requires('account.own') @Get('account/debates')
  debates(@Actor() actor: Actor, @Query() query: PageQuery): Promise<OwnDebatePageView> {
    return this.record.debates(actor, query)
  }

  @Requires('account.own') @Get('account/registrations')
  registrations(@Actor() actor: Actor, @Query() query: PageQuery): Promise<OwnRegistrationPageView> {
    return this.record.registrations(actor, query)
  }

  @Requires('account.own') @Get('account/reports')
  reports(@Actor() actor: Actor, @Query() query: PageQuery): Promise<OwnReportPageView> {
    return this.record.reports(actor, query)
  }

  @Requires('account.own') @Get('account/moderation')
  moderation(@Actor() actor: Actor, @Query() query: PageQuery): Promise<OwnModerationPageView> {
    return this.record.moderation(actor, query)
  }

  /** Everything that is kept about the person, as a file. */
  @Requires('account.own') @Get('account/data')
  @Header('content-disposition', 'attachment; filename="mes-donnees-parvis.json"')
  data(@Actor() actor: Actor): Promise<OwnDataView> {
    return this.participations.data(actor)
  }
}
