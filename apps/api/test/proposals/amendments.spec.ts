import { randomUUID } from 'node:crypto'
import type TestAgent from 'supertest/lib/agent'
import { startApp } from '../support/app'
import type { Person, TestPlatform } from '../support/app'
import { anAnnounced, aProposal, pass, withCentres, withProposalsOpen } from '../support/consultations'
import type { Made } from '../support/consultations'

let platform: TestPlatform
let staff: TestAgent
let open: Made
let author: Person
let amender: Person
let stranger: TestAgent
beforeAll(async () => {
  platform = await startApp()
  await withCentres(platform)
  staff = await platform.as('staff')
  open = await amendable('Propositions à plusieurs')
  author = await platform.person('citizen', { named: 'author', displayName: 'Nour B.' })
  amender = await platform.person('citizen', { named: 'amender', displayName: 'Karim' })
  stranger = await platform.as('citizen', { named: 'stranger' })
})
afterAll(() => platform.stop())

/** Proposals open, amendments answered within ten days. */
async function amendable(title: string): Promise<Made> {
  const made = await anAnnounced(platform, staff, { title })
  const phase = made.phases.find(({ kind }) => kind === 'proposals')?.id
  await staff.put(`/api/consultations/${made.id}/phases/${phase}/proposal-rules`).send({ editMinutes: 30, supportsMost: null, supportsLeast: null, threshold: null, amendmentDays: 10 }).expect(200)
  await pass(platform, '21 days')
  return made
}
interface Sent { id: string, number: number, title: string, body: string }
const submit = async (agent = author.agent, to = open, over: object = {}): Promise<Sent> => (await agent.post(`/api/consultations/${to.id}/proposals`).send(aProposal({ ...over })).expect(201)).body
const anAmendment = (over: object = {}) => ({ baseVersion: 1, title: 'Planter trente arbres place du marché', body: 'En été la place est un four. Trente arbres donneraient de l’ombre aux étals et aux passants.', reason: 'Vingt ne suffisent pas.', submissionToken: randomUUID(), ...over })
const amend = async (to: Sent, over: object = {}, agent = amender.agent) => (await agent.post(`/api/proposals/${to.id}/amendments`).send(anAmendment(over)).expect(201)).body as { id: string, number: number }
const read = async (to: Sent, agent = platform.stranger()) => (await agent.get(`/api/consultations/${open.id}/proposals/${to.number}`).expect(200)).body
const states = async (to: Sent) => (await platform.db.owner.query<{ n: string, s: string }>('select number as n, state as s from consultations.amendment where proposal_id = $1 order by number', [to.id])).rows.map(({ s }) => s)

