import { Body, Controller, Delete, Get, Header, HttpCode, Param, Patch, Post, Put, Query, StreamableFile } from '@nestjs/common'
import { Actor, Public, Requires } from '@parvis/identity'
import { Cached, PageQuery, UuidParam } from '@parvis/platform'
import { ConsultationReads } from '../consultations/consultation-reads.service'
import { DiscussionFiles } from '../debates/discussion-files.service'
import { CommentReads } from './comment-reads.service'
import { CommentFileQuery, CommentPageView, CommentSentView, CommentsQuery, DiscussionView, EditCommentDto, JudgeCommentDto, JudgementView, SubmitCommentDto } from './comments.dto'
import { Comments } from './comments.service'

@Controller()
export class CommentsController {
  constructor(private readonly comments: Comments, private readonly reads: CommentReads, private readonly files: DiscussionFiles, private readonly consultations: ConsultationReads) {}

  @Public()
  @Cached(2)
  @Get('comments')
  async list(@Actor() actor: Actor | null, @Query() query: CommentsQuery): Promise<DiscussionView> {
    return this.reads.list(actor, query)
  }

  @Public()
  @Get('comments/:id')
  async page(@Actor() actor: Actor | null, @Param('id', UuidParam) id: string, @Query() query: PageQuery): Promise<CommentPageView> {
    return this.reads.page(actor, id, query)
  }

  @Public()
  @Get('consultations/:slugOrId/comments.csv')
  @Header('content-type', 'text/csv; charset=utf-8')
  @Header('content-disposition', 'attachment; filename="commentaires.csv"')
  async csv(@Param('slugOrId') slugOrId: string, @Query() { channel }: CommentFileQuery): Promise<StreamableFile> {
    return new StreamableFile(this.files.commentsCsv(await this.consultations.publicId(slugOrId), channel))
  }

  @Public()
  @Get('consultations/:slugOrId/comments.json')
  @Header('content-type', 'application/json; charset=utf-8')
  async json(@Param('slugOrId') slugOrId: string, @Query() { channel }: CommentFileQuery): Promise<StreamableFile> {
    return new StreamableFile(this.files.commentsJson(await this.consultations.publicId(slugOrId), channel))
  }

  @Requires('comment.write')
  @Post('comments')
  async submit(@Actor() actor: Actor, @Body() body: SubmitCommentDto): Promise<CommentSentView> {
    return this.comments.submitOwn(actor, body)
  }

  @Requires('comment.write')
  @Patch('comments/:id')
  async edit(@Actor() actor: Actor, @Param('id', UuidParam) id: string, @Body() body: EditCommentDto): Promise<CommentSentView> {
    return this.comments.edit(actor, id, body)
  }

  @Requires('comment.write')
  @Delete('comments/:id')
  @HttpCode(204)
  async remove(@Actor() actor: Actor, @Param('id', UuidParam) id: string): Promise<void> {
    await this.comments.remove(actor, id)
  }

  @Requires('comment.judge')
  @Put('comments/:id/judgement')
  async judge(@Actor() actor: Actor, @Param('id', UuidParam) id: string, @Body() { useful }: JudgeCommentDto): Promise<JudgementView> {
    return this.comments.judge(actor, id, useful)
  }

  @Requires('comment.judge')
  @Delete('comments/:id/judgement')
  @HttpCode(200)
  async unjudge(@Actor() actor: Actor, @Param('id', UuidParam) id: string): Promise<JudgementView> {
    return this.comments.judge(actor, id, null)
  }
}
