import { Controller, Get, Query } from '@nestjs/common'
import { Cached } from '@parvis/platform'
import { Public } from '../authorization/requires'
import { MunicipalitiesQuery, MunicipalityView } from './municipalities.dto'
import { MunicipalityDirectory } from './municipality-directory'

@Controller('municipalities')
export class MunicipalitiesController {
  constructor(private readonly directory: MunicipalityDirectory) {}

  /** All of them, or those of a name or of a postal code (which several may share). */
  @Public() @Cached(2) @Get()
  list(@Query() { q, postalCode }: MunicipalitiesQuery): MunicipalityView[] {
    const ofCode = postalCode === undefined ? null : this.directory.byPostalCode(postalCode)
    return this.directory.search(q ?? '')
      .filter(match => ofCode === null || ofCode.includes(match))
      .map(({ code, name, population, postalCodes, alias }) => ({ code, name, population, postalCodes, alias }))
  }
}
