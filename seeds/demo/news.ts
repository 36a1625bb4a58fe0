import { Follows, Newsletters } from '@parvis/consultations'
import type { DateTime } from 'luxon'
import type { Stage } from './stage'
import { LETTER } from './texts/letter'

/** Inhabitants who accept letters, beside the citizen of the demonstration. */
const READERS = 13

/** What somebody follows, and a letter that went to whoever accepted them. Digests leave by themselves, week after week. */
export const newsEvents = (stage: Stage): { at: DateTime, run: () => Promise<void> }[] => [
  { at: stage.at(-45, 9), run: () => follow(stage) },
  { at: stage.at(-12, 10), run: () => writeLetter(stage) },
]

async function follow(stage: Stage): Promise<void> {
  const { citizen } = stage.actors
  const follows = stage.service(Follows)
  await follows.follow(citizen, 'municipality', '59350')
  await follows.follow(citizen, 'theme', 'environment')
  const running: { id: string }[] = await stage.owner.query(`select id from consultations.consultation where state = 'running' order by announced_at desc limit 2`)
  for (const { id } of running) await follows.follow(citizen, 'consultation', id)
  await stage.owner.query(`
    update identity.account set letters_at = platform.clock()
    where id = $1 or email in (select 'habitant-' || n || '@exemple.invalid' from generate_series(1, ${READERS}) n)`, [citizen.accountId])
}

async function writeLetter(stage: Stage): Promise<void> {
  const { metropolis } = stage.actors
  const letters = stage.service(Newsletters)
  const id = await letters.write(metropolis, { ownerKind: 'metropolis', ownerCode: '200093201', municipalityCode: null, consultationId: null, ...LETTER })
  const { revision } = await letters.read(metropolis, id)
  await letters.send(metropolis, id, revision)
}
