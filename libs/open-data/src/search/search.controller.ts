import { Controller, Get, Query } from '@nestjs/common'
import { Public } from '@parvis/identity'
import { SearchQuery, SearchView } from './search.dto'
import { Search } from './search.service'

@Controller('search')
export class SearchController {
  constructor(private readonly search: Search) {}

  /** Everything public, in one order. Who asks makes no difference. Errors: 503 `search.too-long`. */
  @Public()
  @Get()
  async find(@Query() query: SearchQuery): Promise<SearchView> {
    return this.search.find(query)
  }
}
