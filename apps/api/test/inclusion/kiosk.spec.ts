// The kiosk door: devices, passes of one use, sessions held by two cookies and no account.
import { randomUUID } from 'node:crypto'
import type TestAgent from 'supertest/lib/agent'
import { aProposal, withProposalsOpen } from '../support/consultations'
import { habilitate, startApp, type TestPlatform } from '../support/app'
import { withQuestionnaireOpen } from '../support/questionnaires'
import { aCivilStatus, approved, castAtCounter, closeVote, inTheRoll, sealVote, signedIn, withVoteOpen, type OpenVote } from '../support/votes'
import { aMediator, asSent, centreId, everythingStored, LILLE, ROUBAIX } from './desk'

let platform: TestPlatform
let open: OpenVote
beforeAll(async () => {
  platform = await startApp()
  open = await withVoteOpen(platform)
})
afterAll(() => platform.stop())

const problem = (code: string) => ({ body }: { body: { code?: string } }) => expect(body.code).toBe(code)
const refusal = (code: string) => ({ body }: { body: { refusals?: { code: string }[] } }) => expect(body.refusals?.map((one) => one.code)).toEqual([code])

interface Pass { id: string, number: number, code: string }

/** A device of a centre, its code typed. */
async function aKiosk(mediator: TestAgent, slug = LILLE, name = 'Borne 1'): Promise<{ device: TestAgent, id: string }> {
  const { body } = await mediator.post('/api/kiosks').send({ centreId: await centreId(platform, slug), name }).expect(201)
  const device = platform.stranger()
  await device.post('/api/kiosks/device').send({ code: (body as { code: string }).code.toLowerCase() }).expect(201).expect(({ body: seen }) => expect(seen).toMatchObject({ state: 'enrolled', name, session: false }))
  return { device, id: (body as { id: string }).id }
}

const wanted = async (consultationId: string, over: object = {}) => ({ consultationId, centreId: await centreId(platform), identity: aCivilStatus(), evidence: 'E2', ...over })
async function aPass(mediator: TestAgent, over: object = {}, consultationId = open.consultationId): Promise<Pass> {
  return (await mediator.post('/api/kiosks/passes').send(await wanted(consultationId, over)).expect(201)).body as Pass
}

/** A session that is open, its notice read. */
async function begin(device: TestAgent, code: string): Promise<void> {
  await device.post('/api/kiosks/session').send({ code }).expect(201)
  await device.put('/api/kiosks/session/notice').send({ version: '1.0', read: true }).expect(204)
}
const cast = (device: TestAgent, choice: string[]) => device.post('/api/kiosks/session/ballots').send({ choice: approved(choice), readBack: true })
const passesOf = async (mediator: TestAgent) => ((await mediator.get('/api/kiosks').expect(200)).body as { passes: (Pass & { state: string, mayCancel: boolean })[] }).passes
const kiosksOf = async (mediator: TestAgent) => ((await mediator.get('/api/kiosks').expect(200)).body as { kiosks: { id: string, state: string, called: boolean }[] }).kiosks

