import { Controller, Get } from '@nestjs/common'
import { Actor, Requires } from '@parvis/identity'
import { DeskView } from './desk.dto'
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
}
