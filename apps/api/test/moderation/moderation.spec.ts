import { randomUUID } from 'node:crypto'
import type TestAgent from 'supertest/lib/agent'
import { METROPOLIS } from '@parvis/identity'
import { startApp } from '../support/app'
import type { TestPlatform } from '../support/app'
import { aProposal, moveOn, withCentres, withProposalsOpen } from '../support/consultations'
import type { Made } from '../support/consultations'
import { aComment, comment } from '../support/discussion'
import { aMediator, openSession } from '../inclusion/desk'
import { aCivilStatus } from '../support/votes'

let platform: TestPlatform
let open: Made
let citizen: TestAgent
let other: TestAgent
let staff: TestAgent
let colleague: TestAgent
let guardian: TestAgent
let lille: TestAgent
let proposalId: string
beforeAll(async () => {
  platform = await startApp()
  await withCentres(platform)
  staff = await platform.as('staff')
  colleague = await platform.as('staff', { named: 'colleague' })
  lille = await platform.as('staff', { place: '59350' })
  guardian = await platform.as('guardian')
  open = await withProposalsOpen(platform, staff)
  citizen = await platform.as('citizen', { named: 'Nour', displayName: 'Nour B.' })
  other = await platform.as('citizen', { named: 'other', displayName: 'Léa' })
  proposalId = (await newProposal()).id
})
afterAll(() => platform.stop())

const unknown = '00000000-0000-4000-8000-000000000000'
const newProposal = async (over: object = {}) => (await citizen.post(`/api/consultations/${open.slug}/proposals`).send(aProposal({ ...over })).expect(201)).body as { id: string, number: number }
const count = async (sql: string, params: unknown[]) => Number((await platform.db.owner.query<{ n: string }>(`select count(*) as n from ${sql}`, params)).rows[0]?.n)
const report = (agent: TestAgent, over: object) => agent.post('/api/reports').send({ reason: 'insult', words: 'Regardez.', ...over })
const caseOf = async (thing: string, query: object = {}) => (await staff.get('/api/moderation/cases').query({ perPage: 50, ...query }).expect(200)).body.items.find(({ thingId }: { thingId: string }) => thingId === thing) as { id: string, may: string[], hidden: { decisionId: string }, [key: string]: unknown }
const decide = async (ids: string[], act: string, over: object = {}, agent = staff) => (await agent.post('/api/moderation/decisions').send({ cases: ids, act, ...(act === 'hide' ? { reason: 'insult', words: 'Ce texte attaque une personne.' } : {}), ...over }).expect(201)).body as { batchId: string, comments: number, proposals: number, unchanged: number, mails: number }
const mails = async (person: string) => (await platform.db.owner.query<{ subject: string, body: string }>('select subject, body from platform.mailbox m join identity.account a on a.email = m.recipient where a.display_name = $1 order by m.at', [person])).rows

async function hidden(author = citizen): Promise<{ id: string, caseId: string, decisionId: string, batchId: string }> {
  const id = await comment(author, { proposalId })
  await report(other === author ? citizen : other, { commentId: id }).expect(201)
  const { batchId } = await decide([(await caseOf(id)).id], 'hide')
  const known = await caseOf(id, { state: 'hidden' })
  return { id, caseId: known.id, decisionId: known.hidden.decisionId, batchId }
}

