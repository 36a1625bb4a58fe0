import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common'
import { Actor, Public, Requires } from '@parvis/identity'
import { DomainError, UuidParam } from '@parvis/platform'
import { AmendmentReads } from './amendment-reads.service'
import { AmendmentAnswerDto, AmendmentDto, AmendmentPageView, AmendmentsQuery, AmendmentView, PromotedAmendmentView } from './amendments.dto'
import { Amendments } from './amendments.service'

@Controller()
export class AmendmentsController {
  constructor(private readonly amendments: Amendments, private readonly reads: AmendmentReads) {}

  @Public()
  @Get('proposals/:id/amendments')
  list(@Actor() actor: Actor | null, @Param('id', UuidParam) id: string, @Query() query: AmendmentsQuery): Promise<AmendmentPageView> {
    return this.reads.list(actor, id, query)
  }

  @Requires('proposal.submit')
  @Post('proposals/:id/amendments')
  async propose(@Actor() actor: Actor, @Param('id', UuidParam) id: string, @Body() body: AmendmentDto): Promise<AmendmentView> {
    return this.reads.detail(actor, await this.amendments.proposeOwn(actor, id, body))
  }

  @Public()
  @Get('proposals/:id/amendments/:number')
  detail(@Actor() actor: Actor | null, @Param('id', UuidParam) id: string, @Param('number') number: string): Promise<AmendmentView> {
    if (!/^[1-9]\d{0,8}$/.test(number)) throw new DomainError('amendment.unknown', { status: 404 })
    return this.reads.detail(actor, { proposalId: id, number: Number(number) })
  }

  @Requires('proposal.submit')
  @Post('amendments/:id/acceptance')
  @HttpCode(200)
  async accept(@Actor() actor: Actor, @Param('id', UuidParam) id: string): Promise<AmendmentView> {
    await this.amendments.accept(actor, id)
    return this.reads.detail(actor, { id })
  }

  @Requires('proposal.submit')
  @Post('amendments/:id/refusal')
  @HttpCode(200)
  async decline(@Actor() actor: Actor, @Param('id', UuidParam) id: string, @Body() { reason }: AmendmentAnswerDto): Promise<AmendmentView> {
    await this.amendments.decline(actor, id, reason)
    return this.reads.detail(actor, { id })
  }

  @Requires('proposal.submit')
  @Post('amendments/:id/withdrawal')
  @HttpCode(200)
  async withdraw(@Actor() actor: Actor, @Param('id', UuidParam) id: string): Promise<AmendmentView> {
    await this.amendments.withdraw(actor, id)
    return this.reads.detail(actor, { id })
  }

  @Requires('proposal.submit')
  @Post('amendments/:id/promotion')
  promote(@Actor() actor: Actor, @Param('id', UuidParam) id: string): Promise<PromotedAmendmentView> {
    return this.amendments.promote(actor, id)
  }

  @Requires('content.moderate')
  @Post('amendments/:id/removal')
  @HttpCode(200)
  async remove(@Actor() actor: Actor, @Param('id', UuidParam) id: string, @Body() { reason }: AmendmentAnswerDto): Promise<AmendmentView> {
    await this.amendments.remove(actor, id, reason)
    return this.reads.detail(actor, { id })
  }
}
