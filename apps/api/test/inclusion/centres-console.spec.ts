import type TestAgent from 'supertest/lib/agent'
import { startApp, type TestPlatform } from '../support/app'

interface Centre { id: string, slug: string, name: string, revision: number, openingHours: string, week: { opens: string, closes: string }[][] | null, weeklyHours: number, closures: { id: string, reason: string }[], stops: { id: string, day: string }[], edited: string[], active: boolean, serves: { code: string }[] }

let platform: TestPlatform
let metropolis: TestAgent
let roubaix: TestAgent
let tourcoing: TestAgent
beforeAll(async () => {
  platform = await startApp()
  metropolis = await platform.as('staff')
  roubaix = await platform.as('staff', { place: '59512' })
  tourcoing = await platform.as('staff', { place: '59599' })
})
afterAll(() => platform.stop())

const sheet = (over: Record<string, unknown> = {}): Record<string, unknown> => ({
  name: 'Maison du numérique', organisation: 'Centre social', municipalityCode: '59512', address: '27 rue du Coq français', complement: '', postalCode: '59100', latitude: 50.69, longitude: 3.17, phone: '03 53 01 02 02', emails: [], websites: ['https://example.org'],
  bookingUrl: '', accessSheetUrl: '', access: 'Rampe.', accessibility: ['step-free', 'lift'], languages: ['français'], serves: [], mobile: false, services: ['Aide aux démarches administratives'], specificCare: ['Surdité'], audiences: [], accessModes: ['Se présenter'],
  supportModes: [], fees: ['Gratuit'], summary: '', kiosks: 4, headphones: 2, printers: 1, ...over,
})
const make = async (over: Record<string, unknown> = {}, agent = metropolis): Promise<Centre> => (await agent.post('/api/console/centres').send(sheet(over)).expect(201)).body as Centre
const read = async ({ id }: Centre): Promise<Centre> => (await metropolis.get(`/api/console/centres/${id}`).expect(200)).body as Centre
const inDays = async (days: number): Promise<string> => (await platform.db.owner.query<{ day: string }>('select (platform.today() + $1::integer)::text as day', [days])).rows[0]?.day ?? ''
const week = (days: Record<number, string[]>) => Array.from({ length: 7 }, (_, day) => ({ ranges: (days[day] ?? []).map((range) => ({ opens: range.slice(0, 5), closes: range.slice(6) })) }))
const codes = (body: { refusals: { code: string, at: string }[] }): string[] => body.refusals.map(({ code, at }) => `${code}@${at}`)