describe('inviting somebody to sign together', () => {
  it('is for the authors of a proposal alone', async () => {
    const { id } = await submit()
    const path = `/api/proposals/${id}/coauthor-invitations`
    for (const call of [() => platform.stranger().get(path), () => platform.stranger().post(path).send({ email: 'a@example.org' }), () => platform.stranger().delete(`/api/proposals/${id}/authorship`), () => platform.stranger().get('/api/account/coauthor-invitations')]) await call().expect(401)
    await stranger.get(path).expect(403)
    expect((await stranger.post(path).send({ email: 'a@example.org' }).expect(403)).body.code).toBe('proposal.not-author')
    expect((await stranger.delete(`/api/proposals/${id}/authorship`).expect(403)).body.code).toBe('proposal.not-author')
    expect((await author.agent.delete(`/api/proposals/${id}/authorship`).expect(409)).body.code).toBe('coauthor.last')
    for (const email of ['', 'no address', `${'x'.repeat(250)}@example.org`]) await author.agent.post(path).send({ email }).expect(400)
    expect((await author.agent.post(path).send({ email: author.email.toUpperCase() }).expect(422)).body.code).toBe('coauthor.own-address')
  })

  it('answers the same whether or not the address has an account, and a mail goes either way', async () => {
    const { id } = await submit()
    const path = `/api/proposals/${id}/coauthor-invitations`
    const [known, unknown] = [await author.agent.post(path).send({ email: amender.email }), await author.agent.post(path).send({ email: 'nobody-here@example.org' })]
    expect([known.status, unknown.status]).toEqual([201, 201])
    const shape = (items: object[]) => items.map((item) => ({ ...item, id: '', email: '', createdAt: '', endsAt: '' }))
    expect(shape(known.body.items)).toEqual(shape(unknown.body.items.slice(1)))
    expect(unknown.body.left).toBe(8)
    expect((await author.agent.post(path).send({ email: amender.email }).expect(422)).body.code).toBe('coauthor.already-invited')
    await platform.settle()
    const { rows: mails } = await platform.db.owner.query<{ to: string, body: string }>(`select recipient as "to", body from platform.mailbox where recipient in ($1, 'nobody-here@example.org')`, [amender.email])
    expect(mails.map(({ to }) => to).sort()).toEqual([amender.email, 'nobody-here@example.org'].sort())
    expect(mails.find(({ to }) => to === 'nobody-here@example.org')?.body).toContain('/inscription')
    // Ten in all, and one more is told so.
    for (let n = 0; n < 8; n++) await author.agent.post(path).send({ email: `more-${n}@example.org` }).expect(201)
    expect((await author.agent.post(path).send({ email: 'eleventh@example.org' }).expect(422)).body).toMatchObject({ code: 'coauthor.too-many', facts: { limit: 10 } })
  })

  it('lets the invited alone accept; who joined corrects, and leaves; who was first is followed', async () => {
    const made = await submit()
    await author.agent.post(`/api/proposals/${made.id}/coauthor-invitations`).send({ email: amender.email }).expect(201)
    const [invitation] = (await amender.agent.get('/api/account/coauthor-invitations').expect(200)).body.items.filter((item: { number: number }) => item.number === made.number)
    expect(invitation).toMatchObject({ from: 'Nour B.', title: made.title })
    expect((await stranger.post(`/api/coauthor-invitations/${invitation.id}/answer`).send({ accept: true }).expect(404)).body.code).toBe('coauthor.invitation-unknown')
    const answers = await Promise.all([1, 2, 3].map(() => amender.agent.post(`/api/coauthor-invitations/${invitation.id}/answer`).send({ accept: true })))
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 404, 404])
    expect(await read(made)).toMatchObject({ authorName: 'Nour B.', coAuthors: [{ name: 'Karim', channel: 'online' }], coAuthorCount: 1, mine: false, coAuthor: false })
    expect((await read(made, amender.agent))).toMatchObject({ coAuthor: true, may: { edit: true, withdraw: false, leave: true, amend: false } })
    await amender.agent.patch(`/api/proposals/${made.id}`).send({ title: 'Planter des arbres ensemble' }).expect(200)
    // Nobody withdraws what several sign, and nobody removes who was first.
    expect((await amender.agent.post(`/api/proposals/${made.id}/withdrawal`).expect(403)).body.code).toBe('proposal.not-first-author')
    expect((await author.agent.post(`/api/proposals/${made.id}/withdrawal`).expect(409)).body.code).toBe('proposal.shared')
    expect((await amender.agent.get('/api/account/proposals').expect(200)).body.items[0]).toMatchObject({ number: made.number, coAuthor: true, shared: true })
    await author.agent.delete(`/api/proposals/${made.id}/authorship`).expect(204)
    expect(await read(made, amender.agent)).toMatchObject({ authorName: 'Karim', mine: true, coAuthors: [], may: { withdraw: true, leave: false } })
    await author.agent.patch(`/api/proposals/${made.id}`).send({ title: 'Encore la mienne ?' }).expect(403)
  })

  it('ends with an account: the next becomes the first, and nothing of the address is kept', async () => {
    const [leaving, staying] = [await platform.person('citizen', { named: 'leaving', displayName: 'Part' }), await platform.person('citizen', { named: 'staying', displayName: 'Reste' })]
    const made = await submit(leaving.agent)
    await leaving.agent.post(`/api/proposals/${made.id}/coauthor-invitations`).send({ email: staying.email }).expect(201)
    const [invitation] = (await staying.agent.get('/api/account/coauthor-invitations')).body.items
    await staying.agent.post(`/api/coauthor-invitations/${invitation.id}/answer`).send({ accept: true }).expect(200)
    const other = await submit()
    await author.agent.post(`/api/proposals/${other.id}/coauthor-invitations`).send({ email: leaving.email }).expect(201)
    await platform.db.app.query('delete from identity.account where id = $1', [leaving.accountId])
    expect(await read(made, staying.agent)).toMatchObject({ authorName: 'Reste', mine: true, coAuthors: [] })
    expect((await author.agent.get(`/api/proposals/${other.id}/coauthor-invitations`)).body.items).toEqual([])
  })
})

