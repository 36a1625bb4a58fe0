// Appointments: by anybody without an account, by the desk; told when the centre must close, forgotten the day after.
import { randomUUID } from 'node:crypto'
import type TestAgent from 'supertest/lib/agent'
import { withCentres } from '../support/consultations'
import { startApp, type TestPlatform } from '../support/app'
import { signedIn } from '../support/votes'
import { aMediator, centreId, everythingStored, LILLE, ROUBAIX } from './desk'

let platform: TestPlatform
beforeAll(async () => {
  platform = await startApp()
  // Tomorrow morning in Paris: late in the evening nothing is left of today.
  await platform.db.owner.query(`update platform.clock_offset set "offset" = "offset" + ((((platform.clock() at time zone 'Europe/Paris')::date + 1 + time '07:00') at time zone 'Europe/Paris') - platform.clock())`)
  await withCentres(platform)
  await platform.db.owner.query(`update inclusion.centre set opening_hours = 'Mo-Su 00:00-24:00'`)
  await (await signedIn(platform, 'staff')).put(`/api/console/centres/${await centreId(platform)}/appointments`).send(SETTING).expect(200)
})
afterAll(() => platform.stop())
beforeEach(() => platform.db.owner.query('delete from inclusion.appointment'))

const SETTING = { minutes: 30, places: 2, onlineMost: 6, daysAhead: 14 }
const problem = (code: string) => ({ body }: { body: { code?: string } }) => expect(body.code).toBe(code)
const refusal = (code: string, at: string) => ({ body }: { body: { refusals?: { code: string, at: string }[] } }) => expect(body.refusals).toMatchObject([{ code, at }])

interface Offer { minutes: number | null, days: { day: string, slots: { starts: string, free: number }[] }[], formToken: string }
const offer = async (slug = LILLE) => (await platform.stranger().get(`/api/centres/${slug}/appointments`).expect(200)).body as Offer
/** A form that somebody has looked at for three seconds. */
async function form(): Promise<{ formToken: string, day: string, starts: string }> {
  const { formToken, days } = await offer()
  await platform.moveClock('3 seconds')
  const [, tomorrow] = days
  return { formToken, day: tomorrow?.day ?? '', starts: tomorrow?.slots[20]?.starts ?? '' }
}
const book = (body: object, slug = LILLE) => platform.stranger().post(`/api/centres/${slug}/appointments`).send(body)
const desk = async (mediator: TestAgent) => (await mediator.get('/api/appointments').expect(200)).body as { today: string, items: { id: string, starts: string, contact: string | null }[], coming: { id: string, day: string }[], toCall: { id: string, contact: string | null }[], offers: { days: { day: string }[] }[] }

describe('who may ask', () => {
  it('anybody takes an hour; a desk sees its own; staff of the place set it up', async () => {
    const centre = await centreId(platform)
    const [lille, roubaix, staff] = [await aMediator(platform), await aMediator(platform, ROUBAIX), await signedIn(platform, 'staff')]
    for (const [asked, status] of [[platform.stranger(), 401], [await platform.as('citizen'), 403]] as const) {
      await asked.get('/api/appointments').expect(status)
      await asked.post('/api/appointments').send({}).expect(status)
      await asked.post(`/api/appointments/${randomUUID()}/acts`).send({ act: 'came' }).expect(status)
      await asked.get(`/api/console/centres/${centre}/appointments`).expect(status)
      await asked.put(`/api/console/centres/${centre}/appointments`).send(SETTING).expect(status)
      await asked.delete(`/api/console/centres/${centre}/appointments`).expect(status)
    }
    await staff.get('/api/appointments').expect(403)
    await lille.get(`/api/console/centres/${centre}/appointments`).expect(403)
    await (await signedIn(platform, 'staff', { place: '59512' })).get(`/api/console/centres/${centre}/appointments`).expect(404).expect(problem('centre.unknown'))
    await book({ ...await form(), email: 'marie@example.org' }).expect(201)
    const { rows: [made] } = await platform.db.owner.query<{ id: string }>('select id from inclusion.appointment')
    await roubaix.post(`/api/appointments/${made?.id}/acts`).send({ act: 'came' }).expect(403).expect(problem('place.other'))
    await lille.post(`/api/appointments/${randomUUID()}/acts`).send({ act: 'came' }).expect(404).expect(problem('appointment.unknown'))
    await lille.post('/api/appointments').send({ centreId: await centreId(platform, ROUBAIX), day: '2027-01-04', starts: '09:00', token: randomUUID() }).expect(403).expect(problem('place.other'))
    await platform.stranger().get('/api/centres/nowhere/appointments').expect(404).expect(problem('centre.unknown'))
    expect(await offer(ROUBAIX)).toMatchObject({ minutes: null, days: [] })
    await staff.put(`/api/console/centres/${centre}/appointments`).send({ ...SETTING, minutes: 7 }).expect(400)
  })
})

