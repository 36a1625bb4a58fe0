import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common'
import { Actor, Requires } from '@parvis/identity'
import { PageQuery, UuidParam } from '@parvis/platform'
import { MergeDto, ReshapedView, ReshapingPlanDto, ReshapingPlanView, ReshapingsView, SplitDto } from './reshapings.dto'
import { Reshapings } from './reshapings.service'

@Controller()
@Requires('proposal.select')
export class ReshapingsController {
  constructor(private readonly reshapings: Reshapings) {}

  @Get('consultations/:id/reshapings')
  list(@Actor() actor: Actor, @Param('id', UuidParam) id: string, @Query() query: PageQuery): Promise<ReshapingsView> {
    return this.reshapings.list(actor, id, query)
  }

  /** Changes nothing. */
  @Post('consultations/:id/reshapings/plan')
  @HttpCode(200)
  plan(@Actor() actor: Actor, @Param('id', UuidParam) id: string, @Body() body: ReshapingPlanDto): Promise<ReshapingPlanView> {
    return this.reshapings.plan(actor, id, body)
  }

  @Post('consultations/:id/reshapings/merge')
  merge(@Actor() actor: Actor, @Param('id', UuidParam) id: string, @Body() body: MergeDto): Promise<ReshapedView> {
    return this.reshapings.merge(actor, id, body)
  }

  @Post('consultations/:id/reshapings/split')
  split(@Actor() actor: Actor, @Param('id', UuidParam) id: string, @Body() body: SplitDto): Promise<ReshapedView> {
    return this.reshapings.split(actor, id, body)
  }

  @Post('reshapings/:id/undoing')
  @HttpCode(204)
  async undo(@Actor() actor: Actor, @Param('id', UuidParam) id: string): Promise<void> {
    await this.reshapings.undo(actor, id)
  }
}
