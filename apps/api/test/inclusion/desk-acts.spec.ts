// What somebody does at a desk beside voting: through the services of citizens, by the same rules, and answered alike whoever they are.
import { CivilStatus } from '@parvis/identity'
import { randomUUID } from 'node:crypto'
import type { Response } from 'supertest'
import type TestAgent from 'supertest/lib/agent'
import { aJpeg, aPdf } from '../../../../test/support/files'
import { startApp, type Person, type TestPlatform } from '../support/app'
import { anAnnounced, aProposal, pass, withCentres, type Made } from '../support/consultations'
import { withTerritory } from '../support/territory'
import { aCivilStatus, signedIn } from '../support/votes'
import { aMediator, asSent, everythingStored, openSession, ROUBAIX } from './desk'

let platform: TestPlatform
let staff: TestAgent
let open: Made
/** Proposals too, without amendments. */
let elsewhere: Made
let author: Person
let mediator: TestAgent
beforeAll(async () => {
  platform = await startApp()
  await withCentres(platform)
  await withTerritory(platform)
  staff = await signedIn(platform, 'staff')
  const made = await anAnnounced(platform, staff, { title: 'Des idées à plusieurs' })
  const phase = made.phases.find(({ kind }) => kind === 'proposals')?.id
  await staff.put(`/api/consultations/${made.id}/phases/${phase}/proposal-rules`).send({ editMinutes: 30, supportsMost: null, supportsLeast: null, threshold: null, amendmentDays: 10 }).expect(200)
  elsewhere = await anAnnounced(platform, staff, { title: 'Une autre, sans amendements' })
  await pass(platform, '21 days')
  open = (await staff.get(`/api/consultations/${made.id}`).expect(200)).body as Made
  staff = await signedIn(platform, 'staff')
  author = await platform.person('citizen', { named: 'author', displayName: 'Nour B.' })
  mediator = await aMediator(platform)
})
afterAll(() => platform.stop())

const begin = (birthSurname: string, over: object = {}, agent = mediator) => openSession(platform, agent, open.id, aCivilStatus({ birthSurname }), over)
const at = (session: string, path: string) => `/api/assisted-sessions/${session}/${path}`
const propose = async (over: object = {}): Promise<{ id: string, number: number }> => (await author.agent.post(`/api/consultations/${open.id}/proposals`).send(aProposal({ ...over })).expect(201)).body
const anAmendment = (proposalId: string, over: object = {}) => ({ proposalId, baseVersion: 1, title: 'Planter trente arbres place du marché', body: 'En été la place est un four. Trente arbres donneraient de l’ombre aux étals et aux passants.', reason: 'Vingt ne suffisent pas.', submissionToken: randomUUID(), ...over })
const read = async ({ number }: { number: number }) => (await platform.stranger().get(`/api/consultations/${open.id}/proposals/${number}`).expect(200)).body
const receiptOf = async (response: Response) => (await platform.stranger().get(`/api/receipts/${(response.body as { receipt: string }).receipt}`).expect(200)).body
const codeOf = async (proposalId: string): Promise<string> => (await author.agent.post(`/api/proposals/${proposalId}/coauthor-codes`).expect(201)).body.code
const rowsOf = async <T extends object>(sql: string, params: unknown[]): Promise<T[]> => (await platform.db.owner.query<T>(sql, params)).rows

it('each act is for mediators, in a session of their own', async () => {
  const session = await begin('Gardes')
  const { id } = await propose()
  const other = await aMediator(platform, ROUBAIX)
  const acts: [string, object][] = [['amendments', anAmendment(id)], ['invited', { code: 'K7QM2D9X4TRW' }], ['signatures', { code: 'K7QM2D9X4TRW', readBack: true }], ['invitations', { receipt: 'K7QM2D9X4TRW' }], ['reports', { proposalId: id, reason: 'insult' }]]
  for (const [path, body] of acts) {
    await platform.stranger().post(at(session, path)).send(body).expect(401)
    await author.agent.post(at(session, path)).send(body).expect(403)
    await staff.post(at(session, path)).send(body).expect(403)
    expect((await other.post(at(session, path)).send(body).expect(404)).body.code).toBe('assisted-session.unknown')
  }
  const files = at(session, `proposal-files/${randomUUID()}`)
  for (const [agent, status] of [[platform.stranger(), 401], [author.agent, 403], [other, 404]] as const) {
    await agent.get(files).expect(status)
    await agent.delete(`${files}/${randomUUID()}`).expect(status)
    await agent.post(files).attach('file', aPdf(), 'plan.pdf').expect(status)
  }
  await mediator.delete(`/api/assisted-sessions/${session}`).expect(204)
  for (const [path, body] of acts) expect((await mediator.post(at(session, path)).send(body).expect(409)).body.code).toBe('assisted-session.ended')
})

