import { Controller, Get, Query } from '@nestjs/common'
import { Actor, Public, Requires } from '@parvis/identity'
import { Cached, PageQuery } from '@parvis/platform'
import { NewsReads } from './news-reads.service'
import { NewsPageView, NewsQuery, PublicNewsView } from './news.dto'

@Controller()
export class NewsController {
  constructor(private readonly news: NewsReads) {}

  /** What happened in the consultations, the newest first: what feeds are made of. */
  @Public() @Cached(2) @Get('news')
  async list(@Query() query: NewsQuery): Promise<PublicNewsView> {
    return this.news.list(query)
  }

  /** Of what the person who asks follows, in the last sixty days. */
  @Requires('account.own') @Get('account/news')
  async mine(@Actor() actor: Actor, @Query() query: PageQuery): Promise<NewsPageView> {
    return this.news.mine(actor, query)
  }
}
