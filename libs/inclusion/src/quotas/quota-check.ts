import { DomainError, one } from '@parvis/platform'
import type { EntityManager } from 'typeorm'

/** Errors: 409 `quota.reached`, `quota.centre-reached`. A function of the database says it, the same that its trigger asks. */
export async function refuseOverQuota(tx: EntityManager, accountId: string, centreId: string): Promise<void> {
  const { refusal } = await one<{ refusal: string | null }>(tx, 'select inclusion.quota_refusal($1, $2) as refusal', [accountId, centreId])
  if (refusal !== null) throw new DomainError(refusal, { status: 409 })
}
