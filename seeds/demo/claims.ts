import { randomUUID } from 'node:crypto'
import { ClaimFilings, ClaimsOffice } from '@parvis/inclusion'
import type { Stage } from './stage'

/** Claims in the states that staff meet: one that waits too long, one about a desk, one that was decided. None is about a vote: a box of the demonstration waits for nobody. */
export async function makeClaims(stage: Stage): Promise<void> {
  const [ideas]: { id: string }[] = await stage.owner.query(`select id from consultations.consultation where slug = 'rafraichir-nos-places-et-nos-rues'`)
  const filings = stage.service(ClaimFilings)
  const claim = { language: 'fr' as const, consultationId: ideas?.id ?? '' }
  const file = async (over: Omit<Parameters<ClaimFilings['file']>[1], 'language' | 'submissionToken'>): Promise<string> => {
    await filings.file(null, { ...claim, ...over, submissionToken: randomUUID() })
    const [row]: { id: string }[] = await stage.owner.query('select id from inclusion.claim order by filed_at desc, id limit 1')
    return row?.id ?? ''
  }
  const late = await file({ kind: 'NOT_COUNTED', words: 'J’ai donné une idée au marché il y a trois semaines. Je ne la vois nulle part.', reply: 'phone', contact: '03 20 00 00 59' })
  await stage.owner.query(`update inclusion.claim set filed_at = filed_at - interval '24 days', due_on = due_on - 24 where id = $1`, [late])
  await file({ kind: 'MEDIATOR_CONDUCT', words: 'On m’a pressée de finir. Je n’ai pas eu le temps de relire.', centre: 'lille-wazemmes', reply: 'post', contact: 'Mme Carlier, 12 rue du Marché, 59000 Lille' })
  const decided = await file({ kind: 'DATA_RIGHTS', words: 'Que savez-vous de moi, et jusqu’à quand ?', reply: 'code' })
  await stage.owner.query(`update inclusion.claim set filed_at = filed_at - interval '5 days', due_on = due_on - 5 where id = $1`, [decided])
  await stage.service(ClaimsOffice).decide(stage.actors.metropolis, decided, { outcome: 'accepted', act: 'none', reason: 'Sans compte, nous ne gardons aucun nom. La page des données personnelles dit chaque durée.' })
}
