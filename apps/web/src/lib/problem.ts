/** One reason why the API refused. `at` names the field of the request it is about. */
export interface Refusal {
  code: string
  at?: string
  facts?: Record<string, unknown>
  /** What the person reads, from the catalogue. */
  sentence: string
}

/** An answer of the API that is not a success, as pages and forms use it. */
export interface Problem {
  status: number
  code: string
  /** English, for logs; never shown. */
  detail: string
  facts: Record<string, unknown>
  refusals: Refusal[]
  sentence: string
}

/** The sentences about one field, to be given to its component as `error`. */
export function errorAt(problem: Problem | null | undefined, at: string): string | undefined {
  const found = problem?.refusals.filter(refusal => refusal.at === at).map(refusal => refusal.sentence) ?? []
  return found.length > 0 ? found.join(' ') : undefined
}
