import { Proposals } from '@parvis/consultations'
import { randomBytes, randomUUID } from 'node:crypto'
import type TestAgent from 'supertest/lib/agent'
import { startApp } from '../support/app'
import type { Person, TestPlatform } from '../support/app'
import { anAnnounced, aProposal, pass, withCentres } from '../support/consultations'
import type { Made } from '../support/consultations'

let platform: TestPlatform
let staff: TestAgent
let nour: Person
let lea: Person
beforeAll(async () => {
  platform = await startApp()
  await withCentres(platform)
  staff = await platform.as('staff')
  nour = await platform.person('citizen', { named: 'Nour', displayName: 'Nour B.' })
  lea = await platform.person('citizen', { named: 'Lea', displayName: 'Léa' })
})
afterAll(() => platform.stop())

interface Sent { id: string, number: number }
async function opened(rules: object = {}): Promise<Made> {
  const made = await anAnnounced(platform, staff, { title: 'Réunir et partager' })
  const phase = made.phases.find(({ kind }) => kind === 'proposals')?.id
  await staff.put(`/api/consultations/${made.id}/phases/${phase}/proposal-rules`).send({ editMinutes: null, supportsMost: null, supportsLeast: null, threshold: null, ...rules }).expect(200)
  await pass(platform, '21 days')
  return made
}
const submit = async (to: Made, agent: TestAgent, title = 'Planter des arbres'): Promise<Sent> => (await agent.post(`/api/consultations/${to.id}/proposals`).send(aProposal({ title })).expect(201)).body
const proposals = () => platform.app.get(Proposals, { strict: false })
/** Somebody who is no account: a key, and perhaps an account's reference. */
const give = (proposalId: string, supporterKey: Buffer, accountRef?: Buffer) => proposals().support(null, { proposalId, supporterKey, accountRef, channel: accountRef ? 'online' : 'on_behalf' })
const key = () => randomBytes(16)
const plan = async (to: Made, kind: 'merge' | 'split', ids: string[]) => (await staff.post(`/api/consultations/${to.id}/reshapings/plan`).send({ kind, proposalIds: ids }).expect(200)).body
const united = { title: 'Des arbres et des bancs', body: 'Des arbres et des bancs sur toutes les places, plantés et posés ensemble.', theme: 'environment', reason: 'Ces propositions demandent la même chose.' }
async function merge(to: Made, ids: string[]): Promise<{ id: string, numbers: number[] }> {
  const { fingerprint } = await plan(to, 'merge', ids)
  return (await staff.post(`/api/consultations/${to.id}/reshapings/merge`).send({ ...united, proposalIds: ids, fingerprint }).expect(201)).body
}
const parts = [{ title: 'Des arbres sur les places', body: 'Des arbres sur toutes les places de la ville.' }, { title: 'Des bancs sur les places', body: 'Des bancs sur toutes les places de la ville.' }]
async function split(to: Made, id: string): Promise<{ id: string, numbers: number[] }> {
  const { fingerprint } = await plan(to, 'split', [id])
  return (await staff.post(`/api/consultations/${to.id}/reshapings/split`).send({ proposalId: id, parts, reason: 'Deux demandes qui se décident à part.', fingerprint }).expect(201)).body
}
const read = async (to: Made, number: number | undefined, agent = platform.stranger()) => (await agent.get(`/api/consultations/${to.id}/proposals/${number}`).expect(200)).body
/** What the counter says, and what is kept: each person once. */
const supports = async (to: Made, number: number | undefined) => (await platform.db.owner.query<{ counter: number, counted: number, people: string[] }>(`
  select p.support_count as counter, (select count(*)::integer from consultations.support s where s.proposal_id = p.id and s.counted) as counted,
    array(select encode(s.supporter_key, 'hex') from consultations.support s where s.proposal_id = p.id order by 1) as people from consultations.proposal p where p.consultation_id = $1 and p.number = $2`, [to.id, number])).rows[0]

