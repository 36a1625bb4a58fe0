import { Body, Controller, Get, HttpCode, Param, Post } from '@nestjs/common'
import { Actor, Requires } from '@parvis/identity'
import { UuidParam } from '@parvis/platform'
import { BallotFormView, BallotReceiptView, CastBallotDto } from './ballots.dto'
import { OnlineBallots } from './online-ballots.service'
import { Withdrawals } from './withdrawals.service'

@Controller('votes/:id')
export class BallotsController {
  constructor(private readonly ballots: OnlineBallots, private readonly withdrawals: Withdrawals) {}

  @Requires('ballot.cast')
  @Get('ballot-form')
  async form(@Actor() actor: Actor, @Param('id', UuidParam) id: string): Promise<BallotFormView> {
    return this.ballots.form(actor, id)
  }

  /** Casts a ballot, or replaces the one cast before; the same ballot sent again gets the same receipt. */
  @Requires('ballot.cast')
  @Post('ballots')
  async cast(@Actor() actor: Actor, @Param('id', UuidParam) id: string, @Body() body: CastBallotDto): Promise<BallotReceiptView> {
    return this.ballots.cast(actor, id, body)
  }

  /** Takes the account's own ballot back, until the close; another may be cast afterwards. */
  @Requires('ballot.cast')
  @HttpCode(204)
  @Post('withdrawal')
  async withdraw(@Actor() actor: Actor, @Param('id', UuidParam) id: string): Promise<void> {
    await this.withdrawals.withdrawOwn(actor, id)
  }
}
