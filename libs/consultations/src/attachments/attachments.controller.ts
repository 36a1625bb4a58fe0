import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Req, Res } from '@nestjs/common'
import { Actor, Public, Requires } from '@parvis/identity'
import { DocumentedUpload, DomainError, UuidParam } from '@parvis/platform'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { AttachmentFiles } from './attachment-files.service'
import { AttachmentsView, ChangeAttachmentDto, PublishAttachmentsDto } from './attachments.dto'
import { Attachments } from './attachments.service'
import { TakesFile } from './uploads'

@Controller()
export class AttachmentsController {
  constructor(private readonly attachments: Attachments, private readonly files: AttachmentFiles) {}

  @Requires('proposal.submit')
  @Get('proposal-drafts/:id/attachments')
  async ofDraft(@Actor() actor: Actor, @Param('id', UuidParam) id: string): Promise<AttachmentsView> {
    return this.attachments.ofDraft(actor, id)
  }

  /** A form of several parts: `file`, and for a picture `alt` or `decorative` (`true`). */
  @Requires('proposal.submit')
  @TakesFile()
  @DocumentedUpload('alt', 'decorative')
  @Post('proposal-drafts/:id/attachments')
  async addToDraft(@Actor() actor: Actor, @Param('id', UuidParam) id: string, @Req() request: FastifyRequest): Promise<AttachmentsView> {
    return this.attachments.addToDraft(actor, id, request)
  }

  @Requires('proposal.submit')
  @Get('proposals/:id/attachments')
  async ofProposal(@Actor() actor: Actor, @Param('id', UuidParam) id: string): Promise<AttachmentsView> {
    return this.attachments.ofProposal(actor, id)
  }

  @Requires('proposal.submit')
  @TakesFile()
  @DocumentedUpload('alt', 'decorative')
  @Post('proposals/:id/attachments')
  async addToProposal(@Actor() actor: Actor, @Param('id', UuidParam) id: string, @Req() request: FastifyRequest): Promise<AttachmentsView> {
    return this.attachments.addToProposal(actor, id, request)
  }

  @Requires('proposal.submit')
  @HttpCode(200)
  @Post('proposals/:id/attachments/publication')
  async publish(@Actor() actor: Actor, @Param('id', UuidParam) id: string, @Body() { version }: PublishAttachmentsDto): Promise<AttachmentsView> {
    return this.attachments.publish(actor, id, version)
  }

  @Requires('proposal.submit')
  @Patch('attachments/:id')
  async change(@Actor() actor: Actor, @Param('id', UuidParam) id: string, @Body() body: ChangeAttachmentDto): Promise<AttachmentsView> {
    return this.attachments.change(actor, id, body)
  }

  @Requires('proposal.submit')
  @HttpCode(200)
  @Delete('attachments/:id')
  async remove(@Actor() actor: Actor, @Param('id', UuidParam) id: string): Promise<AttachmentsView> {
    return this.attachments.remove(actor, id)
  }

  /** `page` and `list` of a picture, `file` of a document. */
  @Public()
  @Get('attachments/:id/:size')
  async file(@Actor() actor: Actor | null, @Param('id', UuidParam) id: string, @Param('size') size: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    if (size !== 'page' && size !== 'list' && size !== 'file') throw new DomainError('attachment.unknown', { status: 404 })
    this.files.answer(request, reply, await this.files.ofProposal(actor, id, size))
  }
}
