import { randomUUID } from 'node:crypto'
import type TestAgent from 'supertest/lib/agent'
import { startApp } from '../support/app'
import type { TestPlatform } from '../support/app'
import { aProposal, moveOn, pass, withCentres, withProposalsOpen } from '../support/consultations'
import type { Made } from '../support/consultations'
import { aComment, comment, withDebateOpen } from '../support/discussion'

let platform: TestPlatform
let open: Made
let proposalId: string
let citizen: TestAgent
let other: TestAgent
beforeAll(async () => {
  platform = await startApp()
  await withCentres(platform)
  open = await withProposalsOpen(platform, await platform.as('staff'))
  citizen = await platform.as('citizen', { named: 'Nour', displayName: 'Nour B.' })
  other = await platform.as('citizen', { named: 'other', displayName: 'Léa' })
  proposalId = await newProposal()
})
afterAll(() => platform.stop())

const unknown = '00000000-0000-4000-8000-000000000000'
const newProposal = async () => (await citizen.post(`/api/consultations/${open.slug}/proposals`).send(aProposal()).expect(201)).body.id as string
const list = async (id: string, query: object = {}, agent = platform.stranger()) => (await agent.get('/api/comments').query({ proposalId: id, ...query }).expect(200)).body
const count = async (sql: string, params: unknown[]) => Number((await platform.db.owner.query<{ n: string }>(`select count(*) as n from ${sql}`, params)).rows[0]?.n)
const many = (n: number) => Promise.all(Array.from({ length: n }, (_, i) => platform.as('citizen', { named: `many-${i}` })))

describe('writing a comment', () => {
  it('is for people who are signed in with an address that was proved', async () => {
    await platform.stranger().post('/api/comments').send(aComment({ proposalId })).expect(401)
    const unproved = await platform.as('citizen', { named: 'unproved', emailConfirmed: false })
    expect((await unproved.post('/api/comments').send(aComment({ proposalId })).expect(422)).body.code).toBe('account.email-unconfirmed')
    expect((await citizen.post('/api/comments').send(aComment({ proposalId: unknown })).expect(404)).body.code).toBe('comment.subject-unknown')
    expect((await citizen.post('/api/comments').send(aComment({})).expect(400)).body.code).toBe('request.invalid')
  })

  it('keeps the text as it was meant, with a side, the name and the door', async () => {
    const id = await comment(citizen, { proposalId, body: '  Bonne idée\u202E.\r\nPour <b>tous</b> ' })
    const { items, counts, total, may } = await list(proposalId)
    expect(items[0]).toMatchObject({ id, stance: 'for', body: 'Bonne idée.\nPour <b>tous</b>', authorName: 'Nour B.', channel: 'online', depth: 0, state: 'published', mine: false, editedAt: null, replies: [], may: { edit: false, judge: false, report: true } })
    expect(items[0]).not.toHaveProperty('authorId')
    expect([counts, total, may]).toEqual([{ published: 1, for: 1, against: 0, neutral: 0 }, 1, { comment: false, official: false }])
  })

  it('refuses what is too short, too long or no text, and a root without a side', async () => {
    for (const over of [{ body: 'x' }, { body: 'x'.repeat(4001) }, { stance: 'maybe' }, { submissionToken: 'x' }, { body: { $ne: 1 } }, { authorId: unknown }]) {
      expect((await citizen.post('/api/comments').send(aComment({ proposalId, ...over })).expect(400)).body.code).toBe('request.invalid')
    }
    expect((await citizen.post('/api/comments').send(aComment({ proposalId, stance: undefined })).expect(422)).body).toMatchObject({ code: 'comment.stance-needed', refusals: [{ at: 'stance' }] })
  })

  it('makes one of a form sent twenty times at once, and another person cannot take it over', async () => {
    const body = aComment({ proposalId: await newProposal() })
    const answers = await Promise.all(Array.from({ length: 20 }, () => citizen.post('/api/comments').send(body)))
    expect(new Set(answers.map((answer) => answer.status))).toEqual(new Set([201]))
    expect(new Set(answers.map((answer) => answer.body.id)).size).toBe(1)
    expect(await count('consultations.comment where submission_token = $1', [body.submissionToken])).toBe(1)
    expect((await other.post('/api/comments').send(body).expect(409)).body.code).toBe('comment.token-taken')
  })

  it('is held to so many an hour by account, whoever sends at once, and never by address', async () => {
    const fast = await platform.as('citizen', { named: 'fast' })
    const subject = await newProposal()
    const answers = await Promise.all(Array.from({ length: 30 }, () => fast.post('/api/comments').send(aComment({ proposalId: subject }))))
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(20)
    expect(answers.filter(({ status }) => status === 429).map(({ body }) => body.code)).toEqual(Array.from({ length: 10 }, () => 'comment.too-many'))
    await comment(other, { proposalId: subject })
    await moveOn(platform, '61 minutes')
    await comment(fast, { proposalId: subject })
  })
})