describe('reporting', () => {
  it('is one report per account and thing, by two hundred requests at once', async () => {
    const id = await comment(citizen, { proposalId })
    const answers = await Promise.all(Array.from({ length: 200 }, () => report(other, { commentId: id })))
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201]))
    expect(await count('consultations.report r join consultations.moderation_case k on k.id = r.case_id where k.comment_id = $1', [id])).toBe(1)
    expect(await caseOf(id)).toMatchObject({ kind: 'comment', reportCount: 1, reasons: [{ reason: 'insult', count: 1 }], cause: 'report' })
    expect((await report(citizen, { commentId: id }).expect(422)).body.code).toBe('report.own')
    await report(other, { commentId: unknown }).expect(404)
    await report(other, {}).expect(400)
    await report(other, { commentId: id, reason: 'because' }).expect(400)
    // A case does not name who reported.
    const detail = (await staff.get(`/api/moderation/cases/${(await caseOf(id)).id}`).expect(200)).body
    expect(detail.reports).toEqual([{ reason: 'insult', words: 'Regardez.', at: expect.any(String), account: true, channel: 'online' }])
  })

  it('is open to who has no account: a form that a person can have read, and no puzzle', async () => {
    const id = await comment(citizen, { proposalId })
    const stranger = platform.stranger()
    expect((await report(stranger, { commentId: id }).expect(422)).body.code).toBe('report.form-missing')
    const token = async () => (await stranger.get('/api/report-form').expect(200)).body.token as string
    const form = await token()
    expect((await report(stranger, { commentId: id, formToken: form }).expect(422)).body.code).toBe('report.too-fast')
    expect((await report(stranger, { commentId: id, formToken: form.replace(/.$/, '!') }).expect(422)).body.code).toBe('report.form-missing')
    const filled = await token()
    await moveOn(platform, '4 seconds')
    await report(stranger, { commentId: id, formToken: filled, site: 'http://spam.example' }).expect(201)
    expect(await count('consultations.report where form_token is not null', [])).toBe(0)
    const answers = await Promise.all(Array.from({ length: 20 }, () => report(stranger, { commentId: id, formToken: form })))
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201]))
    expect(await count('consultations.report where form_token is not null', [])).toBe(1)
    await moveOn(platform, '25 hours')
    expect((await report(stranger, { commentId: id, formToken: filled }).expect(422)).body.code).toBe('report.form-old')
  })
})

describe('the queue', () => {
  it('is for staff of the place, and for guardians to read', async () => {
    const id = await comment(citizen, { proposalId })
    await report(other, { commentId: id }).expect(201)
    const { id: caseId } = await caseOf(id)
    for (const path of ['cases', `cases/${caseId}`, 'counts', 'decisions', 'decisions.csv', 'settings']) {
      await platform.stranger().get(`/api/moderation/${path}`).expect(401)
      await citizen.get(`/api/moderation/${path}`).expect(403)
    }
    expect((await lille.get('/api/moderation/cases').expect(200)).body).toMatchObject({ items: [], total: 0, counts: { waiting: 0 } })
    expect((await lille.get(`/api/moderation/cases/${caseId}`).expect(404)).body.code).toBe('moderation.unknown')
    for (const act of ['preview', 'decisions']) {
      const sent = { cases: [caseId], act: 'keep' }
      await platform.stranger().post(`/api/moderation/${act}`).send(sent).expect(401)
      await citizen.post(`/api/moderation/${act}`).send(sent).expect(403)
      await guardian.post(`/api/moderation/${act}`).send(sent).expect(403)
      expect((await lille.post(`/api/moderation/${act}`).send(sent).expect(404)).body.code).toBe('moderation.unknown')
    }
    expect((await guardian.get('/api/moderation/cases').expect(200)).body.items.find(({ thingId }: { thingId: string }) => thingId === id).may).toEqual([])
  })

  it('has the oldest first, filters, and what would change', async () => {
    const first = await comment(citizen, { proposalId })
    await report(other, { commentId: first }).expect(201)
    await moveOn(platform, '1 hour')
    const proposal = await newProposal({ title: 'Une proposition signalée' })
    await report(other, { proposalId: proposal.id, reason: 'advert' }).expect(201)
    const ask = async (query: object) => (await staff.get('/api/moderation/cases').query(query).expect(200)).body
    const all = await ask({ perPage: 50 })
    const dates = all.items.map(({ waitingSince }: { waitingSince: string }) => waitingSince)
    expect(dates).toEqual([...dates].sort())
    expect((await ask({ kind: 'proposal' })).items).toEqual([expect.objectContaining({ thingId: proposal.id, title: 'Une proposition signalée', may: ['hide', 'keep'] })])
    expect((await ask({ kind: 'comment', cause: 'words' })).items).toEqual([])
    await staff.get('/api/moderation/cases').query({ state: 'drop table' }).expect(400)
    await staff.get('/api/moderation/cases').query({ cause: "'" }).expect(400)
  })
})

