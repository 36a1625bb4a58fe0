import { Body, Controller, Delete, Get, HttpCode, Param, Post, Query } from '@nestjs/common'
import { UuidParam } from '@parvis/platform'
import { Actor } from '../authorization/actor'
import { Requires } from '../authorization/requires'
import { NewTokenView, TokenPage, TokensQuery, TokenWanted } from './tokens.dto'
import { ApiTokens } from './tokens.service'

/** One's own tokens for machines. */
@Controller('tokens')
@Requires('token.own')
export class TokensController {
  constructor(private readonly tokens: ApiTokens) {}

  @Get()
  list(@Actor() actor: Actor, @Query() query: TokensQuery): Promise<TokenPage> {
    return this.tokens.list(actor, query)
  }

  @Post()
  create(@Actor() actor: Actor, @Body() wanted: TokenWanted): Promise<NewTokenView> {
    return this.tokens.create(actor, wanted)
  }

  @Delete(':id') @HttpCode(204)
  revoke(@Actor() actor: Actor, @Param('id', UuidParam) id: string): Promise<void> {
    return this.tokens.revoke(actor, id)
  }
}
