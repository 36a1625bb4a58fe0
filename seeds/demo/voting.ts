import { BallotBox, ParticipantKeyring } from '@parvis/consultations'
import type { CastRequest } from '@parvis/consultations'
import type { CivilStatusGiven } from '@parvis/identity'
import { DataSource } from 'typeorm'
import { randomUUID } from 'node:crypto'
import { Chance } from './chance'
import { inventChoice } from './choices'
import { HOME_COMMUNES, inventPeople } from './people'
import type { Prepared, TurnoutPlan, VoteText } from './shapes'
import type { Stage } from './stage'

type Door = 'online' | 'desk' | 'kiosk' | 'desk-again' | 'alike' | 'paper'

interface Voter {
  person: CivilStatusGiven
  door: Door
}

/** Where enough people come to a centre, one in three does it at its kiosk: fewer would not be told from nobody. */
const KIOSKS_FROM = 36

/** Days on which people come: more at the beginning and just before the end. */
const PACE = [0.28, 0.2, 0.14, 0.12, 0.26] as const

/** People of the demonstration who vote, in parts: the first and the last day, and some days between. */
export function voterBatches(plan: TurnoutPlan, opens: number, seed: number): { day: number, voters: Voter[] }[] {
  const chance = new Chance(seed)
  const people = plan.perCommune
    ? chance.shuffled(plan.perCommune.flatMap(({ code, people: count }) => inventPeople(chance, count, [{ code, weight: 1 }])))
    : inventPeople(chance, plan.people, plan.communes ?? HOME_COMMUNES)
  const doors: Door[] = people.map((_, index) => (index < plan.atDesk ? (plan.atDesk >= KIOSKS_FROM && index % 3 === 2 ? 'kiosk' : 'desk') : index < plan.atDesk + plan.onPaper ? 'paper' : 'online'))
  const voters = chance.shuffled(people.map((person, index) => ({ person, door: doors[index] ?? 'online' })))
  const last = plan.until
  let start = 0
  const batches = PACE.map((share, index) => {
    const end = index === PACE.length - 1 ? voters.length : start + Math.round(share * voters.length)
    const batch = { day: Math.round(opens + ((last - opens) * index) / (PACE.length - 1)), voters: voters.slice(start, end) }
    start = end
    return batch
  })
  // Somebody who voted online comes to a desk without a document: kept apart, and reviewed by people.
  const again = (batches[0]?.voters ?? []).filter(({ door }) => door === 'online').slice(0, plan.again)
  batches.at(-2)?.voters.push(...again.map(({ person }) => ({ person, door: 'desk-again' as const })))
  // Others come under a civil status that is not quite the same: both count, and staff may look at the pair.
  const alike = (batches[0]?.voters ?? []).filter(({ door }) => door === 'online').slice(plan.again, plan.again * 2)
  batches.at(-2)?.voters.push(...alike.map(({ person }, index) => ({ person: almost(person, index), door: 'alike' as const })))
  return batches
}

/** As it is written at another door: before somebody moved, the names the other way round, a surname as it sounds. */
function almost(person: CivilStatusGiven, index: number): CivilStatusGiven {
  if (index % 3 === 0) return { ...person, municipalityCode: HOME_COMMUNES.find(({ code }) => code !== person.municipalityCode)?.code ?? person.municipalityCode }
  if (index % 3 === 1) return { ...person, birthSurname: person.givenNames.split(',', 1)[0] ?? '', givenNames: person.birthSurname }
  return { ...person, birthSurname: `${person.birthSurname}e` }
}

/** Casts their ballots through the ballot box, each by their door. */
export async function castBatch(stage: Stage, { id: consultationId, voteId }: Prepared, vote: VoteText, voters: readonly Voter[], seed: number): Promise<void> {
  if (!voteId) throw new Error('This consultation has no vote')
  const chance = new Chance(seed)
  const keyring = stage.service(ParticipantKeyring)
  const options: { key: string, title: string }[] = await stage.owner.query('select key, title from consultations.vote_option where vote_id = $1 order by position', [voteId])
  const weighted = options.map(({ key, title }) => ({ key, weight: vote.options.find((option) => option.title === title)?.weight ?? 1 }))
  const centres: { id: string, serves: string[] }[] = await stage.owner.query('select id, serves from inclusion.centre order by slug')
  const requests = voters.map(({ person, door }): CastRequest => {
    const choice = inventChoice(chance, vote, weighted)
    const voter = { ...keyring.keyOf(consultationId, person), municipalityCode: person.municipalityCode }
    if (door === 'online') return { voteId, choice, voter, channel: 'online', evidence: 'E1', account: { accountId: randomUUID(), n: 1 } }
    if (door === 'paper') return { voteId, choice, voter, channel: 'paper', evidence: 'E1' }
    const centre = centres.find(({ serves }) => serves.includes(person.municipalityCode)) ?? centres[0]
    return { voteId, choice, voter, channel: door === 'kiosk' ? 'kiosk' : 'on_behalf', evidence: door === 'desk-again' || door === 'alike' ? 'E1' : 'E2', centreId: centre?.id, assistanceId: randomUUID() }
  })
  const box = stage.service(BallotBox)
  await stage.service(DataSource).transaction((tx) => box.castMany(tx, voteId, requests))
}
