import { Controller, Get, Param, Query } from '@nestjs/common'
import { Public } from '@parvis/identity'
import { Cached, PageQuery } from '@parvis/platform'
import { CharterView, ConsultationCharterView } from './charter.dto'
import { Charter } from './charter.service'

@Controller()
export class CharterController {
  constructor(private readonly charter: Charter) {}

  @Public()
  @Cached(2)
  @Get('charter')
  async overview(@Query() page: PageQuery): Promise<CharterView> {
    return this.charter.overview(page)
  }

  @Public()
  @Cached(2)
  @Get('consultations/:slug/charter')
  async consultation(@Param('slug') slug: string): Promise<ConsultationCharterView> {
    return this.charter.publicPage(slug)
  }
}
