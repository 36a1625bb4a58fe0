import { Body, Controller, Get, Header, HttpCode, Put, Query, StreamableFile } from '@nestjs/common'
import { Actor, Requires } from '@parvis/identity'
import { csvOf } from '@parvis/platform'
import { CloseDayDto, DayActivitiesView, ReportsQuery } from './activity-reports.dto'
import { ActivityReports } from './activity-reports.service'

@Requires('desk.use')
@Controller()
export class ActivityReportsController {
  constructor(private readonly reports: ActivityReports) {}

  @Get('activity-reports/today')
  async today(@Actor() actor: Actor): Promise<DayActivitiesView> {
    return this.reports.today(actor)
  }

  @Put('activity-reports/today')
  @HttpCode(200)
  async close(@Actor() actor: Actor, @Body() body: CloseDayDto): Promise<DayActivitiesView> {
    return this.reports.close(actor, body)
  }

  /** In the shape of the interface of the Coop: `{ data, links, meta }`. */
  @Get('activity-reports.json')
  @Header('content-type', 'application/json; charset=utf-8')
  @Header('cache-control', 'no-store')
  @Header('content-disposition', 'attachment; filename="activites.json"')
  async json(@Actor() actor: Actor, @Query() { day }: ReportsQuery): Promise<StreamableFile> {
    const data = await this.reports.records(actor, day)
    return new StreamableFile(Buffer.from(JSON.stringify({ data, links: {}, meta: { total_count: data.length } }, null, 1)))
  }

  /** The same, a line each. */
  @Get('activity-reports.csv')
  @Header('content-type', 'text/csv; charset=utf-8')
  @Header('cache-control', 'no-store')
  @Header('content-disposition', 'attachment; filename="activites.csv"')
  csv(@Actor() actor: Actor, @Query() { day }: ReportsQuery): StreamableFile {
    return new StreamableFile(csvOf(this.reports.columns, this.reports.lines(actor, day)))
  }
}
