import { Body, Controller, Delete, Get, Header, HttpCode, Param, Post, Put, Query, StreamableFile } from '@nestjs/common'
import { Actor, Requires } from '@parvis/identity'
import { csvOf, UuidParam } from '@parvis/platform'
import { ReserveMissions } from './reserve-missions.service'
import { MissionAnswerDto, MissionDetailView, MissionDto, MissionEndDto, MissionProposalsDto, MissionsView, OwnReserveView, ReserveMemberDto, ReserveQuery, ReserveView } from './reserve.dto'
import { Reserve } from './reserve.service'

/** The citizen reserve, for its members and for staff. */
@Requires('habilitation.manage')
@Controller()
export class ReserveController {
  constructor(private readonly reserve: Reserve, private readonly missions: ReserveMissions) {}

  @Requires('account.own')
  @Get('reserve')
  async own(@Actor() actor: Actor): Promise<OwnReserveView> {
    return this.reserve.own(actor)
  }

  @Requires('account.own')
  @Put('reserve')
  async join(@Actor() actor: Actor, @Body() body: ReserveMemberDto): Promise<OwnReserveView> {
    await this.reserve.join(actor, body)
    return this.reserve.own(actor)
  }

  @Requires('account.own')
  @Delete('reserve')
  @HttpCode(204)
  async leave(@Actor() actor: Actor): Promise<void> {
    await this.reserve.leave(actor)
  }

  @Requires('account.own')
  @Post('reserve/missions/:id/answers')
  async answer(@Actor() actor: Actor, @Param('id', UuidParam) id: string, @Body() { accept }: MissionAnswerDto): Promise<OwnReserveView> {
    await this.reserve.answer(actor, id, accept)
    return this.reserve.own(actor)
  }

  @Get('console/reserve')
  async list(@Query() query: ReserveQuery): Promise<ReserveView> {
    return this.reserve.list(query)
  }

  @Get('console/reserve.csv')
  @Header('content-type', 'text/csv; charset=utf-8')
  @Header('content-disposition', 'attachment; filename="reserve-citoyenne.csv"')
  csv(): StreamableFile {
    return new StreamableFile(csvOf(this.reserve.columns, this.reserve.file()))
  }

  @Get('console/missions')
  async missionList(@Actor() actor: Actor): Promise<MissionsView> {
    return this.missions.list(actor)
  }

  @Post('console/missions')
  async create(@Actor() actor: Actor, @Body() body: MissionDto): Promise<MissionDetailView> {
    const { id } = await this.missions.create(actor, body)
    return this.missions.read(actor, id)
  }

  @Get('console/missions/:id')
  async mission(@Actor() actor: Actor, @Param('id', UuidParam) id: string): Promise<MissionDetailView> {
    return this.missions.read(actor, id)
  }

  @Post('console/missions/:id/proposals')
  async propose(@Actor() actor: Actor, @Param('id', UuidParam) id: string, @Body() { accountIds }: MissionProposalsDto): Promise<MissionDetailView> {
    await this.missions.propose(actor, id, accountIds)
    return this.missions.read(actor, id)
  }

  @Put('console/missions/:id/state')
  async end(@Actor() actor: Actor, @Param('id', UuidParam) id: string, @Body() { state }: MissionEndDto): Promise<MissionDetailView> {
    await this.missions.end(actor, id, state)
    return this.missions.read(actor, id)
  }
}
