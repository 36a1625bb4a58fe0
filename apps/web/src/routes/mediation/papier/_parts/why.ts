import { errorSentence } from '$lib/errors'

/** What staff wrote, or the sentence of a code. On the server only: it keeps the whole catalogue. */
export const whyOf = (reason: string | null) => (reason !== null && /^paper-[a-z-]+\.[a-z-]+$/.test(reason) ? errorSentence(reason) : reason)
