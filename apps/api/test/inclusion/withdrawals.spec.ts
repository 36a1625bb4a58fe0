// Taking back what one gave: with one's account, at a desk under a mandate; the count and the counter know nothing of what was chosen.
import type { CivilStatusGiven } from '@parvis/identity'
import type TestAgent from 'supertest/lib/agent'
import { startApp, type TestPlatform } from '../support/app'
import { aProposal, withCentres, withProposalsOpen } from '../support/consultations'
import { begin, filled, withQuestionnaireOpen } from '../support/questionnaires'
import { statementsOf } from '../support/statements'
import { aCivilStatus, aVoter, ballotFor, castAtCounter, closeVote, inTheRoll, sealVote, signedIn, vote, withVoteOpen, type OpenVote } from '../support/votes'
import { aMandate, aMediator, asSent, enterBallot, openSession } from './desk'

let platform: TestPlatform
let open: OpenVote
beforeAll(async () => {
  platform = await startApp()
  open = await withVoteOpen(platform)
}, 60_000)
afterAll(() => platform.stop())

const WITHDRAWS = { mandate: aMandate({ scopes: ['ANSWER', 'WITHDRAW'] }) }
const withdraw = (mediator: TestAgent, sessionId: string, what = 'ballot', over: object = {}) => mediator.post(`/api/assisted-sessions/${sessionId}/withdrawals`).send({ what, ...over })
const statusOf = async (receipt: string): Promise<string> => (await platform.stranger().get(`/api/receipts/${receipt}`).expect(200)).body.status
const counting = async (): Promise<number> => (await inTheRoll(platform, open.voteId)).filter(({ status }) => status === 'admitted').length
const person = (birthSurname: string, over: Partial<CivilStatusGiven> = {}) => aCivilStatus({ birthSurname, ...over })

describe('with one’s own account', () => {
  it('is for who is signed in', async () => {
    await platform.stranger().post(`/api/votes/${open.voteId}/withdrawal`).expect(401)
    await platform.stranger().post(`/api/consultations/${open.slug}/answer-sheets/own/withdrawal`).expect(401)
    expect((await (await aVoter(platform, 'Nothing')).post('/api/votes/6a1c8a52-0f7b-4f0c-9d54-1f0e7a8b9c0d/withdrawal').expect(404)).body.code).toBe('vote.unknown')
  })

  it('a ballot counts no more, its receipt says so, and another is taken', async () => {
    const agent = await aVoter(platform, 'Regretta')
    const before = await counting()
    const first = await vote(agent, open.voteId, ['o1'])
    await agent.post(`/api/votes/${open.voteId}/withdrawal`).expect(204)
    expect([await counting(), await statusOf(first.receipt)]).toEqual([before, 'withdrawn'])
    expect((await agent.get(`/api/votes/${open.voteId}/ballot-form`).expect(200)).body).toMatchObject({ alreadyVoted: false, n: 1 })
    expect((await agent.post(`/api/votes/${open.voteId}/withdrawal`).expect(409)).body.code).toBe('ballot.nothing-own')
    const second = await vote(agent, open.voteId, ['o2'])
    expect(second.receipt).not.toBe(first.receipt)
    expect([await counting(), await statusOf(first.receipt), await statusOf(second.receipt)]).toEqual([before + 1, 'withdrawn', 'received'])
  })

  it('nobody takes back what a desk took over', async () => {
    const agent = await aVoter(platform, 'Overtaken')
    await vote(agent, open.voteId, ['o1'])
    await castAtCounter(platform, open, aCivilStatus({ birthSurname: 'Overtaken' }), 'on_behalf', 'E2', ['o2'])
    expect((await agent.post(`/api/votes/${open.voteId}/withdrawal`).expect(409)).body.code).toBe('ballot.nothing-own')
  })

  it('a ballot and its withdrawal that meet leave one row that counts or none, never two', async () => {
    for (let turn = 0; turn < 5; turn++) {
      const agent = await aVoter(platform, `Meeting${'abcde'[turn]}`)
      await vote(agent, open.voteId, ['o1'])
      const before = await counting()
      const again = await ballotFor(agent, open.voteId, ['o3'])
      const [gone, cast] = await Promise.all([agent.post(`/api/votes/${open.voteId}/withdrawal`), agent.post(`/api/votes/${open.voteId}/ballots`).send(again)])
      expect(gone.status).toBe(204)
      // What was shown before the withdrawal is out of date after it.
      expect([201, 409, 422]).toContain(cast.status)
      expect(await counting()).toBe(before - 1)
    }
  })
})

