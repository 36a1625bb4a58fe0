import { AssistedSessions, FollowUps } from '@parvis/inclusion'
import type { Stage } from './stage'
import { atDesk } from './taking-part'

const GIVEN = { duration: 'CONSULTATION' as const, scopes: ['ANSWER' as const, 'RECEIVE_FOLLOWUP' as const] }

/** People without e-mail who asked to be told: one on the list of the centre, one by a letter; something became of the proposal that the first follows. */
export async function askToBeTold(stage: Stage): Promise<void> {
  const [ideas]: { id: string }[] = await stage.owner.query(`select id from consultations.consultation where slug = 'rafraichir-nos-places-et-nos-rues'`)
  const session = await atDesk(stage, 'lille-wazemmes', ideas?.id ?? '', { birthSurname: 'Vasseur', givenNames: 'Odette', birthDate: '1942-07-08', municipalityCode: '59350' }, GIVEN)
  const followUps = stage.service(FollowUps)
  await followUps.ask(session.mediator, session.id, { way: 'centre', language: 'fr' })
  await followUps.ask(session.mediator, session.id, { way: 'post', contact: 'Mme Vasseur\n18 rue des Postes\n59000 Lille', language: 'fr' })
  await stage.service(AssistedSessions).end(session.mediator, session.id)
  // They asked in a consultation that is over since: there is something to tell.
  await stage.owner.query(`update inclusion.follow_up set consultation_id = (select v.consultation_id from consultations.publication p join consultations.vote v on v.id = p.vote_id order by p.at desc limit 1), asked_on = asked_on - 60`)
  await followUps.look()
}
