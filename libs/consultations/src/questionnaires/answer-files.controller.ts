import { Controller, Get, Param, Post, Query, Req, Res } from '@nestjs/common'
import { Actor, Public, Requires } from '@parvis/identity'
import { DocumentedUpload, UuidParam } from '@parvis/platform'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { AttachmentFiles } from '../attachments/attachment-files.service'
import { TakesFile } from '../attachments/uploads'
import { AnswerFilePageView, AnswerFilesQuery, AnswerFileView } from './answer-files.dto'
import { AnswerFiles } from './answer-files.service'

@Controller()
export class AnswerFilesController {
  constructor(private readonly answers: AnswerFiles, private readonly files: AttachmentFiles) {}

  /** A form of several parts: `file`. */
  @Public()
  @TakesFile()
  @DocumentedUpload()
  @Post('answer-sheets/:code/files/:question')
  async give(@Param('code') code: string, @Param('question') question: string, @Req() request: FastifyRequest): Promise<AnswerFileView> {
    return this.answers.give(code, question, request)
  }

  @Public()
  @Get('answer-sheets/:code/files/:file')
  async own(@Param('code') code: string, @Param('file', UuidParam) file: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    this.files.answer(request, reply, await this.answers.own(code, file))
  }

  @Requires('consultation.export')
  @Get('consultations/:id/questionnaire/files')
  async list(@Actor() actor: Actor, @Param('id', UuidParam) id: string, @Query() query: AnswerFilesQuery): Promise<AnswerFilePageView> {
    return this.answers.list(actor, id, query)
  }

  @Requires('consultation.export')
  @Get('consultations/:id/questionnaire/files/:file')
  async forStaff(@Actor() actor: Actor, @Param('id', UuidParam) id: string, @Param('file', UuidParam) file: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    this.files.answer(request, reply, await this.answers.forStaff(actor, id, file))
  }
}
