// What somebody did and what is kept about them: theirs alone, complete, and erased when they ask.
import type TestAgent from 'supertest/lib/agent'
import { PASSWORD, startApp } from '../support/app'
import type { Person, TestPlatform } from '../support/app'
import { aProposal, withCentres, withProposalsOpen } from '../support/consultations'
import type { Made } from '../support/consultations'

let platform: TestPlatform
let open: Made
beforeAll(async () => {
  platform = await startApp()
  await withCentres(platform)
  open = await withProposalsOpen(platform, await platform.as('staff'))
})
afterAll(() => platform.stop())

const status = { givenNames: 'Camille', birthDate: '1980-05-17', municipalityCode: '59350' }
const known = async (named: string): Promise<Person> => {
  const person = await platform.person('citizen', { named, displayName: `${named} D.` })
  await person.agent.put('/api/account/civil-status').send({ ...status, birthSurname: named }).expect(204)
  return person
}
const submit = async (agent: TestAgent, title: string) => (await agent.post(`/api/consultations/${open.slug}/proposals`).send(aProposal({ title })).expect(201)).body

const own = ['/api/account/proposals', '/api/account/supports', '/api/account/data']

it('is not for strangers, nor for programs', async () => {
  for (const path of own) await platform.stranger().get(path).expect(401)
  await platform.stranger().post('/api/account/erasure').send({ password: PASSWORD }).expect(401)
  const { body } = await (await platform.as('staff')).post('/api/tokens').send({ label: 'portail', days: 30 }).expect(201)
  for (const path of own) expect([path, (await platform.stranger().get(path).set('authorization', `Bearer ${body.token}`)).status]).toEqual([path, 403])
})

it('lists one\'s own proposals with their state, newest first, a page at a time, and nobody else\'s', async () => {
  const [ada, ben] = [await known('Ada'), await known('Ben')]
  for (const title of ['Premier banc public', 'Deuxième banc public', 'Troisième banc public']) await submit(ada.agent, title)
  const withdrawn = await submit(ada.agent, 'Quatrième banc public')
  await ada.agent.post(`/api/proposals/${withdrawn.id}/withdrawal`).expect(201)
  await submit(ben.agent, 'Le banc de quelqu’un d’autre')
  const { body } = await ada.agent.get('/api/account/proposals?perPage=3').expect(200)
  expect(body).toMatchObject({ total: 4, page: 1, perPage: 3 })
  expect(body.items.map(({ title, state, open }: Record<string, unknown>) => [title, state, open])).toEqual([
    ['Quatrième banc public', 'withdrawn', false], ['Troisième banc public', 'submitted', true], ['Deuxième banc public', 'submitted', true],
  ])
  expect(body.items[0].consultation).toEqual({ slug: open.slug, title: expect.any(String) })
  expect((await ada.agent.get('/api/account/proposals?perPage=3&page=2').expect(200)).body.items).toHaveLength(1)
  await ada.agent.get('/api/account/proposals?perPage=500').expect(400)
})

it('lists one\'s own supports, whichever door, and none before a civil status is given', async () => {
  const [cleo, dan] = [await known('Cleo'), await known('Dan')]
  const made = await submit(dan.agent, 'Une fontaine sur la place')
  await cleo.agent.put(`/api/proposals/${made.id}/support`).expect(200)
  expect((await cleo.agent.get('/api/account/supports').expect(200)).body).toMatchObject({
    total: 1, items: [{ number: made.number, title: 'Une fontaine sur la place', state: 'submitted', supportCount: 1, open: true, consultation: { slug: open.slug } }],
  })
  expect((await dan.agent.get('/api/account/supports').expect(200)).body).toMatchObject({ total: 0, items: [] })
  await cleo.agent.delete('/api/account/civil-status').expect(204)
  expect((await cleo.agent.get('/api/account/supports').expect(200)).body).toMatchObject({ total: 0, items: [] })
})

it('gives everything that is kept in one file, with no secret and nobody else in it', async () => {
  const [eve, finn] = [await known('Eve'), await known('Finn')]
  const made = await submit(eve.agent, 'Un préau dans la cour')
  await finn.agent.put(`/api/proposals/${made.id}/support`).expect(200)
  await eve.agent.put(`/api/proposals/${(await submit(finn.agent, 'Un arbre dans la rue')).id}/support`).expect(200)
  const answer = await eve.agent.get('/api/account/data').expect(200)
  expect(answer.headers['content-disposition']).toContain('mes-donnees-parvis.json')
  expect(answer.body).toMatchObject({
    account: { email: eve.email, displayName: 'Eve D.', language: 'fr' }, civilStatus: { birthSurname: 'Eve', birthDate: '1980-05-17' }, roles: [], tokens: [], votes: [],
    sessions: [{ expiresAt: expect.any(String) }],
    proposals: [{ number: made.number, authorName: 'Eve D.', versions: [{ version: 1, title: 'Un préau dans la cour' }] }],
    supports: [{ title: 'Un arbre dans la rue' }],
  })
  expect(answer.text).not.toMatch(/argon2|password|hash/i)
  expect(answer.text).not.toContain(finn.email)
})

