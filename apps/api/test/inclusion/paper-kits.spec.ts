// Paper kits: made from frozen questions, ordered and handed out by a desk, out of date when the questions change.
import { randomUUID } from 'node:crypto'
import { parseReceipt } from '@parvis/consultations'
import { sheetNumber, sheetNumberHash } from '@parvis/inclusion'
import type TestAgent from 'supertest/lib/agent'
import { startApp, type TestPlatform } from '../support/app'
import { aDraft, anAnnounced, inDays } from '../support/consultations'
import { issuedSheets, phaseOf } from '../support/paper'
import { aQuestionnaireDraft, CONTENT, withQuestionnaireOpen } from '../support/questionnaires'
import { closeVote, OPTIONS, sealVote, signedIn, withVoteOpen, type OpenVote } from '../support/votes'
import { aMediator, centreId, everythingStored, LILLE, ROUBAIX } from './desk'

let platform: TestPlatform
let open: OpenVote
let phaseId: string
let kitId: string
beforeAll(async () => {
  platform = await startApp()
  open = await withVoteOpen(platform)
  phaseId = await phaseOf(platform, open.consultationId)
  kitId = ((await (await staff()).post('/api/paper-kits').send({ phaseId }).expect(201)).body as { id: string }).id
})
afterAll(() => platform.stop())

/** Sessions end by the platform's clock, which these tests move by weeks. */
const aMediatorAgain = () => aMediator(platform)
const staff = () => signedIn(platform, 'staff')
const problem = (code: string) => ({ body }: { body: { code?: string } }) => expect(body.code).toBe(code)
const refusal = (code: string) => ({ body }: { body: { refusals?: { code: string }[] } }) => expect(body.refusals?.map((one) => one.code)).toEqual([code])
const binary = (agent: TestAgent, path: string) => agent.get(path).buffer(true).parse((response, done) => {
  const parts: Buffer[] = []
  response.on('data', (part: Buffer) => parts.push(part)).on('end', () => done(null, Buffer.concat(parts)))
})

interface Order { id: string, number: number }
const wanted = async (over: object = {}, slug = LILLE) => ({ centreId: await centreId(platform, slug), ordinary: 3, largePrint: 1, ...over })
const order = async (mediator: TestAgent, over: object = {}, kit = kitId) => (await mediator.post(`/api/paper-kits/${kit}/orders`).send(await wanted(over)).expect(201)).body as Order
async function delivered(mediator: TestAgent, over: object = {}, kit = kitId): Promise<Order> {
  const made = await order(mediator, over, kit)
  await (await staff()).post(`/api/paper-kits/orders/${made.id}/printing`).expect(204)
  await mediator.post(`/api/paper-kits/orders/${made.id}/delivery`).expect(204)
  return made
}
interface Counts { printed: number, issued: number, destroyed: number }
interface Kit { id: string, state: string, version: number, stock: { centre: { slug: string }, ordinary: Counts, largePrint: Counts }[], orders: { id: string, number: number, state: string, booklets: object[] }[], documents: string[], open: boolean }
const deskKit = async (mediator: TestAgent, id = kitId) => ((await mediator.get('/api/paper-kits/desk').expect(200)).body as { kits: Kit[] }).kits.find((one) => one.id === id)
const kitsOf = async (consultationId: string) => ((await (await staff()).get(`/api/paper-kits?consultationId=${consultationId}`).expect(200)).body as { phases: { id: string, refusals: { code: string }[], kits: Kit[] }[] }).phases
const journal = async (action: string) => (await platform.db.owner.query<{ detail: Record<string, unknown> }>('select detail from platform.audit_entry where action = $1 order by id', [action])).rows.map(({ detail }) => detail)

