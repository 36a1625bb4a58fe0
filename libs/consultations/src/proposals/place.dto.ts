import { Documented } from '@parvis/platform'
import { Transform } from 'class-transformer'
import { IsNumber, IsOptional, IsString, Matches, Max, MaxLength, Min } from 'class-validator'
import { tidyLine } from '../consultations/consultations.dto'

/** Where something is: in words, by a point, both or neither. */
export class PlaceDto {
  /** In words: "l'angle de la rue des Arts". */
  @IsOptional()
  @Transform(tidyLine)
  @IsString()
  @MaxLength(160)
  place?: string

  /** Degrees (WGS 84), kept to about ten metres; in the commune named, else the commune is that of the point. Both null: no point. */
  @IsOptional()
  @IsNumber()
  @Min(-90) @Max(90)
  @Documented({ type: 'number', nullable: true })
  lat?: number | null

  @IsOptional()
  @IsNumber()
  @Min(-180) @Max(180)
  @Documented({ type: 'number', nullable: true })
  lon?: number | null
}

/** Written over whole: what is left out is taken away. */
export class DraftPlaceDto extends PlaceDto {
  @IsOptional()
  @Matches(/^\d{5}$/)
  municipalityCode?: string
}
