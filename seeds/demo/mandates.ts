import type { CivilStatusGiven } from '@parvis/identity'
import { AssistedSessions, Mandates } from '@parvis/inclusion'
import type { NewMandateDto } from '@parvis/inclusion'
import type { Stage } from './stage'
import { atDesk } from './taking-part'

interface Given {
  centre: string
  person: CivilStatusGiven
  mandate: Partial<NewMandateDto>
  /** What becomes of it. */
  then?: 'revoked' | 'one scope revoked'
}

const GIVEN: readonly Given[] = [
  { centre: 'lille-wazemmes', person: { birthSurname: 'Kowalczyk', givenNames: 'Janina', birthDate: '1944-02-11', municipalityCode: '59350' }, mandate: { duration: 'CONSULTATION', scopes: ['ANSWER', 'CORRECT', 'RECEIVE_FOLLOWUP'], language: 'pl' } },
  { centre: 'lille-wazemmes', person: { birthSurname: 'Benali', givenNames: 'Fatiha', birthDate: '1951-06-30', municipalityCode: '59350' }, mandate: { duration: 'MONTH_31', scopes: ['ANSWER', 'WITHDRAW'], language: 'ar' }, then: 'one scope revoked' },
  { centre: 'lille-wazemmes', person: { birthSurname: 'Carlier', givenNames: 'Léone', birthDate: '1939-09-03', municipalityCode: '59350' }, mandate: { duration: 'CONSULTATION' }, then: 'revoked' },
  // Said by telephone, and nobody else has confirmed it yet.
  { centre: 'lille-wazemmes', person: { birthSurname: 'Lesage', givenNames: 'Roger', birthDate: '1946-12-19', municipalityCode: '59350' }, mandate: { duration: 'MONTH_31', method: 'ORAL', remote: true } },
]

/** Mandates that people gave these last days, in every state that staff meet; nothing is entered under them. */
export async function giveMandates(stage: Stage): Promise<void> {
  const [open]: { id: string }[] = await stage.owner.query(`
    select c.id from consultations.consultation c where c.state = 'running' and c.suspended_at is null
      and exists (select from consultations.phase p where p.consultation_id = c.id and p.state = 'open' and p.kind = 'proposals' and p.closes_at > platform.clock()) order by c.slug limit 1`)
  if (!open) throw new Error('No consultation of the demonstration takes proposals today')
  for (const { centre, person, mandate, then } of GIVEN) {
    const session = await atDesk(stage, centre, open.id, person, mandate)
    await stage.service(AssistedSessions).end(session.mediator, session.id)
    if (then) await stage.service(Mandates).revokeByCode(null, session.code, then === 'revoked' ? undefined : 'WITHDRAW')
  }
}
