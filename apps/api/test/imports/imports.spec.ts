import { Outbox } from '@parvis/platform'
import { Imports } from '@parvis/open-data'
import { randomUUID } from 'node:crypto'
import type TestAgent from 'supertest/lib/agent'
import { startApp, type TestPlatform } from '../support/app'
import { comment } from '../support/discussion'
import { aDraft, aProposal, withCentres, withProposalsOpen, type Made } from '../support/consultations'
import { signedIn } from '../support/votes'
import { DataSource } from 'typeorm'

interface ImportBody { id: string, state: string, source: string | null, rows: number | null, created: number, updated: number, unchanged: number, refused: number, columns: { field: string, column: string }[], fault: { code: string } | null, undoFault: { code: string, facts: object } | null }

let platform: TestPlatform
let staff: TestAgent
let made = 0
beforeAll(async () => {
  platform = await startApp()
  await withCentres(platform)
})
afterAll(() => platform.stop())

/** A consultation that takes proposals now, for its owner. */
async function open(): Promise<Made> {
  const found = await withProposalsOpen(platform, await signedIn(platform, 'staff'), { title: `Des fichiers d’ailleurs, ${['une', 'deux', 'trois', 'quatre', 'cinq', 'six', 'sept', 'huit', 'neuf', 'dix', 'onze', 'douze', 'treize', 'quatorze', 'quinze', 'seize'][made++]}` })
  staff = await signedIn(platform, 'staff')
  return found
}

const send = (agent: TestAgent, id: string, content: string | Buffer, kind = 'proposals', name = 'export.csv') => agent.post(`/api/consultations/${id}/imports`).field('kind', kind).attach('file', Buffer.from(content), name)
const read = async (id: string) => (await staff.get(`/api/imports/${id}`).expect(200)).body as ImportBody
const rowsOf = async (id: string, query: object = {}) => (await staff.get(`/api/imports/${id}/rows`).query({ limit: 1000, ...query }).expect(200)).body as { items: { row: number, label: string, outcome: string, problems: { field: string, code: string }[] }[], next: number | null }
const act = (id: string, what: string) => staff.post(`/api/imports/${id}/${what}`)
async function sent(consultation: Made, content: string, kind = 'proposals'): Promise<ImportBody> {
  const { id } = (await send(staff, consultation.id, content, kind).expect(202)).body as ImportBody
  await platform.settle()
  return read(id)
}
async function taken(consultation: Made, content: string, kind = 'proposals'): Promise<ImportBody> {
  const { id } = await sent(consultation, content, kind)
  await act(id, 'confirmation').expect(202)
  await platform.settle()
  return read(id)
}
/** Asks for an import to be taken back, and waits. */
async function takenBack(id: string): Promise<ImportBody> {
  await act(id, 'undoing').expect(202)
  await platform.settle()
  return read(id)
}
const proposals = async ({ id }: Made) => ((await platform.stranger().get(`/api/consultations/${id}/proposals`).query({ perPage: 50, sort: 'oldest' }).expect(200)).body as { items: { id: string, number: number, title: string, authorName: string, supportCount: number, importedSupports: number }[] }).items

const FILE = 'id,title,body,votes,author/name\n1,Des bancs,Il en manque,12,Jordi P.\n2,Des arbres,De l’ombre,3,Maria\n3,,Sans titre,1,Anna\n'
const COMMENTS = 'id,commentable_id,commentable_type,body,author/name,alignment\n10,1,Decidim::Proposals::Proposal,Très bien,Maria,1\n11,10,Decidim::Comments::Comment,Moi aussi,Anna,0\n12,9,Decidim::Proposals::Proposal,Nulle part,Anna,0\n'