describe('amending', () => {
  it('is taken where the phase says so, from anybody but the authors, on the text as it stands', async () => {
    const made = await submit()
    const path = `/api/proposals/${made.id}/amendments`
    await platform.stranger().post(path).send(anAmendment()).expect(401)
    const unproved = await platform.as('citizen', { named: 'unproved', emailConfirmed: false })
    expect((await unproved.post(path).send(anAmendment()).expect(422)).body.code).toBe('account.email-unconfirmed')
    const code = async (over: object, status: number, agent = amender.agent) => (await agent.post(path).send(anAmendment(over)).expect(status)).body.code as string
    expect(await code({}, 422, author.agent)).toBe('amendment.own')
    expect(await code({ title: made.title, body: made.body }, 422)).toBe('amendment.same')
    expect(await code({ baseVersion: 2 }, 409)).toBe('amendment.stale')
    for (const over of [{ title: 'abc' }, { body: 'x' }, { reason: 'court' }, { submissionToken: 'x' }, { baseVersion: 0 }, { authorId: author.accountId }]) expect(await code(over, 400)).toBe('request.invalid')
    const token = randomUUID()
    const twenty = await Promise.all(Array.from({ length: 20 }, () => amender.agent.post(path).send(anAmendment({ submissionToken: token }))))
    expect(new Set(twenty.map(({ status, body }) => `${status} ${body.number}`))).toEqual(new Set(['201 1']))
    await amend(made)
    await amend(made)
    expect(await code({}, 422)).toBe('amendment.too-many')
    await amender.agent.post(`/api/proposals/${randomUUID()}/amendments`).send(anAmendment()).expect(404)
    const list = (await platform.stranger().get(path).expect(200)).body
    expect(list).toMatchObject({ total: 3, items: [{ number: 3, state: 'waiting', authorName: 'Karim', stale: false, mine: false }, {}, {}] })
    await platform.stranger().get(`${path}/1`).expect(200)
    for (const number of ['0', '99', 'x']) await platform.stranger().get(`${path}/${number}`).expect(404)
    const none = await withProposalsOpen(platform, staff, { title: 'Sans amendements' })
    const plain = await submit(author.agent, none)
    expect((await amender.agent.post(`/api/proposals/${plain.id}/amendments`).send(anAmendment()).expect(422)).body.code).toBe('amendment.not-taken')
    open = await amendable('Propositions à plusieurs, suite')
  })

  it('is answered by the authors alone: anybody else changes nothing', async () => {
    const made = await submit()
    const { id } = await amend(made)
    const before = await read(made)
    const others = [stranger, amender.agent, staff, await platform.as('administrator')]
    for (const agent of others) {
      expect((await agent.post(`/api/amendments/${id}/acceptance`).expect(403)).body.code).toMatch(/^(proposal\.not-author)$/)
      expect((await agent.post(`/api/amendments/${id}/refusal`).send({ reason: 'Parce que non, vraiment.' }).expect(403)).body.code).toBe('proposal.not-author')
    }
    await platform.stranger().post(`/api/amendments/${id}/acceptance`).expect(401)
    await platform.stranger().post(`/api/amendments/${id}/refusal`).send({ reason: 'Parce que non, vraiment.' }).expect(401)
    await stranger.post(`/api/amendments/${id}/withdrawal`).expect(403)
    await stranger.post(`/api/amendments/${id}/promotion`).expect(403)
    await stranger.post(`/api/amendments/${id}/removal`).send({ reason: 'Parce que non, vraiment.' }).expect(403)
    await (await platform.as('staff', { place: '59512' })).post(`/api/amendments/${id}/removal`).send({ reason: 'Parce que non, vraiment.' }).expect(403)
    expect(await read(made)).toEqual(before)
    expect(await states(made)).toEqual(['waiting'])
    for (const act of ['acceptance', 'withdrawal', 'promotion']) await author.agent.post(`/api/amendments/${randomUUID()}/${act}`).expect(404)
  })

  it('becomes a version that names it, once, and makes nobody an author', async () => {
    const made = await submit()
    // The time of the authors to correct is over; accepting is not correcting.
    await platform.moveClock('31 minutes')
    const [first, second] = [await amend(made), await amend(made, { title: 'Planter quarante arbres place du marché' })]
    const answers = await Promise.all([first, first, second].map(({ id }) => author.agent.post(`/api/amendments/${id}/acceptance`)))
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409])
    const after = await read(made)
    expect(after.versions.map(({ amendment }: { amendment: unknown }) => amendment)).toEqual([null, { number: expect.any(Number), authorName: 'Karim' }])
    expect(after).toMatchObject({ authorName: 'Nour B.', coAuthors: [], coAuthorCount: 0 })
    expect((await amender.agent.patch(`/api/proposals/${made.id}`).send({ title: 'À moi désormais' }).expect(403)).body.code).toBe('proposal.not-author')
    const left = (await states(made)).indexOf('waiting') === 0 ? first : second
    expect((await author.agent.post(`/api/amendments/${left.id}/acceptance`).expect(409)).body).toMatchObject({ code: 'amendment.stale', facts: { version: 2 } })
    // The way out: anew, from the text as it stands.
    const anew = await amend(made, { baseVersion: 2, title: 'Planter cinquante arbres place du marché' })
    await author.agent.post(`/api/amendments/${anew.id}/acceptance`).expect(200)
    expect((await read(made)).title).toBe('Planter cinquante arbres place du marché')
    await platform.settle()
    const { rows: mails } = await platform.db.owner.query('select 1 from platform.mailbox where recipient = $1 and body like $2', [amender.email, `%/propositions/${made.number}/amendements/${anew.number}%`])
    expect(mails).toHaveLength(1)
  })

  it('is declined with a reason, withdrawn by its author, and made a proposal once declined or unanswered', async () => {
    const made = await submit()
    const [declined, withdrawn, unanswered] = [await amend(made), await amend(made), await amend(made, { title: 'Planter des haies place du marché' })]
    await author.agent.post(`/api/amendments/${declined.id}/refusal`).send({ reason: 'non' }).expect(400)
    await author.agent.post(`/api/amendments/${declined.id}/refusal`).send({ reason: 'Trente arbres ne tiennent pas.' }).expect(200)
    expect((await author.agent.post(`/api/amendments/${declined.id}/acceptance`).expect(409)).body.code).toBe('amendment.answered')
    expect((await amender.agent.post(`/api/amendments/${withdrawn.id}/withdrawal`).expect(200)).body.state).toBe('withdrawn')
    expect((await amender.agent.post(`/api/amendments/${unanswered.id}/promotion`).expect(409)).body.code).toBe('amendment.not-promotable')
    const promoted = await Promise.all([1, 2].map(() => amender.agent.post(`/api/amendments/${declined.id}/promotion`)))
    expect(promoted.map(({ status }) => status).sort()).toEqual([201, 409])
    const number = promoted.find(({ status }) => status === 201)?.body.number as number
    expect((await platform.stranger().get(`/api/consultations/${open.id}/proposals/${number}`)).body).toMatchObject({ authorName: 'Karim', promotedFrom: { number: made.number, title: made.title, amendment: declined.number }, supportCount: 0 })
    await pass(platform, '10 days')
    await amender.agent.post(`/api/amendments/${unanswered.id}/promotion`).expect(201)
    expect(await states(made)).toEqual(['promoted', 'withdrawn', 'promoted'])
  })

  it('is taken off by moderation with a reason, its text by nobody read any more', async () => {
    const made = await submit()
    const { id, number } = await amend(made, { body: 'Texte à retirer : le numéro de téléphone de quelqu’un y est écrit.' })
    await staff.post(`/api/amendments/${id}/removal`).send({ reason: 'Ce texte donne le numéro de quelqu’un.' }).expect(200)
    const seen = (await platform.stranger().get(`/api/proposals/${made.id}/amendments/${number}`).expect(200)).body
    expect(seen).toMatchObject({ state: 'removed', title: '', body: '', reason: '', answer: 'Ce texte donne le numéro de quelqu’un.' })
    expect((await author.agent.post(`/api/amendments/${id}/acceptance`).expect(409)).body.code).toBe('amendment.answered')
    // What is kept of somebody is theirs to read.
    expect((await amender.agent.get('/api/account/data').expect(200)).body.amendments).toEqual(expect.arrayContaining([expect.objectContaining({ proposal: made.number, state: 'removed' })]))
  })
})
