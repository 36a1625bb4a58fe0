import { Body, Controller, Get, HttpCode, Param, Post } from '@nestjs/common'
import { Actor, Requires } from '@parvis/identity'
import { UuidParam } from '@parvis/platform'
import { ContestedEntriesView, ReviewDto } from './contested-entries.dto'
import { ContestedEntries } from './contested-entries.service'

@Controller('votes/:id/contested')
export class ContestedEntriesController {
  constructor(private readonly entries: ContestedEntries) {}

  /** Entries of a civil status that had already taken part by another door, oldest first. */
  @Requires('contested.review')
  @Get()
  async list(@Actor() actor: Actor, @Param('id', UuidParam) id: string): Promise<ContestedEntriesView> {
    return this.entries.list(actor, id)
  }

  @Requires('contested.review')
  @HttpCode(200)
  @Post(':entryId/review')
  async review(@Actor() actor: Actor, @Param('id', UuidParam) id: string, @Param('entryId', UuidParam) entryId: string, @Body() body: ReviewDto): Promise<ContestedEntriesView> {
    return this.entries.review(actor, id, entryId, body)
  }
}
