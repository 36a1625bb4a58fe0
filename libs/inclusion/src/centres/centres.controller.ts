import { Controller, Get, Header, Param, Query, StreamableFile } from '@nestjs/common'
import { Public } from '@parvis/identity'
import { Cached, csvOf, jsonOf } from '@parvis/platform'
import { CentreFiles } from './centre-files.service'
import { CentrePageView, CentresQuery, CentresView } from './centres.dto'
import { Centres } from './centres.service'

@Controller()
export class CentresController {
  constructor(private readonly centres: Centres, private readonly files: CentreFiles) {}

  /** Where somebody helps, near a commune. An unknown commune or postal code has none: an empty list, not an error. */
  @Public()
  @Cached(2)
  @Get('centres')
  async list(@Query() query: CentresQuery): Promise<CentresView> {
    return this.centres.near(query)
  }

  /** Every active centre in the national schema of digital-inclusion places, for others to use. */
  @Public()
  @Get('centres.csv')
  @Header('content-type', 'text/csv; charset=utf-8')
  @Header('content-disposition', 'attachment; filename="lieux-de-mediation-numerique.csv"')
  csv(): StreamableFile {
    return new StreamableFile(csvOf(this.files.columns, this.files.rows()))
  }

  @Public()
  @Get('centres.json')
  @Header('content-type', 'application/json; charset=utf-8')
  @Header('content-disposition', 'attachment; filename="lieux-de-mediation-numerique.json"')
  json(): StreamableFile {
    return new StreamableFile(jsonOf(this.files.rows()))
  }

  /** Errors: 404 `centre.unknown`. */
  @Public()
  @Cached(2)
  @Get('centres/:slug')
  async one(@Param('slug') slug: string): Promise<CentrePageView> {
    return this.centres.bySlug(slug)
  }
}
