import { Body, Controller, Delete, Get, Header, HttpCode, Param, Post, Put, Query, StreamableFile } from '@nestjs/common'
import { Actor, Public, Requires } from '@parvis/identity'
import { Cached, UuidParam } from '@parvis/platform'
import { ConsultationReads } from '../consultations/consultation-reads.service'
import { AnswerPublication } from './answer-publication.service'
import { AnswerPageView, AnswersQuery, AnswerWorkView, ProposalAnswerDto, ProposalStatusesDto, ProposalStatusesView, PublicationPlanView, PublishAnswersDto, PublishedAnswersView } from './proposal-answers.dto'
import { ProposalAnswers } from './proposal-answers.service'
import { ProposalStatuses } from './proposal-statuses.service'

@Controller()
export class ProposalAnswersController {
  constructor(private readonly answers: ProposalAnswers, private readonly publication: AnswerPublication, private readonly statuses: ProposalStatuses, private readonly consultations: ConsultationReads) {}

  @Public()
  @Cached(2)
  @Get('consultations/:slugOrId/proposal-statuses')
  async listStatuses(@Param('slugOrId') slugOrId: string): Promise<ProposalStatusesView> {
    return this.statuses.list((await this.consultations.publicId(slugOrId)).id)
  }

  @Requires('proposal.answer')
  @Put('consultations/:id/proposal-statuses')
  async setStatuses(@Actor() actor: Actor, @Param('id', UuidParam) id: string, @Body() { items }: ProposalStatusesDto): Promise<ProposalStatusesView> {
    await this.statuses.set(actor, id, items)
    return this.statuses.list(id)
  }

  @Requires('proposal.answer')
  @Get('consultations/:id/proposal-answers')
  list(@Actor() actor: Actor, @Param('id', UuidParam) id: string, @Query() query: AnswersQuery): Promise<AnswerPageView> {
    return this.answers.list(actor, id, query)
  }

  @Requires('proposal.answer')
  @Get('consultations/:id/proposal-answers.csv')
  @Header('content-type', 'text/csv; charset=utf-8')
  @Header('content-disposition', 'attachment; filename="reponses.csv"')
  async csv(@Actor() actor: Actor, @Param('id', UuidParam) id: string, @Query() query: AnswersQuery): Promise<StreamableFile> {
    return new StreamableFile(await this.answers.csv(actor, id, query))
  }

  @Requires('proposal.answer')
  @Get('consultations/:id/answer-publication')
  plan(@Actor() actor: Actor, @Param('id', UuidParam) id: string): Promise<PublicationPlanView> {
    return this.publication.plan(actor, id)
  }

  @Requires('proposal.answer')
  @Post('consultations/:id/answer-publication')
  publish(@Actor() actor: Actor, @Param('id', UuidParam) id: string, @Body() { fingerprint }: PublishAnswersDto): Promise<PublishedAnswersView> {
    return this.publication.publish(actor, id, fingerprint)
  }

  @Requires('proposal.answer')
  @Get('proposals/:id/answer')
  read(@Actor() actor: Actor, @Param('id', UuidParam) id: string): Promise<AnswerWorkView> {
    return this.answers.read(actor, id)
  }

  @Requires('proposal.answer')
  @Put('proposals/:id/answer')
  async save(@Actor() actor: Actor, @Param('id', UuidParam) id: string, @Body() body: ProposalAnswerDto): Promise<AnswerWorkView> {
    await this.answers.save(actor, id, body)
    return this.answers.read(actor, id)
  }

  @Requires('proposal.answer')
  @Delete('proposals/:id/answer')
  @HttpCode(204)
  discard(@Actor() actor: Actor, @Param('id', UuidParam) id: string): Promise<void> {
    return this.answers.discard(actor, id)
  }
}