describe('uniting and splitting', () => {
  it('is for staff of the place', async () => {
    const made = await opened()
    const two = [await submit(made, nour.agent), await submit(made, lea.agent)]
    const ids = two.map(({ id }) => id)
    const { fingerprint } = await plan(made, 'merge', ids)
    const here = `/api/consultations/${made.id}/reshapings`
    const calls = [(agent: TestAgent) => agent.get(here), (agent: TestAgent) => agent.post(`${here}/plan`).send({ kind: 'merge', proposalIds: ids }), (agent: TestAgent) => agent.post(`${here}/merge`).send({ ...united, proposalIds: ids, fingerprint }),
      (agent: TestAgent) => agent.post(`${here}/split`).send({ proposalId: ids[0], parts, reason: united.reason, fingerprint })]
    const elsewhere = await platform.as('staff', { place: '59512' })
    for (const call of calls) {
      await call(platform.stranger()).expect(401)
      await call(nour.agent).expect(403)
      expect((await call(elsewhere).expect(403)).body.code).toBe('place.other')
    }
    const done = await merge(made, ids)
    await platform.stranger().post(`/api/reshapings/${done.id}/undoing`).expect(401)
    await nour.agent.post(`/api/reshapings/${done.id}/undoing`).expect(403)
    await elsewhere.post(`/api/reshapings/${done.id}/undoing`).expect(403)
    await staff.post(`/api/reshapings/${randomUUID()}/undoing`).expect(404)
    expect((await read(made, two[0]?.number)).state).toBe('merged')
  })

  it('refuses what was answered, is gone, is a choice of a vote, or changed since it was read', async () => {
    const made = await opened()
    const [a, b, gone, chosen] = [await submit(made, nour.agent), await submit(made, lea.agent), await submit(made, lea.agent), await submit(made, lea.agent)]
    await lea.agent.post(`/api/proposals/${gone.id}/withdrawal`).expect(201)
    await staff.post(`/api/votes/${made.vote?.id}/options/from-proposals`).send({ proposalIds: [chosen.id] }).expect(200)
    const refused = async (ids: string[]) => (await plan(made, 'merge', ids)).refusals.map(({ code }: { code: string }) => code)
    expect([await refused([a.id]), await refused([a.id, gone.id]), await refused([a.id, chosen.id]), await refused([a.id, randomUUID()])])
      .toEqual([['reshaping.two-needed'], ['reshaping.gone'], ['reshaping.in-vote'], ['reshaping.proposal-unknown']])
    const send = (over: object) => staff.post(`/api/consultations/${made.id}/reshapings/merge`).send({ ...united, proposalIds: [a.id, b.id], fingerprint: 'x', ...over })
    expect((await send({ proposalIds: [a.id, gone.id] }).expect(422)).body.code).toBe('reshaping.gone')
    const { fingerprint } = await plan(made, 'merge', [a.id, b.id])
    await nour.agent.patch(`/api/proposals/${a.id}`).send({ title: 'Planter d’autres arbres' }).expect(200)
    expect((await send({ fingerprint }).expect(409)).body.code).toBe('reshaping.changed-meanwhile')
    for (const over of [{ title: 'abc' }, { body: 'court' }, { reason: '' }, { proposalIds: [a.id] }, { proposalIds: [a.id, a.id] }, { theme: 'other-thing' }]) await send(over).expect(400)
    await staff.put(`/api/proposals/${b.id}/answer`).send({ revision: 0, kind: 'accepted', statusId: null, body: 'Oui, ce sera fait au printemps.', cost: null, fromDay: null, toDay: null })
    const { fingerprint: answers } = (await staff.get(`/api/consultations/${made.id}/answer-publication`).expect(200)).body
    await staff.post(`/api/consultations/${made.id}/answer-publication`).send({ fingerprint: answers }).expect(201)
    expect(await refused([a.id, b.id])).toEqual(['reshaping.answered'])
  })
})

