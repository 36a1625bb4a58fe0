import { Body, Controller, Delete, Get, HttpCode, Param, Post, Put, Query } from '@nestjs/common'
import { Actor, Requires } from '@parvis/identity'
import { PageQuery, UuidParam } from '@parvis/platform'
import { NewNewsletter, NewsletterEdit, NewsletterPageView, NewsletterRevision, NewsletterView } from './newsletters.dto'
import { Newsletters } from './newsletters.service'

@Requires('newsletter.send')
@Controller('newsletters')
export class NewslettersController {
  constructor(private readonly newsletters: Newsletters) {}

  @Get()
  async list(@Actor() actor: Actor, @Query() query: PageQuery): Promise<NewsletterPageView> {
    return this.newsletters.list(actor, query)
  }

  @Post()
  async write(@Actor() actor: Actor, @Body() body: NewNewsletter): Promise<NewsletterView> {
    return this.newsletters.read(actor, await this.newsletters.write(actor, body))
  }

  @Get(':id')
  async read(@Actor() actor: Actor, @Param('id', UuidParam) id: string): Promise<NewsletterView> {
    return this.newsletters.read(actor, id)
  }

  @Put(':id')
  async edit(@Actor() actor: Actor, @Param('id', UuidParam) id: string, @Body() body: NewsletterEdit): Promise<NewsletterView> {
    await this.newsletters.edit(actor, id, body)
    return this.newsletters.read(actor, id)
  }

  @Delete(':id') @HttpCode(204)
  async remove(@Actor() actor: Actor, @Param('id', UuidParam) id: string): Promise<void> {
    await this.newsletters.remove(actor, id)
  }

  /** To the address of whoever asks. */
  @Post(':id/tests') @HttpCode(202)
  async test(@Actor() actor: Actor, @Param('id', UuidParam) id: string): Promise<void> {
    await this.newsletters.test(actor, id)
  }

  @Post(':id/sending')
  async send(@Actor() actor: Actor, @Param('id', UuidParam) id: string, @Body() { revision }: NewsletterRevision): Promise<NewsletterView> {
    await this.newsletters.send(actor, id, revision)
    return this.newsletters.read(actor, id)
  }

  @Post(':id/stop')
  async stop(@Actor() actor: Actor, @Param('id', UuidParam) id: string): Promise<NewsletterView> {
    await this.newsletters.stop(actor, id)
    return this.newsletters.read(actor, id)
  }

  @Post(':id/resumption')
  async resume(@Actor() actor: Actor, @Param('id', UuidParam) id: string): Promise<NewsletterView> {
    await this.newsletters.resume(actor, id)
    return this.newsletters.read(actor, id)
  }
}