describe('keeping centres up', () => {
  it('is for staff, each commune its own; the metropolis keeps the network', async () => {
    const centre = await make()
    const paths: [method: 'get' | 'post' | 'put' | 'delete', path: string, body?: object][] = [
      ['get', ''], ['put', '', { ...sheet(), revision: centre.revision }], ['put', '/hours', { revision: 1, week: week({}), remarks: [] }], ['post', '/closures', { from: await inDays(1), to: await inDays(1), reason: 'Fête' }],
      ['post', '/stops', { day: await inDays(1), opens: '09:00', closes: '10:00', place: 'Place', municipalityCode: '59599' }], ['put', '/activation', { active: false }], ['delete', `/closures/${centre.id}`], ['delete', `/stops/${centre.id}`],
    ]
    for (const [method, path, body] of paths) {
      const at = `/api/console/centres/${centre.id}${path}`
      await platform.stranger()[method](at).send(body).expect(401)
      await (await platform.as('citizen'))[method](at).send(body).expect(403)
      await (await platform.as('guardian'))[method](at).send(body).expect(403)
      expect((await tourcoing[method](at).send(body).expect(404)).body.code).toBe('centre.unknown')
    }
    await platform.stranger().get('/api/console/centres').expect(401)
    await platform.stranger().post('/api/console/centres').send(sheet()).expect(401)
    expect((await tourcoing.post('/api/console/centres').send(sheet()).expect(403)).body.code).toBe('place.other')
    expect((await roubaix.get('/api/console/centres').expect(200)).body.items.map(({ slug }: Centre) => slug)).toContain(centre.slug)
    expect((await tourcoing.get('/api/console/centres').expect(200)).body).toMatchObject({ items: [], total: 0 })
    // Nor does a commune give one away, or take one.
    expect((await roubaix.put(`/api/console/centres/${centre.id}`).send({ ...sheet({ municipalityCode: '59599' }), revision: centre.revision }).expect(403)).body.code).toBe('place.other')
    await roubaix.put(`/api/console/centres/${centre.id}`).send({ ...sheet({ name: 'Un autre nom' }), revision: centre.revision }).expect(200)
  })

  it('says each field that cannot be, and writes nothing', async () => {
    const before = (await metropolis.get('/api/console/centres').expect(200)).body.total as number
    const refused = async (over: Record<string, unknown>, status = 422) => codes((await metropolis.post('/api/console/centres').send(sheet(over)).expect(status)).body)
    expect(await refused({ websites: ['javascript:alert(1)'], bookingUrl: 'data:x' })).toEqual(['centre.link-unsafe@bookingUrl', 'centre.link-unsafe@websites'])
    expect(await refused({ longitude: null })).toEqual(['centre.half-a-point@longitude'])
    expect(await refused({ municipalityCode: '75056' })).toEqual(['municipality.unknown@municipalityCode'])
    expect(await refused({ services: ['Poterie'] }, 400)).toEqual(['field.is-in@services'])
    expect(await refused({ kiosks: 1000 }, 400)).toEqual(['field.max@kiosks'])
    expect((await metropolis.get('/api/console/centres').expect(200)).body.total).toBe(before)
  })

  it('refuses a change made on a page that somebody else changed', async () => {
    const centre = await make({ name: 'Deux à la fois' })
    const answers = await Promise.all(['Le premier', 'Le second'].map((name) => metropolis.put(`/api/console/centres/${centre.id}`).send({ ...sheet({ name }), revision: centre.revision })))
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409])
    expect(answers.find(({ status }) => status === 409)?.body.code).toBe('centre.changed-meanwhile')
  })

  it('finds them by words, commune and what is missing', async () => {
    const list = async (query: object) => ((await metropolis.get('/api/console/centres').query(query).expect(200)).body.items as Centre[]).map(({ name }) => name)
    await make({ name: 'Médiathèque du 100 % lac', municipalityCode: '59009', phone: '' })
    expect(await list({ q: 'mediatheque' })).toEqual(['Médiathèque du 100 % lac'])
    expect(await list({ q: '0 % l' })).toEqual(['Médiathèque du 100 % lac'])
    expect(await list({ municipality: '59009', state: 'incomplete' })).toEqual(['Médiathèque du 100 % lac'])
    expect(await list({ municipality: '59009', state: 'inactive' })).toEqual([])
  })
})

describe('hours', () => {
  it('are a week in plain words; the notation comes from it, and citizens read it', async () => {
    const centre = await make({ name: 'Horaires' })
    const { body } = await metropolis.put(`/api/console/centres/${centre.id}/hours`).send({ revision: centre.revision, week: week({ 0: ['09:00-12:00', '14:00-18:00'], 1: ['09:00-12:00', '14:00-18:00'], 5: ['10:00-12:00'] }), closedOnHolidays: true, remarks: ['Premier samedi du mois'] }).expect(200)
    expect(body).toMatchObject({ openingHours: 'Mo,Tu 09:00-12:00,14:00-18:00; Sa 10:00-12:00; PH off', weeklyHours: 16, closedOnHolidays: true, hours: ['Premier samedi du mois'] })
    expect((await platform.stranger().get(`/api/centres/${centre.slug}`).expect(200)).body.week[5]).toEqual([{ opens: '10:00', closes: '12:00' }])
  })

  it('that a week cannot say are taken in the notation, and nothing that is not one', async () => {
    const centre = await make({ name: 'Notation' })
    const put = (openingHours: string, revision: number) => metropolis.put(`/api/console/centres/${centre.id}/hours`).send({ revision, openingHours, remarks: [] })
    expect(codes((await put('tous les jours', centre.revision).expect(422)).body)).toEqual(['centre.hours-unreadable@openingHours'])
    expect((await put('Sep-Jun Mo-Fr 09:00-12:00', centre.revision).expect(200)).body).toMatchObject({ week: null, openingHours: 'Sep-Jun Mo-Fr 09:00-12:00' })
  })

  it('that cannot be are said with their day', async () => {
    const centre = await make({ name: 'Chevauche' })
    const { body } = await metropolis.put(`/api/console/centres/${centre.id}/hours`).send({ revision: centre.revision, week: week({ 2: ['12:00-09:00'], 4: ['09:00-12:00', '11:00-14:00'] }), remarks: [] }).expect(422)
    expect(codes(body)).toEqual(['hours.ends-before-start@week.2', 'hours.overlap@week.4'])
    expect((await read(centre)).openingHours).toBe('')
  })
})