describe('at a desk', () => {
  let mediator: TestAgent
  beforeAll(async () => {
    mediator = await aMediator(platform)
  })

  const people = { new: person('Jamaisvenu'), online: person('Enlignehier'), desk: person('Aucomptoir'), paper: person('Surpapier') }

  it('needs a mandate that says so, and a document; the database asks too', async () => {
    const answers = await openSession(platform, mediator, open.consultationId, person('Sansportee'))
    expect((await withdraw(mediator, answers).expect(409)).body.code).toBe('mandate.missing')
    const declared = await openSession(platform, mediator, open.consultationId, person('Sanspiece'), { evidence: 'E1', ...WITHDRAWS })
    expect((await withdraw(mediator, declared).expect(409)).body.code).toBe('withdrawal.document-needed')
    const conventional = await openSession(platform, mediator, open.consultationId, person('Premier', { birthDate: '1950-01-01' }), WITHDRAWS)
    expect((await withdraw(mediator, conventional).expect(409)).body.code).toBe('withdrawal.claim-needed')
    await expect(platform.db.owner.query('update inclusion.assisted_session set withdrawals = withdrawals + 1 where id = $1', [answers])).rejects.toThrow('mandate.missing')
    for (const stranger of [platform.stranger(), await platform.as('citizen')]) expect([401, 403]).toContain((await withdraw(stranger, answers)).status)
    expect((await withdraw(await aMediator(platform, 'centre-59512'), answers).expect(404)).body.code).toBe('assisted-session.unknown')
    expect((await mediator.get(`/api/assisted-sessions/${answers}`)).body).toMatchObject({ mandate: { mayWithdraw: false }, mayWithdraw: [] })
  })

  it('is answered with the same bytes, by the same work, whether or not the person took part', async () => {
    const own = await aVoter(platform, 'Enlignehier')
    const online = await vote(own, open.voteId, ['o1'])
    const desk = await castAtCounter(platform, open, people.desk, 'on_behalf', 'E2', ['o1'])
    const paper = await castAtCounter(platform, open, people.paper, 'paper', 'E1', ['o1'])
    const before = await counting()
    const answers: string[] = []
    const asked: string[][] = []
    for (const someone of [person('Avantlesautres'), ...Object.values(people)]) {
      const id = await openSession(platform, mediator, open.consultationId, someone, WITHDRAWS)
      asked.push(await statementsOf(async () => {
        const answer = await withdraw(mediator, id).expect(201)
        answers.push(asSent(answer))
        expect((await platform.stranger().get(`/api/receipts/${answer.body.receipt}`)).body).toMatchObject({ kind: 'withdrawal', status: 'withdrawn' })
      }))
    }
    expect(new Set(answers).size).toBe(1)
    for (const statements of asked.slice(2)) expect(statements).toEqual(asked[1])
    // Online and at a desk: taken back. Paper stands above a desk, here as when it is replaced.
    expect(await counting()).toBe(before - 2)
    expect([await statusOf(online.receipt), await statusOf(desk.receipt), await statusOf(paper.receipt)]).toEqual(['withdrawn', 'withdrawn', 'received'])
  })

  it('lets the same visit enter again, once', async () => {
    const id = await openSession(platform, mediator, open.consultationId, person('Change'), WITHDRAWS)
    const first = (await enterBallot(mediator, id, ['o1']).expect(201)).body.receipt as string
    expect((await enterBallot(mediator, id, ['o2']).expect(409)).body.code).toBe('assisted-session.entered-already')
    await withdraw(mediator, id).expect(201)
    const second = (await enterBallot(mediator, id, ['o2']).expect(201)).body.receipt as string
    expect(second).not.toBe(first)
    expect([await statusOf(first), await statusOf(second)]).toEqual(['withdrawn', 'received'])
    expect((await mediator.get(`/api/assisted-sessions/${id}`)).body).toMatchObject({ mayWithdraw: ['ballot'], entered: { ballots: 1, withdrawals: 1 } })
  })

  it('is revoked with its scope', async () => {
    const id = await openSession(platform, mediator, open.consultationId, person('Reprend'), WITHDRAWS)
    const { body } = await mediator.get(`/api/assisted-sessions/${id}`)
    await platform.stranger().post(`/api/mandates/codes/${body.mandate.code as string}/revocation`).send({ scope: 'WITHDRAW' }).expect(200)
    expect((await withdraw(mediator, id).expect(409)).body.code).toBe('mandate.revoked')
  })
})