describe('who imports', () => {
  it('staff of the place that the consultation belongs to', async () => {
    const into = await open()
    const { id } = await sent(into, FILE)
    const routes = [['post', `/api/consultations/${into.id}/imports`], ['get', `/api/consultations/${into.id}/imports`], ['get', `/api/imports/${id}`], ['get', `/api/imports/${id}/rows`], ['post', `/api/imports/${id}/confirmation`], ['post', `/api/imports/${id}/cancellation`], ['post', `/api/imports/${id}/undoing`]] as const
    for (const [method, path] of routes) {
      expect((await platform.stranger()[method](path).expect(401)).body.code).toBe('access.sign-in-needed')
      for (const role of ['citizen', 'guardian', 'administrator'] as const) expect((await (await signedIn(platform, role))[method](path).expect(403)).body.code).toBe('access.forbidden')
    }
    const lille = await signedIn(platform, 'staff', { place: '59350' })
    expect((await send(lille, into.id, FILE).expect(403)).body.code).toBe('place.other')
    expect((await lille.get(`/api/consultations/${into.id}/imports`).expect(403)).body.code).toBe('place.other')
    for (const [method, path] of routes.slice(2)) expect((await lille[method](path).expect(404)).body.code).toBe('import.unknown')
    expect((await staff.get(`/api/imports/${randomUUID()}`).expect(404)).body.code).toBe('import.unknown')
    expect(await proposals(into)).toEqual([])
  })
})

