import { Body, Controller, Delete, Get, HttpCode, Param, Post, Query } from '@nestjs/common'
import { Actor, Requires } from '@parvis/identity'
import { PageQuery, UuidParam } from '@parvis/platform'
import { HeldReceiptPageView, HoldReceiptDto } from './held-receipts.dto'
import { HeldReceipts } from './held-receipts.service'

/** What a desk entered for somebody who has an account now. */
@Controller('account/receipts')
export class HeldReceiptsController {
  constructor(private readonly receipts: HeldReceipts) {}

  @Requires('account.own')
  @Get()
  async list(@Actor() actor: Actor, @Query() query: PageQuery): Promise<HeldReceiptPageView> {
    return this.receipts.list(actor, query)
  }

  @Requires('account.own')
  @HttpCode(204)
  @Post()
  async hold(@Actor() actor: Actor, @Body() { code }: HoldReceiptDto): Promise<void> {
    await this.receipts.hold(actor, code)
  }

  @Requires('account.own')
  @HttpCode(204)
  @Delete(':id')
  async letGo(@Actor() actor: Actor, @Param('id', UuidParam) id: string): Promise<void> {
    await this.receipts.letGo(actor, id)
  }
}
