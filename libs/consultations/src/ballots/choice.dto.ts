import { applyDecorators } from '@nestjs/common'
import { Documented } from '@parvis/platform'
import { isInt, ValidateBy } from 'class-validator'

/** Options a ballot may name at most, whatever the vote. */
const MOST = 1000
const LONGEST_KEY = 100

/**
 * The choice of a ballot as it is sent: `{ "o1": 1, "o4": 1 }`. The value is 1 for an option that is chosen, its points, its
 * rank (1 is the best, equal ranks allowed) or its grade (0 is the worst), as the vote's `form` says; `{}` is a blank ballot.
 * Here only the shape: whether it is a right ballot of this vote is asked of libs/voting.
 */
export function IsChoice() {
  return applyDecorators(
    Documented({ type: 'object', additionalProperties: { type: 'integer' }, maxProperties: MOST, example: { o1: 1, o4: 1 } }),
    ValidateBy({ name: 'isChoice', validator: { validate: isChoice, defaultMessage: () => 'choice must be an object of whole numbers by option' } }),
  )
}

function isChoice(given: unknown): boolean {
  if (typeof given !== 'object' || given === null || Array.isArray(given)) return false
  const entries = Object.entries(given)
  return entries.length <= MOST && entries.every(([key, value]) => key.length <= LONGEST_KEY && isInt(value) && Math.abs(value as number) <= Number.MAX_SAFE_INTEGER)
}
