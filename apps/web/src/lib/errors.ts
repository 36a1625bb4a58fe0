import { m } from '@parvis/texts'

type Message = (facts: Record<string, unknown>) => string

const catalogue = m as unknown as Record<string, Message | undefined>

/** Key of a refusal code in errors.json: `ballot.too-many` is `error_ballot_too_many`. */
export const errorKey = (code: string) => `error_${code.replace(/[.-]/g, '_')}`

/**
 * The sentence for a refusal code. An unknown code gets a general sentence that shows the code, so that help can be given.
 * Looks keys up by name and so keeps the whole catalogue: used on the server only, pages read `problem.sentence`.
 */
export function errorSentence(code: string, facts: Record<string, unknown> = {}): string {
  const message = catalogue[errorKey(code)]
  return message ? message(facts) : m.error_unknown({ code })
}
