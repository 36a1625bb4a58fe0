import { randomUUID } from 'node:crypto'
import { startApp, type TestPlatform } from '../support/app'
import { aDraft, anAnnounced, inDays, moveOn, pass, withCentres, type Made } from '../support/consultations'
import { answered, withQuestionnaireOpen } from '../support/questionnaires'
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

  it('finds words beside the spaces and marks of French typography', async () => {
    const rename = (title: string) => platform.db.owner.query('update consultations.consultation set title = $2 where id = $1', [arbres.id, title])
    await rename('Arbres de nos rues\u00a0: «\u00a0marronniers\u00a0», tilleuls… ou\u202f?')
    for (const q of ['rues', 'marronniers', 'marronnier', 'tilleul']) expect([q, titles(await list(staff, { q })).length]).toEqual([q, 1])
    await rename('Arbres de nos rues')
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

describe('saved filters of other lists', () => {
  const filter = (name: string, over: object = {}) => ({ list: 'moderation', name, filter: { state: 'appeals', kind: 'comment' }, ...over })
  const lists = ['moderation', 'proposals', 'journal']
  const listed = async (who: TestAgent, of = 'moderation') => (await who.get(`/api/console/filters?list=${of}`).expect(200)).body.items as { id: string, name: string, own: boolean, team: object | null }[]

  it('are for who reads the list: not a stranger, not a citizen, not an administrator where there is no moderation', async () => {
    for (const list of lists) {
      await platform.stranger().get(`/api/console/filters?list=${list}`).expect(401)
      await (await platform.as('citizen')).get(`/api/console/filters?list=${list}`).expect(403)
    }
    await platform.stranger().post('/api/console/filters').send(filter('x')).expect(401)
    await platform.stranger().delete(`/api/console/filters/${randomUUID()}`).expect(401)
    const administrator = await platform.as('administrator')
    await administrator.get('/api/console/filters?list=journal').expect(200)
    expect((await administrator.get('/api/console/filters?list=moderation').expect(403)).body.code).toBe('access.forbidden')
    await administrator.post('/api/console/filters').send(filter('x')).expect(403)
    await staff.get('/api/console/filters?list=consultations').expect(400)
  })

  it('are one’s own, named once in a list, twenty at most whoever saves at the same time, and hold what the list knows', async () => {
    const made = await Promise.all(Array.from({ length: 23 }, (_, n) => staff.post('/api/console/filters').send(filter(`Filtre ${n + 1}`))))
    expect(made.filter(({ status }) => status === 201)).toHaveLength(20)
    expect(new Set(made.filter(({ status }) => status !== 201).map(({ body }) => body.code))).toEqual(new Set(['saved-view.too-many']))
    // Each list has its twenty; those of the consultations are others still.
    for (const list of ['proposals', 'journal']) await staff.post('/api/console/filters').send({ list, name: 'Filtre 1', filter: {} }).expect(201)
    expect(await listed(staff)).toHaveLength(20)
    expect(await listed(lille)).toEqual([])
    const [first, second] = await listed(staff)
    expect(first).toMatchObject({ own: true, team: null })
    await lille.delete(`/api/console/filters/${first?.id}`).expect(404)
    await staff.delete(`/api/console/views/${first?.id}`).expect(404)
    await staff.delete(`/api/console/filters/${first?.id}`).expect(204)
    await staff.delete(`/api/console/filters/${first?.id}`).expect(404)
    expect((await staff.post('/api/console/filters').send(filter(second?.name.toUpperCase() ?? '')).expect(409)).body.code).toBe('saved-view.name-taken')
    for (const wrong of [{ state: 'gone' }, { page: '2' }, { kind: 3 }, { ['__proto__x']: 'y' }]) expect((await staff.post('/api/console/filters').send(filter('Faux', { filter: wrong })).expect(422)).body.refusals[0].code).toBe('saved-view.filter-wrong')
    for (const wrong of [{ name: '' }, { name: 'x'.repeat(61) }, { filter: 'x' }, { list: 'consultations' }]) await staff.post('/api/console/filters').send(filter('Faux', wrong)).expect(400)
  })

  it('are shared with those who work in the same place, and deleted by who saved them', async () => {
    const team = { kind: 'municipality', code: '59350' }
    expect((await staff.post('/api/console/filters').send(filter('À tous', { team })).expect(403)).body.code).toBe('place.other')
    const { body: shared } = await lille.post('/api/console/filters').send(filter('À l’équipe', { team })).expect(201)
    expect(shared).toMatchObject({ own: true, team })
    const colleague = await platform.as('staff', { place: '59350', named: 'colleague-of-lille' })
    expect(await listed(colleague)).toMatchObject([{ name: 'À l’équipe', own: false, team }])
    expect((await listed(await platform.as('staff', { place: '59512', named: 'of-roubaix' })))).toEqual([])
    expect((await listed(staff)).map(({ name }) => name)).not.toContain('À l’équipe')
    await colleague.delete(`/api/console/filters/${shared.id}`).expect(404)
    await lille.delete(`/api/console/filters/${shared.id}`).expect(204)
    expect(await listed(colleague)).toEqual([])
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

describe('today, after a questionnaire and beside a discussion', () => {
  const tasksOf = async (who: TestAgent, consultation: string) => (await who.get('/api/console/today').query({ consultation }).expect(200)).body.tasks

  it('asks for decisions, then for the publication until the day that the charter leaves, and for nothing once it is asked for', async () => {
    const { id, slug } = await withQuestionnaireOpen(platform)
    await answered(platform, slug, 'Deux-Fois')
    await answered(platform, slug, 'Deux-Fois')
    let desk = await signedIn(platform, 'staff')
    expect(await tasksOf(desk, id)).toMatchObject([{ kind: 'questionnaire-contested', count: 1, late: false, before: expect.any(String) }])
    await pass(platform, '45 days')
    desk = await signedIn(platform, 'staff')
    const [contested] = await tasksOf(desk, id)
    expect(contested).toMatchObject({ kind: 'questionnaire-contested', phase: 'Vous répondez' })
    const { items: [group] } = (await desk.get(`/api/consultations/${id}/questionnaire/contested`).expect(200)).body
    await desk.post(`/api/consultations/${id}/questionnaire/contested/reviews`).send({ groups: [group.id], decision: 'keep', reason: 'Le même envoi, deux fois.', entriesExpected: 1 }).expect(201)
    // Results within thirty days of the last close.
    expect(await tasksOf(desk, id)).toMatchObject([{ kind: 'questionnaire', count: null, before: contested.before, since: expect.any(String) }])
    expect(await tasksOf(await signedIn(platform, 'staff', { place: '59350' }), id)).toEqual([])
    await pass(platform, '30 days')
    desk = await signedIn(platform, 'staff')
    expect(await tasksOf(desk, id)).toMatchObject([{ kind: 'questionnaire', late: true }])
    await desk.post(`/api/consultations/${id}/questionnaire/publication`).send({ headline: 'Peu de réponses.', nextSteps: 'Nous demandons encore.', texts: [] }).expect(202)
    expect(await tasksOf(desk, id)).toEqual([])
  })

  it('asks to read what was reported and to answer an appeal, each until its day', async () => {
    const kinds = async () => ((await tasksOf(await signedIn(platform, 'staff'), arbres.id)) as { kind: string, count: number | null, late: boolean }[]).filter(({ kind }) => kind === 'appeal' || kind === 'reports').map(({ kind, count, late }) => [kind, count, late])
    expect(await kinds()).toEqual([])
    await platform.db.owner.query(`
      insert into consultations.proposal (consultation_id, phase_id, number, title, body, theme, channel, submission_token)
        select '${arbres.id}', '${arbres.phases[0]?.id}', n, 'Planter ici', 'Des arbres dans la rue.', 'environment', 'online', gen_random_uuid() from generate_series(11, 13) n;
      insert into consultations.moderation_case (consultation_id, proposal_id, cause) select consultation_id, id, 'report' from consultations.proposal where number in (11, 12);
      with k as (select gen_random_uuid() as id, gen_random_uuid() as decision, p.id as proposal from consultations.proposal p where p.number = 13),
        c as (insert into consultations.moderation_case (id, consultation_id, proposal_id, cause, state, hidden_by_decision) select id, '${arbres.id}', proposal, 'report', 'hidden', decision from k),
        d as (insert into consultations.moderation_decision (id, batch_id, case_id, act, reason, decided_by, case_before, thing_before, listed_before, appeal_until)
          select decision, gen_random_uuid(), id, 'hide', 'other', gen_random_uuid(), 'waiting', 'submitted', true, platform.clock() + interval '9 days' from k returning id, decided_by)
      insert into consultations.appeal (decision_id, hidden_by, words, due_at) select id, decided_by, 'Ce n’était pas une insulte.', platform.clock() + interval '2 days' from d`)
    expect(await kinds()).toEqual([['appeal', 1, false], ['reports', 2, false]])
    await moveOn(platform, '5 days')
    expect(await kinds()).toEqual([['appeal', 1, true], ['reports', 2, false]])
    await moveOn(platform, '6 days')
    expect(await kinds()).toEqual([['appeal', 1, true], ['reports', 2, true]])
  })
})