describe('a proposal at the desk', () => {
  it('has its place, in words and on the map, by the rules of everybody', async () => {
    const session = await begin('Endroit')
    const send = (over: object) => mediator.post(at(session, 'proposals')).send(aProposal({ title: 'Un banc au coin', municipalityCode: '59350', place: 'Devant l’école', ...over }))
    expect((await send({ lat: 50.65 }).expect(422)).body.refusals).toMatchObject([{ code: 'place.half', at: 'lat' }])
    expect((await send({ lat: 50.65, lon: 3.15 }).expect(422)).body.refusals).toMatchObject([{ code: 'place.outside-commune' }])
    const sent = await send({ lat: 50.65123, lon: 3.05 }).expect(201)
    expect(await read((await receiptOf(sent)).proposal)).toMatchObject({ channel: 'on_behalf', place: 'Devant l’école', lat: 50.6512, lon: 3.05, municipalityCode: '59350' })
  })

  it('shows the pictures and documents that the person brought, once it is sent and not before', async () => {
    const session = await begin('Photos')
    const token = randomUUID()
    const files = at(session, `proposal-files/${token}`)
    expect((await mediator.get(files).expect(200)).body.items).toEqual([])
    expect((await mediator.post(files).attach('file', await aJpeg(), 'photo.jpg').expect(422)).body.code).toBe('attachment.alt-missing')
    await mediator.post(files).attach('file', Buffer.from('<html>'), 'photo.jpg').field('alt', 'Un banc').expect(422)
    const [picture] = (await mediator.post(files).attach('file', await aJpeg(), 'photo.jpg').field('alt', 'Un banc sous un arbre').expect(201)).body.items
    const given = (await mediator.post(files).attach('file', aPdf(), 'plan.pdf').expect(201)).body.items as { id: string, kind: string }[]
    expect(given.map(({ kind }) => kind)).toEqual(['picture', 'document'])
    for (const agent of [platform.stranger(), mediator, author.agent]) await agent.get(`/api/attachments/${picture.id}/page`).expect(404)
    const plan = given.find(({ kind }) => kind === 'document')?.id
    // Not what another session gave, and nothing beside somebody's own text.
    const other = await begin('Autresphotos')
    expect((await mediator.get(at(other, `proposal-files/${token}`)).expect(409)).body.code).toBe('proposal.token-taken')
    await mediator.delete(at(other, `proposal-files/${token}/${plan}`)).expect(409)
    expect((await mediator.delete(`${files}/${plan}`).expect(200)).body.items).toHaveLength(1)
    await mediator.delete(`${files}/${plan}`).expect(404)
    const sent = await mediator.post(at(session, 'proposals')).send(aProposal({ title: 'Un banc avec sa photo', submissionToken: token })).expect(201)
    expect(await read((await receiptOf(sent)).proposal)).toMatchObject({ attachments: [{ id: picture.id, kind: 'picture', alt: 'Un banc sous un arbre' }], channel: 'on_behalf' })
    await platform.stranger().get(`/api/attachments/${picture.id}/page`).expect(200)
    // It is sent: this form takes no more.
    expect((await mediator.post(files).attach('file', aPdf(), 'plan.pdf').expect(409)).body.code).toBe('proposal.token-taken')
    const draft = randomUUID()
    await author.agent.put(`/api/consultations/${open.slug}/proposal-drafts/${draft}`).send(aProposal({ submissionToken: undefined })).expect(200)
    expect((await mediator.post(at(session, `proposal-files/${draft}`)).attach('file', aPdf(), 'plan.pdf').expect(409)).body.code).toBe('proposal.token-taken')
  })

  it('keeps no more files than anybody’s', async () => {
    const session = await begin('Tropdefichiers')
    const files = at(session, `proposal-files/${randomUUID()}`)
    for (let n = 0; n < 3; n++) await mediator.post(files).attach('file', aPdf(), `plan${n}.pdf`).expect(201)
    expect((await mediator.post(files).attach('file', aPdf(), 'plan4.pdf').expect(422)).body.code).toBe('attachment.too-many-documents')
  })
})