describe('closures and stops', () => {
  it('close it at once, are told, and can be taken back', async () => {
    const centre = await make({ name: 'Fermé bientôt' })
    await metropolis.put(`/api/console/centres/${centre.id}/hours`).send({ revision: centre.revision, openingHours: '24/7', remarks: [] }).expect(200)
    const close = (from: string, to: string, reason = 'Inventaire') => metropolis.post(`/api/console/centres/${centre.id}/closures`).send({ from, to, reason })
    expect(codes((await close(await inDays(2), await inDays(1)).expect(422)).body)).toEqual(['centre.closure-ends-before-start@to'])
    expect(codes((await close(await inDays(2), await inDays(900)).expect(422)).body)).toEqual(['centre.closure-too-long@to'])
    expect(codes((await close('2027-02-30', '2027-02-30').expect(422)).body)).toEqual(['field.date@from', 'field.date@to'])
    await close(await inDays(0), await inDays(1)).expect(201)
    expect((await close(await inDays(0), await inDays(1)).expect(409)).body.code).toBe('centre.closure-known')
    const shown = async () => (await platform.stranger().get(`/api/centres/${centre.slug}`).expect(200)).body
    expect((await shown()).standing).toMatchObject({ state: 'closed', closure: { reason: 'Inventaire' } })
    const [closure] = (await read(centre)).closures
    await metropolis.delete(`/api/console/centres/${centre.id}/closures/${closure?.id}`).expect(204)
    await metropolis.delete(`/api/console/centres/${centre.id}/closures/${closure?.id}`).expect(404)
    expect((await shown()).standing.state).toBe('open')
  })

  it('are where a mobile one stands: in one place at a time, and whoever lives there is received', async () => {
    const fixed = await make({ name: 'Fixe' })
    const bus = await make({ name: 'Bus', mobile: true })
    const day = await inDays(3)
    const stop = (over: object = {}, id = bus.id) => metropolis.post(`/api/console/centres/${id}/stops`).send({ day, opens: '09:00', closes: '12:00', place: 'Place', municipalityCode: '59355', ...over })
    expect((await stop({}, fixed.id).expect(422)).body.code).toBe('centre.not-mobile')
    expect(codes((await stop({ closes: '09:00', municipalityCode: '75056' }).expect(422)).body)).toEqual(['hours.ends-before-start@closes', 'municipality.unknown@municipalityCode'])
    const answers = await Promise.all([stop(), stop({ opens: '11:00', closes: '13:00' })])
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 422])
    expect((await read(bus)).serves.map(({ code }) => code)).toContain('59350')
    await stop({ opens: '14:00', closes: '15:00' }).expect(201)
    const page = (await platform.stranger().get(`/api/centres/${bus.slug}`).expect(200)).body
    expect(page.standing).toMatchObject({ state: 'closed', next: { day } })
    expect(page.days[3].ranges).toContainEqual({ opens: '14:00', closes: '15:00' })
    const [first] = (await read(bus)).stops
    await metropolis.delete(`/api/console/centres/${bus.id}/stops/${first?.id}`).expect(204)
  })
})

it('a centre that is withdrawn is shown to nobody and can come back', async () => {
  const centre = await make({ name: 'Retiré' })
  await metropolis.put(`/api/console/centres/${centre.id}/activation`).send({ active: false }).expect(200)
  await platform.stranger().get(`/api/centres/${centre.slug}`).expect(404)
  await metropolis.put(`/api/console/centres/${centre.id}/activation`).send({ active: true }).expect(200)
  await platform.stranger().get(`/api/centres/${centre.slug}`).expect(200)
})

it('what was done stands in the journal, for the staff of the place', async () => {
  const centre = await make({ name: 'Journal' })
  const acts = async (agent: TestAgent) => ((await agent.get('/api/audit').query({ subjectKind: 'centre', subjectId: centre.slug }).expect(200)).body.items as { action: string, subject: string }[]).map(({ action, subject }) => `${action} ${subject}`)
  expect(await acts(roubaix)).toEqual(['centre.created Journal'])
  expect(await acts(metropolis)).toEqual(['centre.created Journal'])
  expect(await acts(tourcoing)).toEqual([])
})