describe('who may ask', () => {
  it('kits are made and orders printed by the staff of the place, and by nobody else', async () => {
    const other = await signedIn(platform, 'staff', { place: '59512' })
    const mediator = await aMediator(platform)
    const made = await order(mediator)
    const sent: [string, string, object?][] = [['post', '/api/paper-kits', { phaseId }], ['get', `/api/paper-kits?consultationId=${open.consultationId}`], ['get', `/api/paper-kits/${kitId}/documents/form`], ['post', `/api/paper-kits/orders/${made.id}/printing`], ['get', `/api/paper-kits/orders/${made.id}/sheets?booklet=1`]]
    for (const [method, path, body] of sent) {
      const ask = (agent: TestAgent) => (method === 'get' ? agent.get(path) : agent.post(path).send(body))
      await ask(platform.stranger()).expect(401)
      await ask(await platform.as('citizen')).expect(403)
      await ask(mediator).expect(403).expect(problem('access.forbidden'))
      await ask(other).expect(403).expect(problem('place.other'))
    }
    await (await staff()).post('/api/paper-kits').send({ phaseId: randomUUID() }).expect(404).expect(problem('phase.unknown'))
    await (await staff()).post(`/api/paper-kits/orders/${randomUUID()}/printing`).expect(404).expect(problem('paper-order.unknown'))
    await (await staff()).get(`/api/paper-kits/${randomUUID()}/documents/form`).expect(404).expect(problem('paper-kit.unknown'))
    await (await staff()).get(`/api/paper-kits/${kitId}/documents/passwords`).expect(404).expect(problem('paper-kit.no-such-document'))
    await mediator.delete(`/api/paper-kits/orders/${made.id}`)
  })

  it('a desk orders, receives and hands out at its own centre', async () => {
    const [lille, roubaix] = [await aMediator(platform), await aMediator(platform, ROUBAIX)]
    const made = await order(lille)
    const body = await wanted()
    const posts = [`/api/paper-kits/${kitId}/orders`, `/api/paper-kits/${kitId}/issues`, `/api/paper-kits/${kitId}/destruction`, `/api/paper-kits/orders/${made.id}/delivery`]
    for (const path of posts) {
      const sent = path.endsWith('destruction') ? { centreId: body.centreId } : path.endsWith('delivery') ? undefined : body
      await platform.stranger().post(path).send(sent).expect(401)
      await (await platform.as('citizen')).post(path).send(sent).expect(403)
      await (await staff()).post(path).send(sent).expect(403)
      await roubaix.post(path).send(sent).expect(403).expect(problem('place.other'))
    }
    for (const agent of [await platform.as('citizen'), await staff()]) await agent.delete(`/api/paper-kits/orders/${made.id}`).expect(403)
    await roubaix.delete(`/api/paper-kits/orders/${made.id}`).expect(403).expect(problem('place.other'))
    await platform.stranger().get('/api/paper-kits/desk').expect(401)
    await (await platform.as('citizen')).get('/api/paper-kits/desk').expect(403)
    await roubaix.put('/api/paper-kits/desk/threshold').send({ centreId: body.centreId, least: 5 }).expect(403).expect(problem('place.other'))
    await (await staff()).get(`/api/paper-kits/desk/${kitId}/documents/poster`).expect(403)
    await roubaix.get(`/api/paper-kits/desk/${kitId}/documents/poster?centreId=${body.centreId}`).expect(403).expect(problem('place.other'))
    await lille.post(`/api/paper-kits/${kitId}/orders`).send({ ...body, centreId: randomUUID() }).expect(404).expect(problem('centre.unknown'))
    await lille.post(`/api/paper-kits/${randomUUID()}/orders`).send(body).expect(404).expect(problem('paper-kit.unknown'))
    // What is at another centre is not seen.
    expect((await deskKit(roubaix))?.orders.map(({ id }) => id)).not.toContain(made.id)
    await lille.delete(`/api/paper-kits/orders/${made.id}`).expect(204)
    await lille.delete(`/api/paper-kits/orders/${made.id}`).expect(204)
  })

  it('an order of somebody who holds no desk there is refused by the database', async () => {
    const { accountId } = await platform.person('mediator', { place: ROUBAIX })
    await expect(platform.db.app.query(`insert into inclusion.paper_order (kit_id, centre_id, number, ordinary, large_print, ordered_by) values ($1, $2, 900, 1, 0, $3)`, [kitId, await centreId(platform), accountId])).rejects.toMatchObject({ constraint: 'paper_order_habilitated' })
  })
})

