import { DomainError } from './domain-error'

const MAX_DEPTH = 12

/**
 * Refuses what no honest form sends and what PostgreSQL or a later reader would choke on: NUL, lone surrogates, JSON
 * nested deeper than anything we read. Walks without recursion, so that depth itself cannot hurt.
 */
export function refuseHostileInput(...inputs: unknown[]): void {
  const waiting: { value: unknown, depth: number, at: string }[] = inputs.map(value => ({ value, depth: 0, at: '' }))
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const { value, depth, at } = next
    if (typeof value === 'string') {
      if (unreadable(value)) throw invalid('request.bad-text', at)
    } else if (typeof value === 'object' && value !== null && !Buffer.isBuffer(value)) {
      if (depth >= MAX_DEPTH) throw invalid('request.too-deep', at)
      for (const [key, inner] of Object.entries(value)) {
        if (unreadable(key)) throw invalid('request.bad-text', at)
        waiting.push({ value: inner, depth: depth + 1, at: at || key })
      }
    }
  }
}

// With the u flag \p{Surrogate} matches lone ones only.
const unreadable = (text: string) => text.includes('\0') || /\p{Surrogate}/u.test(text)

const invalid = (code: string, at: string) =>
  new DomainError('request.invalid', { status: 400, detail: 'The request holds text or nesting that cannot be read', refusals: [{ code, at: at || undefined }] })
