import { Body, Controller, Delete, Get, HttpCode, Param, Post, Req } from '@nestjs/common'
import { AnswerFiles, AnswerFileView, TakesFile } from '@parvis/consultations'
import { Actor, Requires } from '@parvis/identity'
import { DocumentedUpload, UuidParam } from '@parvis/platform'
import type { FastifyRequest } from 'fastify'
import { AssistedEntries } from './assisted-entries.service'
import { AssistedAnswersDto, AssistedBallotDto, AssistedCommentDto, AssistedProposalDto, AssistedReceiptView, AssistedSessionView, AssistedSupportDto, OpenSessionDto } from './assisted-sessions.dto'
import { AssistedSessions } from './assisted-sessions.service'

/** One person in front of a mediator. Nothing that was entered can be read back from here. */
@Controller('assisted-sessions')
@Requires('desk.use')
export class AssistedSessionsController {
  constructor(private readonly sessions: AssistedSessions, private readonly entries: AssistedEntries, private readonly files: AnswerFiles) {}

  @Post()
  async open(@Actor() actor: Actor, @Body() body: OpenSessionDto): Promise<AssistedSessionView> {
    return this.sessions.open(actor, body)
  }

  @Get(':id')
  async view(@Actor() actor: Actor, @Param('id', UuidParam) id: string): Promise<AssistedSessionView> {
    return this.sessions.view(actor, id)
  }

  @Delete(':id')
  @HttpCode(204)
  async end(@Actor() actor: Actor, @Param('id', UuidParam) id: string): Promise<void> {
    await this.sessions.end(actor, id)
  }

  @Post(':id/proposals')
  async propose(@Actor() actor: Actor, @Param('id', UuidParam) id: string, @Body() body: AssistedProposalDto): Promise<AssistedReceiptView> {
    return this.entries.propose(actor, id, body)
  }

  @Post(':id/supports')
  async support(@Actor() actor: Actor, @Param('id', UuidParam) id: string, @Body() body: AssistedSupportDto): Promise<AssistedReceiptView> {
    return this.entries.support(actor, id, body)
  }

  @Post(':id/comments')
  async comment(@Actor() actor: Actor, @Param('id', UuidParam) id: string, @Body() body: AssistedCommentDto): Promise<AssistedReceiptView> {
    return this.entries.comment(actor, id, body)
  }

  @Post(':id/questionnaire')
  async answer(@Actor() actor: Actor, @Param('id', UuidParam) id: string, @Body() body: AssistedAnswersDto): Promise<AssistedReceiptView> {
    return this.entries.answer(actor, id, body)
  }

  /** A form of several parts: `file`. Kept with the session until the answers are sent. */
  @TakesFile()
  @DocumentedUpload()
  @Post(':id/questionnaire/files/:question')
  async giveFile(@Actor() actor: Actor, @Param('id', UuidParam) id: string, @Param('question') question: string, @Req() request: FastifyRequest): Promise<AnswerFileView> {
    return this.files.giveAtDesk((tx) => this.sessions.lock(tx, actor, id), question, request)
  }

  @Post(':id/ballots')
  async cast(@Actor() actor: Actor, @Param('id', UuidParam) id: string, @Body() body: AssistedBallotDto): Promise<AssistedReceiptView> {
    return this.entries.cast(actor, id, body)
  }
}