describe('a thread', () => {
  it('goes three levels deep, with answers in their order and official ones first', async () => {
    const subject = await newProposal()
    const root = await comment(citizen, { proposalId: subject })
    const answer = await comment(other, { proposalId: subject, parentId: root, stance: 'against', body: 'Pas d’accord.' })
    const third = await comment(citizen, { proposalId: subject, parentId: answer, body: 'Pourquoi ?' })
    expect((await other.post('/api/comments').send(aComment({ proposalId: subject, parentId: third })).expect(422)).body.code).toBe('comment.too-deep')
    expect((await other.post('/api/comments').send(aComment({ proposalId, parentId: root })).expect(422)).body.code).toBe('comment.parent-elsewhere')
    const second = await comment(citizen, { proposalId: subject, parentId: root, body: 'J’ajoute une chose.' })
    const staff = await platform.as('staff')
    const official = await comment(staff, { proposalId: subject, parentId: root, official: true, body: 'Le service des espaces verts répond.' })
    const { items } = await list(subject)
    expect(items).toHaveLength(1)
    expect(items[0].replies.map((one: { id: string, depth: number, official: boolean }) => [one.id, one.depth, one.official])).toEqual([[official, 1, true], [answer, 1, false], [third, 2, false], [second, 1, false]])
    expect(items[0]).toMatchObject({ replyCount: 4 })
    expect(items[0].replies[1].stance).toBeNull()
    expect(items[0].replies[2].parentName).toBe('Léa')
    // By its own address, from any of them.
    const page = (await platform.stranger().get(`/api/comments/${third}`).expect(200)).body
    expect(page).toMatchObject({ thread: { id: root }, comment: { id: third }, subject: { kind: 'proposal', id: subject }, consultation: { slug: open.slug } })
    await platform.stranger().get(`/api/comments/${unknown}`).expect(404)
  })

  it('has official answers of the place alone, also after the phase', async () => {
    const subject = await newProposal()
    expect((await citizen.post('/api/comments').send(aComment({ proposalId: subject, official: true })).expect(403)).body.code).toBe('place.other')
    expect((await (await platform.as('staff', { place: '59350' })).post('/api/comments').send(aComment({ proposalId: subject, official: true })).expect(403)).body.code).toBe('place.other')
    const id = await comment(await platform.as('staff'), { proposalId: subject, official: true, stance: undefined })
    const page = await list(subject)
    expect([page.official.map((one: { id: string }) => one.id), page.items, page.total]).toEqual([[id], [], 0])
  })
})

describe('usefulness', () => {
  it('is voted once by an account, by two hundred requests at once, and never on one’s own', async () => {
    const subject = await newProposal()
    const id = await comment(citizen, { proposalId: subject })
    await platform.stranger().put(`/api/comments/${id}/judgement`).send({ useful: true }).expect(401)
    await platform.stranger().delete(`/api/comments/${id}/judgement`).expect(401)
    expect((await citizen.put(`/api/comments/${id}/judgement`).send({ useful: true }).expect(422)).body.code).toBe('comment.own')
    const answers = await Promise.all(Array.from({ length: 200 }, (_, n) => other.put(`/api/comments/${id}/judgement`).send({ useful: n % 2 === 0 })))
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]))
    expect(await count('consultations.comment_vote where comment_id = $1', [id])).toBe(1)
    expect((await other.put(`/api/comments/${id}/judgement`).send({ useful: true }).expect(200)).body).toEqual({ useful: 1, notUseful: 0, myVote: true })
    expect((await list(subject, {}, other)).items[0]).toMatchObject({ useful: 1, notUseful: 0, myVote: true })
    expect((await other.delete(`/api/comments/${id}/judgement`).expect(200)).body).toEqual({ useful: 0, notUseful: 0, myVote: null })
    await other.put(`/api/comments/${unknown}/judgement`).send({ useful: true }).expect(404)
    await other.put(`/api/comments/${id}/judgement`).send({ useful: 'yes' }).expect(400)
    // The account stands nowhere beside what it thought.
    const columns = (await platform.db.owner.query<{ c: string }>(`select column_name as c from information_schema.columns where table_name = 'comment_vote'`)).rows.map(({ c }) => c)
    expect(columns.sort()).toEqual(['account_ref', 'comment_id', 'useful'])
  })

  it('adds up when many judge at once', async () => {
    const id = await comment(citizen, { proposalId: await newProposal() })
    const people = await many(12)
    await Promise.all(people.map((agent, n) => agent.put(`/api/comments/${id}/judgement`).send({ useful: n < 9 }).expect(200)))
    const { rows: [row] } = await platform.db.owner.query('select useful, not_useful, round(score::numeric, 4)::text as score from consultations.comment where id = $1', [id])
    // Wilson, 9 of 12 at 95 %.
    expect(row).toEqual({ useful: 9, not_useful: 3, score: '0.4677' })
  })
})

