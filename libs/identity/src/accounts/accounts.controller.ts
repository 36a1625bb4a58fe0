import { Body, Controller, Delete, Get, HttpCode, Patch, Post, Put, Req, Res } from '@nestjs/common'
import { Config } from '@parvis/platform'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { DataSource } from 'typeorm'
import { clearSessionCookie, sessionTokenIn } from '../authentication/session-cookie'
import { Actor } from '../authorization/actor'
import { Public, Requires } from '../authorization/requires'
import { AccountChange, AccountWanted, CivilStatusDto, CivilStatusView, MailSent, PasswordChange } from './accounts.dto'
import { Accounts } from './accounts.service'
import { NoticesChange, NoticesView } from './notices.dto'
import { Notices } from './notices.service'
import { CivilStatus } from './civil-status.service'
import { AccountErasure } from './own-data.dto'
import { OwnData } from './own-data.service'

@Controller()
export class AccountsController {
  constructor(private readonly config: Config, private readonly accounts: Accounts, private readonly civilStatus: CivilStatus, private readonly ownData: OwnData, private readonly notices: Notices, private readonly dataSource: DataSource) {}

  @Public() @Post('accounts') @HttpCode(202)
  async register(@Body() wanted: AccountWanted): Promise<MailSent> {
    await this.accounts.register(wanted)
    return { sent: true }
  }

  @Requires('account.own') @Patch('account') @HttpCode(204)
  async change(@Actor() actor: Actor, @Body() change: AccountChange): Promise<void> {
    await this.accounts.change(actor, change)
  }

  @Requires('account.own') @Put('account/password') @HttpCode(204)
  async changePassword(@Actor() actor: Actor, @Body() change: PasswordChange, @Req() request: FastifyRequest): Promise<void> {
    await this.accounts.changePassword(actor, change, sessionTokenIn(request, this.config) ?? '')
  }

  /** Erases the account for good, and signs out. */
  @Requires('account.own') @Post('account/erasure') @HttpCode(204)
  async erase(@Actor() actor: Actor, @Body() { password }: AccountErasure, @Res({ passthrough: true }) reply: FastifyReply): Promise<void> {
    await this.ownData.erase(actor, password)
    clearSessionCookie(reply, this.config)
  }

  /** Which mails the person wants. */
  @Requires('account.own') @Get('account/notices')
  async readNotices(@Actor() actor: Actor): Promise<NoticesView> {
    return this.notices.read(actor.accountId)
  }

  @Requires('account.own') @Patch('account/notices')
  async changeNotices(@Actor() actor: Actor, @Body() change: NoticesChange): Promise<NoticesView> {
    await this.notices.change(actor.accountId, change)
    return this.notices.read(actor.accountId)
  }

  /** The person's own civil status, for reading it back. */
  @Requires('account.own') @Get('account/civil-status')
  async readCivilStatus(@Actor() actor: Actor): Promise<CivilStatusView> {
    return { civilStatus: await this.civilStatus.civilStatusOf(this.dataSource.manager, actor.accountId) }
  }

  @Requires('account.own') @Put('account/civil-status') @HttpCode(204)
  async keepCivilStatus(@Actor() actor: Actor, @Body() given: CivilStatusDto): Promise<void> {
    await this.civilStatus.keep(actor.accountId, given)
  }

  @Requires('account.own') @Delete('account/civil-status') @HttpCode(204)
  async eraseCivilStatus(@Actor() actor: Actor): Promise<void> {
    await this.civilStatus.erase(actor.accountId)
  }
}
