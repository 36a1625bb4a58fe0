// What a desk entered, followed by the account that the person opened later: texts only, one receipt and one account.
import { startApp, type TestPlatform } from '../support/app'
import { aProposal, withCentres, withProposalsOpen } from '../support/consultations'
import { aCivilStatus, signedIn } from '../support/votes'
import { aMediator, openSession } from './desk'

let platform: TestPlatform
let proposal: string
let support: string
beforeAll(async () => {
  platform = await startApp()
  await withCentres(platform)
  const { id: consultationId } = await withProposalsOpen(platform, await signedIn(platform, 'staff'))
  const mediator = await aMediator(platform)
  const id = await openSession(platform, mediator, consultationId, aCivilStatus({ birthSurname: 'Plustard' }))
  proposal = ((await mediator.post(`/api/assisted-sessions/${id}/proposals`).send(aProposal({ title: 'Une fontaine au marché' })).expect(201)).body as { receipt: string }).receipt
  const { rows: [row] } = await platform.db.owner.query<{ id: string }>('select id from consultations.proposal where consultation_id = $1', [consultationId])
  support = ((await mediator.post(`/api/assisted-sessions/${id}/supports`).send({ proposalId: row?.id }).expect(201)).body as { receipt: string }).receipt
}, 60_000)
afterAll(() => platform.stop())

const at = '/api/account/receipts'

it('is for who is signed in, and says the same of every code that is not theirs to take', async () => {
  await platform.stranger().get(at).expect(401)
  await platform.stranger().post(at).send({ code: proposal }).expect(401)
  const agent = await signedIn(platform, 'citizen', { named: 'First' })
  const wrong = await Promise.all(['K7QM-2D9X-4TRW', 'nothing', support].map(async (code) => (await agent.post(at).send({ code }).expect(404)).body as { code: string, detail: string }))
  expect(new Set(wrong.map(({ code, detail }) => code + detail)).size).toBe(1)
  expect(wrong[0]?.code).toBe('receipt.unknown')
  await agent.post(at).send({}).expect(400)
})

it('one receipt is held by one account, whoever comes first; and let go', async () => {
  const first = await signedIn(platform, 'citizen', { named: 'First' })
  const second = await signedIn(platform, 'citizen', { named: 'Second' })
  const answers = await Promise.all([first.post(at).send({ code: proposal }), second.post(at).send({ code: proposal.toLowerCase() })])
  expect(answers.map(({ status }) => status).sort()).toEqual([204, 404])
  const [holder, other] = answers[0]?.status === 204 ? [first, second] : [second, first]
  await holder.post(at).send({ code: proposal }).expect(204)
  const { body } = await holder.get(at).expect(200)
  expect(body).toMatchObject({ total: 1, items: [{ kind: 'proposal', proposal: { number: 1, title: 'Une fontaine au marché', state: 'submitted' }, comment: null, amendment: null }] })
  expect((await other.get(at).expect(200)).body.total).toBe(0)
  const { id } = (body.items as { id: string }[])[0] ?? { id: '' }
  await other.delete(`${at}/${id}`).expect(404)
  // Nobody became its author.
  expect((await platform.db.owner.query('select from consultations.proposal where author_id is not null')).rowCount).toBe(0)
  await holder.delete(`${at}/${id}`).expect(204)
  await other.post(at).send({ code: proposal }).expect(204)
})

it('the database holds no receipt of a support, whatever asks for it', async () => {
  const { accountId } = await platform.person('citizen', { named: 'First' })
  await expect(platform.db.app.query(`insert into consultations.held_receipt (hash, account_id) select hash, $1 from consultations.receipt where kind = 'support'`, [accountId])).rejects.toMatchObject({ message: 'receipt.unknown' })
})