it('erases an account when its password is typed again: signed out, nameless, and its texts and supports stay', async () => {
  const [gil, hugo] = [await known('Gil'), await known('Hugo')]
  const made = await submit(gil.agent, 'Une halle pour le marché')
  const supported = await submit(hugo.agent, 'Un marché du soir')
  await gil.agent.put(`/api/proposals/${supported.id}/support`).expect(200)
  expect((await gil.agent.post('/api/account/erasure').send({ password: 'pas le bon mot' }).expect(422)).body).toMatchObject({ code: 'password.wrong', refusals: [{ at: 'password' }] })
  await gil.agent.post('/api/account/erasure').send({ password: PASSWORD }).expect(204)
  await gil.agent.get('/api/account/data').expect(401)
  await platform.stranger().post('/api/sessions').send({ email: gil.email, password: PASSWORD }).expect(401)
  const read = (await platform.stranger().get(`/api/consultations/${open.slug}/proposals/${made.number}`).expect(200)).body
  expect(read).toMatchObject({ title: 'Une halle pour le marché', authorName: '', state: 'submitted' })
  expect((await hugo.agent.get(`/api/consultations/${open.slug}/proposals/${supported.number}`).expect(200)).body.supportCount).toBe(1)
  const { rows } = await platform.db.owner.query<{ kept: string }>(`
    select (select count(*) from identity.account where id = $1) + (select count(*) from identity.session where account_id = $1)
      + (select count(*) from identity.one_time_token where account_id = $1) + (select count(*) from platform.mailbox where recipient = $2) as kept`, [gil.accountId, gil.email])
  expect(Number(rows[0]?.kept)).toBe(0)
  // The same address and the same person may come back; the support they gave counts on, once.
  await platform.stranger().post('/api/accounts').send({ email: gil.email, password: PASSWORD }).expect(202)
  await platform.settle()
  const { rows: [mail] } = await platform.db.owner.query<{ body: string }>('select body from platform.mailbox where recipient = $1', [gil.email])
  await platform.stranger().put(`/api/email-confirmations/${/confirmation\/([\w-]+)/.exec(mail?.body ?? '')?.[1]}`).expect(204)
  const back = platform.stranger()
  await back.post('/api/sessions').send({ email: gil.email, password: PASSWORD }).expect(201)
  await back.put('/api/account/civil-status').send({ ...status, birthSurname: 'Gil' }).expect(204)
  expect((await back.put(`/api/proposals/${supported.id}/support`).expect(200)).body.supportCount).toBe(1)
})

it('keeps the account of whoever holds a role: that ends first', async () => {
  const staff = await platform.person('staff', { named: 'Iris' })
  expect((await staff.agent.post('/api/account/erasure').send({ password: PASSWORD }).expect(409)).body.code).toBe('account.holds-role')
  await staff.agent.get('/api/account/data').expect(200)
})

it('says what the link of a mail is still good for, without using it and without saying whose it is', async () => {
  const email = 'lien@example.org'
  await platform.stranger().post('/api/accounts').send({ email, password: PASSWORD }).expect(202)
  await platform.settle()
  const { rows: [mail] } = await platform.db.owner.query<{ body: string }>('select body from platform.mailbox where recipient = $1', [email])
  const token = /confirmation\/([\w-]{43})/.exec(mail?.body ?? '')?.[1] ?? ''
  const state = async (kind: string, of = token) => (await platform.stranger().get(`/api/${kind}/${of}`).expect(200)).body
  expect(await state('email-confirmations')).toEqual({ state: 'usable' })
  expect(await state('email-confirmations')).toEqual({ state: 'usable' })
  expect(await state('password-resets')).toEqual({ state: 'ended' })
  await platform.stranger().put(`/api/email-confirmations/${token}`).expect(204)
  expect(await state('email-confirmations')).toEqual({ state: 'used' })
  for (const other of ['x'.repeat(43), 'court']) expect(await state('email-confirmations', other)).toEqual({ state: 'ended' })
})
