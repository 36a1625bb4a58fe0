import { DomainError, uniqueViolation } from '@parvis/platform'

const ATTEMPTS = 3

/** Two ballots met: PostgreSQL asks to begin again (deadlock, serialisation), or both had made the same row. */
function met(error: unknown): boolean {
  const code = (error as { driverError?: { code?: string } }).driverError?.code
  return code === '40001' || code === '40P01' || /^entry_/.test(uniqueViolation(error) ?? '')
}

/** Runs a whole transaction, again when another one got in its way: three times at most, then 409 `ballot.changed-meanwhile`. */
export async function retrying<T>(work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work()
    } catch (error) {
      if (!met(error)) throw error
      if (attempt === ATTEMPTS) throw new DomainError('ballot.changed-meanwhile', { status: 409 })
      await new Promise((resolve) => setTimeout(resolve, 5 + Math.random() * 20 * attempt))
    }
  }
}
