import { Body, Controller, Get, Header, HttpCode, Param, Post } from '@nestjs/common'
import { Actor, Public, Requires } from '@parvis/identity'
import { UuidParam } from '@parvis/platform'
import { AskedFollowUpView, AskFollowUpDto, FollowUpView, LettersSentDto, LettersSentView, LettersView, PostedListView } from './follow-ups.dto'
import { FollowUpLists } from './follow-up-lists.service'
import { FollowUps } from './follow-ups.service'

/** What became of it, for people without e-mail (suites). */
@Controller()
export class FollowUpsController {
  constructor(private readonly followUps: FollowUps, private readonly lists: FollowUpLists) {}

  /** Somebody at the desk asks to be told. */
  @Requires('desk.use')
  @Post('assisted-sessions/:id/follow-ups')
  async ask(@Actor() actor: Actor, @Param('id', UuidParam) id: string, @Body() body: AskFollowUpDto): Promise<AskedFollowUpView> {
    return this.followUps.ask(actor, id, body)
  }

  @Public()
  @Header('cache-control', 'no-store')
  @Get('follow-ups/codes/:code')
  async read(@Param('code') code: string): Promise<FollowUpView> {
    return this.followUps.read(code)
  }

  /** The list that hangs at a centre: codes, states and where to read them. */
  @Public()
  @Get('follow-ups/centres/:slug')
  async posted(@Param('slug') slug: string): Promise<PostedListView> {
    return this.lists.posted(slug)
  }

  @Requires('desk.use')
  @HttpCode(200)
  @Post('follow-ups/centres/:slug/posting')
  async post(@Actor() actor: Actor, @Param('slug') slug: string): Promise<PostedListView> {
    return this.lists.post(actor, slug)
  }

  /** Letters that wait to be sent, with their addresses. */
  @Requires('follow-up.send')
  @Header('cache-control', 'no-store')
  @Get('follow-ups/letters')
  async letters(@Actor() actor: Actor): Promise<LettersView> {
    return this.lists.letters(actor)
  }

  @Requires('follow-up.send')
  @HttpCode(200)
  @Post('follow-ups/letters/sending')
  async sent(@Actor() actor: Actor, @Body() { ids }: LettersSentDto): Promise<LettersSentView> {
    return this.lists.sent(actor, ids)
  }
}
