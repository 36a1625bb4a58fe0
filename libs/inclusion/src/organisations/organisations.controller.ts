import { Body, Controller, Get, Header, HttpCode, Param, Post, Put, Query, StreamableFile } from '@nestjs/common'
import { Actor, Public, Requires } from '@parvis/identity'
import { csvOf, UuidParam } from '@parvis/platform'
import { OrganisationDecisionDto, OrganisationNamesView, OrganisationPeopleDto, OrganisationReceivedView, OrganisationRequestDto, OrganisationsQuery, OrganisationsView, OrganisationView } from './organisations.dto'
import { Organisations } from './organisations.service'

@Controller()
export class OrganisationsController {
  constructor(private readonly organisations: Organisations) {}

  /** An organisation asks to welcome people. */
  @Public()
  @Post('organisation-requests')
  @HttpCode(202)
  async request(@Body() body: OrganisationRequestDto): Promise<OrganisationReceivedView> {
    await this.organisations.request(body)
    return { received: true }
  }

  /** Those that one may ask to work for. */
  @Requires('account.own')
  @Get('organisation-names')
  async names(): Promise<OrganisationNamesView> {
    return this.organisations.names()
  }

  @Requires('habilitation.manage')
  @Get('console/organisations')
  async list(@Actor() actor: Actor, @Query() query: OrganisationsQuery): Promise<OrganisationsView> {
    return this.organisations.list(actor, query)
  }

  @Requires('habilitation.manage')
  @Get('console/organisations.csv')
  @Header('content-type', 'text/csv; charset=utf-8')
  @Header('content-disposition', 'attachment; filename="structures.csv"')
  csv(@Actor() actor: Actor): StreamableFile {
    return new StreamableFile(csvOf(this.organisations.columns, this.organisations.file(actor)))
  }

  @Requires('habilitation.manage')
  @Get('console/organisations/:id')
  async read(@Actor() actor: Actor, @Param('id', UuidParam) id: string): Promise<OrganisationView> {
    return this.organisations.read(actor, id)
  }

  @Requires('habilitation.manage')
  @Post('console/organisations/:id/decisions')
  async decide(@Actor() actor: Actor, @Param('id', UuidParam) id: string, @Body() body: OrganisationDecisionDto): Promise<OrganisationView> {
    await this.organisations.decide(actor, id, body)
    return this.organisations.read(actor, id)
  }

  @Requires('habilitation.manage')
  @Put('console/organisations/:id/people')
  async keep(@Actor() actor: Actor, @Param('id', UuidParam) id: string, @Body() body: OrganisationPeopleDto): Promise<OrganisationView> {
    await this.organisations.keep(actor, id, body)
    return this.organisations.read(actor, id)
  }
}