describe('the order', () => {
  it('is fair: by Wilson’s bound, and one that few have read after each three', async () => {
    const subject = await newProposal()
    const made: string[] = []
    for (let n = 0; n < 10; n++) made.push(await comment(n % 2 ? citizen : other, { proposalId: subject, body: `Commentaire ${n}` }))
    const judged = [[10, 0], [80, 40], [6, 0], [2, 20], [300, 300]] as const
    for (const [index, [useful, not]] of judged.entries()) await platform.db.owner.query('update consultations.comment set useful = $2, not_useful = $3 where id = $1', [made[index], useful, not])
    const shown = (await list(subject, { perPage: 50 })).items.map((one: { body: string }) => Number(one.body.split(' ')[1]))
    // 10/10 .72, 6/6 .61, 80/120 .58, then a new one; 300/600 .46, 2/22 .03; new ones are the latest first.
    expect(shown).toEqual([0, 2, 1, 9, 4, 3, 8, 7, 6, 5])
    const pages = await Promise.all([1, 2, 3, 4].map((page) => list(subject, { page, perPage: 3 })))
    expect(pages.flatMap(({ items }) => items.map((one: { body: string }) => Number(one.body.split(' ')[1])))).toEqual(shown)
    expect((await list(subject, { sort: 'recent' })).items.map((one: { body: string }) => one.body.at(-1)).join('')).toBe('9876543210')
    expect((await list(subject, { sort: 'oldest', perPage: 4 })).items.map((one: { body: string }) => one.body.at(-1)).join('')).toBe('0123')
    await platform.stranger().get('/api/comments').query({ proposalId: subject, sort: 'random()' }).expect(400)
    await platform.stranger().get('/api/comments').query({ proposalId: subject, perPage: 51 }).expect(400)
    await platform.stranger().get('/api/comments').query({ proposalId: "' or 1=1 --" }).expect(400)
  })
})

describe('correcting and deleting', () => {
  it('is for its author, in the first minutes, and every version stays', async () => {
    const subject = await newProposal()
    const id = await comment(citizen, { proposalId: subject })
    await platform.stranger().patch(`/api/comments/${id}`).send({ body: 'Autre texte' }).expect(401)
    expect((await other.patch(`/api/comments/${id}`).send({ body: 'Autre texte' }).expect(403)).body.code).toBe('comment.not-author')
    await citizen.patch(`/api/comments/${unknown}`).send({ body: 'Autre texte' }).expect(404)
    expect((await list(subject, {}, citizen)).items[0].may).toMatchObject({ edit: true, remove: true, judge: false, report: false })
    await citizen.patch(`/api/comments/${id}`).send({ body: 'Autre texte', version: 1 }).expect(200)
    expect((await citizen.patch(`/api/comments/${id}`).send({ body: 'Encore un', version: 1 }).expect(409)).body.code).toBe('comment.changed-meanwhile')
    const page = (await platform.stranger().get(`/api/comments/${id}`).expect(200)).body
    expect(page).toMatchObject({ comment: { body: 'Autre texte', editedAt: expect.any(String) }, versions: [{ version: 1 }, { version: 2, body: 'Autre texte' }] })
    await moveOn(platform, '15 minutes')
    expect((await citizen.patch(`/api/comments/${id}`).send({ body: 'Trop tard' }).expect(422)).body).toMatchObject({ code: 'comment.edit-over', facts: { minutes: 15 } })
  })

  it('leaves a mark in its place, and the answers', async () => {
    const subject = await newProposal()
    const root = await comment(citizen, { proposalId: subject, body: 'Un texte à oublier' })
    const answer = await comment(other, { proposalId: subject, parentId: root, body: 'Je réponds.' })
    await platform.stranger().delete(`/api/comments/${root}`).expect(401)
    await other.delete(`/api/comments/${root}`).expect(403)
    await citizen.delete(`/api/comments/${root}`).expect(204)
    const page = await list(subject)
    expect(page.items[0]).toMatchObject({ id: root, state: 'deleted', body: '', authorName: '', replies: [{ id: answer, body: 'Je réponds.' }] })
    expect([page.counts.published, page.counts.for, page.total]).toEqual([1, 0, 1])
    expect((await platform.stranger().get(`/api/comments/${root}`).expect(200)).body.versions).toEqual([])
    expect((await other.post('/api/comments').send(aComment({ proposalId: subject, parentId: root })).expect(422)).body.code).toBe('comment.parent-gone')
    expect((await citizen.delete(`/api/comments/${root}`).expect(422)).body.code).toBe('comment.gone')
    expect((await platform.stranger().get(`/api/consultations/${open.slug}/comments.csv`).expect(200)).text).not.toContain('Un texte à oublier')
  })

  it('loses its name with the account, and stays', async () => {
    const subject = await newProposal()
    const { agent, accountId } = await platform.person('citizen', { named: 'leaving', displayName: 'Qui Part' })
    await comment(agent, { proposalId: subject })
    await platform.db.owner.query('delete from identity.account where id = $1', [accountId])
    expect((await list(subject)).items[0]).toMatchObject({ authorName: '', state: 'published' })
  })
})