describe('who may ask', () => {
  it('devices and passes are made at a desk, and by nobody else', async () => {
    const centre = await centreId(platform)
    for (const path of ['/api/kiosks', '/api/kiosks/passes']) {
      const body = path.endsWith('passes') ? await wanted(open.consultationId) : { centreId: centre, name: 'Borne 1' }
      await platform.stranger().post(path).send(body).expect(401)
      await (await platform.as('citizen')).post(path).send(body).expect(403).expect(problem('access.forbidden'))
      await open.staff.post(path).send(body).expect(403)
      const mediator = await aMediator(platform)
      await mediator.post(path).send({ ...body, centreId: await centreId(platform, ROUBAIX) }).expect(403).expect(problem('place.other'))
      await mediator.post(path).send({ ...body, centreId: randomUUID() }).expect(404).expect(problem('centre.unknown'))
    }
    await platform.stranger().get('/api/kiosks').expect(401)
    await (await platform.as('citizen')).get('/api/kiosks').expect(403)
  })

  it('what belongs to another centre is neither seen nor changed', async () => {
    const [lille, roubaix] = [await aMediator(platform), await aMediator(platform, ROUBAIX)]
    const { id } = await aKiosk(lille)
    const pass = await aPass(lille)
    expect((await kiosksOf(roubaix)).map((one) => one.id)).not.toContain(id)
    expect((await passesOf(roubaix)).map((one) => one.id)).not.toContain(pass.id)
    await roubaix.delete(`/api/kiosks/${id}`).expect(403).expect(problem('place.other'))
    await roubaix.delete(`/api/kiosks/${id}/call`).expect(403)
    await roubaix.delete(`/api/kiosks/passes/${pass.id}`).expect(403).expect(problem('place.other'))
    for (const path of [`/api/kiosks/${id}`, `/api/kiosks/${id}/call`, `/api/kiosks/passes/${pass.id}`]) {
      await platform.stranger().delete(path).expect(401)
      await (await platform.as('citizen')).delete(path).expect(403)
    }
    await lille.delete(`/api/kiosks/${randomUUID()}`).expect(404).expect(problem('kiosk.unknown'))
    await lille.delete(`/api/kiosks/passes/${randomUUID()}`).expect(404).expect(problem('kiosk-pass.unknown'))
  })

  it('a device that nobody enrolled can do nothing but type a code', async () => {
    const stranger = platform.stranger()
    const mediator = await aMediator(platform)
    for (const asked of [stranger, await platform.as('citizen'), mediator]) {
      await asked.get('/api/kiosks/device').expect(200).expect(({ body }) => expect(body).toEqual({ state: 'unknown', name: null, centre: null, session: false, called: false }))
      await asked.post('/api/kiosks/session').send({ code: (await aPass(mediator)).code }).expect(403).expect(problem('kiosk.unknown-device'))
      await asked.get('/api/kiosks/session').expect(403)
      await asked.post('/api/kiosks/device/call').expect(403)
      await asked.put('/api/kiosks/session/notice').send({ version: '1.0', read: true }).expect(403)
      await asked.get('/api/kiosks/session/draft').expect(403)
      await asked.put('/api/kiosks/session/draft').send({ draft: 'x' }).expect(403)
      await asked.delete('/api/kiosks/session/draft').expect(403)
      await cast(asked, ['o1']).expect(403)
      await asked.post('/api/kiosks/session/questionnaire').send({ answers: {}, readBack: true }).expect(403)
      await asked.post('/api/kiosks/session/supports').send({ proposalId: randomUUID() }).expect(403)
      await asked.post('/api/kiosks/session/proposals').send(aProposal({ submissionToken: randomUUID() })).expect(403)
      await asked.post('/api/kiosks/session/comments').send({ proposalId: randomUUID(), stance: 'for', body: 'Très bien', submissionToken: randomUUID() }).expect(403)
      await asked.delete('/api/kiosks/session').expect(204)
    }
    await platform.stranger().get('/api/kiosks/demonstration').expect(200, { code: null })
  })
})

