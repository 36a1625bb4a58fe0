import { m } from '@parvis/texts'

type Message = (facts: Record<string, unknown>) => string

/** Why a file as a whole cannot be read, in words. */
export const fileFault = (code: string, facts: Record<string, unknown>): string =>
  (m as unknown as Record<string, Message | undefined>)[code.replace(/[.-]/g, '_')]?.(facts) ?? code
