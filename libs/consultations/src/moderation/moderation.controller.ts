import { Body, Controller, Get, Header, HttpCode, Param, Post, Put, Query, StreamableFile } from '@nestjs/common'
import { Actor, Public, Requires } from '@parvis/identity'
import { UuidParam } from '@parvis/platform'
import { Appeals } from './appeals.service'
import { ModerationDecisions } from './decisions.service'
import {
  AppealDto, CaseCountsView, CaseDetailView, CasePageView, CasesDto, CasesQuery, DecideAppealDto, DecidedView, DecideDto, DecisionPageView, DecisionsQuery, ModerationSettingsView, NoticeView, PreviewView, ReportDto,
  ReportedView, ReportFormView, SetModerationDto, UndoneView,
} from './moderation.dto'
import { ModerationQueue } from './moderation-queue.service'
import { ModerationRules } from './moderation-settings.service'
import { Reports } from './reports.service'

@Controller()
export class ModerationController {
  constructor(
    private readonly reports: Reports,
    private readonly queue: ModerationQueue,
    private readonly decisions: ModerationDecisions,
    private readonly appeals: Appeals,
    private readonly rules: ModerationRules,
  ) {}

  @Public()
  @Header('cache-control', 'no-store')
  @Get('report-form')
  async form(): Promise<ReportFormView> {
    return { token: await this.reports.form() }
  }

  @Public()
  @Post('reports')
  async report(@Actor() actor: Actor | null, @Body() body: ReportDto): Promise<ReportedView> {
    await this.reports.report(actor, body)
    return { status: 'received' }
  }

  @Requires('appeal.decide')
  @Get('moderation/cases')
  async cases(@Actor() actor: Actor, @Query() query: CasesQuery): Promise<CasePageView> {
    return this.queue.list(actor, query)
  }

  /** What the list shows, whole. */
  @Requires('appeal.decide')
  @Get('moderation/cases.csv')
  @Header('content-type', 'text/csv; charset=utf-8')
  @Header('content-disposition', 'attachment; filename="moderation.csv"')
  casesCsv(@Actor() actor: Actor, @Query() query: CasesQuery): StreamableFile {
    return new StreamableFile(this.queue.casesCsv(actor, query))
  }

  @Requires('appeal.decide')
  @Get('moderation/counts')
  async counts(@Actor() actor: Actor): Promise<CaseCountsView> {
    return this.queue.counts(actor)
  }

  @Requires('appeal.decide')
  @Get('moderation/cases/:id')
  async case(@Actor() actor: Actor, @Param('id', UuidParam) id: string): Promise<CaseDetailView> {
    return this.queue.detail(actor, id)
  }

  @Requires('content.moderate')
  @Post('moderation/preview')
  @HttpCode(200)
  async preview(@Actor() actor: Actor, @Body() body: CasesDto): Promise<PreviewView> {
    return this.decisions.preview(actor, body)
  }

  @Requires('content.moderate')
  @Post('moderation/decisions')
  async decide(@Actor() actor: Actor, @Body() body: DecideDto): Promise<DecidedView> {
    return this.decisions.decide(actor, body)
  }

  @Requires('content.moderate')
  @Post('moderation/batches/:id/undo')
  async undo(@Actor() actor: Actor, @Param('id', UuidParam) id: string): Promise<UndoneView> {
    return this.decisions.undo(actor, id)
  }

  @Requires('appeal.decide')
  @Get('moderation/decisions')
  async log(@Actor() actor: Actor, @Query() query: DecisionsQuery): Promise<DecisionPageView> {
    return this.queue.decisions(actor, query)
  }

  @Requires('appeal.decide')
  @Get('moderation/decisions.csv')
  @Header('content-type', 'text/csv; charset=utf-8')
  @Header('content-disposition', 'attachment; filename="moderation.csv"')
  logFile(@Actor() actor: Actor, @Query() query: DecisionsQuery): StreamableFile {
    return new StreamableFile(this.queue.csv(actor, query))
  }

  @Requires('content.moderate')
  @Get('moderation/settings')
  async settings(@Actor() actor: Actor): Promise<ModerationSettingsView[]> {
    return this.rules.mine(actor)
  }

  @Requires('content.moderate')
  @Put('moderation/settings')
  async setSettings(@Actor() actor: Actor, @Body() body: SetModerationDto): Promise<ModerationSettingsView[]> {
    return this.rules.set(actor, body)
  }

  @Requires('account.own')
  @Get('moderation/notices/:id')
  async notice(@Actor() actor: Actor, @Param('id', UuidParam) id: string): Promise<NoticeView> {
    return this.appeals.notice(actor, id)
  }

  @Requires('account.own')
  @Post('moderation/notices/:id/appeal')
  async appeal(@Actor() actor: Actor, @Param('id', UuidParam) id: string, @Body() { words }: AppealDto): Promise<NoticeView> {
    return this.appeals.appeal(actor, id, words)
  }

  @Requires('appeal.decide')
  @Post('moderation/appeals/:id/decision')
  @HttpCode(204)
  async decideAppeal(@Actor() actor: Actor, @Param('id', UuidParam) id: string, @Body() body: DecideAppealDto): Promise<void> {
    await this.appeals.decide(actor, id, body)
  }
}
