import { Body, Controller, Delete, Get, Header, HttpCode, Param, Post, Put, Query, StreamableFile } from '@nestjs/common'
import { Actor, Requires } from '@parvis/identity'
import { csvOf, UuidParam } from '@parvis/platform'
import { HabilitationDecisions } from './habilitation-decisions.service'
import { CommitmentsDto, HabilitationDecisionDto, HabilitationDetailView, HabilitationRequestDto, HabilitationsQuery, HabilitationsView, HabilitationView, PerimeterDto, TeamView } from './habilitations.dto'
import { Habilitations } from './habilitations.service'

/** One's own habilitation, the team of a referent, and the list of staff. */
@Requires('account.own')
@Controller()
export class HabilitationsController {
  constructor(private readonly own: Habilitations, private readonly decisions: HabilitationDecisions) {}

  @Get('habilitation')
  async read(@Actor() actor: Actor): Promise<HabilitationView> {
    return this.own.view(actor)
  }

  @Post('habilitation')
  async request(@Actor() actor: Actor, @Body() body: HabilitationRequestDto): Promise<HabilitationView> {
    await this.own.request(actor, body)
    return this.own.view(actor)
  }

  @Delete('habilitation')
  @HttpCode(204)
  async cancel(@Actor() actor: Actor): Promise<void> {
    await this.own.cancel(actor)
  }

  @Post('habilitation/commitments')
  async commit(@Actor() actor: Actor, @Body() { version }: CommitmentsDto): Promise<HabilitationView> {
    await this.own.commit(actor, version)
    return this.own.view(actor)
  }

  @Post('habilitation/activation')
  async activate(@Actor() actor: Actor): Promise<HabilitationView> {
    await this.own.activate(actor)
    return this.own.view(actor)
  }

  /** People of the organisations that one is a referent of. */
  @Get('team')
  async team(@Actor() actor: Actor): Promise<TeamView> {
    return this.decisions.team(actor)
  }

  /** For staff of the place, and referents of the organisation. */
  @Get('habilitations/:id')
  async detail(@Actor() actor: Actor, @Param('id', UuidParam) id: string): Promise<HabilitationDetailView> {
    return this.decisions.read(actor, id)
  }

  @Post('habilitations/:id/decisions')
  async decide(@Actor() actor: Actor, @Param('id', UuidParam) id: string, @Body() body: HabilitationDecisionDto): Promise<HabilitationDetailView> {
    await this.decisions.decide(actor, id, body)
    return this.decisions.read(actor, id)
  }

  @Put('habilitations/:id/perimeter')
  async perimeter(@Actor() actor: Actor, @Param('id', UuidParam) id: string, @Body() body: PerimeterDto): Promise<HabilitationDetailView> {
    await this.decisions.setPerimeter(actor, id, body)
    return this.decisions.read(actor, id)
  }

  @Delete('habilitations/:id/second-factor')
  @HttpCode(204)
  async resetSecondFactor(@Actor() actor: Actor, @Param('id', UuidParam) id: string): Promise<void> {
    await this.decisions.resetSecondFactor(actor, id)
  }

  @Requires('habilitation.manage')
  @Get('console/habilitations')
  async list(@Actor() actor: Actor, @Query() query: HabilitationsQuery): Promise<HabilitationsView> {
    return this.decisions.list(actor, query)
  }

  @Requires('habilitation.manage')
  @Get('console/habilitations.csv')
  @Header('content-type', 'text/csv; charset=utf-8')
  @Header('content-disposition', 'attachment; filename="habilitations.csv"')
  csv(@Actor() actor: Actor): StreamableFile {
    return new StreamableFile(csvOf(this.decisions.columns, this.decisions.file(actor)))
  }
}
