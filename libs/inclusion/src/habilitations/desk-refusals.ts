import type { Channel } from '@parvis/consultations'
import type { Refusal } from '@parvis/platform'
import { maybe } from '@parvis/platform'
import type { EntityManager } from 'typeorm'
import { ruleOf } from '../assisted-sessions/modes.rules'

/** Why somebody who holds this desk may not help in this way, or not with this consultation; a trigger of the table holds the same. */
export async function deskRefusals(tx: EntityManager, accountId: string, { centreId, consultationId, mode }: { centreId: string, consultationId: string, mode: Channel }): Promise<Refusal[]> {
  const held = await maybe<{ kind: 'professional' | 'volunteer', reserve: boolean, within: boolean }>(tx, `
    select kind, exists (select from inclusion.reserve_member r where r.account_id = $1) as reserve, consultation_ids is null or $3 = any(consultation_ids) as within from identity.desk_place where account_id = $1 and centre_id = $2`, [accountId, centreId, consultationId])
  if (!held) return [{ code: 'habilitation.none' }]
  return [
    ...(ruleOf(mode).assistants.includes(held.reserve ? 'volunteer' : held.kind) ? [] : [{ code: 'habilitation.volunteer' }]),
    ...(held.within ? [] : [{ code: 'habilitation.other-consultation', at: 'consultationId' }]),
  ]
}