describe('an hour', () => {
  it('is taken without a name, and given back by its code', async () => {
    const wanted = await form()
    const { body } = await book({ ...wanted, need: 'wheelchair', spoken: 'arabe' }).expect(201)
    const code = (body as { code: string }).code
    expect(code).toMatch(/^[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}$/)
    expect((await platform.stranger().post('/api/appointments/code').send({ code: code.toLowerCase().replaceAll('-', ' ') }).expect(200)).body).toMatchObject({ state: 'booked', day: wanted.day, starts: wanted.starts, closed: false, centre: { slug: LILLE } })
    await platform.stranger().post('/api/appointments/code').send({ code: 'AAAA-AAAA-AAAA' }).expect(404).expect(problem('appointment.code-unknown'))
    expect((await platform.stranger().post('/api/appointments/cancellations').send({ code }).expect(200)).body).toMatchObject({ state: 'cancelled' })
    await platform.stranger().post('/api/appointments/cancellations').send({ code }).expect(200)
    expect(await everythingStored(platform)).not.toContain(code.replaceAll('-', ''))
    await book({ ...await form(), name: 'Marie' }).expect(400)
  })

  it('is taken once per form, and only by a form of ours that a person can have filled in', async () => {
    const wanted = await form()
    const answers = await Promise.all(Array.from({ length: 5 }, () => book(wanted)))
    expect(new Set(answers.map(({ body }) => (body as { code?: string }).code)).size).toBe(1)
    expect((await platform.db.owner.query('select from inclusion.appointment')).rowCount).toBe(1)
    const { formToken, days: [, day] } = await offer()
    const quick = { formToken, day: day?.day, starts: day?.slots[3]?.starts }
    await book(quick).expect(422).expect(problem('appointment.too-fast'))
    await platform.moveClock('3 hours')
    await book(quick).expect(422).expect(problem('appointment.form-old'))
    await book({ ...quick, formToken: formToken.replace(/.$/, '!') }).expect(422).expect(problem('appointment.form-missing'))
  })

  it('cannot be one at which nobody receives, and the last place is taken once', async () => {
    const wanted = await form()
    await book({ ...wanted, starts: '09:07' }).expect(422).expect(refusal('appointment.no-such-hour', 'starts'))
    await book({ ...wanted, day: '2020-01-01' }).expect(422).expect(refusal('appointment.no-such-hour', 'starts'))
    await book({ ...wanted, day: '2090-01-02' }).expect(422)
    await book(wanted, ROUBAIX).expect(422).expect(refusal('appointment.not-offered', 'starts'))
    const mediator = await aMediator(platform)
    const centre = await centreId(platform)
    const answers = await Promise.all(Array.from({ length: 6 }, () => mediator.post('/api/appointments').send({ centreId: centre, day: wanted.day, starts: wanted.starts, token: randomUUID() })))
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 201, 422, 422, 422, 422])
    expect(answers.find(({ status }) => status === 422)?.body).toMatchObject({ refusals: [{ code: 'appointment.full', at: 'starts' }] })
    await book(wanted).expect(422).expect(refusal('appointment.full', 'starts'))
  })

  it('of a day is taken on the site by no more than the site gives: the desk keeps the rest', async () => {
    const { day } = await form()
    for (let one = 0; one < 7; one += 1) {
      const { formToken, days } = await offer()
      await platform.moveClock('3 seconds')
      const starts = days.find((at) => at.day === day)?.slots[one]?.starts
      if (one < 6) await book({ formToken, day, starts }).expect(201)
      // Six were taken: the day is shown no more, and refused.
      else await book({ formToken, day, starts: '20:00' }).expect(422).expect(refusal('appointment.day-full', 'starts'))
    }
    const mediator = await aMediator(platform)
    await mediator.post('/api/appointments').send({ centreId: await centreId(platform), day, starts: '20:00', token: randomUUID() }).expect(201)
  })
})