describe('hiding', () => {
  it('leaves a mark with its reason, keeps the answers, and leaves every file, search and count', async () => {
    const root = await comment(citizen, { proposalId, body: 'Un texte ignominieux' })
    const answer = await comment(other, { proposalId, parentId: root, body: 'Je réponds quand même.' })
    await report(other, { commentId: root }).expect(201)
    const before = (await platform.stranger().get('/api/comments').query({ proposalId }).expect(200)).body.counts
    const { id: caseId } = await caseOf(root)
    expect((await staff.post('/api/moderation/decisions').send({ cases: [caseId], act: 'hide' }).expect(422)).body.refusals.map(({ code }: { code: string }) => code)).toEqual(['moderation.reason-needed', 'moderation.words-needed'])
    expect((await staff.post('/api/moderation/preview').send({ cases: [caseId], act: 'hide' }).expect(200)).body).toEqual({ comments: 1, proposals: 0, unchanged: 0, mails: 1 })
    expect(await decide([caseId], 'hide')).toMatchObject({ comments: 1, proposals: 0, unchanged: 0, mails: 1 })
    const page = (await platform.stranger().get('/api/comments').query({ proposalId, perPage: 50 }).expect(200)).body
    const mark = page.items.find(({ id }: { id: string }) => id === root)
    expect(mark).toMatchObject({ state: 'hidden', body: '', authorName: '', hidden: { reason: 'insult', at: expect.any(String), decisionId: null }, replies: [{ id: answer, body: 'Je réponds quand même.' }] })
    expect(page.counts.published).toBe(before.published - 1)
    for (const file of ['comments.csv', 'comments.json']) {
      const { text, body } = await platform.stranger().get(`/api/consultations/${open.slug}/${file}`).expect(200)
      expect(`${text ?? ''}${JSON.stringify(body)}`).not.toContain('ignominieux')
    }
    expect((await platform.stranger().get(`/api/comments/${root}`).expect(200)).body).toMatchObject({ comment: { body: '' }, versions: [] })
    expect((await platform.stranger().get('/api/search').query({ q: 'ignominieux' }).expect(200)).body.total).toBe(0)
    // Its author reads it, with the way to appeal; and is told by mail.
    expect((await citizen.get(`/api/comments/${root}`).expect(200)).body.comment).toMatchObject({ body: 'Un texte ignominieux', hidden: { decisionId: expect.any(String) } })
    await platform.settle()
    const told = (await mails('Nour B.')).at(-1)
    expect(told?.body).toContain('Ce texte attaque une personne.')
    expect(told?.body).toContain('/compte/moderation/')
    await decide([caseId], 'restore')
    expect((await platform.stranger().get(`/api/comments/${root}`).expect(200)).body.comment).toMatchObject({ state: 'published', body: 'Un texte ignominieux' })
  })

  it('leaves a proposal as a mark, with its supports', async () => {
    const proposal = await newProposal({ title: 'Un titre calomnieux', body: 'Un texte calomnieux de plus de vingt signes.' })
    const supporter = await platform.as('citizen', { named: 'supporter' })
    await supporter.put('/api/account/civil-status').send({ birthSurname: 'Lemaire', givenNames: 'Ève', birthDate: '1980-05-17', municipalityCode: '59350' }).expect(204)
    await supporter.put(`/api/proposals/${proposal.id}/support`).expect(200)
    await comment(other, { proposalId: proposal.id, body: 'À propos de ce texte calomnieux' })
    await report(other, { proposalId: proposal.id }).expect(201)
    const { id } = await caseOf(proposal.id)
    await decide([id], 'hide', { reason: 'false' })
    const path = `/api/consultations/${open.slug}/proposals/${proposal.number}`
    expect((await platform.stranger().get(path).expect(200)).body).toMatchObject({ state: 'hidden', title: '', body: '', authorName: '', versions: [], supportCount: 1, moderation: { reason: 'false', decisionId: null }, may: { support: false } })
    expect((await citizen.get(path).expect(200)).body).toMatchObject({ title: 'Un titre calomnieux', moderation: { decisionId: expect.any(String) }, may: { edit: false, withdraw: false } })
    expect((await citizen.patch(`/api/proposals/${proposal.id}`).send({ title: 'Je le remets' }).expect(422)).body.code).toBe('proposal.withdrawn')
    expect((await supporter.put(`/api/proposals/${proposal.id}/support`).expect(422)).body.code).toBe('proposal.withdrawn')
    expect((await platform.stranger().get(`/api/consultations/${open.slug}/proposals`).query({ q: 'calomnieux' }).expect(200)).body.total).toBe(0)
    expect((await platform.stranger().get(`/api/consultations/${open.slug}/proposals.csv`).expect(200)).text).not.toContain('calomnieux')
    expect((await platform.stranger().get(`/api/consultations/${open.slug}/comments.csv`).expect(200)).text).not.toContain('calomnieux')
    expect((await platform.stranger().get('/api/comments').query({ proposalId: proposal.id }).expect(200)).body).toMatchObject({ items: [], total: 0, open: false, counts: { published: 0 } })
    expect((await platform.stranger().get('/api/search').query({ q: 'calomnieux' }).expect(200)).body.total).toBe(0)
    expect((await supporter.get('/api/account/supports').expect(200)).body.items).toEqual([expect.objectContaining({ title: '', state: 'hidden', supportCount: 1 })])
    expect(JSON.stringify((await other.get('/api/account/data').expect(200)).body.comments)).toContain('À propos de ce texte')
    await decide([id], 'restore')
    expect((await platform.stranger().get(path).expect(200)).body).toMatchObject({ state: 'submitted', title: 'Un titre calomnieux', supportCount: 1, moderation: null })
  })

  it('of many says first what it does, and is undone as a whole', async () => {
    const ids = [await comment(citizen, { proposalId }), await comment(other, { proposalId }), await comment(citizen, { proposalId })]
    await Promise.all(ids.map((id, n) => report(n === 1 ? citizen : other, { commentId: id }).expect(201)))
    const cases = await Promise.all(ids.map(async (id) => (await caseOf(id)).id))
    await citizen.delete(`/api/comments/${ids[2]}`).expect(204)
    expect((await staff.post('/api/moderation/preview').send({ cases, act: 'hide' }).expect(200)).body).toEqual({ comments: 2, proposals: 0, unchanged: 1, mails: 2 })
    const done = await decide(cases, 'hide')
    expect(done).toMatchObject({ comments: 2, unchanged: 1 })
    await platform.stranger().post(`/api/moderation/batches/${done.batchId}/undo`).expect(401)
    await citizen.post(`/api/moderation/batches/${done.batchId}/undo`).expect(403)
    await lille.post(`/api/moderation/batches/${done.batchId}/undo`).expect(404)
    await staff.post(`/api/moderation/batches/${unknown}/undo`).expect(404)
    const answers = await Promise.all(Array.from({ length: 5 }, () => staff.post(`/api/moderation/batches/${done.batchId}/undo`)))
    expect(answers.map(({ body }) => body.undone).sort()).toEqual([0, 0, 0, 0, 2])
    for (const id of ids.slice(0, 2)) expect((await platform.stranger().get(`/api/comments/${id}`).expect(200)).body.comment.state).toBe('published')
    expect(await caseOf(ids[0] ?? '')).toMatchObject({ state: 'waiting', may: ['hide', 'keep'] })
    const again = await decide(cases.slice(0, 1), 'hide')
    await moveOn(platform, '25 hours')
    expect((await staff.post(`/api/moderation/batches/${again.batchId}/undo`).expect(422)).body.code).toBe('moderation.undo-over')
  })

  it('stands in a log that staff of the place read and take with them', async () => {
    const { caseId } = await hidden()
    const log = (await staff.get('/api/moderation/decisions').expect(200)).body
    expect(log.items[0]).toMatchObject({ act: 'hide', caseId, reason: 'insult', by: expect.stringContaining('staff-'), undoable: true })
    expect((await lille.get('/api/moderation/decisions').expect(200)).body.total).toBe(0)
    const { text } = await staff.get('/api/moderation/decisions.csv').expect(200)
    expect(text.replace(/^\uFEFF/, '').split('\r\n')[0]).toBe('date,par,decision,motif,explication,sur,titre,consultation,annulee_le')
    expect(text.trim().split('\r\n').length).toBe(log.total + 1)
    const { items } = (await staff.get('/api/audit').query({ action: 'moderation', consultation: open.id }).expect(200)).body
    expect(items[0]).toMatchObject({ action: 'moderation.hidden', subjectKind: 'comment', by: 'team' })
  })
})

