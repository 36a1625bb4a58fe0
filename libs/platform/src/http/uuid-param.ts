import { Injectable } from '@nestjs/common'
import type { PipeTransform } from '@nestjs/common'
import { DomainError } from './domain-error'

const form = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

export const isUuid = (text: string) => form.test(text)

/** Before every uuid: where a list that is read in pieces, in the order of its identifiers, begins. */
export const BEFORE_ALL = '00000000-0000-0000-0000-000000000000'

/** `@Param('id', UuidParam)`: what cannot be an identifier names nothing, so it is a 404 like any unknown one. */
@Injectable()
export class UuidParam implements PipeTransform<string, string> {
  transform(value: string): string {
    if (!isUuid(value)) throw new DomainError('request.unknown-id', { status: 404 })
    return value.toLowerCase()
  }
}