describe('a kit', () => {
  it('is there once for one phase, even when twenty colleagues make it', async () => {
    await (await staff()).post('/api/paper-kits').send({ phaseId }).expect(409).expect(problem('paper-kit.up-to-date'))
    const made = await anAnnounced(platform, await staff(), {}, [{ kind: 'vote', title: 'Le vote', opensAt: await inDays(platform, 30), closesAt: await inDays(platform, 62, 18) }])
    const agent = await staff()
    await agent.patch(`/api/votes/${made.vote?.id}`).send({ revision: 1, question: 'Que voulez-vous ?' }).expect(200)
    await agent.put(`/api/votes/${made.vote?.id}/options`).send({ revision: 2, options: OPTIONS }).expect(200)
    const tries = await Promise.all(Array.from({ length: 20 }, () => agent.post('/api/paper-kits').send({ phaseId: made.vote?.phaseId })))
    expect(tries.map(({ status }) => status).sort()).toEqual([201, ...Array.from({ length: 19 }, () => 409)])
    expect((await kitsOf(made.id))[0]?.kits).toHaveLength(1)
  })

  it('is refused before the announcement, and without a question or answers', async () => {
    const agent = await staff()
    const draft = await aDraft(platform, agent)
    await agent.post('/api/paper-kits').send({ phaseId: draft.vote?.phaseId }).expect(409).expect(problem('paper-kit.not-announced'))
    expect((await kitsOf(draft.id))[0]).toMatchObject({ refusals: [{ code: 'paper-kit.not-announced' }], kits: [] })
    const empty = await anAnnounced(platform, agent)
    await agent.post('/api/paper-kits').send({ phaseId: empty.vote?.phaseId }).expect(422).expect(({ body }) => expect((body as { refusals: { code: string }[] }).refusals.map(({ code }) => code)).toEqual(['vote.question-missing', 'paper-kit.too-few-options']))
    // Whatever the application says.
    await expect(platform.db.app.query(`insert into inclusion.paper_kit (consultation_id, phase_id, version, kind, content, content_hash, made_by) values ($1, $2, 1, 'vote', '{}', consultations.phase_content_hash($2), $3)`, [draft.id, draft.vote?.phaseId, randomUUID()])).rejects.toThrow('paper-kit.not-announced')
    await expect(platform.db.app.query(`insert into inclusion.paper_kit (consultation_id, phase_id, version, kind, content, content_hash, made_by) values ($1, $2, 9, 'vote', '{}', sha256('x'), $3)`, [empty.id, empty.vote?.phaseId, randomUUID()])).rejects.toThrow('paper-kit.changed-meanwhile')
  })

  it('is never changed', async () => {
    await expect(platform.db.app.query(`update inclusion.paper_kit set content = '{}' where id = $1`, [kitId])).rejects.toThrow('paper-kit.frozen')
  })
})

