import { Controller, Get, Param } from '@nestjs/common'
import { Cached, DomainError } from '@parvis/platform'
import { Public } from '../authorization/requires'
import { CommuneMapView, TerritoryView } from './territory.dto'
import { Territory } from './territory.service'

@Controller('territory')
export class TerritoryController {
  constructor(private readonly territory: Territory) {}

  @Public() @Cached(60) @Get()
  all(): Promise<TerritoryView> {
    return this.territory.all()
  }

  @Public() @Cached(60) @Get(':code')
  commune(@Param('code') code: string): Promise<CommuneMapView> {
    if (!/^\d{5}$/.test(code)) throw new DomainError('territory.unknown', { status: 404 })
    return this.territory.commune(code)
  }
}