describe('an appeal with the receipt of a desk', () => {
  const words = 'Je critique une idée et non une personne.'
  const entered = async (): Promise<{ receipt: string, id: string }> => {
    const mediator = await aMediator(platform)
    const session = await openSession(platform, mediator, open.id, aCivilStatus({ birthSurname: `Sans Compte ${'abcdefghij'[turn++]}` }))
    const { body } = await mediator.post(`/api/assisted-sessions/${session}/comments`).send({ proposalId, stance: 'for', body: 'Un avis dit à voix haute.', submissionToken: randomUUID() }).expect(201)
    await mediator.delete(`/api/assisted-sessions/${session}`)
    const { rows: [row] } = await platform.db.owner.query<{ id: string }>(`select id from consultations.comment where channel <> 'online' order by created_at desc, id limit 1`)
    return { receipt: body.receipt, id: row?.id ?? '' }
  }
  let turn = 0
  const hide = async (id: string): Promise<string> => {
    await report(other, { commentId: id }).expect(201)
    await decide([(await caseOf(id)).id], 'hide')
    return (await caseOf(id, { state: 'hidden' })).hidden.decisionId
  }
  const read = (code: string) => platform.stranger().get(`/api/receipts/${code}/notice`)
  const appeal = (code: string, said = words) => platform.stranger().post(`/api/receipts/${code}/appeal`).send({ words: said })

  it('is open to who has no account: once, in the same days, whoever asks at the same time', async () => {
    const { receipt, id } = await entered()
    expect((await read(receipt).expect(200)).body).toEqual({ notice: null })
    expect((await appeal(receipt).expect(404)).body.code).toBe('moderation.unknown')
    const decisionId = await hide(id)
    expect((await read(receipt.toLowerCase()).expect(200)).body.notice).toMatchObject({ decisionId, reason: 'insult', text: 'Un avis dit à voix haute.', mayAppeal: true, decisionDays: 10, appeal: null })
    await appeal(receipt, 'court').expect(400)
    const answers = await Promise.all(Array.from({ length: 15 }, () => appeal(receipt)))
    expect(answers.map(({ status }) => status).sort()).toEqual([201, ...Array.from({ length: 14 }, () => 409)])
    expect(new Set(answers.filter(({ status }) => status !== 201).map(({ body }) => body.code))).toEqual(new Set(['appeal.once']))
    // Decided by somebody else than who hid it, with the answer under the same code and no mail to anybody.
    const answer = { outcome: 'restored', answer: 'Vous avez raison : le texte reste poli.' }
    expect((await caseOf(id, { state: 'appeals' })).appeal).toMatchObject({ door: 'receipt', mayDecide: false })
    expect((await staff.post(`/api/moderation/appeals/${decisionId}/decision`).send(answer).expect(403)).body.code).toBe('appeal.same-person')
    await colleague.post(`/api/moderation/appeals/${decisionId}/decision`).send(answer).expect(204)
    expect((await read(receipt).expect(200)).body.notice).toMatchObject({ over: true, mayAppeal: false, appeal: { outcome: 'restored', answer: answer.answer } })
    expect((await platform.stranger().get(`/api/receipts/${receipt}`).expect(200)).body.comment).toMatchObject({ state: 'published' })
  })

  it('says the same of a code that never was, of one that is mistyped, and nothing of a code of something else', async () => {
    for (const code of ['000000000000', '7K4M9Q2TXRVA', 'court', '%20']) {
      const [asked, sent] = [await read(code).expect(404), await appeal(code).expect(404)]
      expect([asked.body.code, sent.body.code]).toEqual(['receipt.unknown', 'receipt.unknown'])
    }
    // A support stands for a proposal, not for its author: hidden or not, nothing is told and nothing contested. Its author has no
    // account either, so that nothing but the kind of the receipt tells the two apart.
    const mediator = await aMediator(platform)
    const ofAuthor = await openSession(platform, mediator, open.id, aCivilStatus({ birthSurname: 'Autrice Seule' }))
    await mediator.post(`/api/assisted-sessions/${ofAuthor}/proposals`).send(aProposal({ title: 'Une proposition du guichet' })).expect(201)
    const { rows: [made = { id: '' }] } = await platform.db.owner.query<{ id: string }>(`select id from consultations.proposal where title = 'Une proposition du guichet'`)
    const session = await openSession(platform, mediator, open.id, aCivilStatus({ birthSurname: 'Soutien Seul' }))
    const { body: support } = await mediator.post(`/api/assisted-sessions/${session}/supports`).send({ proposalId: made.id }).expect(201)
    await report(other, { proposalId: made.id }).expect(201)
    await decide([(await caseOf(made.id)).id], 'hide')
    expect((await read(support.receipt).expect(200)).body).toEqual({ notice: null })
    expect((await appeal(support.receipt).expect(404)).body.code).toBe('moderation.unknown')
  })

  it('ends with the same clock', async () => {
    const { receipt, id } = await entered()
    const decisionId = await hide(id)
    await platform.db.owner.query('update consultations.moderation_decision set appeal_until = platform.clock() where id = $1', [decisionId])
    expect((await read(receipt).expect(200)).body.notice).toMatchObject({ mayAppeal: false })
    expect((await appeal(receipt).expect(422)).body.code).toBe('appeal.too-late')
  })
})

