// Paper batches: from the envelope to the box, by people who each see one side of it.
import { randomUUID } from 'node:crypto'
import type TestAgent from 'supertest/lib/agent'
import { pass } from '../support/consultations'
import { habilitate, startApp, type TestPlatform } from '../support/app'
import { countOf, withQuestionnaireOpen, type OpenQuestionnaire } from '../support/questionnaires'
import { aCivilStatus, castAtCounter, closeVote, inTheRoll, inTheUrn, sealVote, signedIn, withVoteOpen, type OpenVote } from '../support/votes'
import { asSent, everythingStored, LILLE, ROUBAIX } from './desk'
import { aKit, balancedBatch, batchOf, closed, counting, dayClosed, envelope, first, hands, opened, received, second, secondly, somebody, stubOf, type Batch, type Kit } from './paper-box'

const problem = (code: string) => ({ body }: { body: { code?: string } }) => expect(body.code).toBe(code)
const refusal = (code: string) => ({ body }: { body: { refusals?: { code: string }[] } }) => expect(body.refusals?.map((one) => one.code)).toEqual([code])
const vote = (codes: string) => ({ choice: codes })
const statuses = async (platform: TestPlatform, voteId: string) => (await inTheRoll(platform, voteId)).map(({ status, channel }) => `${status} ${channel}`)