describe('an amendment at the desk', () => {
  it('is without a name, by its channel; its receipt says what the authors answered', async () => {
    const session = await begin('Amende')
    const proposal = await propose()
    expect((await mediator.get(`/api/assisted-sessions/${session}`).expect(200)).body.may).toContain('amendment')
    const form = anAmendment(proposal.id)
    const sent = await mediator.post(at(session, 'amendments')).send(form).expect(201)
    expect((await mediator.post(at(session, 'amendments')).send(form).expect(201)).text).toBe(sent.text)
    const { items } = (await platform.stranger().get(`/api/proposals/${proposal.id}/amendments`).expect(200)).body as { items: { id: string, number: number }[] }
    expect(items).toMatchObject([{ authorName: '', channel: 'on_behalf', state: 'waiting' }])
    expect(await receiptOf(sent)).toMatchObject({ kind: 'amendment', proposal: null, amendment: { number: 1, proposalNumber: proposal.number, state: 'waiting', answer: '' } })
    await author.agent.post(`/api/amendments/${items[0]?.id}/refusal`).send({ reason: 'Il n’y a pas la place pour trente.' }).expect(200)
    expect(await receiptOf(sent)).toMatchObject({ amendment: { state: 'declined', answer: 'Il n’y a pas la place pour trente.' } })
    expect((await mediator.get(`/api/assisted-sessions/${session}`).expect(200)).body.entered).toMatchObject({ amendments: 2 })
  })

  it('is bound by the rules of everybody, and by the consultation of the session', async () => {
    const session = await begin('Amendemal')
    const proposal = await propose()
    expect((await mediator.post(at(session, 'amendments')).send(anAmendment(proposal.id, { baseVersion: 2 })).expect(409)).body.code).toBe('amendment.stale')
    expect((await mediator.post(at(session, 'amendments')).send(anAmendment(randomUUID())).expect(404)).body.code).toBe('proposal.unknown')
    await mediator.post(at(session, 'amendments')).send(anAmendment(proposal.id, { reason: 'court' })).expect(400)
    const other = await openSession(platform, mediator, elsewhere.id, aCivilStatus({ birthSurname: 'Ailleurs' }))
    expect((await mediator.post(at(other, 'amendments')).send(anAmendment(proposal.id)).expect(404)).body.code).toBe('proposal.unknown')
    expect((await mediator.get(`/api/assisted-sessions/${other}`).expect(200)).body.may).toEqual(['proposal', 'support', 'comment', 'signature', 'report'])
  })
})