describe('an appeal', () => {
  const appeal = (agent: TestAgent, id: string, words = 'Je critique une idée et non une personne.') => agent.post(`/api/moderation/notices/${id}/appeal`).send({ words })
  const answer = { outcome: 'restored', answer: 'Le texte critique une idée. Il revient.' }

  it('is made once, by the author, in time', async () => {
    const { decisionId } = await hidden()
    await platform.stranger().get(`/api/moderation/notices/${decisionId}`).expect(401)
    await other.get(`/api/moderation/notices/${decisionId}`).expect(404)
    expect((await citizen.get(`/api/moderation/notices/${decisionId}`).expect(200)).body).toMatchObject({ mayAppeal: true, reason: 'insult', appeal: null, decisionDays: 10 })
    await platform.stranger().post(`/api/moderation/notices/${decisionId}/appeal`).send({ words: 'Je critique une idée.' }).expect(401)
    await appeal(other, decisionId).expect(404)
    await appeal(citizen, decisionId, 'court').expect(400)
    const answers = await Promise.all(Array.from({ length: 200 }, () => appeal(citizen, decisionId)))
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1)
    expect(new Set(answers.filter(({ status }) => status !== 201).map(({ body }) => body.code))).toEqual(new Set(['appeal.once']))
    const late = await hidden()
    await moveOn(platform, '15 days')
    expect((await appeal(citizen, late.decisionId).expect(422)).body.code).toBe('appeal.too-late')
  })

  it('is decided by somebody else than who hid, which the database holds too', async () => {
    const { id, decisionId } = await hidden()
    await appeal(citizen, decisionId).expect(201)
    const path = `/api/moderation/appeals/${decisionId}/decision`
    await platform.stranger().post(path).send(answer).expect(401)
    await citizen.post(path).send(answer).expect(403)
    expect((await lille.post(path).send(answer).expect(404)).body.code).toBe('moderation.unknown')
    expect((await staff.post(path).send(answer).expect(403)).body.code).toBe('appeal.same-person')
    const { accountId } = await platform.person('staff')
    await expect(platform.db.app.query(`update consultations.appeal set outcome = 'upheld', decided_at = platform.clock(), decided_by = $2 where decision_id = $1`, [decisionId, accountId])).rejects.toThrow('appeal_decided_by_another')
    await expect(platform.db.app.query('update consultations.appeal set hidden_by = $2 where decision_id = $1', [decisionId, unknown])).rejects.toThrow('foreign key')
    const mine = (await staff.get('/api/moderation/cases').query({ state: 'appeals' }).expect(200)).body.items.find(({ thingId }: { thingId: string }) => thingId === id)
    expect(mine).toMatchObject({ hidden: { byMe: true }, appeal: { mayDecide: false, late: false, outcome: null } })
    const answers = await Promise.all(Array.from({ length: 10 }, (_, n) => (n % 2 ? colleague : guardian).post(path).send(answer)))
    expect(answers.filter(({ status }) => status === 204)).toHaveLength(1)
    expect(new Set(answers.filter(({ status }) => status !== 204).map(({ body }) => body.code))).toEqual(new Set(['appeal.decided']))
    expect((await platform.stranger().get(`/api/comments/${id}`).expect(200)).body.comment.state).toBe('published')
    expect((await citizen.get(`/api/moderation/notices/${decisionId}`).expect(200)).body).toMatchObject({ over: true, appeal: { outcome: 'restored', answer: answer.answer } })
    await platform.settle()
    expect((await mails('Nour B.')).at(-1)?.body).toContain('Le texte critique une idée.')
  })

  it('has a day by which it is decided, and says when that is past', async () => {
    const { id, decisionId } = await hidden()
    await appeal(citizen, decisionId).expect(201)
    const late = async () => (await colleague.get('/api/moderation/cases').query({ state: 'appeals', perPage: 50 }).expect(200)).body
    const before = (await late()).counts.late
    await moveOn(platform, '11 days')
    const now = await late()
    expect(now.items.find(({ thingId }: { thingId: string }) => thingId === id).appeal).toMatchObject({ late: true, mayDecide: true })
    expect(now.counts.late).toBe(before + 1)
    await colleague.post(`/api/moderation/appeals/${decisionId}/decision`).send({ outcome: 'upheld', answer: 'Le texte nomme une personne et l’insulte.' }).expect(204)
    expect((await platform.stranger().get(`/api/comments/${id}`).expect(200)).body.comment.state).toBe('hidden')
    expect((await late()).counts.late).toBe(before)
  })

  it('falls when the text is shown again before anybody decided', async () => {
    const { caseId, decisionId } = await hidden()
    await appeal(citizen, decisionId).expect(201)
    await decide([caseId], 'restore')
    expect((await citizen.get(`/api/moderation/notices/${decisionId}`).expect(200)).body).toMatchObject({ over: true, mayAppeal: false, appeal: { outcome: 'moot' } })
    expect((await colleague.post(`/api/moderation/appeals/${decisionId}/decision`).send(answer).expect(409)).body.code).toBe('appeal.decided')
  })
})

