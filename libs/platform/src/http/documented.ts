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

/** The same of a route that takes a file: a form of several parts, `file` and these texts. */
export function DocumentedUpload(...texts: string[]): MethodDecorator {
  try {
    const { ApiBody, ApiConsumes } = createRequire(__filename)('@nestjs/swagger') as typeof import('@nestjs/swagger')
    const properties = { file: { type: 'string', format: 'binary' }, ...Object.fromEntries(texts.map((name) => [name, { type: 'string' }])) }
    return (target, key, descriptor) => {
      ApiConsumes('multipart/form-data')(target, key, descriptor)
      ApiBody({ schema: { type: 'object', required: ['file'], properties } })(target, key, descriptor)
    }
  } catch {
    return () => {}
  }
}