describe('a file of another platform', () => {
  it('is read, shown, confirmed, taken and reported; the same file again changes nothing', async () => {
    const into = await open()
    const ready = await sent(into, FILE)
    expect(ready).toMatchObject({ state: 'ready', source: 'decidim', rows: 3, created: 2, updated: 0, unchanged: 0, refused: 1 })
    expect(ready.columns).toEqual(expect.arrayContaining([{ field: 'title', column: 'title' }, { field: 'supports', column: 'votes' }, { field: 'author', column: 'author/name' }]))
    expect(await proposals(into)).toEqual([])
    await act(ready.id, 'confirmation').expect(202)
    expect((await act(ready.id, 'confirmation').expect(409)).body.code).toBe('import.wrong-state')
    await platform.settle()
    expect(await read(ready.id)).toMatchObject({ state: 'done', created: 2, refused: 1 })
    expect((await rowsOf(ready.id)).items.map(({ row, label, outcome, problems }) => [row, label, outcome, problems])).toEqual([
      [1, 'Des bancs', 'created', []], [2, 'Des arbres', 'created', []], [3, '', 'refused', [{ field: 'title', code: 'proposal-file.title-missing' }]],
    ])
    expect((await rowsOf(ready.id, { only: 'noted' })).items.map(({ row }) => row)).toEqual([3])
    expect(await rowsOf(ready.id, { limit: 2 })).toMatchObject({ next: 2 })
    // The author is the name in the file, never who imported.
    expect((await proposals(into)).map(({ title, authorName, importedSupports }) => [title, authorName, importedSupports]).sort()).toEqual([['Des arbres', 'Maria', 3], ['Des bancs', 'Jordi P.', 12]])
    expect((await platform.db.owner.query('select 1 from consultations.proposal where consultation_id = $1 and author_id is not null', [into.id])).rowCount).toBe(0)
    const again = await sent(into, FILE)
    expect(again).toMatchObject({ state: 'ready', created: 0, updated: 0, unchanged: 2, refused: 1 })
    expect((await act(again.id, 'confirmation').expect(409)).body.code).toBe('import.nothing')
    const { rows } = await platform.db.owner.query<{ action: string }>(`select action from platform.audit_entry where subject_id = $1 and action like 'import.%' order by id`, [into.id])
    expect(rows.map(({ action }) => action)).toEqual(['import.uploaded', 'import.confirmed', 'import.done', 'import.uploaded'])
    expect((await platform.db.owner.query('select 1 from consultations.import_part')).rowCount).toBe(0)
  })

  it('is refused with its reason: too large, empty, of no kind, unreadable, nowhere to go', async () => {
    const into = await open()
    expect((await send(staff, into.id, Buffer.alloc(20 * 1024 * 1024 + 1, 'x')).expect(413)).body).toMatchObject({ code: 'import.too-large', facts: { mostMegabytes: 20 } })
    expect((await send(staff, into.id, '').expect(422)).body.code).toBe('import.empty')
    expect((await send(staff, into.id, FILE, 'people').expect(400)).body.refusals).toEqual([{ code: 'import.kind-missing', at: 'kind' }])
    expect((await staff.post(`/api/consultations/${into.id}/imports`).field('kind', 'proposals').expect(400)).body.refusals).toEqual([{ code: 'import.file-missing', at: 'file' }])
    expect(await sent(into, 'nothing,known\n1,2\n')).toMatchObject({ state: 'unreadable', fault: { code: 'proposal-file.no-column' } })
    const draft = await aDraft(platform, staff, {}, [])
    expect((await send(staff, draft.id, FILE).expect(422)).body.code).toBe('import.no-proposals-phase')
    expect((await platform.db.owner.query(`select 1 from consultations.import where consultation_id = $1 and state <> 'unreadable'`, [into.id])).rowCount).toBe(0)
  })

  it('is one at a time; given up, it leaves nothing', async () => {
    const into = await open()
    const { id } = (await send(staff, into.id, FILE).expect(202)).body as ImportBody
    expect((await send(staff, into.id, FILE).expect(409)).body.code).toBe('import.under-way')
    await act(id, 'cancellation').expect(200)
    await platform.settle()
    expect(await read(id)).toMatchObject({ state: 'cancelled' })
    const other = await sent(into, FILE)
    await act(other.id, 'confirmation').expect(202)
    await act(other.id, 'cancellation').expect(200)
    await platform.settle()
    expect(await read(other.id)).toMatchObject({ state: 'cancelled' })
    expect(await proposals(into)).toEqual([])
    // What nobody confirms is forgotten.
    const left = await sent(into, FILE)
    await platform.moveClock('49 hours')
    staff = await signedIn(platform, 'staff')
    await platform.app.get(DataSource).transaction((tx) => platform.app.get(Imports).expire(tx))
    expect(await read(left.id)).toMatchObject({ state: 'cancelled' })
    expect((await platform.db.owner.query('select 1 from consultations.import_row where import_id = $1', [left.id])).rowCount).toBe(0)
  })

  it('makes no double when its process dies, or when two believe they have it', async () => {
    const into = await open()
    const { id } = await sent(into, FILE)
    await act(id, 'confirmation').expect(202)
    const outbox = platform.app.get(Outbox)
    const [first] = await outbox.claim()
    if (!first) throw new Error('nothing to do')
    // The first attempt is taken for dead while it works: both run.
    await platform.db.app.query(`update platform.outbox set locked_until = clock_timestamp() - interval '1 s' where id = $1`, [first.id])
    await Promise.all([outbox.run(first), outbox.drain()])
    await platform.settle()
    expect(await read(id)).toMatchObject({ state: 'done', created: 2, unchanged: 0 })
    expect(await proposals(into)).toHaveLength(2)
  })

  it('that stops half way leaves nothing, and says so', async () => {
    const into = await open()
    const { id } = await sent(into, FILE)
    await act(id, 'confirmation').expect(202)
    await platform.db.owner.query(`update consultations.import_row set content = content || '{"title": ""}' where import_id = $1 and row = 2`, [id])
    await platform.db.app.query('update platform.outbox set attempts_allowed = 1 where done_at is null and kind = $1', ['import.confirmed'])
    await platform.settle()
    expect(await read(id)).toMatchObject({ state: 'failed' })
    expect(await proposals(into)).toEqual([])
    // It does not stand in the way of the next.
    expect(await taken(into, FILE)).toMatchObject({ state: 'done', created: 2 })
  })
})

