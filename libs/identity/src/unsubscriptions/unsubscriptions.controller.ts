import { Controller, Delete, Get, Param, Put } from '@nestjs/common'
import { Public } from '../authorization/requires'
import { UnsubscriptionView } from './unsubscriptions.dto'
import { Unsubscriptions } from './unsubscriptions.service'

/** The link of a mail: who holds it needs no account. Looking changes nothing, since programs that check mails follow links. */
@Controller('unsubscriptions')
export class UnsubscriptionsController {
  constructor(private readonly unsubscriptions: Unsubscriptions) {}

  @Public() @Get(':token')
  async read(@Param('token') token: string): Promise<UnsubscriptionView> {
    return this.unsubscriptions.read(token)
  }

  @Public() @Put(':token')
  async end(@Param('token') token: string): Promise<UnsubscriptionView> {
    return this.unsubscriptions.end(token)
  }

  @Public() @Delete(':token')
  async undo(@Param('token') token: string): Promise<UnsubscriptionView> {
    return this.unsubscriptions.undo(token)
  }
}
