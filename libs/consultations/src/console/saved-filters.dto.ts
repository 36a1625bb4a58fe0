import { Documented } from '@parvis/platform'
import { Transform, Type } from 'class-transformer'
import { IsIn, IsObject, IsOptional, Length, ValidateNested } from 'class-validator'
import { PlaceDto, tidyLine } from '../consultations/consultations.dto'
import { FILTERED_LISTS } from './saved-filters.rules'
import type { FilteredList } from './saved-filters.rules'

const FILTER = { type: 'object', additionalProperties: { type: 'string' } } as const

export class SavedFiltersQuery {
  @IsIn(FILTERED_LISTS)
  list: FilteredList
}

export class SavedFilterDto {
  @IsIn(FILTERED_LISTS)
  list: FilteredList

  /** Two of the same list and name are refused. */
  @Transform(tidyLine)
  @Length(1, 60)
  name: string

  /** What the list is asked for, as its address says it: of moderation `state`, `kind`, `cause`, `channel`; of proposals `q`, `sort`, `channel`; of answers `q`, `state`, `mine`, `channel`; of the journal `consultation`, `action`, `actor`, `from`, `to`. */
  @Documented(FILTER)
  @IsObject()
  filter: Record<string, string>

  /** Shares it with those who read the list in this place, which is one of one's own. */
  @IsOptional()
  @IsObject()
  @ValidateNested()
  @Type(() => PlaceDto)
  team?: PlaceDto
}

export class SavedFilterTeamView {
  kind: 'metropolis' | 'municipality'
  code: string
}

export class SavedFilterView {
  id: string
  name: string
  @Documented(FILTER)
  filter: Record<string, string>
  /** Saved by who asks: they alone delete it. */
  own: boolean
  /** Whom it is shared with; null: nobody. */
  team: SavedFilterTeamView | null
}

export class SavedFiltersView {
  /** One's own, twenty at most, then those of the team. */
  items: SavedFilterView[]
}