it('shows the desk what was given for the days after, until it is given up', async () => {
  const given = await form()
  await book(given).expect(201)
  const mediator = await aMediator(platform)
  const { items, coming } = await desk(mediator)
  expect(items).toEqual([])
  expect(coming).toMatchObject([{ day: given.day, starts: given.starts }])
  expect((await desk(await aMediator(platform, ROUBAIX))).coming).toEqual([])
  await mediator.post(`/api/appointments/${coming[0]?.id}/acts`).send({ act: 'came' }).expect(409).expect(problem('appointment.wrong-state'))
  await mediator.post(`/api/appointments/${coming[0]?.id}/acts`).send({ act: 'cancelled' }).expect(204)
  expect((await desk(mediator)).coming).toEqual([])
})

it('keeps how to reach somebody encrypted until the day after, then counts alone', async () => {
  const { formToken, days: [today] } = await offer()
  await platform.moveClock('3 seconds')
  await book({ formToken, day: today?.day, starts: today?.slots[1]?.starts, email: 'marie.dubois@example.org' }).expect(201)
  expect(await everythingStored(platform)).not.toContain('marie.dubois')
  const mediator = await aMediator(platform)
  const { items: [one] } = await desk(mediator)
  expect(one).toMatchObject({ contact: 'marie.dubois@example.org', starts: today?.slots[1]?.starts })
  await mediator.post(`/api/appointments/${one?.id}/acts`).send({ act: 'came' }).expect(204)
  await mediator.post(`/api/appointments/${one?.id}/acts`).send({ act: 'missed' }).expect(409).expect(problem('appointment.wrong-state'))
  await platform.settle()
  expect((await platform.db.owner.query(`select from platform.outbox where kind = 'appointment.booked'`)).rowCount).toBeGreaterThan(0)
  await platform.moveClock('25 hours')
  await platform.settle()
  expect((await platform.db.owner.query('select from inclusion.appointment')).rowCount).toBe(0)
  expect((await platform.db.owner.query('select booked, came from inclusion.queue_day where booked > 0 order by day desc limit 1')).rows).toEqual([{ booked: 1, came: 1 }])
})

it('warns whoever booked when the centre closes: by mail with an address, else the desk calls', async () => {
  const centre = await centreId(platform)
  const first = await form()
  const { body: mailed } = await book({ ...first, email: 'marie@example.org', language: 'nl' }).expect(201)
  // A number that nobody can call is told how it is written, not that it has no form.
  expect((await book({ ...await form(), day: first.day, phone: 'abc' }).expect(422)).body.refusals).toEqual([expect.objectContaining({ code: 'phone.number', at: 'phone' })])
  await book({ ...await form(), day: first.day, phone: '03 20 00 00 00' }).expect(201)
  const staff = await signedIn(platform, 'staff')
  await staff.post(`/api/console/centres/${centre}/closures`).send({ from: first.day, to: first.day, reason: 'Travaux' }).expect(201)
  await platform.settle()
  await platform.settle()
  expect((await platform.db.owner.query(`select from platform.outbox where kind = 'appointment.closed'`)).rowCount).toBe(1)
  expect((await platform.stranger().post('/api/appointments/code').send({ code: (mailed as { code: string }).code }).expect(200)).body).toMatchObject({ state: 'cancelled', closed: true })
  expect((await staff.get(`/api/console/centres/${centre}/appointments`).expect(200)).body).toMatchObject({ booked: 1, toCall: 1 })
  const mediator = await aMediator(platform)
  const { toCall: [one, ...others], offers } = await desk(mediator)
  expect(others).toEqual([])
  expect(one).toMatchObject({ contact: '03 20 00 00 00' })
  expect(offers.flatMap(({ days }) => days.map(({ day }) => day))).not.toContain(first.day)
  await mediator.post(`/api/appointments/${one?.id}/acts`).send({ act: 'called' }).expect(204)
  expect((await desk(mediator)).toCall).toEqual([])
  // Nobody can take an hour on that day any more.
  await book({ ...await form(), day: first.day, starts: first.starts }).expect(422).expect(refusal('appointment.no-such-hour', 'starts'))
  await staff.delete(`/api/console/centres/${centre}/appointments`).expect(204)
  expect(await offer()).toMatchObject({ minutes: null, days: [] })
})