describe('taking an import back', () => {
  it('gives back what it changed, while nobody has used it', async () => {
    const into = await open()
    const first = await taken(into, FILE)
    const second = await taken(into, FILE.replace('Il en manque', 'Il en faut').replace(',12,', ',20,'))
    expect(second).toMatchObject({ created: 0, updated: 1, unchanged: 1 })
    expect((await act(first.id, 'undoing').expect(409)).body.code).toBe('import.later')
    expect((await takenBack(second.id)).state).toBe('undone')
    expect((await proposals(into)).find(({ title }) => title === 'Des bancs')).toMatchObject({ importedSupports: 12 })
    expect((await act(second.id, 'undoing').expect(409)).body.code).toBe('import.wrong-state')
    await takenBack(first.id)
    expect(await proposals(into)).toEqual([])
    expect(await taken(into, FILE)).toMatchObject({ created: 2 })
  })

  it('is refused once somebody supported or commented; comments come off first', async () => {
    const into = await open()
    const first = await taken(into, FILE)
    const talk = await taken(into, COMMENTS, 'comments')
    expect(talk).toMatchObject({ state: 'done', created: 2, refused: 1 })
    expect((await rowsOf(talk.id, { only: 'refused' })).items).toMatchObject([{ row: 3, problems: [{ field: 'commentable_id', code: 'comment-file.proposal-unknown' }] }])
    expect((await act(first.id, 'undoing').expect(409)).body).toMatchObject({ code: 'import.used', facts: { comments: 1 } })
    const bench = (await proposals(into)).find(({ title }) => title === 'Des bancs')
    const discussion = async () => (await platform.stranger().get('/api/comments').query({ proposalId: bench?.id }).expect(200)).body as { counts: { published: number, for: number }, items: { id: string, authorName: string, stance: string, replyCount: number, replies: { body: string }[] }[] }
    expect(await discussion()).toMatchObject({ counts: { published: 2, for: 1 }, items: [{ authorName: 'Maria', stance: 'for', replyCount: 1, replies: [{ body: 'Moi aussi' }] }] })
    // Somebody answers here: what they answered stays.
    const fresh = await signedIn(platform, 'citizen', { named: 'answers', displayName: 'Paul' })
    const answer = await comment(fresh, { proposalId: bench?.id, parentId: (await discussion()).items[0]?.id, stance: undefined })
    expect((await act(talk.id, 'undoing').expect(409)).body.code).toBe('import.used')
    await platform.db.owner.query('delete from consultations.comment where id = $1', [answer])
    await platform.db.owner.query(`update consultations.comment set reply_count = 1 where id = $1`, [(await discussion()).items[0]?.id])
    expect((await takenBack(talk.id)).state).toBe('undone')
    expect((await discussion()).items).toEqual([])
    const voter = await signedIn(platform, 'citizen', { named: 'supports' })
    await voter.put('/api/account/civil-status').send({ birthSurname: 'Lefebvre', givenNames: 'Camille', birthDate: '1980-05-17', municipalityCode: '59350' }).expect(204)
    await voter.put(`/api/proposals/${bench?.id}/support`).expect(200)
    expect((await act(first.id, 'undoing').expect(409)).body).toMatchObject({ code: 'import.used', facts: { supports: 1, comments: 0 } })
    expect(await proposals(into)).toHaveLength(2)
  })

  it('is one work at a time, and can be given up until its end', async () => {
    const into = await open()
    const first = await taken(into, FILE)
    await act(first.id, 'undoing').expect(202)
    expect(await read(first.id)).toMatchObject({ state: 'undoing' })
    expect((await act(first.id, 'undoing').expect(409)).body.code).toBe('import.wrong-state')
    expect((await send(staff, into.id, FILE).expect(409)).body.code).toBe('import.under-way')
    expect((await act(first.id, 'cancellation').expect(200)).body).toMatchObject({ state: 'done', undoFault: null })
    await platform.settle()
    expect(await read(first.id)).toMatchObject({ state: 'done' })
    expect(await proposals(into)).toHaveLength(2)
    expect((await act(first.id, 'cancellation').expect(409)).body.code).toBe('import.wrong-state')
    expect(await takenBack(first.id)).toMatchObject({ state: 'undone' })
    expect((await act(first.id, 'cancellation').expect(409)).body.code).toBe('import.wrong-state')
    const { rows } = await platform.db.owner.query<{ action: string, actor: string | null }>(`select action, actor_id as actor from platform.audit_entry where subject_id = $1 and action like 'import.und%' order by id`, [into.id])
    expect(rows.map(({ action }) => action)).toEqual(['import.undo-asked', 'import.undo-cancelled', 'import.undo-asked', 'import.undone'])
    expect(new Set(rows.map(({ actor }) => actor)).size).toBe(1)
  })

  it('takes nothing off when somebody supports before the work begins, and says why', async () => {
    const into = await open()
    const first = await taken(into, FILE)
    const [bench] = await proposals(into)
    await act(first.id, 'undoing').expect(202)
    const voter = await signedIn(platform, 'citizen', { named: 'supports-meanwhile' })
    await voter.put('/api/account/civil-status').send({ birthSurname: 'Delattre', givenNames: 'Noé', birthDate: '1981-05-17', municipalityCode: '59350' }).expect(204)
    await voter.put(`/api/proposals/${bench?.id}/support`).expect(200)
    await platform.settle()
    expect(await read(first.id)).toMatchObject({ state: 'done', undoFault: { code: 'import.used', facts: { supports: 1 } } })
    expect(await proposals(into)).toHaveLength(2)
  })

  it('that fails for good leaves everything, says so, and can be asked for again', async () => {
    const into = await open()
    const first = await taken(into, FILE)
    await act(first.id, 'undoing').expect(202)
    await platform.db.app.query(`update platform.outbox set failed_at = clock_timestamp() where done_at is null and kind = 'import.undo-asked'`)
    await platform.settle()
    expect(await read(first.id)).toMatchObject({ state: 'done', undoFault: { code: 'import.undo-stopped' } })
    expect(await proposals(into)).toHaveLength(2)
    expect(await takenBack(first.id)).toMatchObject({ state: 'undone', undoFault: null })
  })

  it('is done once when its process is taken for dead, by pieces, and the counts follow', async () => {
    const into = await open()
    const many = Array.from({ length: 1203 }, (_, n) => `${n + 1},Des bancs ${n + 1},Il en manque partout,1,Jordi P.`)
    const first = await taken(into, `id,title,body,votes,author/name\n${many.join('\n')}\n`)
    expect(first).toMatchObject({ created: 1203 })
    const talk = await taken(into, `id,commentable_id,commentable_type,body,author/name,alignment\n${Array.from({ length: 700 }, (_, n) => `${n + 1},${n % 3 === 2 ? `${n},Decidim::Comments::Comment` : `1,Decidim::Proposals::Proposal`},Très bien ${n},Maria,0`).join('\n')}\n`, 'comments')
    expect(talk).toMatchObject({ created: 700 })
    expect(await takenBack(talk.id)).toMatchObject({ state: 'undone' })
    const left = async () => (await platform.db.owner.query<Record<string, number>>(`
      select (select submitted from consultations.proposal_count where consultation_id = $1) as counted, (select count(*)::integer from consultations.proposal where consultation_id = $1) as proposals,
        (select count(*)::integer from consultations.comment where consultation_id = $1) as comments, (select coalesce(sum(published + roots), 0)::integer from consultations.comment_count where consultation_id = $1) as spoken`, [into.id])).rows[0]
    expect(await left()).toEqual({ counted: 1203, proposals: 1203, comments: 0, spoken: 0 })
    await act(first.id, 'undoing').expect(202)
    const outbox = platform.app.get(Outbox)
    const [begun] = await outbox.claim()
    if (!begun) throw new Error('nothing to do')
    await platform.db.app.query(`update platform.outbox set locked_until = clock_timestamp() - interval '1 s' where id = $1`, [begun.id])
    await Promise.all([outbox.run(begun), outbox.drain()])
    await platform.settle()
    expect(await read(first.id)).toMatchObject({ state: 'undone' })
    expect(await left()).toEqual({ counted: 0, proposals: 0, comments: 0, spoken: 0 })
    const { rows } = await platform.db.owner.query(`select 1 from platform.audit_entry where subject_id = $1 and action = 'import.undone'`, [into.id])
    expect(rows).toHaveLength(2)
  })

  it('leaves the text that was answered as people read it', async () => {
    const into = await open()
    await taken(into, FILE)
    await platform.db.owner.query(`update consultations.proposal set answer_kind = 'accepted' where consultation_id = $1 and title = 'Des bancs'`, [into.id])
    const changed = await sent(into, FILE.replace('Il en manque', 'Autre chose'))
    expect(changed).toMatchObject({ created: 0, updated: 0, unchanged: 1, refused: 2 })
    expect((await rowsOf(changed.id, { only: 'refused' })).items[0]).toMatchObject({ row: 1, problems: [{ field: '', code: 'import.text-frozen' }] })
  })
})

