import { ParticipantKeyring, Proposals } from '@parvis/consultations'
import type TestAgent from 'supertest/lib/agent'
import { startApp } from '../support/app'
import type { TestPlatform } from '../support/app'
import { aDraft, anAnnounced, aProposal, pass, withCentres } from '../support/consultations'
import type { Made } from '../support/consultations'
import { atOnce } from '../support/moments'

let platform: TestPlatform
let staff: TestAgent
let citizen: TestAgent
beforeAll(async () => {
  platform = await startApp()
  await withCentres(platform)
  staff = await platform.as('staff')
  citizen = await platform.as('citizen', { named: 'Nour', displayName: 'Nour B.' })
})
afterAll(() => platform.stop())

const none = { editMinutes: null, supportsMost: null, supportsLeast: null, threshold: null }
const status = { birthSurname: 'Lefebvre', givenNames: 'Camille', birthDate: '1980-05-17', municipalityCode: '59350' }
const phaseOf = ({ phases }: Made) => phases.find(({ kind }) => kind === 'proposals')?.id ?? ''
const rulesPath = (made: Made) => `/api/consultations/${made.id}/phases/${phaseOf(made)}/proposal-rules`

/** Proposals open under rules of their own. */
async function under(rules: object, title = 'Sous des règles'): Promise<Made> {
  const made = await anAnnounced(platform, staff, { title })
  await staff.put(rulesPath(made)).send({ ...none, ...rules }).expect(200)
  await pass(platform, '21 days')
  return made
}

const submit = async (to: Made, over: Record<string, unknown> = {}) => (await citizen.post(`/api/consultations/${to.id}/proposals`).send(aProposal(over)).expect(201)).body as { id: string, number: number }
interface Sent { id: string, number: number }
/** At least three are named; more are in the list. */
async function several(to: Made, count: number): Promise<[Sent, Sent, Sent, ...Sent[]]> {
  const sent: Sent[] = []
  for (let n = 0; n < count; n++) sent.push(await submit(to, { title: `Proposition numéro ${n}` }))
  return sent as unknown as [Sent, Sent, Sent, ...Sent[]]
}
async function known(named: string): Promise<TestAgent> {
  const agent = await platform.as('citizen', { named })
  await agent.put('/api/account/civil-status').send({ ...status, birthSurname: named }).expect(204)
  return agent
}
const counts = async (made: Made) => (await platform.db.owner.query<{ counter: number, counted: number, kept: number }>(`
  select p.support_count as counter, (select count(*)::integer from consultations.support s where s.proposal_id = p.id and s.counted) as counted,
    (select count(*)::integer from consultations.support s where s.proposal_id = p.id) as kept
  from consultations.proposal p where p.consultation_id = $1 order by p.number`, [made.id])).rows
const sum = (rows: { counter: number, counted: number, kept: number }[], of: 'counter' | 'counted' | 'kept') => rows.reduce((total, row) => total + row[of], 0)

describe('the rules of a phase of proposals', () => {
  it('are set by staff of the place, until the phase opens, and read by everybody', async () => {
    const made = await aDraft(platform, staff)
    await platform.stranger().put(rulesPath(made)).send(none).expect(401)
    await citizen.put(rulesPath(made)).send(none).expect(403)
    await (await platform.as('staff', { place: '59512' })).put(rulesPath(made)).send(none).expect(404)
    await platform.stranger().get(`/api/consultations/${made.id}/proposal-rules`).expect(404)
    const asked = { editMinutes: 30, supportsMost: 5, supportsLeast: 3, threshold: 20, amendmentDays: 14 }
    expect((await staff.put(rulesPath(made)).send(asked).expect(200)).body.items).toEqual([{ phaseId: phaseOf(made), phaseTitle: 'Vos idées', state: 'scheduled', ...asked }])
    await staff.post(`/api/consultations/${made.id}/announcement`).expect(201)
    await (await platform.as('staff', { place: '59512' })).put(rulesPath(made)).send(none).expect(403)
    await staff.put(rulesPath(made)).send({ ...asked, threshold: 10 }).expect(200)
    await pass(platform, '21 days')
    expect((await staff.put(rulesPath(made)).send(none).expect(409)).body.code).toBe('phase.content-frozen')
    expect((await platform.stranger().get(`/api/consultations/${made.slug}/proposal-rules`).expect(200)).body.items).toEqual([expect.objectContaining({ state: 'open', ...asked, threshold: 10 })])
  })

  it('refuse what makes no sense', async () => {
    const made = await aDraft(platform, staff)
    for (const over of [{ editMinutes: 0 }, { supportsMost: 0 }, { supportsLeast: 1 }, { threshold: 1 }, { editMinutes: 1.5 }, { supportsMost: '5' }, { amendmentDays: 0 }, { amendmentDays: 91 }, { other: 1 }]) {
      expect((await staff.put(rulesPath(made)).send({ ...none, ...over }).expect(400)).body.code).toBe('request.invalid')
    }
    expect((await staff.put(rulesPath(made)).send({ ...none, supportsMost: 3, supportsLeast: 4 }).expect(422)).body).toMatchObject({ code: 'support.least-above-most', refusals: [{ at: 'supportsLeast' }] })
    await staff.put(`/api/consultations/${made.id}/phases/${made.phases[1]?.id}/proposal-rules`).send(none).expect(404)
  })
})