describe('proposals that are united', () => {
  it('keep each person once, whether known by a key, an account or both, and say first what they will do', async () => {
    const made = await opened()
    const [a, b] = [await submit(made, nour.agent), await submit(made, lea.agent, 'Des bancs à l’ombre')]
    const [one, two, old, young] = [key(), key(), key(), key()]
    const account = randomBytes(32)
    await give(a.id, one); await give(b.id, one)
    await give(a.id, two)
    // One account that changed its civil status between the two, and a desk that knew the newer one.
    await give(a.id, old, account); await give(b.id, young, account)
    await give(b.id, key())
    await (await platform.as('citizen', { named: 'follower' })).put(`/api/account/follows/proposal/${a.id}`)
    const told = await plan(made, 'merge', [a.id, b.id])
    expect(told).toMatchObject({ supporters: 4, supports: 6, authorsTold: 2, authorsNotTold: 0, refusals: [] })
    const done = await merge(made, [a.id, b.id])
    const after = await supports(made, done.numbers[0])
    expect([after?.counter, after?.counted, after?.people.length]).toEqual([4, 4, 4])
    const result = await read(made, done.numbers[0], nour.agent)
    expect(result).toMatchObject({ authorName: 'Nour B.', mine: true, coAuthors: [{ name: 'Léa' }], madeOf: [{ number: a.number }, { number: b.number }], reshaping: { kind: 'merge', reason: united.reason, undoneAt: null } })
    // The sources keep address, text and trace; lists and search have the result alone.
    expect(await read(made, a.number)).toMatchObject({ state: 'merged', title: 'Planter des arbres', becomes: [{ number: done.numbers[0], title: united.title }], may: { support: false } })
    expect((await platform.stranger().get(`/api/consultations/${made.id}/proposals`)).body).toMatchObject({ total: 1, items: [{ number: done.numbers[0], coAuthorCount: 1 }] })
    expect((await platform.stranger().get(`/api/consultations/${made.slug}/proposals/${a.number}/journey`).expect(200)).body).toMatchObject({ fate: 'merged', withdrawn: false, becomes: [{ number: done.numbers[0] }] })
    const csv = (await platform.stranger().get(`/api/consultations/${made.id}/proposals.csv`).expect(200)).text.split('\r\n')
    expect(csv[0]).toContain('reunie_ou_partagee_dans')
    expect(csv).toHaveLength(5)
    await platform.settle()
    const { rows: mails } = await platform.db.owner.query<{ to: string }>(`select recipient as "to" from platform.mailbox where body like $1`, [`%${united.reason}%/${made.slug}/propositions/%`])
    expect(mails.map(({ to }) => to).sort()).toEqual([nour.email, lea.email].sort())
  })

  it('lose no support that arrives at the same moment: the union is exact', async () => {
    const made = await opened()
    const [a, b] = [await submit(made, nour.agent), await submit(made, lea.agent)]
    const people = Array.from({ length: 120 }, key)
    const { fingerprint } = await plan(made, 'merge', [a.id, b.id])
    // Two hundred supports, of which eighty people give both, while staff unite.
    const giving = [...people.map((one) => () => give(a.id, one)), ...people.slice(0, 80).map((one) => () => give(b.id, one))]
    const sent = giving.slice(0, 60).map((act) => act())
    const merging = staff.post(`/api/consultations/${made.id}/reshapings/merge`).send({ ...united, proposalIds: [a.id, b.id], fingerprint }).then((answer) => answer)
    sent.push(...giving.slice(60).map((act) => act()))
    await Promise.all(sent)
    const done = await merging
    expect(done.status).toBe(201)
    const after = await supports(made, done.body.numbers[0])
    expect(after?.people).toEqual(people.map((one) => one.toString('hex')).sort())
    expect([after?.counter, after?.counted]).toEqual([120, 120])
    for (const { number } of [a, b]) expect((await supports(made, number))?.people).toEqual([])
    // And what is taken back by the old address is taken back.
    await platform.db.app.query('select consultations.take_support_back($1, $2, null)', [a.id, people[0]])
    expect((await supports(made, done.body.numbers[0]))?.counter).toBe(119)
  })

  it('are undone while nobody has acted on the result, and give back exactly what was there', async () => {
    const made = await opened()
    const [a, b] = [await submit(made, nour.agent), await submit(made, lea.agent)]
    const both = key()
    await give(a.id, both); await give(b.id, both); await give(a.id, key())
    const before = [await supports(made, a.number), await supports(made, b.number)]
    const done = await merge(made, [a.id, b.id])
    expect((await staff.get(`/api/consultations/${made.id}/reshapings`).expect(200)).body.items).toEqual([expect.objectContaining({ id: done.id, supports: 2, undoable: true })])
    const undone = await Promise.all([1, 2].map(() => staff.post(`/api/reshapings/${done.id}/undoing`)))
    expect(undone.map(({ status }) => status).sort()).toEqual([204, 409])
    expect([await supports(made, a.number), await supports(made, b.number)]).toEqual(before)
    expect(await read(made, done.numbers[0])).toMatchObject({ state: 'undone', madeOf: [{ number: a.number }, { number: b.number }], reshaping: { undoneAt: expect.any(String) } })
    await expect(give((await read(made, done.numbers[0])).id, key())).rejects.toMatchObject({ code: 'proposal.undone' })
    // Acted on in whatever way, it stays.
    const acts: ((id: string) => Promise<unknown>)[] = [
      (id) => give(id, key()), () => give(a.id, key()), (id) => platform.db.app.query('select consultations.take_support_back($1, $2, null)', [id, both]),
      (id) => nour.agent.patch(`/api/proposals/${id}`).send({ title: 'Corrigée par son autrice' }).expect(200), (id) => lea.agent.delete(`/api/proposals/${id}/authorship`).expect(204),
      (id) => nour.agent.post('/api/comments').send({ proposalId: id, stance: 'for', body: 'Très bien ainsi.', submissionToken: randomUUID() }).expect(201),
    ]
    let sources = [a, b]
    for (const act of acts) {
      const again = await merge(made, sources.map(({ id }) => id))
      const { id, number } = await read(made, again.numbers[0])
      await act(id)
      expect((await staff.post(`/api/reshapings/${again.id}/undoing`).expect(409)).body.code).toBe('reshaping.acted-on')
      sources = [{ id, number }, await submit(made, lea.agent)]
    }
  })

  it('leave everybody what they may still give, and what they gave counted', async () => {
    const made = await opened({ supportsMost: 4, supportsLeast: 3 })
    const sent = [await submit(made, nour.agent), await submit(made, lea.agent), await submit(made, lea.agent), await submit(made, lea.agent), await submit(made, lea.agent)] as [Sent, Sent, Sent, Sent, Sent]
    const person = key()
    for (const { id } of sent.slice(0, 3)) await give(id, person)
    const done = await merge(made, [sent[0].id, sent[1].id])
    // Three were asked for and given; that staff united two of them takes nothing away.
    expect(await supports(made, done.numbers[0])).toMatchObject({ counter: 1, counted: 1 })
    expect(await supports(made, sent[2].number)).toMatchObject({ counter: 1, counted: 1 })
    const given = async () => (await platform.db.owner.query('select * from consultations.supports_given($1, null)', [person])).rows[0]
    expect(await given()).toEqual({ given: 2, standing: 3, counting: 2 })
    // Two more may be given now, of four; a split gives several for one.
    const halves = await split(made, sent[2].id)
    expect(await given()).toEqual({ given: 2, standing: 3, counting: 2 })
    await give(sent[3].id, person); await give(sent[4].id, person)
    expect(await given()).toEqual({ given: 4, standing: 5, counting: 4 })
    expect([await supports(made, halves.numbers[0]), await supports(made, halves.numbers[1])]).toEqual([expect.objectContaining({ counter: 1 }), expect.objectContaining({ counter: 1 })])
    const { id } = await read(made, halves.numbers[0])
    await platform.db.app.query('select consultations.take_support_back($1, $2, null)', [id, person])
    expect(await given()).toEqual({ given: 4, standing: 5, counting: 4 })
  })
})