describe('comments made elsewhere', () => {
  it('change with their file, and keep what people judged here', async () => {
    const into = await open()
    await taken(into, 'id,title,body,numSupports\n7,Limpiar,Las calles,5\n')
    const file = 'id,parentId,proposalId,text,numPositiveVotes,numNegativeVotes\n1,-1,7,Bien,10,2\n2,1,7,<b>Muy</b> bien,0,0\n'
    await taken(into, file, 'comments')
    const [{ id } = { id: '' }] = await proposals(into)
    const first = async () => ((await platform.stranger().get('/api/comments').query({ proposalId: id }).expect(200)).body as { items: { id: string, useful: number, notUseful: number, stance: string | null, replies: { body: string, state: string }[] }[] }).items[0]
    expect(await first()).toMatchObject({ useful: 10, notUseful: 2, stance: null, replies: [{ body: 'Muy bien' }] })
    const reader = await signedIn(platform, 'citizen', { named: 'judge' })
    await reader.put(`/api/comments/${(await first())?.id}/judgement`).send({ useful: true }).expect(200)
    expect(await taken(into, file.replace('10,2', '11,2').replace('<b>Muy</b> bien', ''), 'comments')).toMatchObject({ created: 0, updated: 2 })
    expect(await first()).toMatchObject({ useful: 12, notUseful: 2, replies: [{ body: '', state: 'deleted' }] })
    expect(await sent(into, file.replace('10,2', '11,2').replace('<b>Muy</b> bien', ''), 'comments')).toMatchObject({ unchanged: 2 })
  })
})

