import type { Refusal } from '@parvis/platform'

/** The least that makes a proposal, in characters. */
const LEAST = { title: 5, body: 20 } as const

/** What a draft still needs before it is sent. */
export function draftRefusals(draft: { title: string, body: string }): Refusal[] {
  return (['title', 'body'] as const).filter((field) => draft[field].length < LEAST[field])
    .map((field) => ({ code: `proposal.${field}-short`, at: field, facts: { limit: LEAST[field] } }))
}