describe('signing together at the desk', () => {
  it('takes a code of an author: read aloud first, then once, with a receipt', async () => {
    const proposal = await propose({ title: 'Des fontaines à chaque place' })
    expect((await platform.stranger().post(`/api/proposals/${proposal.id}/coauthor-codes`)).status).toBe(401)
    expect((await (await platform.as('citizen', { named: 'stranger' })).post(`/api/proposals/${proposal.id}/coauthor-codes`).expect(403)).body.code).toBe('proposal.not-author')
    const code = await codeOf(proposal.id)
    const session = await begin('Signe')
    for (let n = 0; n < 2; n++) expect((await mediator.post(at(session, 'invited')).send({ code: code.toLowerCase().replaceAll('-', ' ') }).expect(200)).body).toMatchObject({ number: proposal.number, title: 'Des fontaines à chaque place' })
    await mediator.post(at(session, 'signatures')).send({ code }).expect(400)
    const signed = await mediator.post(at(session, 'signatures')).send({ code, readBack: true }).expect(201)
    // The same form, sent twice.
    expect((await mediator.post(at(session, 'signatures')).send({ code, readBack: true }).expect(201)).text).toBe(signed.text)
    expect(await read(proposal)).toMatchObject({ coAuthors: [{ name: '', channel: 'on_behalf' }], coAuthorCount: 1 })
    expect(await receiptOf(signed)).toMatchObject({ kind: 'signature', proposal: { number: proposal.number, title: 'Des fontaines à chaque place' } })
    // The code is of no further use to anybody, and the receipt of a signature is no right of an author.
    const next = await begin('Suivant')
    for (const path of ['invited', 'signatures']) expect((await mediator.post(at(next, path)).send({ code, readBack: path === 'signatures' ? true : undefined }).expect(404)).body.code).toBe('coauthor.code-unknown')
    expect((await mediator.post(at(next, 'invitations')).send({ receipt: signed.body.receipt }).expect(404)).body.code).toBe('coauthor.receipt-unknown')
    expect((await platform.stranger().get(`/api/receipts/${signed.body.receipt}/notice`).expect(200)).body).toEqual({ notice: null })
    expect((await author.agent.get(`/api/proposals/${proposal.id}/coauthor-invitations`).expect(200)).body).toMatchObject({ items: [{ email: '', state: 'accepted', mayCancel: false }], left: 9 })
    expect(await everythingStored(platform)).not.toContain(code.replaceAll('-', ''))
  })

  it('answers whoever signs already with the same bytes, and counts them once', async () => {
    const proposal = await propose()
    const signs = async (name: string) => mediator.post(at(await begin(name), 'signatures')).send({ code: await codeOf(proposal.id), readBack: true })
    const first = await signs('Deuxsignatures')
    const again = await signs('Deuxsignatures')
    expect(asSent(again)).toBe(asSent(first))
    expect(again.status).toBe(201)
    expect((await read(proposal)).coAuthorCount).toBe(1)
    expect(asSent(await signs('Uneseule'))).toBe(asSent(first))
    expect((await read(proposal)).coAuthorCount).toBe(2)
  })

  const accept = async (person: Person, { id, number }: { id: string, number: number }) => {
    await author.agent.post(`/api/proposals/${id}/coauthor-invitations`).send({ email: person.email }).expect(201)
    const { items } = (await person.agent.get('/api/account/coauthor-invitations').expect(200)).body as { items: { id: string, number: number }[] }
    return person.agent.post(`/api/coauthor-invitations/${items.find((item) => item.number === number)?.id}/answer`).send({ accept: true })
  }
  const knownAs = async (named: string, birthSurname: string): Promise<Person> => {
    const person = await platform.person('citizen', { named, displayName: named })
    await platform.app.get(CivilStatus).keep(person.accountId, aCivilStatus({ birthSurname }))
    return person
  }
  const signAtDesk = async (name: string, proposalId: string, by = author) => {
    const { code } = (await by.agent.post(`/api/proposals/${proposalId}/coauthor-codes`).expect(201)).body as { code: string }
    return mediator.post(at(await begin(name), 'signatures')).send({ code, readBack: true }).expect(201)
  }

  it('and with an account counts once, whichever came first', async () => {
    const proposal = await propose()
    const somebody = await signAtDesk('Pasdecompte', proposal.id)
    const nadia = await knownAs('Nadia', 'Deuxportes')
    expect(asSent(await signAtDesk('Deuxportes', proposal.id))).toBe(asSent(somebody))
    expect((await accept(nadia, proposal)).status).toBe(200)
    expect((await read(proposal)).coAuthors).toEqual(expect.arrayContaining([{ name: '', channel: 'on_behalf' }, { name: 'Nadia', channel: 'online' }]))
    expect((await read(proposal)).coAuthorCount).toBe(2)
    // Again at a desk: the same answer, nobody more.
    expect(asSent(await signAtDesk('Deuxportes', proposal.id))).toBe(asSent(somebody))
    expect((await read(proposal)).coAuthorCount).toBe(2)
    // Another account of the same person is told so, and signs nothing.
    expect((await accept(await knownAs('Nadia bis', 'Deuxportes'), proposal)).body.code).toBe('coauthor.signs-already')
    expect((await read(proposal)).coAuthorCount).toBe(2)
  })

  it('of one’s own proposal is no second signature', async () => {
    const writer = await knownAs('Samir', 'Ecritetsigne')
    const own = (await writer.agent.post(`/api/consultations/${open.id}/proposals`).send(aProposal()).expect(201)).body as { id: string, number: number }
    await signAtDesk('Ecritetsigne', own.id, writer)
    expect((await read(own)).coAuthorCount).toBe(0)
    const session = await begin('Ecritici')
    const sent = await mediator.post(at(session, 'proposals')).send(aProposal({ title: 'Écrite et signée ici' })).expect(201)
    const { code } = (await mediator.post(at(session, 'invitations')).send({ receipt: sent.body.receipt }).expect(201)).body
    await mediator.post(at(session, 'signatures')).send({ code, readBack: true }).expect(201)
    expect((await read((await receiptOf(sent)).proposal)).coAuthorCount).toBe(0)
    // Whatever writes there.
    await expect(platform.db.owner.query('insert into consultations.proposal_coauthor (proposal_id, name, channel, signer_key) select id, $2, $3, signer_key from consultations.proposal where id = $1', [own.id, '', 'on_behalf'])).rejects.toThrow('signs a proposal once')
  })

  it('says nothing of what the person supports', async () => {
    const proposal = await propose()
    const session = await begin('Soutientetsigne')
    await mediator.post(at(session, 'supports')).send({ proposalId: proposal.id }).expect(201)
    await mediator.post(at(session, 'signatures')).send({ code: await codeOf(proposal.id), readBack: true }).expect(201)
    expect(await rowsOf('select 1 from consultations.proposal_coauthor a join consultations.support s on s.supporter_key = a.signer_key where a.proposal_id = $1', [proposal.id])).toEqual([])
  })

  it('counts a support that is entered twice in a visit once, with one receipt', async () => {
    const [one, two] = [await propose(), await propose()]
    const session = await begin('Deuxfois')
    const support = async (proposalId: string) => (await mediator.post(at(session, 'supports')).send({ proposalId }).expect(201)).body.receipt as string
    expect(await support(one.id)).toBe(await support(one.id))
    await support(two.id)
    const { body } = await mediator.get(`/api/assisted-sessions/${session}`).expect(200)
    expect([body.entered.supports, body.receipts.length]).toEqual([2, 2])
  })

  it('of proposals that are united, or written at a desk and united, counts once', async () => {
    const [one, two] = [await propose({ title: 'Un marché couvert' }), await propose({ title: 'Un toit au marché' })]
    for (const { id } of [one, two]) await signAtDesk('Surlesdeux', id)
    await signAtDesk('Surune', two.id)
    const zoe = await knownAs('Zoé', 'Surlesdeuxaussi')
    await signAtDesk('Surlesdeuxaussi', one.id)
    expect((await accept(zoe, two)).status).toBe(200)
    const proposalIds = [one.id, two.id]
    const plan = (await staff.post(`/api/consultations/${open.id}/reshapings/plan`).send({ kind: 'merge', proposalIds }).expect(200)).body as { fingerprint: string, authorsNotTold: number }
    expect(plan.authorsNotTold).toBe(2)
    const { numbers } = (await staff.post(`/api/consultations/${open.id}/reshapings/merge`).send({ proposalIds, title: 'Couvrir le marché', body: 'Un toit au-dessus des étals, pour la pluie et pour l’été.', theme: 'other', reason: 'Elles demandent la même chose.', fingerprint: plan.fingerprint }).expect(201)).body as { numbers: number[] }
    const made = await read({ number: numbers[0] ?? 0 })
    expect(made.authorName).toBe('Nour B.')
    expect([...made.coAuthors].sort((a: { name: string }, b: { name: string }) => a.name.localeCompare(b.name))).toEqual([{ name: '', channel: 'on_behalf' }, { name: '', channel: 'on_behalf' }, { name: 'Zoé', channel: 'online' }])
  })

  it('by two desks with one code at once: one of them', async () => {
    const proposal = await propose()
    const code = await codeOf(proposal.id)
    const roubaix = await aMediator(platform, ROUBAIX)
    const centre = (await rowsOf<{ id: string }>('select id from inclusion.centre where slug = $1', [ROUBAIX]))[0]?.id
    const answers = await Promise.all([
      mediator.post(at(await begin('Premierbureau'), 'signatures')).send({ code, readBack: true }), roubaix.post(at(await begin('Secondbureau', { centreId: centre }, roubaix), 'signatures')).send({ code, readBack: true }),
    ])
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 404])
    expect((await read(proposal)).coAuthorCount).toBe(1)
  })

  it('is limited as invitations are, and a code taken back is of no use', async () => {
    // Another day: what this author gave above does not count.
    await platform.db.owner.query(`update consultations.coauthor_invitation set created_at = created_at - interval '1 day'`)
    const proposal = await propose()
    const first = await codeOf(proposal.id)
    for (let n = 1; n < 10; n++) await codeOf(proposal.id)
    expect((await author.agent.post(`/api/proposals/${proposal.id}/coauthor-codes`).expect(422)).body.code).toBe('coauthor.too-many')
    const { items } = (await author.agent.get(`/api/proposals/${proposal.id}/coauthor-invitations`).expect(200)).body as { items: { id: string }[] }
    for (const { id } of items) await author.agent.delete(`/api/coauthor-invitations/${id}`).expect(204)
    expect((await mediator.post(at(await begin('Troptard'), 'invited')).send({ code: first }).expect(404)).body.code).toBe('coauthor.code-unknown')
  })

  it('is prepared at the desk for who wrote there, by their receipt', async () => {
    const session = await begin('Ecrit')
    const sent = await mediator.post(at(session, 'proposals')).send(aProposal({ title: 'Une idée écrite ici' })).expect(201)
    const { code } = (await mediator.post(at(session, 'invitations')).send({ receipt: (sent.body.receipt as string).toLowerCase() }).expect(201)).body
    const friend = await begin('Amie')
    const signed = await mediator.post(at(friend, 'signatures')).send({ code, readBack: true }).expect(201)
    expect(await receiptOf(signed)).toMatchObject({ proposal: { title: 'Une idée écrite ici' } })
    const support = await mediator.post(at(session, 'supports')).send({ proposalId: (await propose()).id }).expect(201)
    for (const receipt of [support.body.receipt, 'K7QM-2D9X-4TRW', '']) expect((await mediator.post(at(session, 'invitations')).send({ receipt }).expect(404)).body.code).toBe('coauthor.receipt-unknown')
    // Of one consultation, not of all.
    const other = await openSession(platform, mediator, elsewhere.id, aCivilStatus({ birthSurname: 'Apart' }))
    expect((await mediator.post(at(other, 'invitations')).send({ receipt: sent.body.receipt }).expect(404)).body.code).toBe('coauthor.receipt-unknown')
  })
})