describe('an order', () => {
  it('is printed by the staff, received by the desk, and handed out from the top of the pile', async () => {
    const mediator = await aMediatorAgain()
    const before = (await deskKit(mediator))?.stock[0]?.ordinary.printed ?? 0
    const made = await order(mediator)
    await mediator.post(`/api/paper-kits/orders/${made.id}/delivery`).expect(409).expect(problem('paper-order.state'))
    const agent = await staff()
    await agent.get(`/api/paper-kits/orders/${made.id}/sheets?booklet=1`).expect(409).expect(problem('paper-order.state'))
    await Promise.all([1, 2, 3].map(() => agent.post(`/api/paper-kits/orders/${made.id}/printing`).expect(204)))
    await mediator.delete(`/api/paper-kits/orders/${made.id}`).expect(409).expect(problem('paper-order.state'))
    // On its way: nobody is handed a sheet that did not arrive.
    expect((await deskKit(mediator))?.stock[0]).toMatchObject({ ordinary: { printed: before, onTheWay: 3 }, largePrint: { onTheWay: 1 } })
    await mediator.post(`/api/paper-kits/${kitId}/issues`).send(await wanted({ ordinary: before + 1, largePrint: 0 })).expect(409).expect(problem('paper-sheet.too-few'))
    await expect(platform.db.app.query(`update inclusion.paper_sheet set state = 'issued' where order_id = $1`, [made.id])).rejects.toThrow('paper-order.not-delivered')
    await mediator.post(`/api/paper-kits/orders/${made.id}/delivery`).expect(204)
    await mediator.post(`/api/paper-kits/orders/${made.id}/delivery`).expect(204)
    // The door of paper is open at this desk, and at no other.
    const doors = async (who: TestAgent) => ((await who.get('/api/desk/doors?account=no&types=no&protective=yes').expect(200)).body as { doors: string[] }).doors
    expect([await doors(mediator), await doors(await aMediator(platform, ROUBAIX))]).toEqual([['accompanied', 'paper'], ['accompanied']])
    await mediator.post(`/api/paper-kits/${kitId}/issues`).send(await wanted({ ordinary: 2, largePrint: 1 })).expect(201, { ordinary: 2, largePrint: 1, ranges: [{ order: made.number, from: 1, to: 2 }, { order: made.number, from: 4, to: 4 }] })
    await mediator.post(`/api/paper-kits/${kitId}/issues`).send(await wanted({ ordinary: 2, largePrint: 0 })).expect(409).expect(problem('paper-sheet.too-few')).expect(({ body }) => expect((body as { facts: object }).facts).toEqual({ format: 'ordinary', wanted: 2, left: 1 }))
    await mediator.post(`/api/paper-kits/${kitId}/issues`).send(await wanted({ ordinary: 0, largePrint: 0 })).expect(422).expect(refusal('paper-sheet.none'))
    // Too few handed nothing out.
    expect((await deskKit(mediator))?.stock[0]).toMatchObject({ ordinary: { printed: 1, issued: 2 }, largePrint: { printed: 0, issued: 1 } })
    const said = JSON.stringify([await journal('paper-order.ordered'), await journal('paper-order.printed'), await journal('paper-sheet.issued')])
    expect(await journal('paper-sheet.issued')).toEqual([{ consultationId: open.consultationId, ordinary: 2, largePrint: 1 }])
    expect(said).not.toMatch(/sheet|envelope|form/i)
  })

  it('two desks never hand out the same sheet', async () => {
    const mediator = await aMediatorAgain()
    await delivered(mediator, { ordinary: 10, largePrint: 0 })
    const tries = await Promise.all(Array.from({ length: 11 }, async () => mediator.post(`/api/paper-kits/${kitId}/issues`).send(await wanted({ ordinary: 1, largePrint: 0 }))))
    const ranges = tries.filter(({ status }) => status === 201).map(({ body }) => JSON.stringify((body as { ranges: object[] }).ranges))
    expect(ranges.length).toBeGreaterThan(0)
    expect(new Set(ranges).size).toBe(ranges.length)
  })

  it.each([[0, 0, 422], [400, 101, 422], [501, 0, 400], [-1, 2, 400], [1.5, 0, 400]])('of %d and %d sheets is refused', async (ordinary, largePrint, status) => {
    await (await aMediatorAgain()).post(`/api/paper-kits/${kitId}/orders`).send(await wanted({ ordinary, largePrint })).expect(status)
  })

  it('warns below what the centre wants to have', async () => {
    const mediator = await aMediatorAgain()
    const centre = await centreId(platform)
    await mediator.put('/api/paper-kits/desk/threshold').send({ centreId: centre, least: 35 }).expect(204)
    const { body } = await mediator.get('/api/paper-kits/desk').expect(200)
    expect((body as { centres: object[] }).centres).toEqual([{ id: centre, slug: LILLE, name: 'Centre Lille', least: 35 }])
    await mediator.put('/api/paper-kits/desk/threshold').send({ centreId: centre, least: 501 }).expect(400)
  })
})

