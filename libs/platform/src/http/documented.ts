import { createRequire } from 'node:module'
import type { ApiPropertyOptions } from '@nestjs/swagger'

/**
 * What the description of the interface says of a property whose type says too little. The description is made in development:
 * a service that runs has no `@nestjs/swagger`, and there this does nothing.
 */
export function Documented(options: ApiPropertyOptions): PropertyDecorator {
  try {
    const { ApiProperty } = createRequire(__filename)('@nestjs/swagger') as typeof import('@nestjs/swagger')
    return ApiProperty(options)
  } catch {
    return () => {}
  }
}
