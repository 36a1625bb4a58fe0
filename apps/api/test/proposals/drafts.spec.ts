import { randomUUID } from 'node:crypto'
import type TestAgent from 'supertest/lib/agent'
import { startApp } from '../support/app'
import type { TestPlatform } from '../support/app'
import { aDraft, aProposal, pass, withCentres, withProposalsOpen } from '../support/consultations'
import type { Made } from '../support/consultations'

let platform: TestPlatform
let open: Made
let citizen: TestAgent
let other: TestAgent
beforeAll(async () => {
  platform = await startApp()
  await withCentres(platform)
  open = await withProposalsOpen(platform, await platform.as('staff'))
  citizen = await platform.as('citizen', { named: 'Nour', displayName: 'Nour B.' })
  other = await platform.as('citizen', { named: 'other' })
})
afterAll(() => platform.stop())

const at = (id: string = randomUUID(), slug = open.slug) => `/api/consultations/${slug}/proposal-drafts/${id}`
const begun = { title: 'Des bancs', body: 'Il en manque', theme: 'environment' }
const keep = async (over: Record<string, unknown> = {}, agent = citizen) => (await agent.put(at()).send({ ...begun, ...over }).expect(200)).body as { id: string } & Record<string, unknown>
const count = async (sql: string, params: unknown[] = []) => Number((await platform.db.owner.query<{ n: string }>(`select count(*) as n from ${sql}`, params)).rows[0]?.n)
const clear = () => platform.db.owner.query('delete from consultations.proposal_draft')

describe('a draft', () => {
  beforeEach(clear)

  it('is its author’s alone', async () => {
    await platform.stranger().put(at()).send(begun).expect(401)
    await platform.stranger().get('/api/account/proposal-drafts').expect(401)
    const { id } = await keep()
    const path = `/api/proposal-drafts/${id}`
    for (const agent of [other, await platform.as('staff')]) {
      expect((await agent.get(path).expect(404)).body.code).toBe('draft.unknown')
      expect((await agent.put(at(id)).send(begun).expect(409)).body.code).toBe('proposal.token-taken')
      expect((await agent.post(`${path}/submission`).expect(404)).body.code).toBe('draft.unknown')
      await agent.delete(path).expect(204)
      expect((await agent.get('/api/account/proposal-drafts').expect(200)).body.items).toEqual([])
    }
    for (const [method, of] of [['get', path], ['delete', path], ['post', `${path}/submission`]] as const) await platform.stranger()[method](of).expect(401)
    expect(await count('consultations.proposal_draft where id = $1', [id])).toBe(1)
    // Nowhere among what is public.
    expect((await platform.stranger().get(`/api/consultations/${open.slug}/proposals`).query({ q: 'bancs' }).expect(200)).body.total).toBe(0)
    expect((await citizen.get('/api/account/data').expect(200)).body.proposalDrafts).toEqual([expect.objectContaining({ title: 'Des bancs', body: 'Il en manque' })])
  })

  it('is kept as short as it is, written again, listed, and thrown away', async () => {
    const { id } = await keep({ title: '', body: '', municipalityCode: '59355' })
    const written = (await citizen.put(at(id)).send({ ...begun, municipalityCode: '59512' }).expect(200)).body
    expect(written).toMatchObject({ ...begun, municipalityCode: '59512', municipalityName: 'Roubaix', consultation: { slug: open.slug }, closesAt: expect.any(String) })
    expect((await citizen.get('/api/account/proposal-drafts').expect(200)).body.items).toEqual([expect.objectContaining({ id, title: 'Des bancs' })])
    await citizen.delete(`/api/proposal-drafts/${id}`).expect(204)
    await citizen.delete(`/api/proposal-drafts/${id}`).expect(204)
    await citizen.get(`/api/proposal-drafts/${id}`).expect(404)
  })

  it('refuses what no proposal could hold', async () => {
    for (const over of [{ title: 'x'.repeat(161) }, { body: 'x'.repeat(8001) }, { theme: 'other-thing' }, { municipalityCode: '75' }, { title: { $ne: 1 } }, { authorId: '1' }]) {
      expect((await citizen.put(at()).send({ ...begun, ...over }).expect(400)).body.code).toBe('request.invalid')
    }
    expect((await citizen.put(at()).send({ ...begun, municipalityCode: '75056' }).expect(422)).body).toMatchObject({ code: 'proposal.commune-outside', refusals: [{ at: 'municipalityCode' }] })
    await citizen.put(at(undefined, 'nothing')).send(begun).expect(404)
    const later = await aDraft(platform, await platform.as('staff'))
    await (await platform.as('staff')).post(`/api/consultations/${later.id}/announcement`).expect(201)
    expect((await citizen.put(at(undefined, later.id)).send(begun).expect(422)).body.code).toBe('phase.not-open')
    expect(await count('consultations.proposal_draft')).toBe(0)
  })

  it('is one of ten at most, by thirty requests at once', async () => {
    const answers = await Promise.all(Array.from({ length: 30 }, () => citizen.put(at()).send(begun)))
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(10)
    expect(answers.filter(({ body }) => body.code === 'draft.too-many')).toHaveLength(20)
    expect(await count('consultations.proposal_draft')).toBe(10)
    await keep({}, other)
    // Written over at once, it stays one.
    const { id } = await keep({}, await platform.as('citizen', { named: 'third' }))
    const again = await Promise.all(Array.from({ length: 20 }, async () => (await platform.as('citizen', { named: 'third' })).put(at(id)).send(begun)))
    expect(new Set(again.map(({ status }) => status))).toEqual(new Set([200]))
    const first = randomUUID()
    const made = await Promise.all(Array.from({ length: 20 }, async () => (await platform.as('citizen', { named: 'fourth' })).put(at(first)).send(begun)))
    expect(new Set(made.map(({ status }) => status))).toEqual(new Set([200]))
    expect(await count('consultations.proposal_draft where id = any($1)', [[id, first]])).toBe(2)
  })
})