describe('the numbers of a sheet', () => {
  it('stand nowhere in the database, and each part knows its own alone', async () => {
    const { sheets } = await issuedSheets(platform, phaseId, { sheets: 2 })
    const stored = await everythingStored(platform)
    const key = platform.config.receiptKey
    for (const { id, envelope, form, receipt } of sheets) {
      expect(new Set([envelope, form, receipt]).size).toBe(3)
      for (const number of [envelope, form, receipt]) {
        expect(parseReceipt(number)).toBe(number)
        expect(stored).not.toContain(number)
      }
      expect(form).toBe(sheetNumber(key, id, 'form'))
      const found = async (column: string, hash: Buffer) => (await platform.db.owner.query<{ id: string }>(`select id from inclusion.paper_sheet where ${column} = $1`, [hash])).rows.map((row) => row.id)
      expect(await found('form_hash', sheetNumberHash(key, 'form', form))).toEqual([id])
      expect(await found('form_hash', sheetNumberHash(key, 'form', envelope))).toEqual([])
      expect(await found('envelope_hash', sheetNumberHash(key, 'envelope', form))).toEqual([])
    }
  })

  it('move from state to state as the database allows', async () => {
    const { sheets: [sheet] } = await issuedSheets(platform, phaseId, { sheets: 1 })
    const move = (state: string) => platform.db.app.query('update inclusion.paper_sheet set state = $2 where id = $1', [sheet?.id, state])
    await expect(move('printed')).rejects.toThrow('paper-sheet.state')
    await move('missing')
    await move('returned')
    for (const state of ['issued', 'spoiled', 'unused', 'missing']) await expect(move(state)).rejects.toThrow('paper-sheet.state')
    await expect(platform.db.app.query('update inclusion.paper_sheet set form_hash = envelope_hash where id = $1', [sheet?.id])).rejects.toThrow('paper-sheet.state')
    await expect(platform.db.app.query(`insert into inclusion.paper_sheet select gen_random_uuid(), order_id, kit_id, centre_id, 499, format, sha256('a'), sha256('b'), sha256('c'), 'printed', null from inclusion.paper_sheet where id = $1`, [sheet?.id])).rejects.toThrow('paper-sheet.state')
  })
})

describe('files', () => {
  it('come as PDF, and those with numbers only until the parcel is delivered', async () => {
    const mediator = await aMediatorAgain()
    const agent = await staff()
    const made = await order(mediator, { ordinary: 1, largePrint: 1 })
    await agent.post(`/api/paper-kits/orders/${made.id}/printing`).expect(204)
    for (const document of ['form', 'form-large-print', 'notice', 'poster', 'script', 'batch-slip']) {
      for (const [who, path] of [[agent, `/api/paper-kits/${kitId}/documents/${document}`], [mediator, `/api/paper-kits/desk/${kitId}/documents/${document}?centreId=${await centreId(platform)}`]] as const) {
        const { headers, body } = await binary(who, path).expect(200)
        expect(headers['content-type']).toBe('application/pdf')
        expect(headers['cache-control']).toBe('no-store')
        expect((body as Buffer).subarray(0, 5).toString()).toBe('%PDF-')
      }
    }
    // No text of an option is long: there is no booklet.
    await agent.get(`/api/paper-kits/${kitId}/documents/booklet`).expect(404).expect(problem('paper-kit.no-such-document'))
    const before = (await journal('paper-order.file-had')).length
    const { body } = await binary(agent, `/api/paper-kits/orders/${made.id}/sheets?booklet=1`).expect(200)
    expect((body as Buffer).subarray(-6).toString().trim()).toBe('%%EOF')
    expect(await journal('paper-order.file-had')).toHaveLength(before + 1)
    await agent.get(`/api/paper-kits/orders/${made.id}/sheets?booklet=2`).expect(404).expect(problem('paper-order.no-such-booklet'))
    await agent.get(`/api/paper-kits/orders/${made.id}/sheets?booklet=x`).expect(400)
    await mediator.post(`/api/paper-kits/orders/${made.id}/delivery`).expect(204)
    await agent.get(`/api/paper-kits/orders/${made.id}/sheets?booklet=1`).expect(409).expect(problem('paper-order.state'))
  })
})

