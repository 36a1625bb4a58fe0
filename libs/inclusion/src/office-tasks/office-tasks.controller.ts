import { Controller, Get } from '@nestjs/common'
import { Actor, Requires } from '@parvis/identity'
import { OfficeTasksView } from './office-tasks.dto'
import { OfficeTasks } from './office-tasks.service'

@Controller()
export class OfficeTasksController {
  constructor(private readonly tasks: OfficeTasks) {}

  @Requires('console.use')
  @Get('office-tasks')
  async of(@Actor() actor: Actor): Promise<OfficeTasksView> {
    return this.tasks.of(actor)
  }
}
