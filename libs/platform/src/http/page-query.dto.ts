import { Transform } from 'class-transformer'
import { IsInt, IsOptional, Max, Min } from 'class-validator'

const toNumber = ({ value }: { value: unknown }) => typeof value === 'string' && /^\d{1,9}$/.test(value) ? Number(value) : value

/** Query of every list. */
export class PageQuery {
  /** From 1. */
  @IsOptional() @Transform(toNumber) @IsInt() @Min(1) @Max(100_000)
  page: number = 1

  /** 20 unless told, 50 at most. */
  @IsOptional() @Transform(toNumber) @IsInt() @Min(1) @Max(50)
  perPage: number = 20
}

/** Rows to skip for the asked page. */
export const offsetOf = ({ page, perPage }: PageQuery) => (page - 1) * perPage

/** Answer of every list. */
export interface Page<T> {
  items: T[]
  total: number
  page: number
  perPage: number
}