describe('the time to correct a text', () => {
  it('ends after its minutes, not before', async () => {
    const made = await under({ editMinutes: 30 })
    const { id, number } = await submit(made)
    expect((await citizen.get(`/api/consultations/${made.id}/proposals/${number}`)).body).toMatchObject({ may: { edit: true }, editableUntil: expect.any(String) })
    await platform.moveClock('29 minutes')
    await citizen.patch(`/api/proposals/${id}`).send({ title: 'Planter trente arbres' }).expect(200)
    await platform.moveClock('2 minutes')
    expect((await citizen.patch(`/api/proposals/${id}`).send({ title: 'Planter dix arbres' }).expect(422)).body).toMatchObject({ code: 'proposal.edit-window-over', facts: { minutes: 30 } })
    // Withdrawing is nobody's answer to change: it stays possible.
    expect((await citizen.get(`/api/consultations/${made.id}/proposals/${number}`)).body).toMatchObject({ may: { edit: false, withdraw: true }, editableUntil: null })
  })
})

describe('a withdrawn proposal', () => {
  it('is found under its filter, by its title alone, and not once it became a choice of a vote', async () => {
    const made = await under({})
    const [gone, kept] = await several(made, 2)
    await citizen.post(`/api/proposals/${gone.id}/withdrawal`).expect(201)
    const list = async (query: object) => (await platform.stranger().get(`/api/consultations/${made.id}/proposals`).query(query).expect(200)).body
    expect(await list({ state: 'withdrawn' })).toMatchObject({ total: 1, items: [{ title: 'Proposition numéro 0', excerpt: '' }] })
    expect((await list({})).items.map((item: { id: string }) => item.id)).toEqual([kept.id])
    await platform.stranger().get(`/api/consultations/${made.id}/proposals`).query({ state: 'other' }).expect(400)
    await staff.post(`/api/votes/${made.vote?.id}/options/from-proposals`).send({ proposalIds: [kept.id] }).expect(200)
    expect((await citizen.post(`/api/proposals/${kept.id}/withdrawal`).expect(409)).body.code).toBe('proposal.in-vote')
  })

  it('never becomes a choice, nor a choice withdrawn, when both are asked at once', async () => {
    const made = await under({})
    for (let round = 0; round < 8; round++) {
      const { id } = await submit(made)
      await Promise.all([citizen.post(`/api/proposals/${id}/withdrawal`), staff.post(`/api/votes/${made.vote?.id}/options/from-proposals`).send({ proposalIds: [id] })])
      const { rows: [row] } = await platform.db.owner.query(`select p.state = 'withdrawn' and exists (select from consultations.vote_option o where o.proposal_id = p.id) as both from consultations.proposal p where id = $1`, [id])
      expect(row).toEqual({ both: false })
    }
  })
})

