import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common'
import { Actor, Requires } from '@parvis/identity'
import { UuidParam } from '@parvis/platform'
import { GiveUpDto, JobPage, JobsQuery, JobSummaryView, JobView, RetriedView, RetryAllDto } from './jobs.dto'
import { Jobs } from './jobs.service'

/** What the platform does by itself: mails, counts, files. */
@Requires('job.manage')
@Controller('jobs')
export class JobsController {
  constructor(private readonly jobs: Jobs) {}

  @Get()
  async list(@Actor() actor: Actor, @Query() query: JobsQuery): Promise<JobPage> {
    return this.jobs.list(actor, query)
  }

  /** How much there is of what, and which processes do it. */
  @Get('summary')
  async summary(@Actor() actor: Actor): Promise<JobSummaryView> {
    return this.jobs.summary(actor)
  }

  @Get(':id')
  async read(@Actor() actor: Actor, @Param('id', UuidParam) id: string): Promise<JobView> {
    return this.jobs.read(actor, id)
  }

  @HttpCode(200)
  @Post('retries')
  async retryAll(@Actor() actor: Actor, @Body() { until }: RetryAllDto): Promise<RetriedView> {
    return { retried: await this.jobs.retryAll(actor, until) }
  }

  @HttpCode(200)
  @Post(':id/retry')
  async retry(@Actor() actor: Actor, @Param('id', UuidParam) id: string): Promise<JobView> {
    return this.jobs.retry(actor, id)
  }

  @HttpCode(200)
  @Post(':id/abandonment')
  async giveUp(@Actor() actor: Actor, @Param('id', UuidParam) id: string, @Body() body: GiveUpDto): Promise<JobView> {
    return this.jobs.giveUp(actor, id, body)
  }
}
