import { Body, Controller, Delete, Get, HttpCode, Param, Post, Put, Req, Res, UseGuards } from '@nestjs/common'
import { Config, DomainError } from '@parvis/platform'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { DataSource } from 'typeorm'
import { MailSent } from '../accounts/accounts.dto'
import { Accounts } from '../accounts/accounts.service'
import { Actor, permissionsFor } from '../authorization/actor'
import { Public, Requires } from '../authorization/requires'
import { MunicipalityDirectory } from '../municipalities/municipality-directory'
import { Places } from '../roles/places.service'
import { PasswordGuard } from './password.strategy'
import { clearSessionCookie, sessionTokenIn, setSessionCookie } from './session-cookie'
import { LinkView, NewPassword, ResetWanted, SessionView, SignIn } from './sessions.dto'
import { Sessions } from './sessions.service'

@Controller()
export class SessionsController {
  constructor(
    private readonly config: Config,
    private readonly dataSource: DataSource,
    private readonly sessions: Sessions,
    private readonly accounts: Accounts,
    private readonly places: Places,
    private readonly directory: MunicipalityDirectory,
  ) {}

  @Public() @UseGuards(PasswordGuard) @Post('sessions')
  async signIn(@Body() _: SignIn, @Req() request: FastifyRequest & { user: { accountId: string } }, @Res({ passthrough: true }) reply: FastifyReply): Promise<SessionView> {
    const before = sessionTokenIn(request, this.config)
    if (before) await this.sessions.end(before)
    const token = await this.sessions.open(request.user.accountId)
    setSessionCookie(reply, this.config, token)
    const actor = await this.sessions.actorOf(token)
    if (!actor) throw new DomainError('service.failed', { status: 500 })
    return this.view(actor)
  }

  @Public() @Get('session')
  async read(@Actor() actor: Actor | null): Promise<SessionView> {
    return actor ? this.view(actor) : { account: null, roles: [], permissions: [], desk: 'none', team: false, expiresAt: null }
  }

  @Public() @Delete('sessions/current') @HttpCode(204)
  async signOut(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<void> {
    const token = sessionTokenIn(request, this.config)
    if (token) await this.sessions.end(token)
    clearSessionCookie(reply, this.config)
  }

  @Requires('account.own') @Delete('sessions') @HttpCode(204)
  async signOutEverywhere(@Actor() actor: Actor, @Res({ passthrough: true }) reply: FastifyReply): Promise<void> {
    await this.sessions.endAll(this.dataSource.manager, actor.accountId)
    clearSessionCookie(reply, this.config)
  }

  @Public() @Post('password-resets') @HttpCode(202)
  async askReset(@Body() { email }: ResetWanted): Promise<MailSent> {
    await this.accounts.askReset(email)
    return { sent: true }
  }

  /** Whether the link of a mail still works: whose it is stays unsaid. */
  @Public() @Get('password-resets/:token')
  async resetLink(@Param('token') token: string): Promise<LinkView> {
    return { state: await this.accounts.linkState(token, 'reset_password') }
  }

  @Public() @Put('password-resets/:token') @HttpCode(204)
  async reset(@Param('token') token: string, @Body() { password }: NewPassword): Promise<void> {
    await this.accounts.reset(token, password)
  }

  @Requires('account.own') @Post('email-confirmations') @HttpCode(202)
  async askConfirmation(@Actor() actor: Actor): Promise<MailSent> {
    await this.accounts.askConfirmation(actor)
    return { sent: true }
  }

  /** Whether the link of a mail still works, or did its work. */
  @Public() @Get('email-confirmations/:token')
  async confirmationLink(@Param('token') token: string): Promise<LinkView> {
    return { state: await this.accounts.linkState(token, 'confirm_email') }
  }

  @Public() @Put('email-confirmations/:token') @HttpCode(204)
  async confirm(@Param('token') token: string): Promise<void> {
    await this.accounts.confirm(token)
  }

  private async view(actor: Actor): Promise<SessionView> {
    const municipality = actor.municipalityCode ? this.directory.byCode(actor.municipalityCode) : null
    return {
      account: {
        id: actor.accountId,
        email: actor.email,
        emailConfirmed: actor.emailConfirmed,
        displayName: actor.displayName,
        language: actor.language,
        municipality: municipality && { code: municipality.code, name: municipality.name },
        civilStatusGiven: actor.civilStatusGiven,
      },
      roles: await Promise.all(actor.grants.map(async ({ role, placeKind, placeCode }) => ({
        role, place: { kind: placeKind, code: placeCode, name: await this.places.nameOf(placeKind, placeCode) ?? placeCode },
      }))),
      permissions: permissionsFor(actor),
      desk: actor.desk ?? 'none',
      team: actor.team ?? false,
      expiresAt: actor.expiresAt.toISOString(),
    }
  }
}