describe('the most supports of one person', () => {
  it('are exactly that many, by two hundred requests at once, of two accounts', async () => {
    const made = await under({ supportsMost: 5 })
    const proposals = await several(made, 20)
    const [one, two] = [await known('Dubois'), await platform.as('citizen', { named: 'Dubois-bis' })]
    await two.put('/api/account/civil-status').send({ ...status, birthSurname: 'DUBOIS' }).expect(204)
    const answers = await Promise.all(Array.from({ length: 200 }, (_, n) => (n % 2 ? one : two).put(`/api/proposals/${proposals[n % 20]?.id}/support`)))
    expect(new Set(answers.map(({ status: code }) => code))).toEqual(new Set([200, 422]))
    expect(answers.filter(({ status: code }) => code === 422).every(({ body }) => body.code === 'support.too-many')).toBe(true)
    const after = await counts(made)
    expect([sum(after, 'counter'), sum(after, 'counted'), sum(after, 'kept')]).toEqual([5, 5, 5])
    // One taken back makes room for one.
    const mine = (await one.get('/api/account/supports').expect(200)).body.items as { number: number }[]
    const given = proposals.find(({ number }) => number === mine[0]?.number)
    const other = proposals.find(({ number }) => !mine.some((item) => item.number === number))
    expect((await one.get(`/api/consultations/${made.id}/proposals/${other?.number}`)).body).toMatchObject({ ownSupports: { given: 5, most: 5, least: null }, may: { support: false } })
    await one.delete(`/api/proposals/${given?.id}/support`).expect(200)
    await one.put(`/api/proposals/${other?.id}/support`).expect(200)
    expect((await one.put(`/api/proposals/${given?.id}/support`).expect(422)).body.code).toBe('support.too-many')
    expect(sum(await counts(made), 'counter')).toBe(5)
    // Room for one, and two are given at one moment: the second waits to know, and is one too many.
    await one.delete(`/api/proposals/${other?.id}/support`).expect(200)
    const late = await atOnce(platform.db, (held) => held.query(`select consultations.add_support($1, s.supporter_key, 'online', 'direct', null, s.account_ref)
      from consultations.support s join consultations.proposal p on p.id = s.proposal_id where p.consultation_id = $2 limit 1`, [given?.id, made.id]), () => one.put(`/api/proposals/${other?.id}/support`))
    expect([late.status, late.body.code]).toEqual([422, 'support.too-many'])
    expect(sum(await counts(made), 'counter')).toBe(5)
  })

  it('hold for an account that changes its civil status', async () => {
    const made = await under({ supportsMost: 2 })
    const [first, second, third] = await several(made, 3)
    const agent = await known('Lemaire')
    await agent.put(`/api/proposals/${first.id}/support`).expect(200)
    await agent.put('/api/account/civil-status').send({ ...status, birthSurname: 'Lemaire-Deux' }).expect(204)
    await agent.put(`/api/proposals/${second.id}/support`).expect(200)
    expect((await agent.put(`/api/proposals/${third.id}/support`).expect(422)).body.code).toBe('support.too-many')
  })

  it('tell a desk nothing: one too many is kept there, and does not count', async () => {
    const made = await under({ supportsMost: 1 })
    const [first, second] = await several(made, 2)
    const person = { ...status, birthSurname: 'Vasseur' }
    const k0 = platform.app.get(ParticipantKeyring, { strict: false }).keyOf(made.id, { ...person, usageSurname: '' } as never).k0
    const atDesk = (proposalId: string) => platform.app.get(Proposals, { strict: false }).support(null, { proposalId, supporterKey: k0, channel: 'on_behalf' })
    await atDesk(first.id)
    await atDesk(second.id)
    expect(await counts(made)).toEqual([{ counter: 1, counted: 1, kept: 1 }, { counter: 0, counted: 0, kept: 1 }])
  })
})

describe('the least supports of one person', () => {
  it('count together once they are given, and no more when one is taken back, by requests at once', async () => {
    const made = await under({ supportsLeast: 3 })
    const proposals = await several(made, 6)
    const people = await Promise.all(Array.from({ length: 6 }, (_, n) => known(`Personne${'abcdef'[n]}`)))
    const first = (await people[0]?.put(`/api/proposals/${proposals[0]?.id}/support`).expect(200))?.body
    expect(first).toEqual({ supported: true, supportCount: 0, counted: false })
    expect((await people[0]?.get('/api/account/supports'))?.body.items).toEqual([expect.objectContaining({ counted: false })])
    // Each supports four, all at once, in an order of their own; two of them only two.
    await Promise.all(people.flatMap((agent, n) => proposals.slice(0, n < 4 ? 4 : 2).map((_, k) => agent.put(`/api/proposals/${proposals[(n + k) % 6]?.id}/support`).expect(200))))
    const given = await counts(made)
    expect(given.every(({ counter, counted }) => counter === counted)).toBe(true)
    expect(sum(given, 'counted')).toBe(16)
    expect(sum(given, 'kept')).toBe(20)
    // All take back at once, down to nothing, and give again.
    await Promise.all(people.flatMap((agent) => proposals.map(({ id }) => agent.delete(`/api/proposals/${id}/support`).expect(200))))
    expect((await counts(made)).every(({ counter, kept }) => counter === 0 && kept === 0)).toBe(true)
    for (const { id } of proposals.slice(0, 3)) await people[0]?.put(`/api/proposals/${id}/support`).expect(200)
    expect(sum(await counts(made), 'counter')).toBe(3)
    await people[0]?.delete(`/api/proposals/${proposals[0]?.id}/support`).expect(200)
    const after = await counts(made)
    expect([sum(after, 'counter'), sum(after, 'kept')]).toEqual([0, 2])
  })
})
