import { startApp, type TestPlatform } from '../support/app'
import { aDraft, anAnnounced, inDays, moveOn, pass, withCentres, type Made } from '../support/consultations'
import { signedIn } from '../support/votes'
import type TestAgent from 'supertest/lib/agent'

let platform: TestPlatform
let staff: TestAgent
let lille: TestAgent
let arbres: Made
beforeAll(async () => {
  platform = await startApp()
  await withCentres(platform)
  staff = await platform.as('staff')
  lille = await platform.as('staff', { place: '59350' })
  arbres = await anAnnounced(platform, staff, { title: 'Arbres de nos rues' }, [{ kind: 'vote', title: 'Le vote', opensAt: await inDays(platform, 20), closesAt: await inDays(platform, 60, 18) }])
  await aDraft(platform, staff, { title: 'Bancs publics', theme: 'culture' })
  await aDraft(platform, lille, { title: '=Cmd à Lille' }, [{ kind: 'proposals', title: 'Idées', opensAt: await inDays(platform, 40), closesAt: await inDays(platform, 60, 18) }])
})
afterAll(() => platform.stop())

const titles = (body: { items: { title: string }[] }) => body.items.map(({ title }) => title)
const list = async (who: TestAgent, query: object = {}) => (await who.get('/api/console/consultations').query(query).expect(200)).body

describe('the console', () => {
  it.each(['today', 'consultations', 'consultations.csv', 'views'])('is not for strangers nor for citizens: %s', async (path) => {
    await platform.stranger().get(`/api/console/${path}`).expect(401)
    await (await platform.as('citizen')).get(`/api/console/${path}`).expect(403)
    await (await platform.as('mediator', { place: 'centre-59350' })).get(`/api/console/${path}`).expect(403)
  })

  it('lists what is public and one’s own drafts, nobody else’s', async () => {
    expect(titles(await list(staff, { sort: 'title' }))).toEqual(['Arbres de nos rues', 'Bancs publics'])
    expect(await list(lille, { sort: 'title' })).toMatchObject({ total: 2, counts: { all: 2, draft: 1, coming: 1, open: 0, finished: 0 }, items: [{ title: '=Cmd à Lille', mine: true, voteComing: false }, { title: 'Arbres de nos rues', mine: false, voteComing: true, resultAwaited: false }] })
    expect(titles(await list(await platform.as('guardian')))).toEqual(['Arbres de nos rues'])
  })

  it('filters by state, theme, owner, words and mine, and counts the other states meanwhile', async () => {
    expect(await list(staff, { state: 'draft' })).toMatchObject({ total: 1, counts: { all: 2, draft: 1, coming: 1 }, items: [{ title: 'Bancs publics' }] })
    expect(titles(await list(staff, { theme: 'culture' }))).toEqual(['Bancs publics'])
    expect(titles(await list(staff, { q: 'arbre' }))).toEqual(['Arbres de nos rues'])
    expect(titles(await list(lille, { mine: true }))).toEqual(['=Cmd à Lille'])
    expect(titles(await list(lille, { owner: '59350' }))).toEqual(['=Cmd à Lille'])
    expect((await list(lille)).owners.map(({ code }: { code: string }) => code)).toEqual(['200093201', '59350'])
    await staff.get('/api/console/consultations').query({ sort: 'state; drop' }).expect(400)
  })

  it('sorts by what was asked, both ways, page by page', async () => {
    expect(titles(await list(staff, { sort: 'title', direction: 'desc' }))).toEqual(['Bancs publics', 'Arbres de nos rues'])
    expect(titles(await list(staff, { sort: 'state' }))).toEqual(['Bancs publics', 'Arbres de nos rues'])
    expect(await list(staff, { sort: 'title', perPage: 1, page: 2 })).toMatchObject({ total: 2, items: [{ title: 'Bancs publics', next: { kind: 'opens', phase: 'Vos idées' } }] })
    expect(titles(await list(staff, { sort: 'participation' }))).toHaveLength(2)
  })

  it('gives the filter as a file that runs nothing', async () => {
    const { text, headers } = await lille.get('/api/console/consultations.csv').query({ sort: 'title', mine: 'true' }).buffer(true).expect(200)
    expect(headers['content-type']).toContain('text/csv')
    expect(text.trim().split('\r\n')).toHaveLength(2)
    expect(text).toContain("'=Cmd à Lille")
  })
})

