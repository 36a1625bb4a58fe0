import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common'
import { Actor, Requires } from '@parvis/identity'
import { PageQuery, UuidParam } from '@parvis/platform'
import { DecideDuplicatesDto, DuplicatesView } from './duplicates.dto'
import { Duplicates } from './duplicates.service'

@Requires('contested.review')
@Controller('votes/:id/duplicates')
export class DuplicatesController {
  constructor(private readonly duplicates: Duplicates) {}

  /** Pairs of participations that may be of one person, without what would name anybody. Both count. Empty once the box is sealed. */
  @Get()
  async list(@Actor() actor: Actor, @Param('id', UuidParam) id: string, @Query() query: PageQuery): Promise<DuplicatesView> {
    return this.duplicates.list(actor, id, query)
  }

  @HttpCode(200)
  @Post('decisions')
  async decide(@Actor() actor: Actor, @Param('id', UuidParam) id: string, @Body() body: DecideDuplicatesDto): Promise<DuplicatesView> {
    return this.duplicates.decide(actor, id, body)
  }
}