describe('a vote on paper', () => {
  let platform: TestPlatform
  let open: OpenVote
  let kit: Kit
  let used = 0
  const sheets = (count: number) => kit.sheets.slice(used, used += count)
  beforeAll(async () => {
    platform = await startApp()
    open = await withVoteOpen(platform)
    kit = await aKit(platform, { consultationId: open.consultationId, kind: 'vote', sheets: 400 })
  })
  afterAll(() => platform.stop())

  it('is for people of the centre and of the place that asks', async () => {
    const { opener } = await hands(platform)
    const batch = await received(opener, kit, 3)
    const roubaix = await signedIn(platform, 'mediator', { place: ROUBAIX })
    const elsewhere = await signedIn(platform, 'staff', { place: '59512' })
    const own = { number: kit.sheets[0]?.form, entry: {} }
    const routes: [string, string, object?][] = [
      ['get', ''], ['get', '/envelopes'], ['post', '/envelopes', { number: kit.sheets[0]?.envelope, signed: true, legible: true, identity: somebody(1) }], ['delete', `/envelopes/${randomUUID()}`], ['post', '/opening', {}],
      ['post', '/joining', { batchId: randomUUID() }], ['get', '/first-entry'], ['post', '/first-entry', own], ['delete', `/first-entry/${own.number}`], ['post', '/first-entry/closing', { absent: 0 }], ['get', '/second-entry'], ['post', '/second-entry', own],
      ['get', '/rulings'], ['post', '/rulings', { ...own, reason: 'Le papier est clair.' }], ['post', '/reconciliation'], ['post', '/counting'], ['post', '/refusal', { reason: 'Personne ne répond.' }],
    ]
    for (const [method, path, body] of routes) {
      const ask = (agent: TestAgent, id = batch.id) => { const asked = (agent as unknown as Record<string, (path: string) => import('supertest').Test>)[method]?.(`/api/paper-batches/${id}${path}`); return body ? asked?.send(body) : asked }
      await ask(platform.stranger())?.expect(401)
      await ask(await platform.as('citizen'))?.expect(403).expect(problem('access.forbidden'))
      for (const other of [roubaix, elsewhere]) await ask(other)?.expect(403).expect(problem('place.other'))
      await ask(opener, randomUUID())?.expect(404).expect(problem('paper-batch.unknown'))
    }
    for (const path of ['/api/paper-batches', '/api/paper-batches/counts.csv', `/api/paper-days?kitId=${kit.id}&centreId=${kit.centreId}`]) {
      await platform.stranger().get(path).expect(401)
      await (await platform.as('citizen')).get(path).expect(403)
    }
    const made = { kitId: kit.id, centreId: kit.centreId, slip: 3, submissionToken: randomUUID() }
    await platform.stranger().post('/api/paper-batches').send(made).expect(401)
    await (await platform.as('citizen')).post('/api/paper-batches').send(made).expect(403)
    for (const other of [roubaix, elsewhere]) {
      await other.post('/api/paper-batches').send(made).expect(403).expect(problem('place.other'))
      await other.put('/api/paper-days').send({ kitId: kit.id, centreId: kit.centreId, spoiled: 0, unused: 0, missing: 0 }).expect(403)
      expect((await other.get('/api/paper-batches').expect(200)).body).toEqual({ items: [], kits: [] })
    }
    await opener.post('/api/paper-batches').send({ ...made, kitId: randomUUID() }).expect(404).expect(problem('paper-kit.unknown'))
    await opener.post('/api/paper-batches').send({ ...made, slip: 51 }).expect(400)
    // Sent twice, it is one batch.
    const twice = await Promise.all([1, 2, 3].map(() => opener.post('/api/paper-batches').send(made).expect(201)))
    expect(new Set(twice.map(({ body }) => body.id)).size).toBe(1)
    for (const id of [batch.id, twice[0]?.body.id as string]) {
      await opener.post(`/api/paper-batches/${id}/refusal`).send({ reason: 'Essai.' }).expect(403).expect(problem('place.other'))
      await open.staff.post(`/api/paper-batches/${id}/refusal`).send({ reason: 'Essai.' }).expect(201).expect(({ body }) => expect(body).toMatchObject({ state: 'refused', reason: 'Essai.', next: 'nothing' }))
    }
  })

  it('volunteers receive, and open nothing', async () => {
    const { accountId, agent } = await platform.person('citizen', { named: 'Bénévole' })
    await habilitate(platform.db, platform.app, accountId, LILLE, { kind: 'volunteer' })
    await platform.giveCode(agent, accountId)
    const batch = await received(agent, kit, 2)
    expect(batch.duty).toBeNull()
    await envelope(agent, batch, kit.sheets[399]?.envelope ?? '').expect(403).expect(problem('paper-batch.professionals'))
    await open.staff.post(`/api/paper-batches/${batch.id}/refusal`).send({ reason: 'Essai.' }).expect(201)
  })

  describe('one person has one duty in a batch', () => {
    let people: Awaited<ReturnType<typeof hands>>
    let batch: Batch
    let forms: string[]
    beforeAll(async () => {
      people = await hands(platform)
      const mine = sheets(10)
      forms = mine.map(({ form }) => form)
      batch = await received(people.opener, kit, 10)
      for (const [place, sheet] of mine.entries()) await envelope(people.opener, batch, sheet.envelope, {}, somebody(900 + place)).expect(201)
    })

    it('who opened the envelopes enters no form', async () => {
      await opened(people.opener, batch).expect(201).expect(({ body }) => expect(body).toMatchObject({ state: 'forms', duty: null, next: 'first' }))
      await people.opener.get(`/api/paper-batches/${batch.id}/first-entry`).expect(409).expect(problem('paper-batch.one-duty'))
      await first(people.opener, batch, forms[0] ?? '', vote('01')).expect(409).expect(problem('paper-batch.one-duty'))
      await closed(people.opener, batch, { absent: 10, absentReason: 'Tout manque.' }).expect(409).expect(problem('paper-batch.one-duty'))
    })

    it('who entered them first does not enter them again, and the second clerk sees nothing of it', async () => {
      for (const [place, form] of forms.entries()) await first(people.first, batch, form, vote(place === 0 ? '01 02' : '03')).expect(201).expect(({ body }) => expect(body).toEqual({ done: place + 1, of: 10, state: 'forms' }))
      await closed(people.first, batch).expect(201).expect(({ body }) => expect(body).toMatchObject({ state: 'second-entry', share: 100, duty: null }))
      for (const agent of [people.first, people.opener]) {
        await agent.get(`/api/paper-batches/${batch.id}/second-entry`).expect(409).expect(problem('paper-batch.one-duty'))
        await second(agent, batch, forms[0] ?? '', vote('01 02')).expect(409).expect(problem('paper-batch.one-duty'))
      }
      const { text } = await people.second.get(`/api/paper-batches/${batch.id}/second-entry`).expect(200)
      expect(JSON.parse(text)).toMatchObject({ done: 0, of: 10, numbers: [...forms].sort() })
      expect(text).not.toMatch(/01 02|"first"|"entry"/)
      expect((await people.second.get(`/api/paper-batches/${batch.id}`).expect(200)).text).not.toMatch(/01 02/)
      for (const [place, form] of forms.entries()) {
        const answer = await second(people.second, batch, form, vote(place === 1 ? '04' : place === 0 ? '0201' : '03')).expect(201)
        // Whether it agreed is not told, form by form.
        expect(Object.keys(answer.body as object).sort()).toEqual(['done', 'of', 'state'])
      }
    })

    it('neither of them settles where they differ, nor who opened', async () => {
      expect((await batchOf(people.third, batch.id)).state).toBe('adjudication')
      for (const agent of [people.opener, people.first, people.second]) {
        await agent.get(`/api/paper-batches/${batch.id}/rulings`).expect(409).expect(problem('paper-batch.one-duty'))
        await agent.post(`/api/paper-batches/${batch.id}/rulings`).send({ number: forms[1], entry: vote('03'), reason: 'Le papier dit 3.' }).expect(409).expect(problem('paper-batch.one-duty'))
      }
      const { body } = await people.third.get(`/api/paper-batches/${batch.id}/rulings`).expect(200)
      // Two boxes in another order are the same two.
      expect(body).toMatchObject({ of: 1, disagreements: [{ number: forms[1], fields: ['choice'], first: { choice: '03' }, second: { choice: '04' } }] })
      const rule = (over: object) => people.third.post(`/api/paper-batches/${batch.id}/rulings`).send({ number: forms[1], entry: vote('03'), reason: 'Le papier dit 3.', ...over })
      await rule({ reason: '' }).expect(400)
      await rule({ entry: vote('07') }).expect(422).expect(refusal('paper-form.codes'))
      await rule({ entry: { other: '03' } }).expect(422)
      await rule({ number: forms[2] }).expect(404).expect(problem('paper-form.unknown'))
      await rule({}).expect(201).expect(({ body: after }) => expect(after).toMatchObject({ state: 'quarantined', imbalance: 'paper-day.not-closed' }))
    })

    it('and the database says it whatever asks', async () => {
      const { owner } = platform.db
      const { rows: people } = await owner.query<{ account_id: string, duty: string }>('select account_id, duty from inclusion.paper_duty where batch_id = $1', [batch.id])
      expect(people.map(({ duty }) => duty).sort()).toEqual(['first', 'open', 'rule', 'second'])
      const of = (duty: string) => people.find((one) => one.duty === duty)?.account_id
      await expect(owner.query(`insert into inclusion.paper_duty (batch_id, account_id, duty) values ($1, $2, 'rule')`, [batch.id, of('open')])).rejects.toMatchObject({ code: '23505' })
      await expect(owner.query('select inclusion.take_paper_duty($1, $2, $3)', [batch.id, of('first'), 'second'])).rejects.toThrow('paper-batch.one-duty')
      await expect(owner.query(`update inclusion.paper_batch set state = 'balanced' where id = $1`, [batch.id])).rejects.toThrow('paper-day.not-closed')
      await expect(owner.query(`update inclusion.paper_batch set state = 'counted', settled_on = platform.today() where id = $1`, [batch.id])).rejects.toThrow('paper-batch.state')
      await expect(owner.query(`update inclusion.paper_form set first = '{}' where batch_id = $1`, [batch.id])).rejects.toThrow('paper-batch.forms-closed')
    })
  })

  it('is quarantined until the sheets of its centre balance, and then counts once', async () => {
    const { opener, first: clerk } = await hands(platform)
    const [batch] = ((await opener.get('/api/paper-batches').expect(200)).body as { items: Batch[] }).items.filter(({ state }) => state === 'quarantined')
    if (!batch) throw new Error('no batch waits')
    const again = () => opener.post(`/api/paper-batches/${batch.id}/reconciliation`).expect(201)
    const day = (over: object) => dayClosed(opener, kit, over)
    expect((await day({ unused: 380 })).body).toMatchObject({ code: 'paper-day.reason' })
    // More than there are is said as such, not as what is left.
    expect((await day({ unused: 400 })).body).toMatchObject({ code: 'paper-day.too-much', refusals: [{ at: 'reason', facts: { over: 10 } }] })
    expect((await day({ unused: 380, reason: 'Dix feuilles sont introuvables.' })).body).toMatchObject({ refusal: 'paper-day.unbalanced' })
    expect((await again()).body).toMatchObject({ state: 'quarantined', imbalance: 'paper-day.unbalanced' })
    await counting(opener, batch).expect(409).expect(problem('paper-batch.not-balanced'))
    expect((await day({ unused: 385, missing: 5, reason: 'Cinq feuilles sont introuvables.' })).body).toMatchObject({ refusal: 'paper-day.too-many-missing', last: { missing: 5 } })
    expect((await again()).body).toMatchObject({ state: 'quarantined', imbalance: 'paper-day.too-many-missing' })
    expect((await day({ unused: 386, missing: 4 })).body).toMatchObject({ issued: 400, returned: 10, refusal: null })
    expect((await again()).body).toMatchObject({ state: 'balanced', next: 'count' })
    const answers = await Promise.all([1, 2, 3, 4].map((_, at) => counting(at % 2 ? clerk : opener, batch)))
    expect(answers.map(({ status }) => status)).toEqual([201, 201, 201, 201])
    for (const { body } of answers) expect(body).toMatchObject({ state: 'counted', counts: { slip: 10, found: 10, taken: 10, setAside: 0, forms: 10, drawn: 10, twice: 10, disagreements: 1, ruled: 1, counted: 10, voided: {} } })
    await counting(opener, batch).expect(201)
    expect((await statuses(platform, open.voteId)).filter((one) => one === 'admitted paper')).toHaveLength(10)
    const choices = (await inTheUrn(platform, open.voteId)).map(({ opening }) => opening.trimEnd().split('\n').at(-1)).sort()
    expect(choices).toEqual(['o1=1,o2=1', ...Array.from({ length: 9 }, () => 'o3=1')])
    // Neither a choice nor a person is left beside a sheet.
    const { rows } = await platform.db.owner.query('select count(*)::integer as n from inclusion.paper_form where batch_id = $1 union all select count(k0)::integer from inclusion.paper_envelope where batch_id = $1', [batch.id])
    expect(rows).toEqual([{ n: 0 }, { n: 0 }])
    expect(await everythingStored(platform)).not.toMatch(/papier(j|i)[a-j]+/i)
  })

  it('takes what stands on the paper, refuses what cannot, and guesses nothing', async () => {
    const people = await hands(platform)
    const mine = sheets(12)
    const [a, b, c, d, e, f] = mine.map(({ form }) => form) as [string, string, string, string, string, string]
    const batch = await received(people.opener, kit, 12)
    for (const [place, sheet] of mine.entries()) await envelope(people.opener, batch, sheet.envelope, {}, somebody(300 + place)).expect(201)
    await first(people.first, batch, a, vote('01')).expect(409).expect(problem('paper-batch.elsewhere'))
    await opened(people.opener, batch).expect(201)
    await first(people.first, batch, 'K7QM', vote('01')).expect(422).expect(refusal('paper-form.number'))
    await first(people.first, batch, mine[0]?.envelope ?? '', vote('01')).expect(409).expect(problem('paper-form.not-here'))
    await first(people.first, batch, kit.sheets[390]?.form ?? '', vote('01')).expect(409).expect(problem('paper-form.not-here'))
    for (const typed of ['05', '1x', '010', '01 01', '98']) await first(people.first, batch, a, vote(typed)).expect(422).expect(refusal('paper-form.codes'))
    await first(people.first, batch, a, { choice: '01', o1: '1' }).expect(422).expect(refusal('paper-form.unknown-field'))
    // As a scanner, or somebody, writes them.
    await first(people.first, batch, ` ${a.toLowerCase().slice(0, 4)} ${a.toLowerCase().slice(4)}`, vote('1 3')).expect(201)
    await first(people.first, batch, a, vote('0103')).expect(201).expect(({ body }) => expect(body).toMatchObject({ done: 1 }))
    await first(people.first, batch, a, vote('02')).expect(409).expect(problem('paper-form.here-already'))
    await first(people.first, batch, a, vote('02'), { again: true }).expect(201).expect(({ body }) => expect(body).toMatchObject({ done: 1 }))
    await first(people.first, batch, b, vote('illisible')).expect(201)
    await first(people.first, batch, c, vote('99')).expect(201)
    await first(people.first, batch, d, vote('01020304')).expect(201)
    await first(people.first, batch, e, vote('00')).expect(201)
    await first(people.first, batch, f, vote('')).expect(201)
    for (const sheet of mine.slice(6, 11)) await first(people.first, batch, sheet.form, vote('04')).expect(201)
    await closed(people.first, batch).expect(409).expect(problem('paper-batch.forms-differ'))
    await closed(people.first, batch, { absent: 1 }).expect(422).expect(refusal('paper-batch.absent-reason'))
    await closed(people.first, batch, { absent: 1, absentReason: 'L’enveloppe ne contenait qu’un mot de remerciement.' }).expect(201).expect(({ body }) => expect(body).toMatchObject({ share: 10 }))
    await dayClosed(people.opener, kit)
    const entries = new Map([[a, vote('02')], [b, vote('99')], [c, vote('99')], [d, vote('04 03 02 01')], [e, vote('00')], [f, vote('')], ...mine.slice(6, 11).map(({ form }) => [form, vote('4')] as const)])
    await secondly(people.second, batch, entries)
    const after = (await counting(people.opener, batch).expect(201)).body as Batch
    expect(after.counts).toMatchObject({ taken: 12, absent: 1, forms: 11, twice: 2, counted: 8, voided: { unreadable: 2, invalid: 1 } })
    expect(await Promise.all([mine[0], mine[1], mine[3], mine[4], mine[11]].map(async (sheet) => { const stub = sheet && await stubOf(platform, sheet); return stub && [stub.kind, stub.status, stub.reason] })))
      .toEqual([['vote', 'received', null], ['paper', 'set_aside', 'unreadable'], ['paper', 'set_aside', 'invalid'], ['vote', 'received', null], ['paper', 'set_aside', 'form-absent']])
  })

  it('puts aside what cannot be opened, with a reason, and loses nothing', async () => {
    const people = await hands(platform)
    const mine = sheets(16)
    const batch = await received(people.opener, kit, 17)
    const reasonOf = async (number: string, over: object = {}, person = somebody(400)) => ((await envelope(people.opener, batch, number, over, person).expect(201)).body as { reason: string | null }).reason
    const at = (place: number) => mine[place]?.envelope ?? ''
    expect(await stubOf(platform, mine[0] ?? kit.sheets[0]!)).toMatchObject({ kind: 'paper', status: 'expected' })
    expect(await reasonOf(at(0))).toBeNull()
    expect(await stubOf(platform, mine[0] ?? kit.sheets[0]!)).toMatchObject({ kind: 'paper', status: 'entering', reason: null })
    expect(await reasonOf(at(1), { signed: false })).toBe('unsigned')
    expect(await reasonOf(at(2), { legible: false })).toBe('no-identity')
    expect(await reasonOf(at(3), {}, aCivilStatus({ birthDate: '2020-02-02' }))).toBe('not-eligible')
    expect(await reasonOf('ABCDEFGH0123'.replace(/.$/, ''), { }).catch(() => 'refused')).toBe('refused')
    await envelope(people.opener, batch, at(4).replace(/.$/, at(4).endsWith('0') ? '1' : '0')).expect(422).expect(refusal('paper-envelope.number'))
    expect(await reasonOf(mine[5]?.form ?? '')).toBe('unknown-number')
    await envelope(people.opener, batch, at(0)).expect(409).expect(problem('paper-envelope.here-already'))
    expect(await reasonOf(at(0), { another: true })).toBe('used-number')
    expect(await reasonOf(kit.sheets[0]?.envelope ?? '')).toBe('used-number')
    await envelope(people.opener, batch, at(5), { identity: undefined }).expect(422).expect(refusal('paper-envelope.identity'))
    await envelope(people.opener, batch, at(5), {}, aCivilStatus({ birthSurname: '--', birthDate: '1980-13-01' })).expect(422)
    // Entered wrongly, taken off, entered again.
    const wrong = (await envelope(people.opener, batch, at(6), { signed: false }).expect(201)).body as { id: string, place: number }
    await people.opener.delete(`/api/paper-batches/${batch.id}/envelopes/${wrong.id}`).expect(204)
    await people.opener.delete(`/api/paper-batches/${batch.id}/envelopes/${wrong.id}`).expect(404).expect(problem('paper-envelope.unknown'))
    expect(await reasonOf(at(6))).toBeNull()
    for (let place = 7; place < 16; place++) expect(await reasonOf(at(place), {}, somebody(400 + place))).toBeNull()
    expect((await people.opener.get(`/api/paper-batches/${batch.id}/envelopes`).expect(200)).body).toHaveLength(17)
    await opened(people.opener, batch).expect(201).expect(({ body }) => expect(body.counts).toMatchObject({ found: 17, taken: 11, setAside: 6, reasons: { 'unsigned': 1, 'no-identity': 1, 'not-eligible': 1, 'unknown-number': 1, 'used-number': 2 } }))
    await envelope(people.opener, batch, at(5)).expect(409).expect(problem('paper-batch.elsewhere'))
    // Told at once, while something can be done about it.
    expect(await stubOf(platform, mine[1]!)).toMatchObject({ status: 'set_aside', reason: 'unsigned', claimUntil: expect.any(String) })
    // The form of an envelope that stays shut is entered by nobody.
    await first(people.first, batch, mine[1]?.form ?? '', vote('01')).expect(409).expect(problem('paper-form.not-here'))
    await open.staff.post(`/api/paper-batches/${batch.id}/refusal`).send({ reason: 'Le sac était ouvert.' }).expect(201)
    expect([await stubOf(platform, mine[0]!), await stubOf(platform, mine[1]!)]).toEqual([expect.objectContaining({ status: 'set_aside', reason: 'batch-refused' }), expect.objectContaining({ status: 'set_aside', reason: 'unsigned' })])
    expect((await statuses(platform, open.voteId)).filter((one) => one.endsWith('paper'))).toHaveLength(18)
  })

  it('answers the same of somebody who took part already, and counts once whichever the door', async () => {
    const people = await hands(platform)
    const mine = sheets(11)
    const [fresh, online] = [somebody(500), somebody(501)]
    await castAtCounter(platform, open, online, 'on_behalf', 'E2', ['o1'])
    const before = (await statuses(platform, open.voteId)).length
    const batch = await received(people.opener, kit, 11)
    const answers = []
    for (const [sheet, person] of [[mine[0], fresh], [mine[1], online]] as const) {
      const own = /"id":"[^"]*"|"place":\d+/g
      answers.push(asSent(await envelope(people.opener, batch, sheet?.envelope ?? '', {}, person), own).replace(own, ''))
    }
    expect(answers[0]).toBe(answers[1])
    // The same person twice in one batch: the last form counts.
    await envelope(people.opener, batch, mine[2]?.envelope ?? '', {}, fresh).expect(201)
    for (const [place, sheet] of mine.slice(3).entries()) await envelope(people.opener, batch, sheet.envelope, {}, somebody(510 + place)).expect(201)
    await opened(people.opener, batch).expect(201)
    for (const { form } of mine) await first(people.first, batch, form, vote('02')).expect(201)
    await closed(people.first, batch).expect(201)
    await dayClosed(people.opener, kit)
    await secondly(people.second, batch, new Map(mine.map(({ form }) => [form, vote('02')])))
    await counting(people.opener, batch).expect(201).expect(({ body }) => expect(body.counts.counted).toBe(11))
    // Eleven forms of ten people, one of whom had a row.
    expect((await statuses(platform, open.voteId)).length - before).toBe(9)
    expect(await Promise.all(mine.slice(0, 3).map(async (sheet) => (await stubOf(platform, sheet))?.status))).toEqual(['received', 'received', 'received'])
  })

  it('opens fewer than ten only with others, or alone for a reason of staff', async () => {
    const people = await hands(platform)
    const [few, others, lone] = [sheets(4), sheets(8), sheets(3)]
    const one = await received(people.opener, kit, 4)
    const two = await received(people.first, kit, 8)
    for (const [place, { envelope: number }] of few.entries()) await envelope(people.opener, one, number, {}, somebody(600 + place)).expect(201)
    await opened(people.opener, one).expect(409).expect(problem('paper-batch.too-few'))
    await opened(open.staff, one, { aloneReason: 'Il n’y en aura pas d’autre.' }).expect(409).expect(problem('paper-batch.too-few'))
    const join = (from: Batch, into: Batch, agent = people.opener) => agent.post(`/api/paper-batches/${from.id}/joining`).send({ batchId: into.id })
    expect((await batchOf(people.opener, one.id)).others.map(({ id }) => id)).toEqual([two.id])
    await join(one, one).expect(409).expect(problem('paper-batch.not-joined'))
    await join(two, one, people.first).expect(409).expect(problem('paper-batch.not-all-entered'))
    await join(one, two).expect(201).expect(({ body }) => expect(body).toMatchObject({ id: two.id, counts: { taken: 4 } }))
    await join(one, two).expect(409)
    expect(await batchOf(people.opener, one.id)).toMatchObject({ state: 'merged', mergedInto: two.number, next: 'nothing' })
    for (const [place, { envelope: number }] of others.entries()) await envelope(people.first, two, number, {}, somebody(610 + place)).expect(201)
    await opened(people.first, two).expect(201).expect(({ body }) => expect(body).toMatchObject({ state: 'forms', counts: { taken: 12 } }))
    // Both saw names: neither enters.
    for (const agent of [people.opener, people.first]) await first(agent, two, few[0]?.form ?? '', vote('01')).expect(409).expect(problem('paper-batch.one-duty'))
    for (const { form } of [...few, ...others]) await first(people.second, two, form, vote('01')).expect(201)
    await closed(people.second, two).expect(201).expect(({ body }) => expect(body.share).toBe(100))
    await dayClosed(people.opener, kit)
    await secondly(people.third, two, new Map([...few, ...others].map(({ form }) => [form, vote('01')])))
    await counting(people.third, two).expect(201).expect(({ body }) => expect(body.counts.counted).toBe(12))

    const three = await received(people.opener, kit, 3)
    for (const [place, { envelope: number }] of lone.entries()) await envelope(people.opener, three, number, {}, somebody(630 + place)).expect(201)
    expect((await batchOf(people.opener, three.id)).opening).toBe('alone')
    await opened(people.opener, three, { aloneReason: 'Il n’y en aura pas d’autre.' }).expect(409).expect(problem('paper-batch.too-few'))
    await opened(open.staff, three, { aloneReason: 'Il n’y en aura pas d’autre.' }).expect(201).expect(({ body }) => expect(body).toMatchObject({ state: 'forms', aloneReason: 'Il n’y en aura pas d’autre.' }))
    await open.staff.post(`/api/paper-batches/${three.id}/refusal`).send({ reason: 'Essai.' }).expect(201)
  })

  it('counts whole or not at all', async () => {
    const mine = sheets(10)
    const batch = await balancedBatch(platform, kit, mine, () => vote('01'), { from: 700 })
    expect(batch.state).toBe('balanced')
    const before: [string[], number] = [await statuses(platform, open.voteId), (await inTheUrn(platform, open.voteId)).length]
    const { owner } = platform.db
    // The eighth ballot cannot be written.
    await owner.query(`create function public.fails() returns trigger language plpgsql as $$ begin if (select count(*) from roll.entry where vote_id = new.vote_id and day = new.day and channel = 'paper') > ${before[0].filter((one) => one.endsWith('paper')).length} + 6 then raise exception 'disk full'; end if; return new; end $$;
      create trigger fails before insert on roll.entry for each row execute function public.fails()`)
    const { opener } = await hands(platform)
    await counting(opener, batch).expect(500)
    await owner.query('drop trigger fails on roll.entry; drop function public.fails()')
    expect([await statuses(platform, open.voteId), (await inTheUrn(platform, open.voteId)).length]).toEqual(before)
    expect(await batchOf(opener, batch.id)).toMatchObject({ state: 'balanced', counts: { forms: 10, counted: null } })
    await owner.query(`update consultations.consultation set suspended_at = platform.clock(), suspension_reason = 'Une erreur.' where id = $1`, [open.consultationId])
    await counting(opener, batch).expect(409).expect(problem('consultation.suspended'))
    await owner.query('update consultations.consultation set suspended_at = null, suspension_reason = null where id = $1', [open.consultationId])
    // A batch that comes in meanwhile leaves the day behind.
    const late = await received(opener, kit, 2)
    await counting(opener, batch).expect(409).expect(problem('paper-day.outdated'))
    await open.staff.post(`/api/paper-batches/${late.id}/refusal`).send({ reason: 'Reçu deux fois.' }).expect(201)
    await dayClosed(opener, kit)
    await counting(opener, batch).expect(201)
    expect((await statuses(platform, open.voteId)).length).toBe(before[0].length + 10)
  })

  it('holds the sealing back until it is settled, and is counted in time after the close', async () => {
    const mine = sheets(10)
    const batch = await balancedBatch(platform, kit, mine, (place) => vote(place < 5 ? '01' : '02'), { from: 800 })
    const waiting = await received((await hands(platform)).opener, kit, 1)
    await closeVote(platform)
    const { opener, third } = await hands(platform)
    await open.staff.post(`/api/paper-batches/${waiting.id}/refusal`).send({ reason: 'L’enveloppe est vide.' }).expect(201)
    await dayClosed(opener, kit)
    await counting(third, batch).expect(201).expect(({ body }) => expect(body.counts.counted).toBe(10))
    const late = await received(opener, kit, 1)
    await platform.moveClock('8 days')
    const staff = await signedIn(platform, 'staff')
    await (await hands(platform)).opener.post('/api/paper-batches').send({ kitId: kit.id, centreId: kit.centreId, slip: 1, submissionToken: randomUUID() }).expect(409).expect(problem('paper-batch.too-late'))
    await staff.post(`/api/votes/${open.voteId}/sealing`).expect(409).expect(({ body }) => expect(body.refusals).toEqual([{ code: 'vote.batches-pending', facts: { batches: 1 } }]))
    await expect(platform.db.owner.query(`update consultations.vote set state = 'sealed', sealed_at = platform.clock() where id = $1`, [open.voteId])).rejects.toThrow('vote.batches-pending')
    await staff.post(`/api/paper-batches/${late.id}/refusal`).send({ reason: 'Arrivé trop tard.' }).expect(201)
    const stubs = kit.sheets.slice(0, 10)
    expect((await stubOf(platform, stubs[0]!))?.status).toBe('received')
    await sealVote(platform, { ...open, staff })
    // The stub says what became of it, and leads nowhere any more.
    expect(await Promise.all([...stubs, ...mine].map(async (sheet) => (await stubOf(platform, sheet))?.status))).toEqual(Array.from({ length: 20 }, () => 'counted'))
    const { rows: [left] } = await platform.db.owner.query<{ sheets: number, tied: number, envelopes: number }>(`
      select (select count(*)::integer from inclusion.paper_sheet) as sheets, (select count(entry_id)::integer from roll.stub) as tied, (select count(sheet_id)::integer from inclusion.paper_envelope) as envelopes`)
    expect(left).toEqual({ sheets: 0, tied: 0, envelopes: 0 })
    expect((await batchOf(staff, batch.id)).counts).toMatchObject({ slip: 10, taken: 10, counted: 10 })
    const { text } = await staff.get(`/api/paper-batches/counts.csv?consultationId=${open.consultationId}`).expect(200).expect('content-type', /text\/csv/)
    expect(text.split('\r\n')[0]).toBe('\ufeffconsultation,batch,centre,received,state,settled,slip,found,taken,setAside,absent,forms,share,expanded,drawn,twice,compared,different,disagreements,ruled,voided,counted')
    expect(text).not.toMatch(/o1|Papier[a-j]/)
    const { rows: journal } = await platform.db.owner.query<{ action: string, detail: object }>(`select action, detail from platform.audit_entry where action like 'paper-%' order by id`)
    expect([...new Set(journal.map(({ action }) => action))].sort()).toEqual(['paper-batch.compared', 'paper-batch.counted', 'paper-batch.entered', 'paper-batch.envelopes-closed', 'paper-batch.joined', 'paper-batch.opened', 'paper-batch.received', 'paper-batch.reconciled', 'paper-batch.refused', 'paper-batch.ruled', 'paper-day.closed'])
    expect(JSON.stringify(journal)).not.toMatch(/o1|choice|Papier[a-j]/)
  })
})

