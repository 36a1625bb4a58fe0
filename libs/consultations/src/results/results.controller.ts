import { Controller, Get, Header, Param, Query, StreamableFile } from '@nestjs/common'
import { Public } from '@parvis/identity'
import { Cached } from '@parvis/platform'
import { ResultsQuery, ResultsView } from './results.dto'
import { Results } from './results.service'

@Controller('consultations/:slug')
export class ResultsController {
  constructor(private readonly results: Results) {}

  @Public()
  @Cached(2)
  @Get('results')
  async read(@Param('slug') slug: string): Promise<ResultsView> {
    return this.results.read(slug)
  }

  @Public()
  @Get('results.csv')
  @Header('content-type', 'text/csv; charset=utf-8')
  async table(@Param('slug') slug: string, @Query() { vote }: ResultsQuery): Promise<string> {
    return this.results.table(slug, vote)
  }

  /** Every counted ballot, one line of JSON each. */
  @Public()
  @Get('results/ballots.txt')
  async ballots(@Param('slug') slug: string, @Query() { vote }: ResultsQuery): Promise<StreamableFile> {
    return new StreamableFile(await this.results.ballots(slug, vote), { type: 'text/plain; charset=utf-8' })
  }
}