describe('sending a draft', () => {
  beforeEach(clear)

  it('makes one proposal, by twenty requests at once, and leaves no draft', async () => {
    const { id } = await keep({ title: 'Des bancs au soleil', body: 'Il en manque sur la place, du côté du marché.' })
    const answers = await Promise.all(Array.from({ length: 20 }, () => citizen.post(`/api/proposal-drafts/${id}/submission`)))
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201]))
    expect(new Set(answers.map(({ body }) => body.number)).size).toBe(1)
    expect(await count('consultations.proposal where submission_token = $1', [id])).toBe(1)
    expect(await count('consultations.proposal_draft')).toBe(0)
    expect((await citizen.put(at(id)).send(begun).expect(409)).body.code).toBe('draft.sent')
    // Nobody else learns what became of it.
    await other.post(`/api/proposal-drafts/${id}/submission`).expect(404)
    expect((await citizen.get(`/api/consultations/${open.slug}/proposals/${answers[0]?.body.number}`).expect(200)).body).toMatchObject({ title: 'Des bancs au soleil', authorName: 'Nour B.', mine: true })
  })

  it('says what is missing, field by field, and keeps the draft', async () => {
    const { id } = await keep({ title: 'Banc', body: 'court' })
    expect((await citizen.post(`/api/proposal-drafts/${id}/submission`).expect(422)).body.refusals).toEqual([
      { code: 'proposal.title-short', at: 'title', facts: { limit: 5 } }, { code: 'proposal.body-short', at: 'body', facts: { limit: 20 } },
    ])
    const unproved = await platform.as('citizen', { named: 'unproved', emailConfirmed: false })
    const theirs = await keep({}, unproved)
    expect((await unproved.post(`/api/proposal-drafts/${theirs.id}/submission`).expect(422)).body.code).toBe('account.email-unconfirmed')
    expect(await count('consultations.proposal_draft')).toBe(2)
  })
})

describe('similar proposals', () => {
  const alike = async (title: string, body = '', agent = citizen) => (await agent.post(`/api/consultations/${open.slug}/similar-proposals`).send({ title, body }).expect(200)).body.items.map((item: { title: string }) => item.title)

  beforeAll(async () => {
    for (const [title, body] of [
      ['Un garage à vélos dans chaque quartier', 'Nous voulons garer nos vélos à l’abri, en bas des immeubles, sans les monter.'],
      ['Une médiathèque ouverte le soir', 'Après le travail, la bibliothèque est fermée. Ouvrons-la jusqu’à 21 heures.'],
      ['Des bacs à compost', 'Chaque rue pourrait avoir son bac à compost, tenu par les habitants.'],
    ]) await citizen.post(`/api/consultations/${open.slug}/proposals`).send(aProposal({ title, body })).expect(201)
  })

  it('are for people who are signed in, mediators too', async () => {
    await platform.stranger().post(`/api/consultations/${open.slug}/similar-proposals`).send({ title: 'Des vélos', body: '' }).expect(401)
    expect(await alike('Garages à vélo dans les quartiers', '', await platform.as('mediator', { place: 'centre-59350' }))).toEqual(['Un garage à vélos dans chaque quartier'])
  })

  it('are found by stem, by slip of the pen, by words of the title in a text, and never among what has nothing in common', async () => {
    expect(await alike('Garages à vélo dans les quartiers')).toEqual(['Un garage à vélos dans chaque quartier'])
    expect(await alike('Une mediatheqe ouverte le soir')).toEqual(['Une médiathèque ouverte le soir'])
    expect(await alike('Composter', 'Un bac à compost dans la rue, tenu par les habitants.')).toEqual(['Des bacs à compost'])
    expect(await alike('Un skatepark près du canal', 'Les adolescents n’ont nulle part où se retrouver.')).toEqual([])
    for (const odd of ['', '   ', `'; drop table x; -- \\ | & ! <->`, '😀😀😀', '%_%']) expect(await alike(odd)).toEqual([])
  })
})

describe('when the phase closes', () => {
  it('what was not sent is forgotten', async () => {
    await clear()
    const { id } = await keep({ title: 'Trop tard pour un banc', body: 'Il en manque sur la place, du côté du marché.' })
    await platform.settle()
    expect(await count('consultations.proposal_draft')).toBe(1)
    await pass(platform, '45 days')
    expect((await citizen.post(`/api/proposal-drafts/${id}/submission`)).status).toBe(404)
    expect(await count('consultations.proposal_draft')).toBe(0)
  })
})
