import { Body, Controller, Get, Header, HttpCode, Param, Post, Put } from '@nestjs/common'
import { Actor, Public, Requires } from '@parvis/identity'
import { ConsultationReads } from '../consultations/consultation-reads.service'
import { AnswersDto, AnswerSheetView, DraftAnswersDto, DraftKeptView, SendAnswersDto, SentAnswersView, SheetCodeView } from './answer-sheets.dto'
import { AnswerSheets } from './answer-sheets.service'
import { AnswerWithdrawals } from './answer-withdrawals.service'

/** Whoever holds the code holds the answers: nobody else can read them, and nobody has to be known before sending. */
@Controller()
export class AnswerSheetsController {
  constructor(private readonly sheets: AnswerSheets, private readonly withdrawals: AnswerWithdrawals, private readonly consultations: ConsultationReads) {}

  @Public()
  @Post('consultations/:slugOrId/answer-sheets')
  async begin(@Param('slugOrId') slugOrId: string): Promise<SheetCodeView> {
    return this.sheets.begin((await this.consultations.publicId(slugOrId)).id)
  }

  /** What this account sent, to be read again and changed: gives a new code. */
  @Requires('account.own')
  @HttpCode(200)
  @Post('consultations/:slugOrId/answer-sheets/own')
  async own(@Actor() actor: Actor, @Param('slugOrId') slugOrId: string): Promise<SheetCodeView> {
    return this.sheets.own(actor, (await this.consultations.publicId(slugOrId)).id)
  }

  /** Takes back what this account sent, until the close. */
  @Requires('account.own')
  @HttpCode(204)
  @Post('consultations/:slugOrId/answer-sheets/own/withdrawal')
  async withdraw(@Actor() actor: Actor, @Param('slugOrId') slugOrId: string): Promise<void> {
    await this.withdrawals.withdrawOwn(actor, (await this.consultations.publicId(slugOrId)).id)
  }

  @Public()
  @Header('cache-control', 'no-store')
  @Get('answer-sheets/:code')
  async read(@Param('code') code: string): Promise<AnswerSheetView> {
    return this.sheets.read(code)
  }

  @Public()
  @Header('cache-control', 'no-store')
  @Put('answer-sheets/:code/pages/:section')
  async save(@Param('code') code: string, @Param('section') section: string, @Body() { answers }: AnswersDto): Promise<AnswerSheetView> {
    return this.sheets.savePage(code, section, answers)
  }

  /** Keeps a page while it is typed: what can be read of it, and nothing is sent by it. */
  @Public()
  @Header('cache-control', 'no-store')
  @Put('answer-sheets/:code/pages/:section/draft')
  async keep(@Param('code') code: string, @Param('section') section: string, @Body() body: DraftAnswersDto): Promise<DraftKeptView> {
    return this.sheets.keepDraft(code, section, body)
  }

  @Public()
  @HttpCode(200)
  @Header('cache-control', 'no-store')
  @Post('answer-sheets/:code/sending')
  async send(@Actor() actor: Actor | null, @Param('code') code: string, @Body() { civilStatus }: SendAnswersDto): Promise<SentAnswersView> {
    return this.sheets.send(actor, code, civilStatus)
  }
}