describe('after the close', () => {
  it('nothing is ordered or handed out; sealing leaves counts, and nothing that ties an envelope to a form', async () => {
    const mediator = await aMediatorAgain()
    await delivered(mediator, { ordinary: 2, largePrint: 0 })
    await closeVote(platform)
    const again = await aMediatorAgain()
    await again.post(`/api/paper-kits/${kitId}/issues`).send(await wanted({ ordinary: 1, largePrint: 0 })).expect(409).expect(problem('paper-kit.not-open'))
    await again.post(`/api/paper-kits/${kitId}/orders`).send(await wanted()).expect(409).expect(problem('paper-kit.phase-closed'))
    const { rows: [had] } = await platform.db.owner.query<{ n: number }>('select count(*)::integer as n from inclusion.paper_sheet where kit_id = $1', [kitId])
    expect(had?.n).toBeGreaterThan(5)
    await sealVote(platform, open)
    const { rows: [left] } = await platform.db.owner.query<{ sheets: number, counted: number, orders: string[] }>(`
      select (select count(*)::integer from inclusion.paper_sheet where kit_id = $1) as sheets, (select sum(sheets)::integer from inclusion.paper_count where kit_id = $1) as counted,
        array(select distinct state from inclusion.paper_order where kit_id = $1 order by 1) as orders`, [kitId])
    expect(left).toEqual({ sheets: 0, counted: had?.n, orders: ['cancelled', 'closed'] })
    // What is shown is what was there.
    expect((await kitsOf(open.consultationId))[0]?.kits[0]?.stock.find(({ centre }) => centre.slug === LILLE)?.ordinary.issued).toBeGreaterThan(0)
  })
})

