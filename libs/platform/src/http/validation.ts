import { ValidationPipe } from '@nestjs/common'
import type { ValidationError } from '@nestjs/common'
import { DomainError } from './domain-error'
import type { Refusal } from './domain-error'

/**
 * Shape of what is sent. A field that no DTO names is refused, not dropped. The code of a field's refusal is
 * `field.` and the rule that failed (`field.is-email`, `field.max-length`); its bounds are in `facts`.
 */
export const validationPipe = () => new ValidationPipe({
  whitelist: true,
  forbidNonWhitelisted: true,
  transform: true,
  forbidUnknownValues: true,
  stopAtFirstError: true,
  validationError: { target: false, value: false },
  exceptionFactory: errors => new DomainError('request.invalid', { status: 400, detail: describe(errors), refusals: errors.flatMap(error => refusalsOf(error)) }),
})

function refusalsOf(error: ValidationError, above = ''): Refusal[] {
  const at = above ? `${above}.${error.property}` : error.property
  const own = Object.entries(error.constraints ?? {}).map(([rule, sentence]) => ({ code: `field.${kebab(ruleMeant(rule, sentence))}`, at, facts: limitsIn(sentence) }))
  return [...own, ...(error.children ?? []).flatMap(child => refusalsOf(child, at))]
}

// Of two bounds on a length, the one that was crossed.
const ruleMeant = (rule: string, sentence: string) =>
  rule !== 'isLength' || /longer .* shorter/.test(sentence) ? rule : sentence.includes('shorter than') ? 'maxLength' : 'minLength'

const kebab = (name: string) => name.replace(/[A-Z]/g, letter => `-${letter.toLowerCase()}`)

// The library says bounds in its sentence only.
function limitsIn(sentence = ''): Record<string, unknown> | undefined {
  const limit = /(?:than or equal to|less than|greater than|than) (\d+)/.exec(sentence)?.[1]
  return limit ? { limit: Number(limit) } : undefined
}

const describe = (errors: ValidationError[]) =>
  errors.map(error => Object.values(error.constraints ?? {}).join(', ') || `${error.property} is not valid`).join('; ').slice(0, 500)