describe('the doors people came through', () => {
  it('are told to who prepares, and nothing of a vote that is not counted', async () => {
    const at = `/api/console/consultations/${arbres.id}/figures`
    await platform.stranger().get(at).expect(401)
    await (await platform.as('citizen')).get(at).expect(403)
    await lille.get(at).expect(403)
    await lille.get('/api/console/consultations/6a1c8a52-0f7b-4f0c-9d54-1f0e7a8b9c0d/figures').expect(404)
    const proposal = (channel: string, number: number) => platform.db.owner.query(`
      insert into consultations.proposal (consultation_id, phase_id, number, title, body, theme, channel, submission_token) values ($1, $4, $2, 'Planter', 'Des arbres dans la rue.', 'environment', $3, gen_random_uuid()) returning id`, [arbres.id, number, channel, arbres.phases[0]?.id])
    const { rows: [first] } = await proposal('paper', 1) as { rows: { id: string }[] }
    await proposal('online', 2)
    await platform.db.owner.query(`insert into consultations.support (proposal_id, supporter_key, channel) select $1, decode(lpad(to_hex(n), 32, '0'), 'hex'), 'phone' from generate_series(1, 23) n`, [first?.id])
    expect((await staff.get(at).expect(200)).body.doors).toEqual([
      { channel: 'online', proposals: 1, supports: 0, voters: null }, { channel: 'paper', proposals: 1, supports: 0, voters: null }, { channel: 'phone', proposals: 0, supports: 20, voters: null },
    ])
  })
})

describe('saved views', () => {
  const view = (name: string) => ({ name, filter: { state: 'open', sort: 'title' } })

  it('are one’s own, named once, and twenty at most, whoever saves at the same time', async () => {
    const made = await Promise.all(Array.from({ length: 22 }, (_, n) => staff.post('/api/console/views').send(view(`Vue ${n + 1}`))))
    expect(made.filter(({ status }) => status === 201)).toHaveLength(20)
    expect(made.find(({ status }) => status === 409)?.body.code).toBe('saved-view.too-many')
    const { body } = await staff.get('/api/console/views').expect(200)
    expect(body.items).toHaveLength(20)
    expect(body.items[0].filter).toEqual({ state: 'open', sort: 'title' })
    expect((await lille.get('/api/console/views').expect(200)).body.items).toEqual([])
    await lille.delete(`/api/console/views/${body.items[0].id}`).expect(404)
    await staff.delete(`/api/console/views/${body.items[0].id}`).expect(204)
    expect((await staff.post('/api/console/views').send(view(body.items[1].name.toUpperCase())).expect(409)).body.code).toBe('saved-view.name-taken')
    for (const wrong of [{ name: '', filter: {} }, { name: 'x', filter: { state: 'gone' } }, { name: 'x', filter: { page: 2 } }]) await staff.post('/api/console/views').send(wrong).expect(400)
  })
})

describe('today', () => {
  const today = async (who: TestAgent) => (await who.get('/api/console/today').expect(200)).body

  it('says until when a draft is to be announced, as the charter asks', async () => {
    const { tasks } = await today(staff)
    // Participation opens in 20 days, the charter asks for 15 days of notice.
    expect(tasks).toMatchObject([{ kind: 'announce', title: 'Bancs publics', late: false }])
    expect(tasks[0].before.slice(0, 10)).toBe((await inDays(platform, 5)).slice(0, 10))
  })

  it('asks for the options of a vote before it opens, says what opens, and what is held, to who looks after it', async () => {
    await moveOn(platform, '7 days')
    const now = await today(staff)
    expect(now.tasks).toMatchObject([{ kind: 'announce', late: true }, { kind: 'vote', title: 'Arbres de nos rues', voteId: arbres.vote?.id, phase: 'Le vote', late: false }])
    expect(now.events).toMatchObject([{ kind: 'opens', title: 'Arbres de nos rues', phase: 'Le vote' }])
    expect((await staff.get('/api/console/today').query({ consultation: arbres.id }).expect(200)).body.tasks).toMatchObject([{ kind: 'vote' }])
    expect((await today(lille)).tasks.map(({ title }: { title: string }) => title)).toEqual(['=Cmd à Lille'])

    await pass(platform, '14 days')
    await signedIn(platform, 'staff')
    expect((await today(staff)).tasks.map(({ kind }: { kind: string }) => kind)).toEqual(['announce', 'held', 'vote'])
    await signedIn(platform, 'guardian')
    expect((await today(await platform.as('guardian'))).tasks).toMatchObject([{ kind: 'held', title: 'Arbres de nos rues' }])
  })
})
