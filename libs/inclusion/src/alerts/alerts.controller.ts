import { Body, Controller, Get, Header, HttpCode, Param, Post, Query, StreamableFile } from '@nestjs/common'
import { Actor, Requires } from '@parvis/identity'
import { csvOf, UuidParam } from '@parvis/platform'
import { AlertsQuery, AlertsView, DecideAlertDto, ExplainDto, OwnAlertsView } from './alerts.dto'
import { Alerts } from './alerts.service'

@Controller()
export class AlertsController {
  constructor(private readonly alerts: Alerts) {}

  /** What one is asked about one's own days. */
  @Requires('desk.use')
  @Get('alerts')
  async own(@Actor() actor: Actor): Promise<OwnAlertsView> {
    return this.alerts.own(actor)
  }

  @Requires('desk.use')
  @Post('alerts/:id/explanation')
  @HttpCode(204)
  async explain(@Actor() actor: Actor, @Param('id', UuidParam) id: string, @Body() { explanation }: ExplainDto): Promise<void> {
    await this.alerts.explain(actor, id, explanation)
  }

  @Requires('habilitation.manage')
  @Get('console/alerts')
  async list(@Actor() actor: Actor, @Query() query: AlertsQuery): Promise<AlertsView> {
    return this.alerts.list(actor, query)
  }

  @Requires('habilitation.manage')
  @Get('console/alerts.csv')
  @Header('content-type', 'text/csv; charset=utf-8')
  @Header('content-disposition', 'attachment; filename="alertes.csv"')
  csv(@Actor() actor: Actor): StreamableFile {
    return new StreamableFile(csvOf(this.alerts.columns, this.alerts.file(actor)))
  }

  @Requires('habilitation.manage')
  @Post('console/alerts/:id/decision')
  @HttpCode(204)
  async decide(@Actor() actor: Actor, @Param('id', UuidParam) id: string, @Body() body: DecideAlertDto): Promise<void> {
    await this.alerts.decide(actor, id, body)
  }
}
