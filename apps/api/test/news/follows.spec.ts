import { randomUUID } from 'node:crypto'
import type TestAgent from 'supertest/lib/agent'
import { startApp } from '../support/app'
import type { TestPlatform } from '../support/app'
import { aDraft, anAnnounced, aProposal, withCentres, withProposalsOpen } from '../support/consultations'
import { signedIn } from '../support/votes'

let platform: TestPlatform
let staff: TestAgent
let citizen: TestAgent
beforeAll(async () => {
  platform = await startApp()
  await withCentres(platform)
  staff = await platform.as('staff')
  citizen = await platform.as('citizen')
})
afterAll(() => platform.stop())

const acts = (id: string) => [['get', '/api/account/follows'], ['get', `/api/account/follows/consultation/${id}`], ['put', `/api/account/follows/consultation/${id}`], ['delete', `/api/account/follows/consultation/${id}`], ['get', '/api/account/news'], ['get', '/api/account/notices'], ['patch', '/api/account/notices']] as const

it('is asked of nobody who is not signed in, nor of a program', async () => {
  const { body: { token } } = await staff.post('/api/account/tokens').send({ label: 'Programme', days: 30 })
  for (const [method, path] of acts(randomUUID())) {
    expect((await platform.stranger()[method](path).expect(401)).body.code).toBe('access.sign-in-needed')
    if (token) expect([path, (await platform.stranger()[method](path).set('authorization', `Bearer ${token as string}`)).status]).toEqual([path, 403])
  }
})

it('is one row for an account and a thing, asked two hundred times at once', async () => {
  const { id } = await anAnnounced(platform, staff, { title: 'Suivie par beaucoup' })
  const answers = await Promise.all(Array.from({ length: 200 }, () => citizen.put(`/api/account/follows/consultation/${id}`)))
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([204]))
  const { rows } = await platform.db.owner.query('select count(*)::integer as count from consultations.follow where target = $1', [id])
  expect(rows).toEqual([{ count: 1 }])
  expect((await citizen.get(`/api/account/follows/consultation/${id}`).expect(200)).body).toEqual({ followed: true })
  // Somebody else's list says nothing of it.
  expect((await staff.get('/api/account/follows').expect(200)).body).toMatchObject({ items: [], total: 0 })
  await citizen.delete(`/api/account/follows/consultation/${id}`).expect(204)
  await citizen.delete(`/api/account/follows/consultation/${id}`).expect(204)
  expect((await citizen.get('/api/account/follows').expect(200)).body.total).toBe(0)
})

it('follows what everybody may see, by its name', async () => {
  const draft = await aDraft(platform, staff, { title: 'Encore un brouillon' })
  for (const [kind, target] of [['consultation', draft.id], ['consultation', randomUUID()], ['consultation', 'pas-un-identifiant'], ['theme', 'inconnu'], ['municipality', '75056'], ['municipality', 'Lille'], ['proposal', randomUUID()], ['person', randomUUID()]]) {
    expect([kind, target, (await citizen.put(`/api/account/follows/${kind}/${target}`)).body.code]).toEqual([kind, target, 'follow.unknown'])
  }
  const { id, slug } = await withProposalsOpen(platform, staff, { title: 'Des idées à suivre' })
  citizen = await signedIn(platform, 'citizen')
  staff = await signedIn(platform, 'staff')
  const proposal = (await citizen.post(`/api/consultations/${id}/proposals`).send(aProposal()).expect(201)).body as { number: number }
  const { body: { id: proposalId } } = await citizen.get(`/api/consultations/${slug}/proposals/${proposal.number}`).expect(200)
  for (const [kind, target] of [['theme', 'environment'], ['municipality', '59350'], ['proposal', proposalId], ['consultation', id]]) await citizen.put(`/api/account/follows/${kind}/${target}`).expect(204)
  const { body } = await citizen.get('/api/account/follows').expect(200)
  expect(body.total).toBe(4)
  expect(body.items).toEqual(expect.arrayContaining([
    expect.objectContaining({ kind: 'theme', target: 'environment', name: null }), expect.objectContaining({ kind: 'municipality', name: 'Lille' }),
    expect.objectContaining({ kind: 'proposal', name: 'Planter des arbres place du marché', number: proposal.number, slug }), expect.objectContaining({ kind: 'consultation', name: 'Des idées à suivre', slug }),
  ]))
})