describe('a device', () => {
  it('is enrolled by a code of a quarter of an hour, once', async () => {
    const mediator = await aMediator(platform)
    const made = (await mediator.post('/api/kiosks').send({ centreId: await centreId(platform), name: 'Borne 2' }).expect(201)).body as { id: string, code: string }
    const tries = await Promise.all(Array.from({ length: 20 }, () => platform.stranger().post('/api/kiosks/device').send({ code: made.code })))
    expect(tries.filter(({ status }) => status === 201)).toHaveLength(1)
    for (const { status, body } of tries) if (status !== 201) expect([status, body.code]).toEqual([422, 'kiosk.code-unknown'])
    const cookie = tries.find(({ status }) => status === 201)?.headers['set-cookie']?.[0] ?? ''
    expect(cookie).toMatch(/_borne=[\w-]{43}; Max-Age=15552000; Path=\/; HttpOnly; SameSite=Strict/)
    expect(await everythingStored(platform)).not.toContain(/=([\w-]{43})/.exec(cookie)?.[1])
    const late = (await mediator.post('/api/kiosks').send({ centreId: await centreId(platform), name: 'Borne 3' }).expect(201)).body as { code: string, id: string }
    await platform.moveClock('16 minutes')
    await platform.stranger().post('/api/kiosks/device').send({ code: late.code }).expect(422).expect(refusal('kiosk.code-unknown'))
    await platform.settle()
    expect((await kiosksOf(await aMediatorAgain())).map(({ id }) => id)).not.toContain(late.id)
  })

  it('that is heard opens the door of the kiosk at its own centre', async () => {
    const mediator = await aMediatorAgain()
    const roubaix = await signedIn(platform, 'mediator', { place: ROUBAIX })
    const doorsOf = async (who: TestAgent) => ((await who.get('/api/desk/doors?account=no&types=no&protective=yes').expect(200)).body as { doors: string[] }).doors
    await platform.moveClock('6 minutes')
    expect(await doorsOf(mediator)).toEqual(['accompanied'])
    const { device } = await aKiosk(mediator)
    // A protective measure is no obstacle: the person does it with their own hands.
    expect(await doorsOf(mediator)).toEqual(['kiosk', 'accompanied'])
    expect(await doorsOf(roubaix)).toEqual(['accompanied'])
    await platform.moveClock('6 minutes')
    expect(await doorsOf(mediator)).toEqual(['accompanied'])
    await device.get('/api/kiosks/device').expect(200)
    expect(await doorsOf(mediator)).toEqual(['kiosk', 'accompanied'])
  })

  it('calls somebody, until somebody came', async () => {
    const mediator = await aMediatorAgain()
    const { device, id } = await aKiosk(mediator)
    const called = async () => (await kiosksOf(mediator)).find((one) => one.id === id)?.called
    expect(await called()).toBe(false)
    await device.post('/api/kiosks/device/call').expect(204)
    expect(await called()).toBe(true)
    // The device says so itself, also before anybody typed a code.
    await device.get('/api/kiosks/device').expect(200).expect(({ body }) => expect(body).toMatchObject({ session: false, called: true }))
    await mediator.delete(`/api/kiosks/${id}/call`).expect(204)
    expect(await called()).toBe(false)
    await device.get('/api/kiosks/device').expect(200).expect(({ body }) => expect(body).toMatchObject({ called: false }))
  })

  it('that is withdrawn in the middle of a session takes nothing more', async () => {
    const mediator = await aMediatorAgain()
    const { device, id } = await aKiosk(mediator)
    await begin(device, (await aPass(mediator, { identity: aCivilStatus({ birthSurname: 'Retiree' }) })).code)
    await cast(device, ['o1']).expect(201)
    await mediator.delete(`/api/kiosks/${id}`).expect(204)
    await mediator.delete(`/api/kiosks/${id}`).expect(204)
    await cast(device, ['o2']).expect(403).expect(problem('kiosk.withdrawn'))
    await device.get('/api/kiosks/session').expect(403)
    await device.post('/api/kiosks/session').send({ code: (await aPass(mediator)).code }).expect(403)
    await device.get('/api/kiosks/device').expect(200).expect(({ body }) => expect(body).toMatchObject({ state: 'withdrawn', session: false }))
    expect(await keysOfKiosks()).toEqual([])
  })

  it('is refused by the database too', async () => {
    const mediator = await aMediatorAgain()
    const { device, id } = await aKiosk(mediator)
    await begin(device, (await aPass(mediator)).code)
    const act = `update inclusion.assisted_session set acts = acts + 1 where mode = 'kiosk' and k0 is not null`
    await platform.db.owner.query('update inclusion.kiosk set withdrawn_at = platform.clock() where id = $1', [id])
    await expect(platform.db.owner.query(act)).rejects.toThrow('kiosk.withdrawn')
    await platform.db.owner.query('update inclusion.kiosk set withdrawn_at = null where id = $1', [id])
    await platform.db.owner.query(`update inclusion.assisted_session set notice_version = null where mode = 'kiosk' and k0 is not null`)
    await expect(platform.db.owner.query(act)).rejects.toThrow('kiosk.notice-unread')
    await expect(platform.db.owner.query(`insert into inclusion.kiosk_pass (consultation_id, centre_id, issued_by, number, evidence, code_hash, expires_at, k0, conventional_date, municipality_code, age_band)
      values ($1, $2, $3, 400, 'E2', sha256('x'), platform.clock(), substring(sha256('x') for 16), false, '59350', '25-39')`, [open.consultationId, await centreId(platform), randomUUID()])).rejects.toThrow('nobody is habilitated')
    await device.delete('/api/kiosks/session').expect(204)
  })
})