describe('a discussion at the desk', () => {
  it('is answered, by the rules of everybody', async () => {
    const proposal = await propose()
    const { id } = (await author.agent.post('/api/comments').send({ proposalId: proposal.id, stance: 'for', body: 'Oui, vite.', submissionToken: randomUUID() }).expect(201)).body as { id: string }
    const session = await begin('Repond')
    const sent = await mediator.post(at(session, 'comments')).send({ proposalId: proposal.id, parentId: id, body: 'Pas avant l’été.', submissionToken: randomUUID() }).expect(201)
    expect(await receiptOf(sent)).toMatchObject({ kind: 'comment', comment: { excerpt: 'Pas avant l’été.' } })
    expect((await platform.stranger().get(`/api/comments/${id}`).expect(200)).body.thread.replies).toMatchObject([{ parentId: id, channel: 'on_behalf', stance: null, authorName: '' }])
    expect((await mediator.post(at(session, 'comments')).send({ proposalId: proposal.id, body: 'Sans avis', submissionToken: randomUUID() }).expect(422)).body.code).toBe('comment.stance-needed')
    expect((await mediator.post(at(session, 'comments')).send({ proposalId: (await propose()).id, parentId: id, body: 'Ailleurs', submissionToken: randomUUID() }).expect(422)).body.code).toBe('comment.parent-elsewhere')
  })

  it('is reported once for each person, answered alike, and read by moderators by its channel', async () => {
    const proposal = await propose({ title: 'Un titre à lire' })
    const session = await begin('Signale')
    const report = { proposalId: proposal.id, reason: 'insult', words: 'La personne se sent visée.' }
    const first = await mediator.post(at(session, 'reports')).send(report).expect(201)
    expect(first.body).toEqual({ status: 'received' })
    for (const again of [await mediator.post(at(session, 'reports')).send(report), await mediator.post(at(await begin('Signale'), 'reports')).send(report), await mediator.post(at(await begin('Autresignale'), 'reports')).send(report)]) expect(asSent(again)).toBe(asSent(first))
    expect(await rowsOf('select r.channel, count(*)::integer as n from consultations.report r join consultations.moderation_case k on k.id = r.case_id where k.proposal_id = $1 group by 1', [proposal.id])).toEqual([{ channel: 'on_behalf', n: 2 }])
    staff = await signedIn(platform, 'staff')
    const [waiting] = (await staff.get('/api/moderation/cases').query({ kind: 'proposal' }).expect(200)).body.items.filter(({ title }: { title: string }) => title === 'Un titre à lire')
    expect(waiting).toMatchObject({ reportCount: 2 })
    expect((await staff.get(`/api/moderation/cases/${waiting.id}`).expect(200)).body.reports).toMatchObject([{ account: false, channel: 'on_behalf' }, { account: false, channel: 'on_behalf' }])
    await mediator.post(at(session, 'reports')).send({ reason: 'insult' }).expect(400)
    await mediator.post(at(session, 'reports')).send({ ...report, reason: 'because' }).expect(400)
    expect((await mediator.post(at(session, 'reports')).send({ ...report, proposalId: randomUUID() }).expect(404)).body.code).toBe('report.thing-unknown')
    const other = await openSession(platform, mediator, elsewhere.id, aCivilStatus({ birthSurname: 'Signaleailleurs' }))
    expect((await mediator.post(at(other, 'reports')).send(report).expect(404)).body.code).toBe('report.thing-unknown')
  })
})