it('ends at two hundred, also at once', async () => {
  const { agent, accountId } = await platform.person('citizen', { named: 'everything' })
  await platform.db.owner.query(`insert into consultations.follow (account_id, kind, target) select $1, 'proposal', gen_random_uuid()::text from generate_series(1, 198)`, [accountId])
  const themes = ['environment', 'mobility', 'housing', 'energy', 'health', 'sport']
  const answers = await Promise.all(themes.map((theme) => agent.put(`/api/account/follows/theme/${theme}`)))
  expect(answers.map(({ status }) => status).sort()).toEqual([204, 204, 409, 409, 409, 409])
  expect(answers.find(({ status }) => status === 409)?.body).toMatchObject({ code: 'follow.too-many', facts: { most: 200 } })
})

it('goes with the account, and stands in the file of one’s data', async () => {
  const { agent, accountId } = await platform.person('citizen', { named: 'leaves' })
  await agent.put('/api/account/follows/theme/sport').expect(204)
  await agent.patch('/api/account/notices').send({ digest: 'daily', letters: true }).expect(200)
  const { body } = await agent.get('/api/account/data').expect(200)
  expect(body).toMatchObject({ follows: [{ kind: 'theme', target: 'sport' }], notices: { digest: 'daily', letters: true }, mails: [] })
  expect(body.journal.map(({ action }: { action: string }) => action)).toContain('letters.accepted')
  await agent.post('/api/account/erasure').send({ password: 'une phrase assez longue' }).expect(204)
  expect((await platform.db.owner.query('select 1 from consultations.follow where account_id = $1', [accountId])).rows).toEqual([])
})

describe('which mails somebody wants', () => {
  it('is a digest a week and no letter, unless they say otherwise', async () => {
    const agent = await platform.as('citizen', { named: 'new' })
    expect((await agent.get('/api/account/notices').expect(200)).body).toEqual({ digest: 'weekly', letters: false, lettersAt: null })
    expect((await agent.patch('/api/account/notices').send({ letters: true }).expect(200)).body).toEqual({ digest: 'weekly', letters: true, lettersAt: expect.any(String) })
    expect((await agent.patch('/api/account/notices').send({ letters: false, digest: 'never' }).expect(200)).body).toMatchObject({ digest: 'never', letters: false })
    expect((await agent.patch('/api/account/notices').send({ digest: 'hourly' }).expect(400)).body.refusals[0].at).toBe('digest')
  })

  it('is given once and ended once, asked two hundred times at once, with one line of the journal for each', async () => {
    const { agent, accountId } = await platform.person('citizen', { named: 'insistent' })
    const journal = async () => (await platform.db.owner.query<{ action: string }>(`select action from platform.audit_entry where subject_id = $1 and action like 'letters.%' order by at`, [accountId])).rows.map(({ action }) => action)
    for (const letters of [true, false]) {
      const answers = await Promise.all(Array.from({ length: 200 }, () => agent.patch('/api/account/notices').send({ letters })))
      expect(new Set(answers.map(({ status, text }) => `${status} ${text}`)).size).toBe(1)
      expect(answers[0]?.body).toMatchObject({ letters })
    }
    expect(await journal()).toEqual(['letters.accepted', 'letters.ended'])
  })

  it('is said at the sign-up, and kept with the day and the door', async () => {
    for (const letters of [true, false, undefined]) {
      const email = `lettre-${String(letters)}@example.org`
      await platform.stranger().post('/api/accounts').send({ email, password: 'une phrase assez longue', letters }).expect(202)
      const { rows: [row] } = await platform.db.owner.query(`
        select letters_at is not null as given, (select e.detail from platform.audit_entry e where e.subject_id = a.id::text and e.action = 'letters.accepted') as detail from identity.account a where email = $1`, [email])
      expect(row).toEqual(letters ? { given: true, detail: { by: 'sign-up' } } : { given: false, detail: null })
    }
  })
})
