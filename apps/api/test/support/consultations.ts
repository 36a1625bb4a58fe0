// Consultations for tests, named by situation, made over HTTP as staff make them.
import { DateTime } from 'luxon'
import { randomUUID } from 'node:crypto'
import type TestAgent from 'supertest/lib/agent'
import type { TestPlatform } from './app'

export interface Made {
  id: string
  slug: string
  revision: number
  phases: { id: string, kind: string, title: string, state: string, opensAt: string, closesAt: string, held: boolean }[]
  vote: { id: string, phaseId: string } | null
  may: Record<string, boolean>
  state: string
}

export interface PhaseInput {
  kind: string
  title: string
  opensAt: string
  closesAt: string
}

/** 9 in the morning in Paris, so many days from the platform's today. */
export async function inDays(platform: TestPlatform, days: number, hour = 9): Promise<string> {
  const { rows: [row] } = await platform.db.app.query<{ now: Date }>('select platform.clock() as now')
  return DateTime.fromJSDate(row?.now ?? new Date(), { zone: 'Europe/Paris' }).startOf('day').plus({ days }).set({ hour }).toISO() ?? ''
}

export const fields = {
  title: 'Rafraîchir nos places',
  summary: 'Il fait de plus en plus chaud en ville. Dites où vous voulez plus d’ombre et plus d’eau. Vos idées seront lues. Puis chacun pourra choisir celles qui comptent le plus.',
  openToChange: 'Les places à aménager et ce que l’on y met.',
  notOpenToChange: 'Le budget total.',
  theme: 'environment',
  offlineWays: [{ kind: 'centre', text: 'Dans les cinq centres, aux heures d’ouverture.' }, { kind: 'paper', text: 'Sur papier, dans les mairies.' }],
  nextSteps: 'Le conseil décide avant l’été.',
}

/** Centres in every commune, so that accessibility holds nobody back. */
export async function withCentres(platform: TestPlatform): Promise<void> {
  await platform.db.owner.query(`
    insert into inclusion.centre (slug, name, organisation, municipality_code, address, postal_code, phone, hours, serves)
    select 'centre-' || m.code, 'Centre ' || m.name, 'Association', m.code, '1 rue de la Mairie', m.postal_codes[1], '0320000000', array['lundi au vendredi, 9 h à 17 h'], array[m.code]
    from identity.municipality m on conflict (slug) do nothing`)
}

/** A draft that keeps the charter: proposals in 20 days for 40 days, then a vote for 30. */
export async function aDraft(platform: TestPlatform, staff: TestAgent, over: Record<string, unknown> = {}, phases?: PhaseInput[]): Promise<Made> {
  const made = (await staff.post('/api/consultations').send({ ...fields, ...over }).expect(201)).body as Made
  const plan = phases ?? [
    { kind: 'proposals', title: 'Vos idées', opensAt: await inDays(platform, 20), closesAt: await inDays(platform, 60, 18) },
    { kind: 'vote', title: 'Le vote', opensAt: await inDays(platform, 70), closesAt: await inDays(platform, 100, 18) },
  ]
  return (await staff.put(`/api/consultations/${made.id}/phases`).send({ revision: made.revision, phases: plan }).expect(200)).body as Made
}

export async function anAnnounced(platform: TestPlatform, staff: TestAgent, over: Record<string, unknown> = {}, phases?: PhaseInput[]): Promise<Made> {
  const { id } = await aDraft(platform, staff, over, phases)
  return (await staff.post(`/api/consultations/${id}/announcement`).expect(201)).body as Made
}

/** Time goes by; nobody is signed out for it, and nothing happens yet. */
export async function moveOn(platform: TestPlatform, time: string): Promise<void> {
  await platform.moveClock(time)
  await platform.db.owner.query('update identity.session set seen_at = seen_at + $1::interval, expires_at = expires_at + $1::interval', [time])
}

/** Time goes by and what is due happens. */
export async function pass(platform: TestPlatform, time: string): Promise<void> {
  await moveOn(platform, time)
  await platform.settle()
}

/** Proposals are taken now. Moves the clock by 21 days. */
export async function withProposalsOpen(platform: TestPlatform, staff: TestAgent, over: Record<string, unknown> = {}): Promise<Made> {
  const { id } = await anAnnounced(platform, staff, over)
  await pass(platform, '21 days')
  return (await staff.get(`/api/consultations/${id}`).expect(200)).body as Made
}

/** Two options and a question for the vote of a consultation, by the database. */
export async function withOptions(platform: TestPlatform, voteId: string): Promise<void> {
  await platform.db.app.query(`update consultations.vote set question = 'Quels projets voulez-vous ?' where id = $1`, [voteId])
  await platform.db.app.query(`insert into consultations.vote_option (vote_id, key, position, title) values ($1, 'A', 1, 'Des arbres'), ($1, 'B', 2, 'Des bancs')`, [voteId])
}

export const aProposal = (over: Record<string, unknown> = {}): Record<string, unknown> => ({
  title: 'Planter des arbres place du marché', body: 'En été la place est un four. Vingt arbres donneraient de l’ombre aux étals et aux passants.', theme: 'environment', submissionToken: randomUUID(), ...over,
})
