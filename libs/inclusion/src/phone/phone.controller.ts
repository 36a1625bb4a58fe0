import { Body, Controller, Get, HttpCode, Param, Post, Put } from '@nestjs/common'
import { Actor, Requires } from '@parvis/identity'
import { UuidParam } from '@parvis/platform'
import { AssistedSessionView } from '../assisted-sessions/assisted-sessions.dto'
import { PhoneChecks } from './phone-checks.service'
import { PhoneReceipts } from './phone-receipts.service'
import { PhoneVisits } from './phone-visits.service'
import { NewPhoneVisitDto, PhoneCheckDto, PhoneChecksView, PhoneCheckView, PhoneDenialsView, PhoneReceiptsView, PhoneReceiptView, PhoneReviewDto, PhoneScriptView } from './phone.dto'

/** The desk on the telephone. What is entered goes through the session that a visit opens. */
@Controller('phone')
export class PhoneController {
  constructor(private readonly visits: PhoneVisits, private readonly receipts: PhoneReceipts, private readonly checks: PhoneChecks) {}

  @Requires('desk.use') @Get('script')
  async script(): Promise<PhoneScriptView> {
    return this.visits.script()
  }

  /** The person said yes: a session opens, in which proposals and answers are entered, and no ballot. */
  @Requires('desk.use') @Post('visits')
  async open(@Actor() actor: Actor, @Body() body: NewPhoneVisitDto): Promise<AssistedSessionView> {
    return this.visits.open(actor, body)
  }

  @Requires('desk.use') @Get('receipts')
  async waiting(@Actor() actor: Actor): Promise<PhoneReceiptsView> {
    return this.receipts.list(actor)
  }

  @Requires('desk.use') @Get('receipts/:id')
  async receipt(@Actor() actor: Actor, @Param('id', UuidParam) id: string): Promise<PhoneReceiptView> {
    return this.receipts.view(actor, id)
  }

  @Requires('desk.use') @Put('receipts/:id/sending') @HttpCode(204)
  async sent(@Actor() actor: Actor, @Param('id', UuidParam) id: string): Promise<void> {
    await this.receipts.sent(actor, id)
  }

  @Requires('desk.use') @Get('checks')
  async drawn(@Actor() actor: Actor): Promise<PhoneChecksView> {
    return this.checks.list(actor)
  }

  @Requires('desk.use') @Get('checks/:id')
  async check(@Actor() actor: Actor, @Param('id', UuidParam) id: string): Promise<PhoneCheckView> {
    return this.checks.view(actor, id)
  }

  @Requires('desk.use') @Put('checks/:id') @HttpCode(204)
  async note(@Actor() actor: Actor, @Param('id', UuidParam) id: string, @Body() body: PhoneCheckDto): Promise<void> {
    await this.checks.note(actor, id, body)
  }

  @Requires('habilitation.manage') @Get('denials')
  async denials(@Actor() actor: Actor): Promise<PhoneDenialsView> {
    return this.checks.denials(actor)
  }

  @Requires('habilitation.manage') @Put('denials/:id/review') @HttpCode(204)
  async review(@Actor() actor: Actor, @Param('id', UuidParam) id: string, @Body() { review }: PhoneReviewDto): Promise<void> {
    await this.checks.review(actor, id, review)
  }
}
