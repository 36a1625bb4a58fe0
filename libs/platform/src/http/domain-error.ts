/** One reason why something is refused. `code` is `noun.reason`; `at` names the field or line it is about. */
export interface Refusal {
  code: string
  at?: string
  facts?: Record<string, unknown>
}

export type ErrorStatus = 400 | 401 | 403 | 404 | 409 | 413 | 415 | 422 | 429 | 500 | 503

export interface DomainErrorOptions {
  /** 422 unless told: understood, and refused by a rule. */
  status?: ErrorStatus
  refusals?: Refusal[]
  facts?: Record<string, unknown>
  /** English, for developers and logs; people read the sentence of `code` in the catalogue. */
  detail?: string
}

/** What services throw. The filter answers it as `application/problem+json`; controllers never catch it. */
export class DomainError extends Error {
  readonly status: ErrorStatus
  readonly refusals: Refusal[]
  readonly facts: Record<string, unknown> | undefined

  constructor(readonly code: string, options: DomainErrorOptions = {}) {
    super(options.detail ?? code.replace('.', ': ').replaceAll('-', ' '))
    this.name = 'DomainError'
    this.status = options.status ?? 422
    this.refusals = options.refusals ?? []
    this.facts = options.facts
  }

  /** Throws when a rule returned refusals; the first one gives the problem its code, all are answered. */
  static throwIfAny(refusals: readonly Refusal[], options: Omit<DomainErrorOptions, 'refusals'> = {}): void {
    const [first] = refusals
    if (first) throw new DomainError(first.code, { facts: first.facts, ...options, refusals: [...refusals] })
  }
}
