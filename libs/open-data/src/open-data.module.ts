import { Module } from '@nestjs/common'
import { IdentityModule } from '@parvis/identity'
import { SearchIndex } from './search/search-index.service'
import { SearchController } from './search/search.controller'
import { Search } from './search/search.service'

/** Everything that is public, read across the libs that own it. */
@Module({
  imports: [IdentityModule],
  controllers: [SearchController],
  providers: [Search, SearchIndex],
  exports: [SearchIndex],
})
export class OpenDataModule {}
