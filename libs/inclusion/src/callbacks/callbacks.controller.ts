import { Body, Controller, Get, HttpCode, Param, Post, Put } from '@nestjs/common'
import { Actor, Public, Requires } from '@parvis/identity'
import { UuidParam } from '@parvis/platform'
import { CallbackMadeView, CallbackOutcomeDto, CallbacksView, CallbackView, NewCallbackDto } from './callbacks.dto'
import { Callbacks } from './callbacks.service'

@Controller('callbacks')
export class CallbacksController {
  constructor(private readonly callbacks: Callbacks) {}

  /** Anybody asks to be called back, without an account. */
  @Public() @Post()
  async leave(@Body() body: NewCallbackDto): Promise<CallbackMadeView> {
    return this.callbacks.leave(body)
  }

  @Requires('desk.use') @Get()
  async list(@Actor() actor: Actor): Promise<CallbacksView> {
    return this.callbacks.list(actor)
  }

  @Requires('desk.use') @Put(':id/taking') @HttpCode(204)
  async take(@Actor() actor: Actor, @Param('id', UuidParam) id: string): Promise<void> {
    await this.callbacks.take(actor, id)
  }

  @Requires('desk.use') @Get(':id')
  async view(@Actor() actor: Actor, @Param('id', UuidParam) id: string): Promise<CallbackView> {
    return this.callbacks.view(actor, id)
  }

  @Requires('desk.use') @Put(':id/outcome') @HttpCode(204)
  async note(@Actor() actor: Actor, @Param('id', UuidParam) id: string, @Body() body: CallbackOutcomeDto): Promise<void> {
    await this.callbacks.note(actor, id, body)
  }
}
