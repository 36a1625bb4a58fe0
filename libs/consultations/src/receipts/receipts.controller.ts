import { Controller, Get, Header, Param } from '@nestjs/common'
import { Public } from '@parvis/identity'
import { ReceiptView } from './receipts.dto'
import { Receipts } from './receipts.service'

@Controller('receipts')
export class ReceiptsController {
  constructor(private readonly receipts: Receipts) {}

  @Public()
  @Header('cache-control', 'no-store')
  @Get(':code')
  async read(@Param('code') code: string): Promise<ReceiptView> {
    return this.receipts.read(code)
  }
}
