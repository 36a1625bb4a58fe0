import { Body, Controller, Delete, Get, Header, HttpCode, Param, Patch, Post, Put, Query, StreamableFile } from '@nestjs/common'
import { Actor, Public, Requires } from '@parvis/identity'
import { Cached, DomainError, UuidParam } from '@parvis/platform'
import { ConsultationReads } from '../consultations/consultation-reads.service'
import { ProposalReads } from './proposal-reads.service'
import { ProposalMap } from './proposal-map.service'
import { EditProposalDto, ProposalFileQuery, ProposalMapView, ProposalPageView, ProposalsQuery, ProposalView, SubmitProposalDto, SupportView } from './proposals.dto'
import { Proposals } from './proposals.service'

@Controller()
export class ProposalsController {
  constructor(private readonly proposals: Proposals, private readonly reads: ProposalReads, private readonly consultations: ConsultationReads, private readonly map: ProposalMap) {}

  @Public()
  @Cached(2)
  @Get('consultations/:slugOrId/proposals')
  async list(@Actor() actor: Actor | null, @Param('slugOrId') slugOrId: string, @Query() query: ProposalsQuery): Promise<ProposalPageView> {
    return this.reads.list(actor, await this.consultations.publicId(slugOrId), query)
  }

  @Public()
  @Get('consultations/:slugOrId/proposals.csv')
  @Header('content-type', 'text/csv; charset=utf-8')
  @Header('content-disposition', 'attachment; filename="propositions.csv"')
  async csv(@Param('slugOrId') slugOrId: string, @Query() query: ProposalFileQuery): Promise<StreamableFile> {
    return new StreamableFile(this.reads.csv(await this.consultations.publicId(slugOrId), query))
  }

  @Public()
  @Get('consultations/:slugOrId/proposals.json')
  @Header('content-type', 'application/json; charset=utf-8')
  async json(@Param('slugOrId') slugOrId: string): Promise<StreamableFile> {
    return new StreamableFile(this.reads.json(await this.consultations.publicId(slugOrId)))
  }

  @Public()
  @Get('consultations/:slugOrId/proposals.geojson')
  @Header('content-type', 'application/geo+json; charset=utf-8')
  @Header('content-disposition', 'attachment; filename="propositions.geojson"')
  async geojson(@Param('slugOrId') slugOrId: string): Promise<StreamableFile> {
    return new StreamableFile(this.reads.geojson(await this.consultations.publicId(slugOrId)))
  }

  /** The list as a map: the same filters, all that they find, put together cell by cell. */
  @Public()
  @Cached(2)
  @Get('consultations/:slugOrId/proposal-map')
  async onMap(@Param('slugOrId') slugOrId: string, @Query() query: ProposalsQuery): Promise<ProposalMapView> {
    return this.map.of(await this.consultations.publicId(slugOrId), query)
  }

  @Requires('proposal.submit')
  @Post('consultations/:slugOrId/proposals')
  async submit(@Actor() actor: Actor, @Param('slugOrId') slugOrId: string, @Body() body: SubmitProposalDto): Promise<ProposalView> {
    const consultation = await this.consultations.publicId(slugOrId)
    const { number } = await this.proposals.submitOwn(actor, consultation.id, body)
    return this.reads.detail(actor, consultation, number)
  }

  @Public()
  @Cached(2)
  @Get('consultations/:slugOrId/proposals/:number')
  async detail(@Actor() actor: Actor | null, @Param('slugOrId') slugOrId: string, @Param('number') number: string): Promise<ProposalView> {
    if (!/^[1-9]\d{0,8}$/.test(number)) throw new DomainError('proposal.unknown', { status: 404 })
    return this.reads.detail(actor, await this.consultations.publicId(slugOrId), Number(number))
  }

  @Requires('proposal.submit')
  @Patch('proposals/:id')
  async edit(@Actor() actor: Actor, @Param('id', UuidParam) id: string, @Body() body: EditProposalDto): Promise<ProposalView> {
    await this.proposals.edit(actor, id, body)
    return this.byId(actor, id)
  }

  @Requires('proposal.submit')
  @Post('proposals/:id/withdrawal')
  async withdraw(@Actor() actor: Actor, @Param('id', UuidParam) id: string): Promise<ProposalView> {
    await this.proposals.withdraw(actor, id)
    return this.byId(actor, id)
  }

  @Requires('proposal.support')
  @Put('proposals/:id/support')
  async support(@Actor() actor: Actor, @Param('id', UuidParam) id: string): Promise<SupportView> {
    return this.proposals.supportOwn(actor, id)
  }

  @Requires('proposal.support')
  @Delete('proposals/:id/support')
  @HttpCode(200)
  async unsupport(@Actor() actor: Actor, @Param('id', UuidParam) id: string): Promise<SupportView> {
    return this.proposals.unsupportOwn(actor, id)
  }

  private async byId(actor: Actor, id: string): Promise<ProposalView> {
    const { consultationId, number } = await this.reads.numberOf(id)
    return this.reads.detail(actor, { id: consultationId }, number)
  }
}
