import { Body, Controller, Delete, Get, HttpCode, Param, Post, Req } from '@nestjs/common'
import { AnswerFiles, AnswerFileView, Attachments, AttachmentsView, TakesFile } from '@parvis/consultations'
import { Actor, Requires } from '@parvis/identity'
import { DocumentedUpload, UuidParam } from '@parvis/platform'
import type { FastifyRequest } from 'fastify'
import { AssistedCompany } from './assisted-company.service'
import { AssistedEntries } from './assisted-entries.service'
import {
  AccompaniedDto, AssistedAmendmentDto, AssistedAnswersDto, AssistedBallotDto, AssistedCodeDto, AssistedCommentDto, AssistedInvitationDto, AssistedInvitationView, AssistedProposalDto, AssistedReceiptView, AssistedReportDto, AssistedReportView,
  AssistedSessionView, AssistedSignatureDto, AssistedSupportDto, AssistedWithdrawalDto, InvitedProposalView, OpenSessionDto,
} from './assisted-sessions.dto'
import { AssistedWithdrawals } from './assisted-withdrawals.service'
import { AssistedSessions } from './assisted-sessions.service'

/** One person in front of a mediator. Nothing that was entered can be read back from here. */
@Controller('assisted-sessions')
@Requires('desk.use')
export class AssistedSessionsController {
  constructor(
    private readonly sessions: AssistedSessions,
    private readonly entries: AssistedEntries,
    private readonly company: AssistedCompany,
    private readonly withdrawals: AssistedWithdrawals,
    private readonly files: AnswerFiles,
    private readonly attachments: Attachments,
  ) {}

  @Post()
  async open(@Actor() actor: Actor, @Body() body: OpenSessionDto): Promise<AssistedSessionView> {
    return this.sessions.open(actor, body)
  }

  /** Notes that somebody took part with their own account, helped by the mediator: who and what is not known here. */
  @HttpCode(204)
  @Post('accompanied')
  async accompany(@Actor() actor: Actor, @Body() body: AccompaniedDto): Promise<void> {
    await this.sessions.accompany(actor, body)
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
    return this.entries.propose((tx) => this.sessions.lock(tx, actor, id), body)
  }

  /** Pictures and documents of a proposal that is being written; `token` is the `submissionToken` of its form. */
  @Get(':id/proposal-files/:token')
  async proposalFiles(@Actor() actor: Actor, @Param('id', UuidParam) id: string, @Param('token', UuidParam) token: string): Promise<AttachmentsView> {
    return this.attachments.ofDesk((tx) => this.sessions.lock(tx, actor, id), token)
  }

  /** A form of several parts: `file`, and for a picture `alt` or `decorative` (`true`). */
  @TakesFile()
  @DocumentedUpload('alt', 'decorative')
  @Post(':id/proposal-files/:token')
  async giveProposalFile(@Actor() actor: Actor, @Param('id', UuidParam) id: string, @Param('token', UuidParam) token: string, @Req() request: FastifyRequest): Promise<AttachmentsView> {
    return this.attachments.addAtDesk((tx) => this.sessions.lock(tx, actor, id), token, request)
  }

  @Delete(':id/proposal-files/:token/:file')
  @HttpCode(200)
  async removeProposalFile(@Actor() actor: Actor, @Param('id', UuidParam) id: string, @Param('token', UuidParam) token: string, @Param('file', UuidParam) file: string): Promise<AttachmentsView> {
    return this.attachments.removeAtDesk((tx) => this.sessions.lock(tx, actor, id), token, file)
  }

  @Post(':id/amendments')
  async amend(@Actor() actor: Actor, @Param('id', UuidParam) id: string, @Body() body: AssistedAmendmentDto): Promise<AssistedReceiptView> {
    return this.company.amend(actor, id, body)
  }

  /** What a code invites to sign; nothing is used up. */
  @Post(':id/invited')
  @HttpCode(200)
  async invited(@Actor() actor: Actor, @Param('id', UuidParam) id: string, @Body() body: AssistedCodeDto): Promise<InvitedProposalView> {
    return this.company.invited(actor, id, body)
  }

  @Post(':id/signatures')
  async sign(@Actor() actor: Actor, @Param('id', UuidParam) id: string, @Body() body: AssistedSignatureDto): Promise<AssistedReceiptView> {
    return this.company.sign(actor, id, body)
  }

  @Post(':id/invitations')
  async invite(@Actor() actor: Actor, @Param('id', UuidParam) id: string, @Body() body: AssistedInvitationDto): Promise<AssistedInvitationView> {
    return this.company.invite(actor, id, body)
  }

  @Post(':id/reports')
  async report(@Actor() actor: Actor, @Param('id', UuidParam) id: string, @Body() body: AssistedReportDto): Promise<AssistedReportView> {
    return this.company.report(actor, id, body)
  }

  @Post(':id/supports')
  async support(@Actor() actor: Actor, @Param('id', UuidParam) id: string, @Body() body: AssistedSupportDto): Promise<AssistedReceiptView> {
    return this.entries.support((tx) => this.sessions.lock(tx, actor, id), body)
  }

  @Post(':id/comments')
  async comment(@Actor() actor: Actor, @Param('id', UuidParam) id: string, @Body() body: AssistedCommentDto): Promise<AssistedReceiptView> {
    return this.entries.comment((tx) => this.sessions.lock(tx, actor, id), body)
  }

  @Post(':id/questionnaire')
  async answer(@Actor() actor: Actor, @Param('id', UuidParam) id: string, @Body() body: AssistedAnswersDto): Promise<AssistedReceiptView> {
    return this.entries.answer((tx) => this.sessions.lock(tx, actor, id), body)
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
    return this.entries.cast((tx) => this.sessions.lock(tx, actor, id), body)
  }

  /** Takes back what the person gave; answered the same whether or not they did. */
  @Post(':id/withdrawals')
  async withdraw(@Actor() actor: Actor, @Param('id', UuidParam) id: string, @Body() body: AssistedWithdrawalDto): Promise<AssistedReceiptView> {
    return this.withdrawals.withdraw(actor, id, body)
  }
}