describe('answers on paper', () => {
  let platform: TestPlatform
  let asked: OpenQuestionnaire
  let kit: Kit
  beforeAll(async () => {
    platform = await startApp()
    asked = await withQuestionnaireOpen(platform)
    kit = await aKit(platform, { consultationId: asked.id, kind: 'questionnaire', sheets: 60 })
  })
  afterAll(() => platform.stop())

  it('are counted as those of any other door, in one transaction, also after the close', async () => {
    const people = await hands(platform)
    const mine = kit.sheets.slice(0, 14)
    const batch = await received(people.opener, kit, 14)
    for (const [place, sheet] of mine.entries()) await envelope(people.opener, batch, sheet.envelope, {}, somebody(place === 13 ? 12 : place)).expect(201)
    await opened(people.opener, batch).expect(201)
    const { body } = await people.first.get(`/api/paper-batches/${batch.id}/first-entry`).expect(200)
    expect((body as { fields: { key: string, kind: string }[] }).fields.map(({ key, kind }) => `${key} ${kind}`)).toEqual(['moyen codes', 'moyen:other text', 'piste codes', 'envies codes', 'envies:other text', 'mot text'])
    const typed: Record<string, string>[] = [
      { moyen: '02', piste: '05', envies: '01 03', mot: 'Merci.' }, { moyen: '04', 'moyen:other': 'En trottinette' }, { moyen: '01 02' }, { moyen: '99', envies: '01 02 03' }, { moyen: '', envies: '02', mot: 'ILLISIBLE' }, {}, { mot: '' , envies: '00' },
    ]
    const entries = new Map(mine.map(({ form }, place) => [form, typed[place] ?? { moyen: '01', envies: '01' }]))
    for (const [number, entry] of entries) await first(people.first, batch, number, entry).expect(201)
    await closed(people.first, batch).expect(201)
    await dayClosed(people.opener, kit)
    await secondly(people.second, batch, entries, new Map([[mine[0]?.form ?? '', { moyen: '02', piste: '05', envies: '03 01', mot: 'merci' }]]))
    expect(await batchOf(people.opener, batch.id)).toMatchObject({ state: 'balanced', counts: { disagreements: 0, voided: { nothing: 4 } } })
    await pass(platform, '42 days')
    const staff = await signedIn(platform, 'staff')
    const publication = { headline: 'Voici.', nextSteps: 'La suite.', texts: [] }
    await staff.post(`/api/consultations/${asked.id}/questionnaire/publication`).send(publication).expect(409).expect(problem('questionnaire.batches-pending'))
    await platform.db.owner.query(`update consultations.phase set closes_at = platform.clock() - interval '47 hours' where consultation_id = $1 and kind = 'questionnaire'`, [asked.id])
    const again = await hands(platform)
    const answers = await Promise.all([1, 2, 3].map(() => counting(again.third, batch)))
    for (const answer of answers) expect([answer.status, (answer.body as Batch).counts?.counted]).toEqual([201, 10])
    expect(await countOf(platform, 'questionnaire_entry', `consultation_id = $1 and channel = 'paper' and status = 'admitted'`, [asked.id])).toBe(9)
    expect(await countOf(platform, 'answer_sheet', `consultation_id = $1 and state = 'counted'`, [asked.id])).toBe(9)
    const { rows } = await platform.db.owner.query<{ sent: object }>(`select sent from consultations.answer_sheet where consultation_id = $1 and state = 'counted'`, [asked.id])
    expect(rows.map(({ sent }) => JSON.stringify(sent))).toEqual(expect.arrayContaining([
      JSON.stringify({ mot: { text: 'Merci.' }, moyen: { choice: 'o2' }, piste: { value: 5 }, envies: { choices: ['o1', 'o3'] } }), JSON.stringify({ moyen: { other: 'En trottinette', choice: 'other' } }), JSON.stringify({ envies: { choices: ['o2'] } }),
    ]))
    expect(await Promise.all([0, 3, 13].map(async (place) => { const stub = await stubOf(platform, mine[place]!); return [stub?.kind, stub?.status, stub?.reason] }))).toEqual([['questionnaire', 'received', null], ['paper', 'set_aside', 'nothing'], ['questionnaire', 'received', null]])
    // Nothing else comes in after the close.
    await expect(platform.db.owner.query(`insert into consultations.answer_sheet (consultation_id) values ($1)`, [asked.id])).rejects.toThrow('questionnaire.not-open')
    // Others may still be on their way.
    await staff.post(`/api/consultations/${asked.id}/questionnaire/publication`).send(publication).expect(409).expect(problem('questionnaire.paper-admitted'))
    await platform.moveClock('2 hours')
    await (await signedIn(platform, 'staff')).post(`/api/consultations/${asked.id}/questionnaire/publication`).send(publication).expect(202)
    await platform.settle()
    expect((await platform.db.owner.query('select from inclusion.paper_sheet')).rowCount).toBe(0)
  })

  it('too late are refused, and nothing of them is kept for ever', async () => {
    const { rows: [phase] } = await platform.db.owner.query<{ id: string }>(`select id from consultations.phase where consultation_id = $1 and kind = 'questionnaire'`, [asked.id])
    expect(phase?.id).toBeTruthy()
    const { opener } = await hands(platform)
    await opener.post('/api/paper-batches').send({ kitId: kit.id, centreId: kit.centreId, slip: 1, submissionToken: randomUUID() }).expect(409).expect(problem('paper-batch.too-late'))
  })
})
