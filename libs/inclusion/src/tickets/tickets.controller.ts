import { Body, Controller, Get, HttpCode, Param, Post } from '@nestjs/common'
import { Actor, Public, Requires } from '@parvis/identity'
import { UuidParam } from '@parvis/platform'
import { NewTicketDto, NewTicketView, NextDto, NextView, QueueBoardView, QueuesView, TicketActDto } from './tickets.dto'
import { Tickets } from './tickets.service'

@Controller()
export class TicketsController {
  constructor(private readonly tickets: Tickets) {}

  @Requires('desk.use')
  @Get('tickets')
  async list(@Actor() actor: Actor): Promise<QueuesView> {
    return this.tickets.ofDesk(actor)
  }

  @Requires('desk.use')
  @Post('tickets')
  async make(@Actor() actor: Actor, @Body() body: NewTicketDto): Promise<NewTicketView> {
    return this.tickets.make(actor, body)
  }

  /** The next person is called. */
  @Requires('desk.use')
  @Post('tickets/next')
  @HttpCode(200)
  async next(@Actor() actor: Actor, @Body() { centreId }: NextDto): Promise<NextView> {
    return { ticket: await this.tickets.next(actor, centreId) }
  }

  @Requires('desk.use')
  @Post('tickets/:id/acts')
  @HttpCode(204)
  async move(@Actor() actor: Actor, @Param('id', UuidParam) id: string, @Body() { act }: TicketActDto): Promise<void> {
    await this.tickets.move(actor, id, act)
  }

  /** For the wall of the room. */
  @Public()
  @Get('centres/:slug/queue')
  async board(@Param('slug') slug: string): Promise<QueueBoardView> {
    return this.tickets.board(slug)
  }
}
