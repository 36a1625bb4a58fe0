import { Body, Controller, Delete, Get, HttpCode, Param, Post, Put, Req, Res } from '@nestjs/common'
import { Actor, Public, Requires } from '@parvis/identity'
import { Config, UuidParam } from '@parvis/platform'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { AssistedAnswersDto, AssistedBallotDto, AssistedCommentDto, AssistedProposalDto, AssistedReceiptView, AssistedSupportDto } from '../assisted-sessions/assisted-sessions.dto'
import { AssistedEntries, type SessionLock } from '../assisted-sessions/assisted-entries.service'
import { dropSession, keepDevice, keepSession, secretsIn } from './kiosk-cookies'
import { KioskPasses } from './kiosk-passes.service'
import { KioskSessions } from './kiosk-sessions.service'
import { DemonstrationCodeView, DeviceView, DraftDto, DraftView, EnrolmentView, KioskCodeDto, KioskSessionView, KiosksView, NewKioskDto, NewPassDto, NoticeReadDto, PassView } from './kiosks.dto'
import { Kiosks } from './kiosks.service'

/**
 * The desk makes devices and passes, and sees their state alone. A device and who is at it show two cookies and no account: these routes
 * are public by declaration, and each asks for what its cookies open.
 */
@Controller('kiosks')
export class KiosksController {
  constructor(
    private readonly config: Config,
    private readonly kiosks: Kiosks,
    private readonly passes: KioskPasses,
    private readonly sessions: KioskSessions,
    private readonly entries: AssistedEntries,
  ) {}

  @Requires('desk.use') @Get()
  async list(@Actor() actor: Actor): Promise<KiosksView> {
    return this.kiosks.ofDesk(actor)
  }

  @Requires('desk.use') @Post()
  async make(@Actor() actor: Actor, @Body() body: NewKioskDto): Promise<EnrolmentView> {
    return this.kiosks.make(actor, body)
  }

  /** Somebody is received, and takes a code to a kiosk. */
  @Requires('desk.use') @Post('passes')
  async issue(@Actor() actor: Actor, @Body() body: NewPassDto): Promise<PassView> {
    return this.passes.issue(actor, body)
  }

  @Requires('desk.use') @Delete('passes/:id') @HttpCode(204)
  async cancel(@Actor() actor: Actor, @Param('id', UuidParam) id: string): Promise<void> {
    await this.passes.cancel(actor, id)
  }

  /** The device of this browser. */
  @Public() @Get('device')
  async device(@Req() request: FastifyRequest): Promise<DeviceView> {
    const { device, session } = secretsIn(request, this.config)
    return this.kiosks.view(device, session)
  }

  @Public() @Post('device')
  async enrol(@Body() { code }: KioskCodeDto, @Res({ passthrough: true }) reply: FastifyReply): Promise<DeviceView> {
    const secret = await this.kiosks.enrol(code)
    keepDevice(reply, this.config, secret)
    return this.kiosks.view(secret, null)
  }

  @Public() @Get('demonstration')
  async demonstration(): Promise<DemonstrationCodeView> {
    return this.kiosks.demonstrationCode()
  }

  /** Asks somebody of the desk to come. */
  @Public() @Post('device/call') @HttpCode(204)
  async call(@Req() request: FastifyRequest): Promise<void> {
    await this.kiosks.call(secretsIn(request, this.config).device)
  }

  @Public() @Post('session')
  async open(@Req() request: FastifyRequest, @Body() { code }: KioskCodeDto, @Res({ passthrough: true }) reply: FastifyReply): Promise<KioskSessionView> {
    const secrets = secretsIn(request, this.config)
    const session = await this.sessions.open(secrets, code)
    // Renewed whenever the device is used.
    keepDevice(reply, this.config, secrets.device ?? '')
    keepSession(reply, this.config, session)
    return this.sessions.view({ ...secrets, session })
  }

  @Public() @Get('session')
  async session(@Req() request: FastifyRequest): Promise<KioskSessionView> {
    return this.sessions.view(secretsIn(request, this.config))
  }

  @Public() @Delete('session') @HttpCode(204)
  async end(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<void> {
    await this.sessions.end(secretsIn(request, this.config))
    dropSession(reply, this.config)
  }

  @Public() @Put('session/notice') @HttpCode(204)
  async notice(@Req() request: FastifyRequest, @Body() body: NoticeReadDto): Promise<void> {
    await this.sessions.readNotice(secretsIn(request, this.config), body)
  }

  @Public() @Get('session/draft')
  async draft(@Req() request: FastifyRequest): Promise<DraftView> {
    return { draft: await this.sessions.draft(secretsIn(request, this.config)) }
  }

  @Public() @Put('session/draft') @HttpCode(204)
  async keepDraft(@Req() request: FastifyRequest, @Body() { draft }: DraftDto): Promise<void> {
    await this.sessions.keepDraft(secretsIn(request, this.config), draft)
  }

  @Public() @Delete('session/draft') @HttpCode(204)
  async forgetDraft(@Req() request: FastifyRequest): Promise<void> {
    await this.sessions.keepDraft(secretsIn(request, this.config), null)
  }

  @Public() @Post('session/ballots')
  async cast(@Req() request: FastifyRequest, @Body() body: AssistedBallotDto): Promise<AssistedReceiptView> {
    return this.entries.cast(this.held(request), body)
  }

  @Public() @Post('session/questionnaire')
  async answer(@Req() request: FastifyRequest, @Body() body: AssistedAnswersDto): Promise<AssistedReceiptView> {
    return this.entries.answer(this.held(request), body)
  }

  @Public() @Post('session/supports')
  async support(@Req() request: FastifyRequest, @Body() body: AssistedSupportDto): Promise<AssistedReceiptView> {
    return this.entries.support(this.held(request), body)
  }

  @Public() @Post('session/proposals')
  async propose(@Req() request: FastifyRequest, @Body() body: AssistedProposalDto): Promise<AssistedReceiptView> {
    return this.entries.propose(this.held(request), body)
  }

  @Public() @Post('session/comments')
  async comment(@Req() request: FastifyRequest, @Body() body: AssistedCommentDto): Promise<AssistedReceiptView> {
    return this.entries.comment(this.held(request), body)
  }

  @Requires('desk.use') @Delete(':id') @HttpCode(204)
  async withdraw(@Actor() actor: Actor, @Param('id', UuidParam) id: string): Promise<void> {
    await this.kiosks.withdraw(actor, id)
  }

  /** Somebody went where they were called. */
  @Requires('desk.use') @Delete(':id/call') @HttpCode(204)
  async answerCall(@Actor() actor: Actor, @Param('id', UuidParam) id: string): Promise<void> {
    await this.kiosks.answerCall(actor, id)
  }

  private held(request: FastifyRequest): SessionLock {
    const secrets = secretsIn(request, this.config)
    return (tx) => this.sessions.lock(tx, secrets)
  }
}
