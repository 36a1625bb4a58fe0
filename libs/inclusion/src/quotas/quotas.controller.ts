import { Body, Controller, Get, HttpCode, Param, Post, Put, Query } from '@nestjs/common'
import { Actor, Requires } from '@parvis/identity'
import { UuidParam } from '@parvis/platform'
import { AskLiftDto, DecideLiftDto, LiftsQuery, LiftsView, PaceSettingDto, PaceSettingView, QuotaView } from './quotas.dto'
import { Quotas } from './quotas.service'

@Controller()
export class QuotasController {
  constructor(private readonly quotas: Quotas) {}

  @Requires('desk.use')
  @Get('quotas/own')
  async own(@Actor() actor: Actor): Promise<QuotaView> {
    return this.quotas.own(actor)
  }

  /** Asks a coordinator for more visits today. */
  @Requires('desk.use')
  @Post('quotas/lifts')
  async ask(@Actor() actor: Actor, @Body() body: AskLiftDto): Promise<QuotaView> {
    return this.quotas.ask(actor, body)
  }

  @Requires('habilitation.manage')
  @Get('console/quotas/lifts')
  async lifts(@Actor() actor: Actor, @Query() query: LiftsQuery): Promise<LiftsView> {
    return this.quotas.lifts(actor, query)
  }

  @Requires('habilitation.manage')
  @Post('console/quotas/lifts/:id/decision')
  @HttpCode(204)
  async decide(@Actor() actor: Actor, @Param('id', UuidParam) id: string, @Body() body: DecideLiftDto): Promise<void> {
    await this.quotas.decide(actor, id, body)
  }

  @Requires('habilitation.manage')
  @Get('console/quotas/numbers')
  async setting(@Actor() actor: Actor): Promise<PaceSettingView> {
    return this.quotas.setting(actor)
  }

  @Requires('habilitation.manage')
  @Put('console/quotas/numbers')
  async set(@Actor() actor: Actor, @Body() body: PaceSettingDto): Promise<PaceSettingView> {
    return this.quotas.set(actor, body)
  }
}