describe('what is sealed', () => {
  it('counts as many ballots as people, without those that were taken back, by every door', async () => {
    const late = await aVoter(platform, 'Troptard')
    await vote(late, open.voteId, ['o1'])
    const gone = await aVoter(platform, 'Partie')
    const { receipt } = await vote(gone, open.voteId, ['o4'])
    await gone.post(`/api/votes/${open.voteId}/withdrawal`).expect(204)
    await platform.db.owner.query(`update roll.entry set status = 'rejected', decision = 'same_person' where vote_id = $1 and status = 'contested'`, [open.voteId])
    const rows = await inTheRoll(platform, open.voteId)
    const admitted = rows.filter(({ status }) => status === 'admitted')
    await closeVote(platform)
    expect((await late.post(`/api/votes/${open.voteId}/withdrawal`)).body.code ?? 'signed out').toMatch(/vote.not-open|access.sign-in-needed|signed out/)
    await expect(platform.db.app.query(`select urn.withdraw($1, $2, 'close')`, [open.voteId, admitted.map(({ id }) => id)])).rejects.toMatchObject({ message: 'vote.not-open' })
    await sealVote(platform, open)
    const { rows: [sealed] } = await platform.db.owner.query<{ ballots: number, people: number, gone: number, options: number }>(`
      select (select count(*)::integer from urn.sealed_ballot where vote_id = $1) as ballots, (select count(*)::integer from roll.sealed_entry where vote_id = $1 and status = 'admitted') as people,
        (select count(*)::integer from roll.sealed_entry where vote_id = $1 and status = 'withdrawn') as gone,
        (select count(*)::integer from urn.sealed_ballot where vote_id = $1 and opening like '%o4=1%') as options`, [open.voteId])
    expect(sealed).toEqual({ ballots: admitted.length, people: admitted.length, gone: rows.filter(({ status }) => status === 'withdrawn').length, options: 0 })
    const { rows: [turnout] } = await platform.db.owner.query<{ n: number }>(`select coalesce(sum((t ->> 'count')::integer), 0)::integer as n from consultations.tally, jsonb_array_elements(turnout) t where vote_id = $1`, [open.voteId])
    expect(turnout?.n).toBe(admitted.length)
    expect((await platform.stranger().get(`/api/receipts/${receipt}`)).body).toMatchObject({ status: 'withdrawn', reason: null, decision: null, claimUntil: null })
    await expect(platform.db.app.query(`select urn.withdraw($1, '{}', 'sealing')`, [open.voteId])).rejects.toMatchObject({ message: 'vote.already-sealed' })
  })
})

describe('answers and supports', () => {
  it('answers go, at home and at a desk, and may be given again', async () => {
    const asked = await withQuestionnaireOpen(platform)
    const left = async () => (await platform.db.owner.query<{ entries: number, sheets: number }>(`
      select (select count(*)::integer from consultations.questionnaire_entry where consultation_id = $1) as entries, (select count(*)::integer from consultations.answer_sheet where consultation_id = $1 and sent is not null) as sheets`, [asked.id])).rows[0]
    const agent = await aVoter(platform, 'Repondit')
    const code = await filled(agent, asked.slug)
    await agent.post(`/api/answer-sheets/${code}/sending`).send({}).expect(200)
    expect(await left()).toEqual({ entries: 1, sheets: 1 })
    await agent.post(`/api/consultations/${asked.slug}/answer-sheets/own/withdrawal`).expect(204)
    expect([await left(), await statusOf(code)]).toEqual([{ entries: 0, sheets: 0 }, 'withdrawn'])
    expect((await agent.post(`/api/consultations/${asked.slug}/answer-sheets/own/withdrawal`).expect(404)).body.code).toBe('answer-sheet.unknown')
    const again = await filled(agent, asked.slug)
    await agent.post(`/api/answer-sheets/${again}/sending`).send({}).expect(200)
    expect(await left()).toEqual({ entries: 1, sheets: 1 })
    const mediator = await aMediator(platform)
    const [known, unknown] = [await openSession(platform, mediator, asked.id, person('Repondit'), WITHDRAWS), await openSession(platform, mediator, asked.id, person('Jamaisrepondu'), WITHDRAWS)]
    const answers = [await withdraw(mediator, unknown, 'questionnaire').expect(201), await withdraw(mediator, known, 'questionnaire').expect(201)]
    expect(asSent(answers[0]!)).toBe(asSent(answers[1]!))
    expect([await left(), await statusOf(again)]).toEqual([{ entries: 0, sheets: 0 }, 'withdrawn'])
    // A draft of nobody stays a draft.
    await begin(agent, asked.slug)
    await platform.moveClock('70 days')
    await platform.settle()
    await expect(platform.db.app.query(`select consultations.withdraw_answers($1, '{}', '{}', '{}')`, [asked.id])).rejects.toMatchObject({ message: 'questionnaire.not-open' })
  }, 60_000)

  it('a support is taken back, whether or not there was one', async () => {
    await withCentres(platform)
    const staff = await signedIn(platform, 'staff')
    const { id: consultationId } = await withProposalsOpen(platform, staff, { title: 'Des idées à reprendre' })
    await (await signedIn(platform, 'citizen')).post(`/api/consultations/${consultationId}/proposals`).send(aProposal()).expect(201)
    const { rows: [proposal] } = await platform.db.owner.query<{ id: string }>('select id from consultations.proposal where consultation_id = $1', [consultationId])
    const supports = async () => (await platform.db.owner.query<{ n: number }>('select support_count as n from consultations.proposal where id = $1', [proposal?.id])).rows[0]?.n
    const mediator = await aMediator(platform)
    const id = await openSession(platform, mediator, consultationId, person('Soutien'), WITHDRAWS)
    const none = await withdraw(mediator, id, 'support', { proposalId: proposal?.id }).expect(201)
    await mediator.post(`/api/assisted-sessions/${id}/supports`).send({ proposalId: proposal?.id }).expect(201)
    expect(await supports()).toBe(1)
    expect(asSent(await withdraw(mediator, id, 'support', { proposalId: proposal?.id }))).toBe(asSent(none))
    expect(await supports()).toBe(0)
    expect((await withdraw(mediator, id, 'support', { proposalId: '6a1c8a52-0f7b-4f0c-9d54-1f0e7a8b9c0d' }).expect(404)).body.code).toBe('proposal.unknown')
  })
})