const aMediatorAgain = () => signedIn(platform, 'mediator', { place: LILLE })
const keysOfKiosks = async () => (await platform.db.owner.query(`select id from inclusion.assisted_session where mode = 'kiosk' and num_nonnulls(k0, municipality_code, age_band, expires_at) > 0
  union all select id from inclusion.kiosk_pass where state not in ('issued', 'in-use') and num_nonnulls(k0, code_hash, expires_at, municipality_code, age_band, session_id, kiosk_id, session_hash, ends_at, draft) > 0`)).rows

describe('a pass', () => {
  it('is the same answer whoever the person is, and keeps no name', async () => {
    const mediator = await aMediatorAgain()
    const people = [aCivilStatus({ birthSurname: 'Nouvellecanari' }), aCivilStatus({ birthSurname: 'Papiercanari' }), aCivilStatus({ birthSurname: 'Comptoircanari' })]
    await castAtCounter(platform, open, people[1] ?? aCivilStatus(), 'paper', 'E1', ['o1'])
    await castAtCounter(platform, open, people[2] ?? aCivilStatus(), 'on_behalf', 'E2', ['o1'])
    const answers = []
    const { device } = await aKiosk(mediator)
    for (const identity of people) {
      const made = await mediator.post('/api/kiosks/passes').send(await wanted(open.consultationId, { identity, evidence: 'E1' }))
      const { id, number, code } = made.body as Pass
      const opened = await device.post('/api/kiosks/session').send({ code })
      await device.put('/api/kiosks/session/notice').send({ version: '1.0', read: true }).expect(204)
      const entered = await cast(device, ['o2'])
      await device.delete('/api/kiosks/session').expect(204)
      const own = new RegExp(`${id}|"number":${number}|${code}|_(borne|passage)=[\\w-]+|"expiresInSeconds":\\d+`, 'g')
      answers.push([made, opened, entered].map((answer) => asSent(answer, own).replace(own, '')).join('\n').replace(/"content-length","\d+"/g, ''))
    }
    expect(answers[0]).toMatch(/^\[201/)
    expect(new Set(answers).size).toBe(1)
    expect(await everythingStored(platform)).not.toMatch(/canari/i)
    const statuses = (await inTheRoll(platform, open.voteId)).map(({ status, channel }) => `${status} ${channel}`)
    expect(statuses.filter((one) => one === 'contested kiosk')).toHaveLength(2)
  })

  it('refuses plainly what depends only on what was typed', async () => {
    const mediator = await aMediatorAgain()
    const refused = async (over: object) => ((await mediator.post('/api/kiosks/passes').send(await wanted(open.consultationId, over)).expect(422)).body as { refusals: { code: string }[] }).refusals.map(({ code }) => code)
    expect(await refused({ identity: aCivilStatus({ birthDate: '2020-01-02' }) })).toEqual(['eligibility.too-young'])
    expect(await refused({ identity: aCivilStatus({ birthSurname: '--' }), evidence: 'E0' })).toEqual(['mode.evidence', 'civil-status.birth-surname'])
    await mediator.post('/api/kiosks/passes').send(await wanted(randomUUID())).expect(404).expect(problem('consultation.unknown'))
  })

  it('opens one session, however many type it at once', async () => {
    const mediator = await aMediatorAgain()
    const { code } = await aPass(mediator)
    const { device, id } = await aKiosk(mediator)
    const others = await Promise.all(Array.from({ length: 4 }, (_, index) => aKiosk(mediator, LILLE, `Course ${index}`)))
    const devices = [device, ...others.map((one) => one.device)]
    const tries = await Promise.all(Array.from({ length: 200 }, (_, index) => (devices[index % devices.length] ?? device).post('/api/kiosks/session').send({ code })))
    expect(tries.filter(({ status }) => status === 201)).toHaveLength(1)
    for (const { status, body } of tries) if (status !== 201) expect([status, body.code]).toEqual([422, 'kiosk-pass.unknown'])
    expect((await platform.db.owner.query(`select count(*)::integer as n from inclusion.assisted_session where mode = 'kiosk' and k0 is not null`)).rows[0]).toEqual({ n: expect.any(Number) })
    for (const one of [id, ...others.map((other) => other.id)]) await mediator.delete(`/api/kiosks/${one}`).expect(204)
  }, 60_000)

  it.each<[string, (pass: Pass, mediator: TestAgent) => Promise<unknown>]>([
    ['was cancelled', (pass, mediator) => mediator.delete(`/api/kiosks/passes/${pass.id}`).expect(204)],
    ['is two hours old', async () => platform.moveClock('2 hours 1 minute')],
    ['was used', async (pass, mediator) => {
      const { device } = await aKiosk(mediator, LILLE, 'Une autre')
      await device.post('/api/kiosks/session').send({ code: pass.code }).expect(201)
      await device.delete('/api/kiosks/session').expect(204)
    }],
    ['was made by somebody who holds this desk no more', async () => platform.db.owner.query(`update inclusion.habilitation set state = 'suspended', reason = 'Pour voir' where state = 'validated'`)],
  ])('that %s opens nothing, and is not told from one that never was', async (_what, then) => {
    const mediator = await aMediatorAgain()
    const pass = await aPass(mediator)
    const { device } = await aKiosk(mediator)
    await then(pass, mediator)
    const [never, this_] = [await device.post('/api/kiosks/session').send({ code: '0000-0000' }), await device.post('/api/kiosks/session').send({ code: pass.code })]
    const bare = (text: string) => text.replace(/urn:uuid:[\w-]+/, '')
    expect([this_.status, bare(this_.text)]).toEqual([422, bare(never.text)])
    await platform.db.owner.query(`update inclusion.habilitation set state = 'validated', reason = '' where state = 'suspended'`)
  })

  it('of another centre opens nothing', async () => {
    const [lille, roubaix] = [await aMediatorAgain(), await signedIn(platform, 'mediator', { place: ROUBAIX })]
    const { device } = await aKiosk(roubaix, ROUBAIX)
    await device.post('/api/kiosks/session').send({ code: (await aPass(lille)).code }).expect(422).expect(refusal('kiosk-pass.unknown'))
  })

  it('is followed on one screen, twelve at once, without a name', async () => {
    const mediator = await aMediatorAgain()
    const before = (await passesOf(mediator)).length
    const made = await Promise.all(Array.from({ length: 12 }, (_, index) => aPass(mediator, { identity: aCivilStatus({ birthSurname: `Atelier${String.fromCharCode(65 + index)}` }) })))
    expect(new Set(made.map(({ number }) => number)).size).toBe(12)
    const { device } = await aKiosk(mediator)
    await begin(device, made[0]?.code ?? '')
    await mediator.delete(`/api/kiosks/passes/${made[1]?.id}`).expect(204)
    const seen = await passesOf(mediator)
    expect(seen).toHaveLength(before + 12)
    const stateOf = (pass?: Pass) => seen.find(({ id }) => id === pass?.id)
    expect([stateOf(made[0]), stateOf(made[1]), stateOf(made[2])]).toMatchObject([{ state: 'in-use', mayCancel: true }, { state: 'cancelled', mayCancel: false }, { state: 'issued', mayCancel: true }])
    expect(Object.keys(seen[0] ?? {}).sort()).toEqual(['centreId', 'id', 'mayCancel', 'number', 'state'])
    await device.delete('/api/kiosks/session').expect(204)
    expect((await passesOf(mediator)).find(({ id }) => id === made[0]?.id)).toMatchObject({ state: 'finished' })
  })

  it('is made by volunteers too, who enter for nobody', async () => {
    const { agent, accountId } = await platform.person('citizen', { named: 'Bénévole' })
    await habilitate(platform.db, platform.app, accountId, LILLE, { kind: 'volunteer' })
    await agent.post('/api/sessions').send({ email: (await platform.person('citizen', { named: 'Bénévole' })).email, password: 'une phrase assez longue' }).expect(201)
    await platform.giveCode(agent, accountId)
    const { code } = await aPass(agent)
    const { device } = await aKiosk(agent)
    await begin(device, code)
    await cast(device, ['o1']).expect(201)
    await device.delete('/api/kiosks/session').expect(204)
  })
})

describe('a session', () => {
  it('asks for the notice first, then takes what the person does', async () => {
    const mediator = await aMediatorAgain()
    const { device } = await aKiosk(mediator)
    const pass = await aPass(mediator, { identity: aCivilStatus({ birthSurname: 'Lenotice' }) })
    const opened = await device.post('/api/kiosks/session').send({ code: ` ${pass.code.toLowerCase().replace('-', ' ')} ` }).expect(201)
    expect(opened.headers['set-cookie']?.[1]).toMatch(/_passage=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict$/)
    expect(opened.headers['cache-control']).toBe('no-store')
    expect(opened.body).toEqual({
      kiosk: 'Borne 1', consultation: { id: open.consultationId, slug: open.slug, title: 'Rafraîchir nos places' }, centre: { id: await centreId(platform), slug: LILLE, name: 'Centre Lille' }, may: ['ballot'], voteId: open.voteId,
      entered: { proposals: 0, supports: 0, ballots: 0, comments: 0, questionnaires: 0, signatures: 0, amendments: 0, reports: 0 }, noticeVersion: '1.0', noticeRead: false, called: false, expiresInSeconds: expect.any(Number),
    })
    await cast(device, ['o1']).expect(409).expect(problem('kiosk.notice-unread'))
    await device.put('/api/kiosks/session/notice').send({ version: '0.1', read: true }).expect(409).expect(problem('kiosk.notice-outdated'))
    await device.put('/api/kiosks/session/notice').send({ version: '1.0', read: true }).expect(204)
    const { body: first } = await cast(device, ['o1']).expect(201)
    expect(first).toEqual({ receipt: expect.stringMatching(/^[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}$/), status: 'received' })
    // The same person corrects it while the session lasts.
    const before = (await inTheRoll(platform, open.voteId)).length
    await cast(device, ['o2']).expect(201)
    expect((await inTheRoll(platform, open.voteId))).toHaveLength(before)
    const { rows } = await platform.db.owner.query(`select e.channel, e.evidence, s.mode, s.mediator_id is not null as desk from roll.entry e join inclusion.assisted_session s on s.id = e.assistance_id where s.k0 is not null`)
    expect(rows).toEqual([{ channel: 'kiosk', evidence: 'E2', mode: 'kiosk', desk: true }])
    await device.delete('/api/kiosks/session').expect(204).expect(({ headers }) => expect(String(headers['set-cookie'])).toMatch(/_passage=; Max-Age=0/))
    await cast(device, ['o3']).expect(409).expect(problem('kiosk.session-ended'))
    expect(await keysOfKiosks()).toEqual([])
  })

  it('is nobody’s at the desk: not even who made the pass can enter in it, read it or end it', async () => {
    const mediator = await aMediatorAgain()
    const { device } = await aKiosk(mediator)
    await begin(device, (await aPass(mediator)).code)
    const { rows: [session] } = await platform.db.owner.query<{ id: string }>(`select id from inclusion.assisted_session where mode = 'kiosk' and k0 is not null`)
    const there = `/api/assisted-sessions/${session?.id}`
    await mediator.get(there).expect(404)
    await mediator.post(`${there}/ballots`).send({ choice: approved(['o1']), readBack: true }).expect(404)
    await mediator.post(`${there}/reports`).send({ proposalId: randomUUID(), reason: 'other' }).expect(404)
    await mediator.delete(there).expect(404)
    await device.get('/api/kiosks/session').expect(200)
    await device.delete('/api/kiosks/session').expect(204)
  })

  it('is one at a time on one device: whoever begins last is there', async () => {
    const mediator = await aMediatorAgain()
    const { device, id } = await aKiosk(mediator)
    const passes = await Promise.all(Array.from({ length: 6 }, () => aPass(mediator)))
    const begun = await Promise.all(passes.map(({ code }) => device.post('/api/kiosks/session').send({ code })))
    // Whoever was overtaken before the answer is told that it is over; nobody meets a fault.
    expect(begun.map(({ status }) => status).filter((status) => status !== 201 && status !== 409)).toEqual([])
    expect(begun.filter(({ status }) => status === 201).length).toBeGreaterThanOrEqual(1)
    expect((await platform.db.owner.query('select id from inclusion.kiosk_pass where kiosk_id = $1', [id])).rows).toHaveLength(1)
    await mediator.delete(`/api/kiosks/${id}`).expect(204)
  })

  it('is held by both secrets, of the same device', async () => {
    const mediator = await aMediatorAgain()
    const [one, other] = [await aKiosk(mediator), await aKiosk(mediator, LILLE, 'Borne 2')]
    const cookiesOf = ({ headers }: { headers: Record<string, unknown> }) => (headers['set-cookie'] as string[]).map((cookie) => cookie.split(';')[0] ?? '')
    const [device = '', session = ''] = cookiesOf(await one.device.post('/api/kiosks/session').send({ code: (await aPass(mediator)).code }).expect(201))
    const [elsewhere = ''] = cookiesOf(await other.device.post('/api/kiosks/session').send({ code: (await aPass(mediator)).code }).expect(201))
    for (const cookie of [elsewhere + '; ' + session, `${device.slice(0, -1)}x; ${session}`, device]) {
      const status = (await platform.stranger().get('/api/kiosks/session').set('cookie', cookie)).status
      expect([403, 409]).toContain(status)
    }
    await platform.stranger().get('/api/kiosks/session').set('cookie', `${device}; ${session}`).expect(200)
    await platform.stranger().delete('/api/kiosks/session').set('cookie', `${elsewhere}; ${session}`).expect(204)
    await one.device.get('/api/kiosks/session').expect(200)
    // Somebody else begins at the same device: whoever was there is there no more.
    await one.device.post('/api/kiosks/session').send({ code: (await aPass(mediator)).code }).expect(201)
    await platform.stranger().get('/api/kiosks/session').set('cookie', `${device}; ${session}`).expect(409).expect(problem('kiosk.session-ended'))
    await one.device.delete('/api/kiosks/session').expect(204)
    await other.device.delete('/api/kiosks/session').expect(204)
  })

  it('left alone ends after three minutes, used after thirty', async () => {
    const mediator = await aMediatorAgain()
    const { device } = await aKiosk(mediator)
    await begin(device, (await aPass(mediator)).code)
    for (let minutes = 0; minutes < 28; minutes += 2) {
      await platform.moveClock('2 minutes')
      await device.get('/api/kiosks/session').expect(200)
    }
    await platform.moveClock('2 minutes 30 seconds')
    await device.get('/api/kiosks/session').expect(409).expect(problem('kiosk.session-ended'))
    await begin(device, (await aPass(await aMediatorAgain())).code)
    await platform.moveClock('3 minutes 1 second')
    await cast(device, ['o1']).expect(409).expect(problem('kiosk.session-ended'))
    await platform.settle()
    expect(await keysOfKiosks()).toEqual([])
  })

  it('keeps what is read back sealed, for its own browser, until it is over', async () => {
    const mediator = await aMediatorAgain()
    const { device } = await aKiosk(mediator)
    await begin(device, (await aPass(mediator)).code)
    await device.get('/api/kiosks/session/draft').expect(200, { draft: null })
    await device.put('/api/kiosks/session/draft').send({ draft: 'brouilloncanari' }).expect(204)
    await device.get('/api/kiosks/session/draft').expect(200, { draft: 'brouilloncanari' })
    expect(await everythingStored(platform)).not.toContain('brouilloncanari')
    expect(await everythingStored(platform)).not.toContain(Buffer.from('brouilloncanari').toString('hex'))
    await device.delete('/api/kiosks/session/draft').expect(204)
    await device.get('/api/kiosks/session/draft').expect(200, { draft: null })
    await device.put('/api/kiosks/session/draft').send({ draft: 'encore' }).expect(204)
    await device.delete('/api/kiosks/session').expect(204)
    expect(await keysOfKiosks()).toEqual([])
  })
})

describe('what is left', () => {
  it('the journal says that it happened, where and for what: no answer, no person, no device of a participation', async () => {
    const { rows } = await platform.db.owner.query<{ action: string, actor: boolean, subject: string, detail: Record<string, unknown> }>(`
      select action, actor_id is not null as actor, subject_kind as subject, detail from platform.audit_entry where action ~ 'kiosk' or detail ->> 'mode' = 'kiosk'`)
    expect(new Set(rows.map(({ action }) => action))).toEqual(new Set(['kiosk.made', 'kiosk.enrolled', 'kiosk.withdrawn', 'kiosk-pass.issued', 'kiosk-pass.cancelled', 'kiosk-session.opened', 'kiosk-session.ended']))
    for (const { action, actor, subject, detail } of rows) {
      expect(subject).toBe('centre')
      expect(Object.keys(detail).every((key) => ['kiosk', 'consultationId'].includes(key))).toBe(true)
      if (/session|enrolled/.test(action)) expect(actor).toBe(false)
    }
  })

  it('once sealed, nothing in the roll leads to a session, nor a session to a person', async () => {
    const tied = async () => (await platform.db.owner.query<{ n: number }>(`
      select count(*)::integer as n from inclusion.assisted_session s where s.mode = 'kiosk' and (exists (select from roll.entry e where e.assistance_id = s.id) or exists (select from roll.sealed_entry e where e.assistance_id = s.id))`)).rows[0]?.n
    expect(await tied()).toBeGreaterThan(2)
    await platform.db.owner.query(`update roll.entry set status = 'rejected' where status = 'contested'`)
    await closeVote(platform)
    await sealVote(platform, open)
    const { rows: sealed } = await platform.db.owner.query<{ assistance_id: string | null }>(`select assistance_id from roll.sealed_entry where vote_id = $1 and channel = 'kiosk'`, [open.voteId])
    expect(sealed.length).toBeGreaterThan(2)
    expect(sealed.every(({ assistance_id: tie }) => tie === null)).toBe(true)
    expect(await tied()).toBe(0)
    const { rows: passes } = await platform.db.owner.query('select id from inclusion.kiosk_pass where num_nonnulls(k0, session_id, code_hash) > 0')
    expect(passes).toEqual([])
  })
})

describe('the other things that a person does there', () => {
  it('answers a questionnaire, corrects the answers, and the tie ends with the publication', async () => {
    const asked = await withQuestionnaireOpen(platform)
    const mediator = await aMediatorAgain()
    const { device } = await aKiosk(mediator)
    await begin(device, (await aPass(mediator, {}, asked.id)).code)
    await device.post('/api/kiosks/session/questionnaire').send({ answers: { moyen: { choice: 'o1' }, mot: { text: 'Merci' } }, readBack: true }).expect(201)
    await device.post('/api/kiosks/session/questionnaire').send({ answers: { moyen: { choice: 'o1' }, mot: { text: 'Merci' } }, readBack: true }).expect(201)
    const ties = async () => (await platform.db.owner.query<{ channel: string, tied: boolean }>('select channel, assistance_id is not null as tied from consultations.questionnaire_entry where consultation_id = $1', [asked.id])).rows
    expect(await ties()).toEqual([{ channel: 'kiosk', tied: true }])
    await platform.db.owner.query(`insert into consultations.questionnaire_publication (consultation_id, headline, next_steps, texts, result) values ($1, 'Voilà', 'Ensuite', '{}', '{}')`, [asked.id])
    expect(await ties()).toEqual([{ channel: 'kiosk', tied: false }])
  })

  it('proposes, supports and comments, with no tie to the session at all', async () => {
    const staff = await signedIn(platform, 'staff')
    const made = await withProposalsOpen(platform, staff)
    const mediator = await aMediatorAgain()
    const { device } = await aKiosk(mediator)
    await begin(device, (await aPass(mediator, {}, made.id)).code)
    await device.get('/api/kiosks/session').expect(200).expect(({ body }) => expect((body as { may: string[] }).may).toEqual(['proposal', 'support', 'comment']))
    const receipt = (await device.post('/api/kiosks/session/proposals').send(aProposal({ submissionToken: randomUUID() })).expect(201)).body as { receipt: string }
    await platform.stranger().get(`/api/receipts/${receipt.receipt}`).expect(200)
    const { rows: [proposal] } = await platform.db.owner.query<{ id: string, assistance_id: string | null, channel: string }>('select id, assistance_id, channel from consultations.proposal where consultation_id = $1', [made.id])
    expect(proposal).toMatchObject({ assistance_id: null, channel: 'kiosk' })
    await device.post('/api/kiosks/session/supports').send({ proposalId: proposal?.id }).expect(201)
    await device.post('/api/kiosks/session/comments').send({ proposalId: proposal?.id, stance: 'for', body: 'Un banc de plus.', submissionToken: randomUUID() }).expect(201)
    const { rows } = await platform.db.owner.query('select channel, assistance_id from consultations.support where proposal_id = $1', [proposal?.id])
    expect(rows).toEqual([{ channel: 'kiosk', assistance_id: null }])
    await device.delete('/api/kiosks/session').expect(204)
  })
})
