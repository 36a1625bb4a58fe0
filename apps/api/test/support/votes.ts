// Votes for tests: a consultation of which the vote is open, people who vote, doors at a counter.
import { createHash, randomBytes, randomUUID } from 'node:crypto'
import { BallotBox, ParticipantKeyring, type CastReceipt, type CastRequest, type Channel, type IdentityEvidence } from '@parvis/consultations'
import { CivilStatus, type CivilStatusGiven, type Role } from '@parvis/identity'
import { approvals } from '@parvis/voting'
import type TestAgent from 'supertest/lib/agent'
import { PASSWORD, type PersonOptions, type TestPlatform } from './app'
import { anAnnounced, inDays, withCentres } from './consultations'

export interface OpenVote {
  consultationId: string
  slug: string
  voteId: string
  staff: TestAgent
}

export const OPTIONS = [{ title: 'Des arbres place du marché' }, { title: 'Des bancs à l’ombre' }, { title: 'Une fontaine' }, { title: 'Un abri à vélos' }]

/** Signs somebody in again: sessions end by the platform's clock, which these tests move by weeks. */
export async function signedIn(platform: TestPlatform, role: Role, options: PersonOptions = {}): Promise<TestAgent> {
  const { agent, email, accountId } = await platform.person(role, options)
  await agent.post('/api/sessions').send({ email, password: PASSWORD }).expect(201)
  if (role === 'mediator') await platform.giveCode(agent, accountId)
  return agent
}

/** A vote that opened, with the options o1 to o4, one to three choices. Moves the clock by 31 days. */
export async function withVoteOpen(platform: TestPlatform, over: { method?: string, rules?: object, options?: object[] } = {}): Promise<OpenVote> {
  await withCentres(platform)
  const staff = await signedIn(platform, 'staff')
  const made = await anAnnounced(platform, staff, {}, [{ kind: 'vote', title: 'Le vote', opensAt: await inDays(platform, 30), closesAt: await inDays(platform, 62, 18) }])
  const voteId = made.vote?.id ?? ''
  if (over.rules || over.method) await platform.db.owner.query('update consultations.vote set method = coalesce($2, method), rules = coalesce($3, rules) where id = $1', [voteId, over.method, over.rules && JSON.stringify(over.rules)])
  const { body } = await staff.patch(`/api/votes/${voteId}`).send({ revision: 1, question: 'Quels projets voulez-vous ?' }).expect(200)
  await staff.put(`/api/votes/${voteId}/options`).send({ revision: body.revision, options: over.options ?? OPTIONS }).expect(200)
  await platform.moveClock('31 days')
  await platform.settle()
  await signedIn(platform, 'staff')
  return { consultationId: made.id, slug: made.slug, voteId, staff }
}

export const aCivilStatus = (over: Partial<CivilStatusGiven> = {}): CivilStatusGiven =>
  ({ birthSurname: 'Delattre', givenNames: 'Camille', birthDate: '1980-05-17', municipalityCode: '59350', ...over })

/** Somebody signed in who gave a civil status. */
export async function aVoter(platform: TestPlatform, named: string, civilStatus: Partial<CivilStatusGiven> = {}): Promise<TestAgent> {
  const { agent, accountId } = await platform.person('citizen', { named })
  await platform.app.get(CivilStatus).keep(accountId, aCivilStatus({ birthSurname: named.replace(/[^a-z]/gi, '') || 'Delattre', ...civilStatus }))
  return agent
}

export interface BallotBody {
  choice: Record<string, number>
  n: number
  nonce: string
  commitment: string
}

/** A ballot that approves these options, as it is sent. */
export const approved = (choice: readonly string[]): Record<string, number> => Object.fromEntries(choice.map((key) => [key, 1]))

/** What a browser does: asks for the form, draws the nonce, writes the opening and commits to it. */
export async function ballotFor(agent: TestAgent, voteId: string, choice: string[]): Promise<BallotBody> {
  const { body } = await agent.get(`/api/votes/${voteId}/ballot-form`).expect(200)
  const nonce = randomBytes(32)
  const { prefix, suffix, commitPrefix } = body.opening as { prefix: string, suffix: string, commitPrefix: string }
  const opening = `${prefix}${[...choice].sort().map((key) => `${key}=1`).join(',')}${suffix}`
  const commitment = createHash('sha256').update(commitPrefix).update(nonce).update(opening).digest('base64')
  return { choice: approved(choice), n: body.n as number, nonce: nonce.toString('base64'), commitment }
}

export async function vote(agent: TestAgent, voteId: string, choice: string[]): Promise<{ receipt: string, n: number }> {
  return (await agent.post(`/api/votes/${voteId}/ballots`).send(await ballotFor(agent, voteId, choice)).expect(201)).body as { receipt: string, n: number }
}

/** A ballot entered at a counter, or from paper. */
export function counterRequest(platform: TestPlatform, { consultationId, voteId }: OpenVote, person: CivilStatusGiven, channel: Channel, evidence: IdentityEvidence, choice: string[]): CastRequest {
  const voter = { ...platform.app.get(ParticipantKeyring).keyOf(consultationId, person), municipalityCode: person.municipalityCode }
  return { voteId, choice: approvals(choice), voter, channel, evidence, ...(channel === 'paper' ? {} : { assistanceId: randomUUID() }) }
}

export function castAtCounter(platform: TestPlatform, open: OpenVote, person: CivilStatusGiven, channel: Channel, evidence: IdentityEvidence, choice: string[]): Promise<CastReceipt> {
  return platform.app.get(BallotBox).cast(null, counterRequest(platform, open, person, channel, evidence, choice))
}

export interface RollRow {
  id: string
  status: string
  channel: string
  evidence: string
  castCount: number
  homonymIndex: number | null
}

/** The roll and the urn as their owners see them: the test's owner role is a member of both. */
export async function inTheRoll(platform: TestPlatform, voteId: string): Promise<RollRow[]> {
  const { rows } = await platform.db.owner.query<RollRow>(`
    select id, status, channel, evidence, cast_count as "castCount", homonym_index as "homonymIndex" from roll.entry where vote_id = $1 order by status, channel, id`, [voteId])
  return rows
}

export async function inTheUrn(platform: TestPlatform, voteId: string): Promise<{ n: number, superseded: boolean, opening: string }[]> {
  const { rows } = await platform.db.owner.query<{ n: number, superseded: boolean, opening: string }>(
    'select n, superseded, opening from urn.ballot where vote_id = $1 order by pseudonym, n', [voteId])
  return rows
}

/** Closes by time. */
export async function closeVote(platform: TestPlatform): Promise<void> {
  await platform.moveClock('32 days')
  await platform.settle()
  await signedIn(platform, 'staff')
}

/** Seals as staff do, and has it counted. */
export async function sealVote(platform: TestPlatform, { staff, voteId }: OpenVote): Promise<void> {
  await platform.moveClock('8 days')
  await signedIn(platform, 'staff')
  await staff.post(`/api/votes/${voteId}/sealing`).expect(201)
  await platform.settle()
}
