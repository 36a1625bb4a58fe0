import { Controller, Get, Param, Query } from '@nestjs/common'
import { Public } from '@parvis/identity'
import { Cached } from '@parvis/platform'
import { CentresQuery, CentresView, CentreView } from './centres.dto'
import { Centres } from './centres.service'

@Controller('centres')
export class CentresController {
  constructor(private readonly centres: Centres) {}

  /** Where somebody helps, near a commune. An unknown commune or postal code has none: an empty list, not an error. */
  @Public()
  @Cached(2)
  @Get()
  async list(@Query() query: CentresQuery): Promise<CentresView> {
    return this.centres.near(query)
  }

  /** Errors: 404 `centre.unknown`. */
  @Public()
  @Cached(2)
  @Get(':slug')
  async one(@Param('slug') slug: string): Promise<CentreView> {
    return this.centres.bySlug(slug)
  }
}