describe('questions that change before the opening', () => {
  it('turn the kit out of date in the same transaction, and its sheets are refused', async () => {
    const agent = await staff()
    const made = await anAnnounced(platform, agent, {}, [{ kind: 'vote', title: 'Le vote', opensAt: await inDays(platform, 30), closesAt: await inDays(platform, 62, 18) }])
    const [voteId, phase] = [made.vote?.id ?? '', made.vote?.phaseId ?? '']
    await agent.patch(`/api/votes/${voteId}`).send({ revision: 1, question: 'Que voulez-vous ?' }).expect(200)
    await agent.put(`/api/votes/${voteId}/options`).send({ revision: 2, options: OPTIONS }).expect(200)
    const first = ((await agent.post('/api/paper-kits').send({ phaseId: phase }).expect(201)).body as { id: string }).id
    const mediator = await aMediator(platform)
    await delivered(mediator, {}, first)
    const waiting = await order(mediator, { ordinary: 2, largePrint: 0 }, first)

    // Not open yet: the question may still change, and nobody is handed anything.
    await mediator.post(`/api/paper-kits/${first}/issues`).send(await wanted({ ordinary: 1, largePrint: 0 })).expect(409).expect(problem('paper-kit.not-open'))
    // The same options saved again: nothing changed.
    await agent.put(`/api/votes/${voteId}/options`).send({ revision: 3, options: OPTIONS }).expect(200)
    expect((await kitsOf(made.id))[0]?.kits.map(({ state }) => state)).toEqual(['current'])

    await agent.put(`/api/votes/${voteId}/options`).send({ revision: 4, options: [...OPTIONS.slice(1), { title: 'Une scène' }] }).expect(200)
    expect((await kitsOf(made.id))[0]?.kits.map(({ state }) => state)).toEqual(['to-destroy'])
    await mediator.post(`/api/paper-kits/${first}/orders`).send(await wanted()).expect(409).expect(problem('paper-kit.to-destroy'))
    await agent.post(`/api/paper-kits/orders/${waiting.id}/printing`).expect(409).expect(problem('paper-kit.to-destroy'))
    await mediator.delete(`/api/paper-kits/orders/${waiting.id}`).expect(204)
    const second = (await agent.post('/api/paper-kits').send({ phaseId: phase }).expect(201)).body as { id: string, version: number }
    expect(second.version).toBe(2)

    await platform.moveClock('31 days')
    await platform.settle()
    const again = await aMediatorAgain()
    await again.post(`/api/paper-kits/${first}/issues`).send(await wanted({ ordinary: 1, largePrint: 0 })).expect(409).expect(problem('paper-kit.to-destroy'))
    for (const state of ['issued', 'returned']) await expect(platform.db.app.query('update inclusion.paper_sheet set state = $2 where kit_id = $1', [first, state])).rejects.toThrow('paper-kit.to-destroy')
    // Shown as to be destroyed, until it is.
    expect(await deskKit(again, first)).toMatchObject({ state: 'to-destroy', open: false, stock: [{ ordinary: { printed: 3 }, largePrint: { printed: 1 } }] })
    await again.post(`/api/paper-kits/${second.id}/destruction`).send({ centreId: await centreId(platform) }).expect(409).expect(problem('paper-kit.current'))
    await again.post(`/api/paper-kits/${first}/destruction`).send({ centreId: await centreId(platform) }).expect(200, { sheets: 4 })
    await again.post(`/api/paper-kits/${first}/destruction`).send({ centreId: await centreId(platform) }).expect(200, { sheets: 0 })
    expect(await deskKit(again, first)).toBeUndefined()
    expect((await kitsOf(made.id))[0]?.kits.find(({ id }) => id === first)?.stock[0]?.ordinary.destroyed).toBe(3)
    expect(await journal('paper-sheet.destroyed')).toEqual([{ consultationId: made.id, version: 1, sheets: 4 }])
  })

  it('of a questionnaire too', async () => {
    const { id, staff: agent } = await aQuestionnaireDraft(platform)
    await agent.put(`/api/consultations/${id}/questionnaire`).send({ revision: 0, content: CONTENT }).expect(200)
    await agent.post(`/api/consultations/${id}/announcement`).expect(201)
    await agent.post('/api/paper-kits').send({ phaseId: await phaseOf(platform, id, 'questionnaire') }).expect(201)
    await agent.put(`/api/consultations/${id}/questionnaire`).send({ revision: 1, content: { ...CONTENT, introduction: 'Autrement.' } }).expect(200)
    expect((await kitsOf(id))[0]?.kits.map(({ state }) => state)).toEqual(['to-destroy'])
  })
})

describe('a questionnaire', () => {
  it('of a questionnaire numbers its questions; a file that has to be given refuses it, and says where', async () => {
    const { id } = await withQuestionnaireOpen(platform)
    const phase = await phaseOf(platform, id, 'questionnaire')
    await (await staff()).post('/api/paper-kits').send({ phaseId: phase }).expect(201)
    const { rows: [kit] } = await platform.db.owner.query<{ content: { kind: string, sections: { items: { number?: number }[] }[] } }>('select content from inclusion.paper_kit where phase_id = $1', [phase])
    expect(kit?.content.sections.flatMap(({ items }) => items.map(({ number }) => number))).toEqual([1, 2, 3, 4])

    const other = await aQuestionnaireDraft(platform)
    const withFile = { ...CONTENT, sections: [{ key: 's1', title: 'Vous', text: '', items: [{ key: 'photo', kind: 'file', label: 'Une photo de la rue', mandatory: true }] }] }
    await other.staff.put(`/api/consultations/${other.id}/questionnaire`).send({ revision: 0, content: withFile }).expect(200)
    await other.staff.post(`/api/consultations/${other.id}/announcement`).expect(201)
    await other.staff.post('/api/paper-kits').send({ phaseId: await phaseOf(platform, other.id, 'questionnaire') }).expect(422)
      .expect(({ body }) => expect((body as { refusals: object[] }).refusals).toEqual([{ code: 'paper-kit.not-on-paper', at: 'photo', facts: { question: 'Une photo de la rue', number: 1 } }]))
  })
})
