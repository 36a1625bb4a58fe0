import { Body, Controller, Get, Header, Param, Post } from '@nestjs/common'
import { Public } from '@parvis/identity'
import { Appeals } from '../moderation/appeals.service'
import { AppealDto, NoticeView } from '../moderation/moderation.dto'
import { ReceiptNoticeView, ReceiptView } from './receipts.dto'
import { Receipts } from './receipts.service'

@Controller('receipts')
export class ReceiptsController {
  constructor(private readonly receipts: Receipts, private readonly appeals: Appeals) {}

  @Public()
  @Header('cache-control', 'no-store')
  @Get(':code')
  async read(@Param('code') code: string): Promise<ReceiptView> {
    return this.receipts.read(code)
  }

  /** What moderation hid of what a desk entered for somebody without an account. */
  @Public()
  @Header('cache-control', 'no-store')
  @Get(':code/notice')
  async notice(@Param('code') code: string): Promise<ReceiptNoticeView> {
    return { notice: await this.appeals.noticeOfReceipt(code) }
  }

  /** Contests it: the code is the right to. */
  @Public()
  @Header('cache-control', 'no-store')
  @Post(':code/appeal')
  async appeal(@Param('code') code: string, @Body() { words }: AppealDto): Promise<NoticeView> {
    return this.appeals.appealByReceipt(code, words)
  }
}
