import { Controller, Get, Header, Query } from '@nestjs/common'
import { Actor, Requires } from '@parvis/identity'
import { DeskView, DoorsQuery, DoorsView } from './desk.dto'
import { Desk } from './desk.service'

@Controller('desk')
export class DeskController {
  constructor(private readonly desk: Desk) {}

  /** The day of a mediator. */
  @Requires('desk.use')
  @Get()
  async today(@Actor() actor: Actor): Promise<DeskView> {
    return this.desk.today(actor)
  }

  /** The doors to offer to the person, best first; nothing of the answers is kept. */
  @Requires('desk.use')
  @Header('cache-control', 'no-store')
  @Get('doors')
  async doors(@Actor() actor: Actor, @Query() query: DoorsQuery): Promise<DoorsView> {
    return this.desk.doors(actor, query)
  }
}