describe('what a place holds back', () => {
  const settings = { editMinutes: 15, commentsPerHour: 500, newAccountDays: 7, newAccountComments: 3, appealDays: 15, decisionDays: 10 }

  it('is set by staff of the place', async () => {
    const place = { kind: 'metropolis', code: METROPOLIS.code }
    await platform.stranger().put('/api/moderation/settings').send({ ...settings, place, words: [] }).expect(401)
    await citizen.put('/api/moderation/settings').send({ ...settings, place, words: [] }).expect(403)
    expect((await lille.put('/api/moderation/settings').send({ ...settings, place, words: [] }).expect(403)).body.code).toBe('place.other')
    for (const over of [{ editMinutes: -1 }, { appealDays: 0 }, { words: ['x'] }, { words: Array.from({ length: 501 }, (_, n) => `mot${n}`) }]) await staff.put('/api/moderation/settings').send({ ...settings, place, words: [], ...over }).expect(400)
    expect((await staff.put('/api/moderation/settings').send({ ...settings, place, words: [' nigaud ', 'casino.example', 'nigaud'] }).expect(200)).body).toEqual([{ place, ...settings, words: ['casino.example', 'nigaud'] }])
  })

  it('is read by somebody first: words of the list, links of a new account; and nothing is dropped', async () => {
    const fresh = await platform.as('citizen', { named: 'fresh', displayName: 'Fraîche' })
    const send = async (text: string, agent = fresh) => (await agent.post('/api/comments').send(aComment({ proposalId, body: text })).expect(201)).body as { id: string, state: string }
    const words = await send('Quel NIGAUD, vraiment')
    const link = await send('Voir https://mon-site.example/page')
    const plain = await send('Rien à redire')
    expect([words.state, link.state, plain.state]).toEqual(['held', 'held', 'published'])
    // Nobody else sees it, by any way; its author does, and knows that it waits.
    const listed = (await platform.stranger().get('/api/comments').query({ proposalId, perPage: 50, sort: 'recent' }).expect(200)).body
    expect(listed.items.map(({ id }: { id: string }) => id)).not.toEqual(expect.arrayContaining([words.id]))
    await platform.stranger().get(`/api/comments/${words.id}`).expect(404)
    await other.put(`/api/comments/${words.id}/judgement`).send({ useful: true }).expect(404)
    await report(other, { commentId: words.id }).expect(404)
    expect((await fresh.get('/api/comments').query({ proposalId }).expect(200)).body.pending.map(({ id }: { id: string }) => id)).toEqual([link.id, words.id])
    expect(await caseOf(words.id)).toMatchObject({ cause: 'words', found: 'nigaud', thingState: 'held', may: ['hide', 'publish'] })
    expect(await caseOf(link.id, { cause: 'new-account' })).toMatchObject({ found: 'https://mon-site.example/page' })
    const { batchId } = await decide([(await caseOf(link.id)).id], 'publish')
    expect((await platform.stranger().get(`/api/comments/${link.id}`).expect(200)).body.comment.state).toBe('published')
    await staff.post(`/api/moderation/batches/${batchId}/undo`).expect(201)
    await platform.stranger().get(`/api/comments/${link.id}`).expect(404)
    // Refused without having been shown: no mark on the page, a notice for its author.
    await decide([(await caseOf(words.id)).id], 'hide')
    await platform.stranger().get(`/api/comments/${words.id}`).expect(404)
    expect((await fresh.get(`/api/comments/${words.id}`).expect(200)).body.comment).toMatchObject({ state: 'hidden', hidden: { decisionId: expect.any(String) } })
    // The fourth comment of the account, and any of an account of eight days, are shown at once.
    expect((await send('Voir https://mon-site.example/autre')).state).toBe('published')
    const old = await platform.person('citizen', { named: 'old' })
    await platform.db.owner.query(`update identity.account set created_at = created_at - interval '8 days' where id = $1`, [old.accountId])
    expect((await send('Voir https://mon-site.example/ancien', old.agent)).state).toBe('published')
  })

  it('cannot be gone round by a correction', async () => {
    const id = await comment(citizen, { proposalId, body: 'Un texte poli' })
    expect((await citizen.patch(`/api/comments/${id}`).send({ body: 'Un texte de nigaud' }).expect(200)).body.state).toBe('held')
    await platform.stranger().get(`/api/comments/${id}`).expect(404)
    expect(await caseOf(id)).toMatchObject({ cause: 'words' })
    expect((await citizen.patch(`/api/comments/${id}`).send({ body: 'Un texte poli à nouveau' }).expect(200)).body.state).toBe('held')
  })

  it('sends one form once, whatever becomes of it', async () => {
    const body = aComment({ proposalId, body: 'Encore un nigaud', submissionToken: randomUUID() })
    const answers = await Promise.all(Array.from({ length: 10 }, () => citizen.post('/api/comments').send(body)))
    expect(new Set(answers.map((answer) => `${answer.status} ${answer.body.state} ${answer.body.id}`)).size).toBe(1)
  })
})
