// README item 13: a counter gets the same answer, byte for byte and by the same work, whether or not the person already took part.
import type { CivilStatusGiven } from '@parvis/identity'
import type TestAgent from 'supertest/lib/agent'
import { startApp, type TestPlatform } from '../support/app'
import { aProposal, withCentres, withProposalsOpen } from '../support/consultations'
import { statementsOf } from '../support/statements'
import { aCivilStatus, aVoter, castAtCounter, inTheRoll, signedIn, vote, withVoteOpen, type OpenVote } from '../support/votes'
import { aMandate, aMediator, asSent, centreId, enterBallot, everythingStored, openSession, ROUBAIX } from './desk'

let platform: TestPlatform
beforeAll(async () => {
  platform = await startApp()
})
afterAll(() => platform.stop())

describe('a ballot at the desk', () => {
  let open: OpenVote
  beforeAll(async () => {
    open = await withVoteOpen(platform)
  })

  const people = {
    new: aCivilStatus({ birthSurname: 'Nouveau' }),
    online: aCivilStatus({ birthSurname: 'Enligne' }),
    paper: aCivilStatus({ birthSurname: 'Papier' }),
    otherDesk: aCivilStatus({ birthSurname: 'Ailleurs' }),
    conventional: aCivilStatus({ birthSurname: 'Premierjanvier', birthDate: '1950-01-01' }),
  }

  async function tookPartBefore(): Promise<void> {
    await vote(await aVoter(platform, 'Enligne', people.online), open.voteId, ['o1'])
    await castAtCounter(platform, open, people.paper, 'paper', 'E1', ['o1'])
    await castAtCounter(platform, open, people.otherDesk, 'on_behalf', 'E2', ['o1'])
    await castAtCounter(platform, open, people.conventional, 'on_behalf', 'E2', ['o1'])
  }

  async function enter(mediator: TestAgent, person: CivilStatusGiven, over: object = {}): Promise<[string, string]> {
    const opened = await mediator.post('/api/assisted-sessions').send({ consultationId: open.consultationId, centreId: await centreId(platform), identity: person, evidence: 'E1', consentVersion: '2.0', mandate: aMandate(), protectiveMeasure: false, ...over })
    const { id } = opened.body as { id: string }
    const answer = await enterBallot(mediator, id, ['o2'])
    await mediator.delete(`/api/assisted-sessions/${id}`).expect(204)
    return [asSent(opened, new RegExp(`${id}|"expiresInSeconds":\\d+`, 'g')), asSent(answer)]
  }

  it('is answered with the same bytes for new and known people, contested or not', async () => {
    await tookPartBefore()
    const mediator = await aMediator(platform)
    for (const evidence of ['E1', 'E2']) {
      const answers = []
      for (const person of Object.values(people)) answers.push(await enter(mediator, { ...person, birthSurname: evidence === 'E2' && person === people.new ? 'Autrenouveau' : person.birthSurname }, { evidence }))
      expect(answers[0]?.[1]).toMatch(/^\[201,.*received/)
      expect(new Set(answers.map(([session]) => session)).size).toBe(1)
      expect(new Set(answers.map(([, entry]) => entry)).size).toBe(1)
    }
    // The roll knows what the counter does not: without a document four were contested; with one, all but paper and the shared date were replaced.
    const statuses = (await inTheRoll(platform, open.voteId)).map(({ status, channel }) => `${status} ${channel}`)
    expect(statuses.filter((status) => status === 'contested on_behalf').length).toBeGreaterThanOrEqual(4)
    expect(statuses).toContain('admitted paper')
  })

  it('of the same person at two desks counts once, and neither desk learns of it', async () => {
    const person = aCivilStatus({ birthSurname: 'Deuxfois' })
    const [lille, roubaix] = [await aMediator(platform), await aMediator(platform, ROUBAIX)]
    const before = (await inTheRoll(platform, open.voteId)).filter(({ status }) => status === 'admitted').length
    const answers = await Promise.all([enter(lille, person, { evidence: 'E2' }), enter(roubaix, person, { evidence: 'E2', centreId: await centreId(platform, ROUBAIX) })])
    expect(answers[0]?.[1]).toBe(answers[1]?.[1])
    expect((await inTheRoll(platform, open.voteId)).filter(({ status }) => status === 'admitted')).toHaveLength(before + 1)
  })

  // A time would flake, and a slow look-up would pass it: what takes time is what is asked of the database, and that is the same, word for word.
  it.each([
    ['who came online', people.online], ['who came on paper', people.paper], ['who came to a desk', people.otherDesk], ['whose date is a conventional one', people.conventional],
  ])('asks the same of the database for a new person and for one %s', async (_, known) => {
    const mediator = await aMediator(platform)
    const asked = async (person: CivilStatusGiven): Promise<string[]> => {
      const id = await openSession(platform, mediator, open.consultationId, person, { evidence: 'E1' })
      return statementsOf(() => enterBallot(mediator, id, ['o3']).expect(201))
    }
    // What is prepared or remembered is, by then.
    await asked(aCivilStatus({ birthSurname: 'Avanttous' }))
    const fresh = await asked(aCivilStatus({ birthSurname: `Jamaisvu${known.birthSurname}` }))
    expect(fresh.length).toBeGreaterThan(4)
    expect(await asked(known)).toEqual(fresh)
  })
})

describe('proposals and supports at the desk', () => {
  let consultationId: string
  let proposalId: string
  let mediator: TestAgent
  beforeAll(async () => {
    await withCentres(platform)
    const staff = await signedIn(platform, 'staff')
    consultationId = (await withProposalsOpen(platform, staff, { title: 'Une autre consultation' })).id
    mediator = await aMediator(platform)
    await (await signedIn(platform, 'citizen')).post(`/api/consultations/${consultationId}/proposals`).send(aProposal()).expect(201)
    proposalId = (await platform.db.owner.query<{ id: string }>('select id from consultations.proposal where consultation_id = $1', [consultationId])).rows[0]?.id ?? ''
  })

  const supports = async () => (await platform.db.owner.query<{ n: number }>('select support_count as n from consultations.proposal where id = $1', [proposalId])).rows[0]?.n

  it('a support counts once whichever the door, with the same answer', async () => {
    const person = aCivilStatus({ birthSurname: 'Soutien' })
    const id = await openSession(platform, mediator, consultationId, person)
    const path = `/api/assisted-sessions/${id}/supports`
    const first = await mediator.post(path).send({ proposalId }).expect(201)
    expect(await supports()).toBe(1)
    expect(asSent(await mediator.post(path).send({ proposalId }))).toBe(asSent(first))
    const elsewhere = await openSession(platform, mediator, consultationId, person)
    const other = await mediator.post(`/api/assisted-sessions/${elsewhere}/supports`).send({ proposalId })
    expect(asSent(other)).toBe(asSent(first))
    await (await aVoter(platform, 'Soutien', person)).put(`/api/proposals/${proposalId}/support`).expect(200)
    expect(await supports()).toBe(1)
    for (const { body } of [first, other]) {
      await platform.stranger().get(`/api/receipts/${(body as { receipt: string }).receipt}`).expect(200).expect(({ body: receipt }) => expect(receipt).toMatchObject({ kind: 'support' }))
    }
  })

  it('a proposal is published without a name, by the door it came through; sent twice it is one', async () => {
    const id = await openSession(platform, mediator, consultationId, aCivilStatus({ birthSurname: 'Idee' }))
    const text = aProposal({ title: 'Un banc tous les cent mètres', municipalityCode: '59350' })
    const first = await mediator.post(`/api/assisted-sessions/${id}/proposals`).send(text).expect(201)
    const again = await mediator.post(`/api/assisted-sessions/${id}/proposals`).send(text).expect(201)
    expect(again.text).toBe(first.text)
    const { body } = await platform.stranger().get(`/api/consultations/${consultationId}/proposals?q=banc`).expect(200)
    expect(body).toMatchObject({ total: 1, items: [{ title: 'Un banc tous les cent mètres', authorName: '', channel: 'on_behalf' }] })
    await platform.stranger().get(`/api/receipts/${(first.body as { receipt: string }).receipt}`).expect(200).expect(({ body: receipt }) => expect(receipt).toMatchObject({ kind: 'proposal' }))
  })

  it('belongs to the consultation of the session', async () => {
    const id = await openSession(platform, mediator, consultationId, aCivilStatus({ birthSurname: 'Autre' }))
    const { body } = await mediator.get(`/api/assisted-sessions/${id}`).expect(200)
    expect(body).toMatchObject({ may: ['proposal', 'support', 'comment', 'signature', 'report'], voteId: null })
    await enterBallot(mediator, id, ['o1']).expect(409).expect(({ body: problem }) => expect(problem.code).toBe('consultation.not-open'))
  })
})

it('an identity that was typed stands nowhere in the database, nor in what was logged', async () => {
  const said: string[] = []
  const spies = [jest.spyOn(process.stdout, 'write'), jest.spyOn(process.stderr, 'write')].map((spy) => spy.mockImplementation((chunk) => said.push(String(chunk)) > 0))
  const canary: CivilStatusGiven = { birthSurname: 'Canarivert-Zzyzx', usageSurname: 'Serinjaune', givenNames: 'Quetzalcoatl, Xiomara', birthDate: '1931-07-23', municipalityCode: '59350' }
  const mediator = await aMediator(platform)
  const { rows: [running] } = await platform.db.owner.query<{ id: string, proposal: string }>(`
    select c.id, (select p.id from consultations.proposal p where p.consultation_id = c.id limit 1) as proposal
    from consultations.consultation c where exists (select from consultations.phase p where p.consultation_id = c.id and p.kind = 'proposals' and p.state = 'open')`)
  const id = await openSession(platform, mediator, running?.id ?? '', canary)
  await mediator.post(`/api/assisted-sessions/${id}/supports`).send({ proposalId: running?.proposal }).expect(201)
  await mediator.post(`/api/assisted-sessions/${id}/supports`).send({ proposalId: 'nonsense' }).expect(400)
  await mediator.post('/api/assisted-sessions').send({ consultationId: running?.id, centreId: 'nonsense', identity: canary }).expect(400).expect(({ text }) => expect(text).not.toMatch(/Canarivert|Quetzalcoatl/i))
  await platform.settle()
  const whileOpen = await everythingStored(platform)
  await mediator.delete(`/api/assisted-sessions/${id}`).expect(204)
  for (const spy of spies) spy.mockRestore()
  for (const text of [whileOpen, await everythingStored(platform), said.join('')]) {
    for (const word of ['canarivert', 'zzyzx', 'serinjaune', 'quetzalcoatl', 'xiomara', '1931-07-23', '23/07/1931', '19310723']) expect(text.toLowerCase()).not.toContain(word)
  }
  expect(whileOpen).toContain(id)
})
