import { Body, Controller, Get, Header, Headers, HttpCode, Param, Post, Query } from '@nestjs/common'
import { Actor, Public, Requires } from '@parvis/identity'
import { UuidParam } from '@parvis/platform'
import { ConsentRequests } from './consent-requests.service'
import { MandatesConsole } from './mandates-console.service'
import { MandateRowsView, MandatesQuery, MandateView, RevocationDto, SmsCallbackDto } from './mandates.dto'
import { Mandates } from './mandates.service'

/** Mandates are made where a session is opened (`POST /assisted-sessions`); here they are shown, agreed to and ended. */
@Controller('mandates')
export class MandatesController {
  constructor(private readonly mandates: Mandates, private readonly requests: ConsentRequests, private readonly console: MandatesConsole) {}

  /** Of the centres that the actor keeps up; without names. */
  @Requires('centre.manage')
  @Get()
  async list(@Actor() actor: Actor, @Query() query: MandatesQuery): Promise<MandateRowsView> {
    return this.console.list(actor, query)
  }

  @Requires('centre.manage')
  @Get(':id')
  async read(@Actor() actor: Actor, @Param('id', UuidParam) id: string): Promise<MandateView> {
    return this.console.view(actor, id)
  }

  @Requires('centre.manage')
  @HttpCode(200)
  @Post(':id/revocation')
  async revoke(@Actor() actor: Actor, @Param('id', UuidParam) id: string): Promise<MandateView> {
    return this.console.revoke(actor, id)
  }

  /** The code is the right to see it. */
  @Public()
  @Header('cache-control', 'no-store')
  @Get('codes/:code')
  async view(@Param('code') code: string): Promise<MandateView> {
    return this.mandates.view(code)
  }

  /** Two mediators for what was said aloud; the person in front of the screen. */
  @Requires('desk.use')
  @HttpCode(200)
  @Post('codes/:code/agreement')
  async agree(@Actor() actor: Actor, @Param('code') code: string): Promise<MandateView> {
    return this.mandates.agree(actor, code)
  }

  /** The code is the right to end it, at once. */
  @Public()
  @Header('cache-control', 'no-store')
  @HttpCode(200)
  @Post('codes/:code/revocation')
  async revokeByCode(@Actor() actor: Actor | null, @Param('code') code: string, @Body() { scope }: RevocationDto): Promise<MandateView> {
    return this.mandates.revokeByCode(actor, code, scope)
  }

  /** For the provider of SMS, which signs what it says (`x-parvis-signature`). */
  @Public()
  @HttpCode(204)
  @Post('sms-callback')
  async hear(@Body() body: SmsCallbackDto, @Headers('x-parvis-signature') signed?: string): Promise<void> {
    await this.requests.hear(body, signed)
  }
}
