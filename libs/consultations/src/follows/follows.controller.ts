import { Controller, Delete, Get, HttpCode, Param, Put, Query } from '@nestjs/common'
import { Actor, Requires } from '@parvis/identity'
import { PageQuery } from '@parvis/platform'
import { FollowedView, FollowPageView } from './follows.dto'
import { Follows } from './follows.service'

@Requires('account.own')
@Controller('account/follows')
export class FollowsController {
  constructor(private readonly follows: Follows) {}

  @Get()
  async list(@Actor() actor: Actor, @Query() query: PageQuery): Promise<FollowPageView> {
    return this.follows.list(actor, query)
  }

  /** Kind: `consultation`, `theme`, `municipality` or `proposal`. */
  @Get(':kind/:target')
  async read(@Actor() actor: Actor, @Param('kind') kind: string, @Param('target') target: string): Promise<FollowedView> {
    return { followed: await this.follows.isFollowed(actor, kind, target) }
  }

  @Put(':kind/:target') @HttpCode(204)
  async follow(@Actor() actor: Actor, @Param('kind') kind: string, @Param('target') target: string): Promise<void> {
    await this.follows.follow(actor, kind, target)
  }

  @Delete(':kind/:target') @HttpCode(204)
  async unfollow(@Actor() actor: Actor, @Param('kind') kind: string, @Param('target') target: string): Promise<void> {
    await this.follows.unfollow(actor, kind, target)
  }
}
