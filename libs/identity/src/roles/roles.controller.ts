import { Body, Controller, Delete, Get, HttpCode, Param, Post, Query } from '@nestjs/common'
import { UuidParam } from '@parvis/platform'
import { Actor } from '../authorization/actor'
import { Requires } from '../authorization/requires'
import { RolePage, RolesQuery, RoleView, RoleWanted } from './roles.dto'
import { Roles } from './roles.service'

@Controller('roles')
@Requires('role.grant')
export class RolesController {
  constructor(private readonly roles: Roles) {}

  @Get()
  list(@Query() query: RolesQuery): Promise<RolePage> {
    return this.roles.list(query)
  }

  @Post()
  grant(@Actor() actor: Actor, @Body() wanted: RoleWanted): Promise<RoleView> {
    return this.roles.grant(actor, wanted)
  }

  @Delete(':id') @HttpCode(204)
  end(@Actor() actor: Actor, @Param('id', UuidParam) id: string): Promise<void> {
    return this.roles.end(actor, id)
  }
}
