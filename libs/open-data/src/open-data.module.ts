import { Module } from '@nestjs/common'
import { ConsultationsModule } from '@parvis/consultations'
import { IdentityModule } from '@parvis/identity'
import { ImportRuns } from './imports/import-runs.service'
import { ImportsController } from './imports/imports.controller'
import { Imports } from './imports/imports.service'
import { SearchIndex } from './search/search-index.service'
import { SearchController } from './search/search.controller'
import { Search } from './search/search.service'

/** Everything that is public, read across the libs that own it. */
@Module({
  imports: [IdentityModule, ConsultationsModule],
  controllers: [SearchController, ImportsController],
  providers: [Search, SearchIndex, Imports, ImportRuns],
  exports: [SearchIndex, Imports, ImportRuns],
})
export class OpenDataModule {}
