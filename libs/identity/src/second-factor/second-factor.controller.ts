import { Body, Controller, Get, HttpCode, Post, Req } from '@nestjs/common'
import { Config } from '@parvis/platform'
import type { FastifyRequest } from 'fastify'
import { sessionTokenIn } from '../authentication/session-cookie'
import { Actor } from '../authorization/actor'
import { Requires } from '../authorization/requires'
import { SecondFactorCards } from './cards.service'
import { CardFile, CardsTakenView, CardsView, CodeGiven, SecondFactorView, SecondFactorWanted } from './second-factor.dto'
import { SecondFactor } from './second-factor.service'

/** One's own second factor: the code that a desk asks for beside the password. */
@Requires('account.own')
@Controller()
export class SecondFactorController {
  constructor(private readonly config: Config, private readonly secondFactor: SecondFactor, private readonly cards: SecondFactorCards) {}

  @Get('second-factor')
  async read(@Actor() actor: Actor): Promise<SecondFactorView> {
    return this.secondFactor.view(actor)
  }

  @Post('second-factor')
  async begin(@Actor() actor: Actor, @Body() { serial }: SecondFactorWanted): Promise<SecondFactorView> {
    await (serial ? this.cards.hold(actor, serial) : this.secondFactor.begin(actor))
    return this.secondFactor.view(actor)
  }

  @Post('second-factor/checks') @HttpCode(204)
  async check(@Actor() actor: Actor, @Body() { code }: CodeGiven, @Req() request: FastifyRequest): Promise<void> {
    await this.secondFactor.check(actor, code, sessionTokenIn(request, this.config) ?? '')
  }

  @Requires('habilitation.manage') @Get('console/second-factor-cards')
  async countCards(): Promise<CardsView> {
    return this.cards.view()
  }

  /** Cards as their maker delivers them. */
  @Requires('habilitation.manage') @Post('console/second-factor-cards') @HttpCode(200)
  async takeCards(@Actor() actor: Actor, @Body() { csv }: CardFile): Promise<CardsTakenView> {
    return this.cards.take(actor, csv)
  }
}
