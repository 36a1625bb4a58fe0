import { Body, Controller, Delete, Get, HttpCode, Param, Post } from '@nestjs/common'
import { Actor, Requires } from '@parvis/identity'
import { UuidParam } from '@parvis/platform'
import { AnsweredInvitationView, AnswerInvitationDto, CoauthorCodeView, InviteDto, ReceivedInvitationsView, SentInvitationsView } from './coauthors.dto'
import { CoauthorCodes } from './coauthor-codes.service'
import { Coauthors } from './coauthors.service'

@Controller()
@Requires('proposal.submit')
export class CoauthorsController {
  constructor(private readonly coauthors: Coauthors, private readonly codes: CoauthorCodes) {}

  @Get('proposals/:id/coauthor-invitations')
  sent(@Actor() actor: Actor, @Param('id', UuidParam) id: string): Promise<SentInvitationsView> {
    return this.coauthors.sent(actor, id)
  }

  @Post('proposals/:id/coauthor-invitations')
  async invite(@Actor() actor: Actor, @Param('id', UuidParam) id: string, @Body() { email }: InviteDto): Promise<SentInvitationsView> {
    await this.coauthors.invite(actor, id, email)
    return this.coauthors.sent(actor, id)
  }

  /** For somebody without an address, who signs at a desk. */
  @Post('proposals/:id/coauthor-codes')
  async giveCode(@Actor() actor: Actor, @Param('id', UuidParam) id: string): Promise<CoauthorCodeView> {
    return { code: await this.codes.give(actor, id) }
  }

  @Delete('coauthor-invitations/:id')
  @HttpCode(204)
  async cancel(@Actor() actor: Actor, @Param('id', UuidParam) id: string): Promise<void> {
    await this.coauthors.cancel(actor, id)
  }

  @Get('account/coauthor-invitations')
  received(@Actor() actor: Actor): Promise<ReceivedInvitationsView> {
    return this.coauthors.received(actor)
  }

  @Post('coauthor-invitations/:id/answer')
  @HttpCode(200)
  answer(@Actor() actor: Actor, @Param('id', UuidParam) id: string, @Body() { accept }: AnswerInvitationDto): Promise<AnsweredInvitationView> {
    return this.coauthors.answer(actor, id, accept)
  }

  @Delete('proposals/:id/authorship')
  @HttpCode(204)
  async leave(@Actor() actor: Actor, @Param('id', UuidParam) id: string): Promise<void> {
    await this.coauthors.leave(actor, id)
  }
}
