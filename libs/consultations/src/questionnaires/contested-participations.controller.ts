import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common'
import { Actor, Requires } from '@parvis/identity'
import { PageQuery, UuidParam } from '@parvis/platform'
import { ContestedParticipations } from './contested-participations.service'
import { ContestedGroupPageView, ContestedGroupsView, ReviewedDto, ReviewParticipationsDto, ReviewPreviewView, ReviewsView } from './questionnaire-results.dto'
import { QuestionnaireReviews } from './questionnaire-reviews.service'

@Requires('contested.review')
@Controller('consultations/:id/questionnaire/contested')
export class ContestedParticipationsController {
  constructor(private readonly contested: ContestedParticipations, private readonly decisions: QuestionnaireReviews) {}

  /** Civil statuses that took part more than once, without what would name them. */
  @Get()
  async list(@Actor() actor: Actor, @Param('id', UuidParam) id: string, @Query() query: PageQuery): Promise<ContestedGroupsView> {
    return this.contested.list(actor, id, query)
  }

  /** What was decided, the newest first. */
  @Get('reviews')
  async reviews(@Actor() actor: Actor, @Param('id', UuidParam) id: string, @Query() query: PageQuery): Promise<ReviewsView> {
    return this.decisions.list(actor, id, query)
  }

  /** The participations of one civil status. */
  @Get(':entryId')
  async group(@Actor() actor: Actor, @Param('id', UuidParam) id: string, @Param('entryId', UuidParam) entryId: string, @Query() query: PageQuery): Promise<ContestedGroupPageView> {
    return this.contested.group(actor, id, entryId, query)
  }

  /** What a decision would do. Changes nothing. */
  @HttpCode(200)
  @Post('preview')
  async preview(@Actor() actor: Actor, @Param('id', UuidParam) id: string, @Body() body: ReviewedDto): Promise<ReviewPreviewView> {
    return this.decisions.preview(actor, id, body)
  }

  @Post('reviews')
  async review(@Actor() actor: Actor, @Param('id', UuidParam) id: string, @Body() body: ReviewParticipationsDto): Promise<ReviewsView> {
    await this.decisions.review(actor, id, body)
    return this.decisions.list(actor, id, new PageQuery())
  }

  @HttpCode(200)
  @Post('reviews/:reviewId/undo')
  async undo(@Actor() actor: Actor, @Param('id', UuidParam) id: string, @Param('reviewId', UuidParam) reviewId: string): Promise<ReviewsView> {
    await this.decisions.undo(actor, id, reviewId)
    return this.decisions.list(actor, id, new PageQuery())
  }
}