describe('the file', () => {
  it('has what stands and runs nothing in a spreadsheet', async () => {
    const id = await comment(citizen, { proposalId, body: '=HYPERLINK("http://example.org") ; "guillemets"' })
    const { text, headers } = await platform.stranger().get(`/api/consultations/${open.slug}/comments.csv`).expect(200)
    expect(headers['content-type']).toBe('text/csv; charset=utf-8')
    expect(text.replace(/^\uFEFF/, '').split('\r\n')[0]).toBe('identifiant,sur,sur_identifiant,numero,titre,reponse_a,niveau,position,auteur,texte,officiel,canal,utile,pas_utile,utile_importe,pas_utile_importe,source,source_id,date,modifie,etat')
    expect(text).toContain(`'=HYPERLINK`)
    expect(text).not.toMatch(/(^|,|")=HYPERLINK/)
    const json = JSON.parse((await platform.stranger().get(`/api/consultations/${open.slug}/comments.json`).buffer().parse((res, done) => {
      let said = ''
      res.on('data', (chunk: Buffer) => { said += chunk.toString() })
      res.on('end', () => done(null, said))
    })).body as string) as { identifiant: string, position: string }[]
    expect(json.find(({ identifiant }) => identifiant === id)?.position).toBe('for')
    await platform.stranger().get('/api/consultations/nothing/comments.csv').expect(404)
    await platform.stranger().get('/api/consultations/nothing/comments.json').expect(404)
  })
})

describe('on a debate, until it closes', () => {
  it('everybody reads after the close, and nobody writes', async () => {
    const made = await withDebateOpen(platform, await platform.as('staff'), { title: 'Un débat qui finit' })
    const id = await comment(citizen, { debateId: made.debate.id })
    await platform.db.app.query(`update consultations.phase set closes_at = platform.clock() + interval '1 s' where consultation_id = $1`, [made.id])
    const answers: { status: number, body: { code?: string } }[] = []
    const until = Date.now() + 2000
    while (Date.now() < until) answers.push(await other.post('/api/comments').send(aComment({ debateId: made.debate.id })))
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201, 422, 429].filter((status) => answers.some((answer) => answer.status === status))))
    expect(answers.at(-1)?.body.code).toMatch(/^(phase\.not-open|comment\.too-many)$/)
    const { rows: [late] } = await platform.db.owner.query(`select count(*) as n from consultations.comment c join consultations.phase f on f.id = c.phase_id where c.consultation_id = $1 and c.created_at >= f.closes_at`, [made.id])
    expect(late.n).toBe('0')
    await pass(platform, '1 minute')
    expect((await citizen.post('/api/comments').send(aComment({ debateId: made.debate.id })).expect(422)).body).toMatchObject({ code: 'phase.not-open', facts: { kind: 'debate' } })
    expect((await other.put(`/api/comments/${id}/judgement`).send({ useful: true }).expect(422)).body.code).toBe('phase.not-open')
    expect((await citizen.patch(`/api/comments/${id}`).send({ body: 'Après la fin' }).expect(422)).body.code).toBe('phase.not-open')
    expect((await platform.stranger().get('/api/comments').query({ debateId: made.debate.id }).expect(200)).body).toMatchObject({ open: false, closesAt: null })
    await comment(await platform.as('staff'), { debateId: made.debate.id, official: true, submissionToken: randomUUID() })
  })
})
