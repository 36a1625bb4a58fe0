import { Body, Controller, Delete, Get, HttpCode, Param, Post, Put } from '@nestjs/common'
import { Actor, Requires } from '@parvis/identity'
import { UuidParam } from '@parvis/platform'
import { ConsultationReads } from '../consultations/consultation-reads.service'
import { DraftPlaceDto } from '../proposals/place.dto'
import { ProposalDraftDto, ProposalDraftsView, ProposalDraftView, SentProposalView, SimilarProposalsView, SimilarQueryDto } from './proposal-drafts.dto'
import { ProposalDrafts } from './proposal-drafts.service'
import { SimilarProposals } from './similar-proposals.service'

@Controller()
export class ProposalDraftsController {
  constructor(private readonly drafts: ProposalDrafts, private readonly similar: SimilarProposals, private readonly consultations: ConsultationReads) {}

  @Requires('account.own')
  @Get('account/proposal-drafts')
  list(@Actor() actor: Actor): Promise<ProposalDraftsView> {
    return this.drafts.list(actor)
  }

  @Requires('proposal.submit')
  @Put('consultations/:slugOrId/proposal-drafts/:id')
  async keep(@Actor() actor: Actor, @Param('slugOrId') slugOrId: string, @Param('id', UuidParam) id: string, @Body() body: ProposalDraftDto): Promise<ProposalDraftView> {
    const consultation = await this.consultations.publicId(slugOrId)
    await this.drafts.keep(actor, consultation.id, id, body)
    return this.drafts.read(actor, id)
  }

  /** In the body, not the address: what is not sent yet stands in no log. */
  @Requires('proposal.submit')
  @Post('consultations/:slugOrId/similar-proposals')
  @HttpCode(200)
  async alike(@Actor() actor: Actor, @Param('slugOrId') slugOrId: string, @Body() body: SimilarQueryDto): Promise<SimilarProposalsView> {
    const { id } = await this.consultations.publicId(slugOrId)
    return this.similar.of(actor, id, body)
  }

  @Requires('proposal.submit')
  @Get('proposal-drafts/:id')
  read(@Actor() actor: Actor, @Param('id', UuidParam) id: string): Promise<ProposalDraftView> {
    return this.drafts.read(actor, id)
  }

  @Requires('proposal.submit')
  @Put('proposal-drafts/:id/place')
  async locate(@Actor() actor: Actor, @Param('id', UuidParam) id: string, @Body() body: DraftPlaceDto): Promise<ProposalDraftView> {
    await this.drafts.locate(actor, id, body)
    return this.drafts.read(actor, id)
  }

  @Requires('proposal.submit')
  @Delete('proposal-drafts/:id')
  @HttpCode(204)
  remove(@Actor() actor: Actor, @Param('id', UuidParam) id: string): Promise<void> {
    return this.drafts.remove(actor, id)
  }

  @Requires('proposal.submit')
  @Post('proposal-drafts/:id/submission')
  submit(@Actor() actor: Actor, @Param('id', UuidParam) id: string): Promise<SentProposalView> {
    return this.drafts.submit(actor, id)
  }
}