describe('lists of staff, by the door', () => {
  it('proposals: the list, its total and its file; never what was imported', async () => {
    const desk = (await platform.stranger().get(`/api/consultations/${open.id}/proposals`).query({ channel: 'on_behalf', perPage: 50 }).expect(200)).body as { total: number, items: { channel: string, title: string }[] }
    expect(desk.total).toBeGreaterThanOrEqual(3)
    expect(new Set(desk.items.map(({ channel }) => channel))).toEqual(new Set(['on_behalf']))
    const all = (await platform.stranger().get(`/api/consultations/${open.id}/proposals`).expect(200)).body.total
    const online = (await platform.stranger().get(`/api/consultations/${open.id}/proposals`).query({ channel: 'online' }).expect(200)).body.total
    expect(online + desk.total).toBe(all)
    const lines = (await platform.stranger().get(`/api/consultations/${open.id}/proposals.csv`).query({ channel: 'on_behalf' }).expect(200)).text.trim().split('\r\n')
    expect(lines).toHaveLength(desk.total + 1)
    expect((await platform.stranger().get(`/api/consultations/${open.id}/proposals.csv`).query({ channel: 'on_behalf', q: 'photo' }).expect(200)).text.trim().split('\r\n')).toHaveLength(2)
    await platform.stranger().get(`/api/consultations/${open.id}/proposals`).query({ channel: 'pigeon' }).expect(400)
    await platform.db.owner.query(`update consultations.proposal set source = 'decidim', source_id = 'x' where consultation_id = $1 and title = 'Un banc au coin'`, [open.id])
    expect((await platform.stranger().get(`/api/consultations/${open.id}/proposals`).query({ channel: 'on_behalf' }).expect(200)).body.total).toBe(desk.total - 1)
    await platform.db.owner.query('update consultations.proposal set source = null, source_id = null where consultation_id = $1', [open.id])
  })

  it('answers: the list and its file, for staff of the place', async () => {
    staff = await signedIn(platform, 'staff')
    const path = `/api/consultations/${open.id}/proposal-answers`
    const { total, items } = (await staff.get(path).query({ channel: 'on_behalf', perPage: 50 }).expect(200)).body as { total: number, items: { channel: string }[] }
    expect(total).toBeGreaterThanOrEqual(3)
    expect(items.every(({ channel }) => channel === 'on_behalf')).toBe(true)
    expect((await staff.get(path).query({ channel: 'on_behalf', q: 'photo', state: 'waiting' }).expect(200)).body.total).toBe(1)
    const file = (await staff.get(`${path}.csv`).query({ channel: 'on_behalf', q: 'photo', state: 'waiting' }).expect(200)).text.trim().split('\r\n')
    expect(file).toHaveLength(2)
    expect(file[1]).toMatch(/Un banc avec sa photo;?,?.*on_behalf/)
    await platform.stranger().get(`${path}.csv`).expect(401)
    await author.agent.get(`${path}.csv`).expect(403)
    expect((await (await signedIn(platform, 'staff', { place: '59599' })).get(`${path}.csv`).expect(403)).body.code).toBe('place.other')
  })

  it('moderation: the list and its file, for staff of the place', async () => {
    const session = await begin('Commente')
    const proposal = await propose()
    for (const channel of ['desk', 'online']) {
      const body = { proposalId: proposal.id, stance: 'for', body: `Un commentaire ${channel}`, submissionToken: randomUUID() }
      const said = await (channel === 'desk' ? mediator.post(at(session, 'comments')).send(body) : author.agent.post('/api/comments').send(body)).expect(201)
      const id = channel === 'desk' ? (await receiptOf(said)).comment.id : said.body.id
      await mediator.post(at(session, 'reports')).send({ commentId: id, reason: 'other' }).expect(201)
    }
    const find = async (query: object) => ((await staff.get('/api/moderation/cases').query({ kind: 'comment', ...query }).expect(200)).body as { items: { text: string }[] }).items.map(({ text }) => text)
    expect((await find({})).sort()).toEqual(['Un commentaire desk', 'Un commentaire online'])
    expect(await find({ channel: 'on_behalf' })).toEqual(['Un commentaire desk'])
    const { text } = await staff.get('/api/moderation/cases.csv').query({ kind: 'comment', channel: 'on_behalf' }).expect(200)
    expect(text.trim().split('\r\n')).toHaveLength(2)
    expect(text).toContain('Un commentaire desk')
    await platform.stranger().get('/api/moderation/cases.csv').expect(401)
    await author.agent.get('/api/moderation/cases.csv').expect(403)
    expect((await (await signedIn(platform, 'staff', { place: '59599' })).get('/api/moderation/cases.csv').expect(200)).text.trim().split('\r\n')).toHaveLength(1)
  })

  it('comments: the file, by its channel', async () => {
    const proposal = await propose()
    const session = await begin('Commentaussi')
    await mediator.post(at(session, 'comments')).send({ proposalId: proposal.id, stance: 'for', body: 'Dit au guichet', submissionToken: randomUUID() }).expect(201)
    await author.agent.post('/api/comments').send({ proposalId: proposal.id, stance: 'for', body: 'Écrit chez soi', submissionToken: randomUUID() }).expect(201)
    const file = async (channel?: string) => (await platform.stranger().get(`/api/consultations/${open.id}/comments.csv`).query(channel ? { channel } : {}).expect(200)).text
    const desk = await file('on_behalf')
    expect(desk).toContain('Dit au guichet')
    expect(desk).not.toContain('Écrit chez soi')
    expect(desk.trim().split('\r\n').slice(1).every((line) => line.includes('on_behalf'))).toBe(true)
    expect(await file('online')).not.toContain('Dit au guichet')
    expect((await file()).trim().split('\r\n').length - 1).toBe(desk.trim().split('\r\n').length + (await file('online')).trim().split('\r\n').length - 2)
    await platform.stranger().get(`/api/consultations/${open.id}/comments.csv`).query({ channel: 'pigeon' }).expect(400)
  })

  it('a filter of each list is kept with its channel', async () => {
    for (const list of ['proposals', 'answers', 'moderation']) {
      await staff.post('/api/console/filters').send({ list, name: 'Au guichet', filter: { channel: 'on_behalf' } }).expect(201)
      expect((await staff.post('/api/console/filters').send({ list, name: 'Autre', filter: { channel: 'pigeon' } }).expect(422)).body.code).toBe('saved-view.filter-wrong')
      expect((await staff.get('/api/console/filters').query({ list }).expect(200)).body.items).toMatchObject([{ name: 'Au guichet', filter: { channel: 'on_behalf' } }])
    }
    await author.agent.get('/api/console/filters').query({ list: 'answers' }).expect(403)
  })
})