describe('what goes out comes in', () => {
  it('a consultation of this platform, taken into another: the same proposals, supports and threads', async () => {
    const from = await open()
    const people = await Promise.all(['author', 'second', 'third'].map((named) => signedIn(platform, 'citizen', { named: `round-${named}`, displayName: `Nom ${named}` })))
    const [author, second, third] = people as [TestAgent, TestAgent, TestAgent]
    for (const title of ['=HYPERLINK("x")', 'Des bancs ; des "arbres"']) await author.post(`/api/consultations/${from.id}/proposals`).send(aProposal({ title })).expect(201)
    await taken(from, FILE)
    const there = await proposals(from)
    const root = await comment(second, { proposalId: there.find(({ title }) => title.includes('bancs ;'))?.id })
    const answer = await comment(third, { proposalId: there.find(({ title }) => title.includes('bancs ;'))?.id, parentId: root, stance: undefined })
    await comment(second, { proposalId: there.find(({ title }) => title.includes('bancs ;'))?.id, parentId: answer, stance: undefined })
    await third.delete(`/api/comments/${answer}`).expect((result) => { if (result.status >= 300) throw new Error(String(result.status)) })
    const files = await Promise.all(['proposals.csv', 'comments.csv'].map(async (file) => (await platform.stranger().get(`/api/consultations/${from.id}/${file}`).expect(200)).text))
    const [texts = '', talk = ''] = files
    const into = await open()
    expect(await taken(into, texts)).toMatchObject({ state: 'done', source: 'parvis', created: there.length, refused: 0 })
    expect(await taken(into, talk, 'comments')).toMatchObject({ state: 'done', source: 'parvis', created: 3, refused: 0 })
    const figures = async ({ id }: Made) => (await platform.db.owner.query<Record<string, number>>(`
      select count(*)::integer as proposals, sum(support_count + coalesce(imported_supports, 0))::integer as supports,
        (select array_agg(depth || state order by depth, state) from consultations.comment where consultation_id = $1) as comments from consultations.proposal where consultation_id = $1`, [id])).rows[0]
    expect(await figures(into)).toEqual(await figures(from))
    expect((await proposals(into)).map(({ title, authorName }) => [title, authorName]).sort()).toEqual((await proposals(from)).map(({ title, authorName }) => [title, authorName]).sort())
    // Into the one it comes from, nothing doubles: its own comments are under its own proposals.
    expect(await sent(from, talk, 'comments')).toMatchObject({ created: 0, refused: 3 })
  })
})