describe('a proposal that is split', () => {
  it('begins each part with who supported the whole, also who arrives by the old address', async () => {
    const made = await opened()
    const whole = await submit(made, nour.agent, 'Des arbres et des bancs')
    const [first, late] = [key(), key()]
    await give(whole.id, first)
    const done = await split(made, whole.id)
    expect(await read(made, whole.number)).toMatchObject({ state: 'split', becomes: [{ number: done.numbers[0] }, { number: done.numbers[1] }] })
    expect(await read(made, done.numbers[1])).toMatchObject({ authorName: 'Nour B.', madeOf: [{ number: whole.number }], supportCount: 1 })
    await give(whole.id, late)
    for (const number of done.numbers) expect((await supports(made, number))?.people).toEqual([first, late].map((one) => one.toString('hex')).sort())
    await staff.post(`/api/reshapings/${done.id}/undoing`).expect(409)
    // A part that is united again: those of both are there once.
    const ids = await Promise.all(done.numbers.map(async (number) => (await read(made, number)).id as string))
    const back = await merge(made, ids)
    expect((await supports(made, back.numbers[0]))?.people).toHaveLength(2)
  })
})

describe('a receipt of a united proposal', () => {
  it('still opens, and its journey leads on', async () => {
    const made = await opened()
    const helped = await proposals().submit(null, { consultationId: made.id, title: 'Des fontaines', body: 'Des fontaines sur toutes les places de la ville.', theme: 'environment', submissionToken: randomUUID(), channel: 'on_behalf' })
    const own = await submit(made, lea.agent)
    const done = await merge(made, [helped.id, own.id])
    // Who was helped signs it still, by the door they came through.
    expect(await read(made, done.numbers[0])).toMatchObject({ authorName: 'Léa', coAuthors: [{ name: '', channel: 'on_behalf' }] })
  })
})
