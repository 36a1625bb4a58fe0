// The day of a mediator in the shape of the Coop, taken twice without a second record; statements of organisations.
import { randomUUID } from 'node:crypto'
import { startApp, type TestPlatform } from '../support/app'
import { aCivilStatus, signedIn, withVoteOpen, type OpenVote } from '../support/votes'
import { aMediator, centreId, enterBallot, LILLE, openSession, ROUBAIX } from './desk'

let platform: TestPlatform
let open: OpenVote
beforeAll(async () => {
  platform = await startApp()
  open = await withVoteOpen(platform)
})
afterAll(() => platform.stop())

interface Day { items: { centre: { name: string }, onBehalf: number, accompanied: number, kiosk: number, tickets: number, closed: { records: number } | null }[] }
interface Activity { id: string, attributes: { type: string, accompagnements: number, duree: number, autonomie: string | null, titre_atelier: string | null, thematiques: string[], date: string } }
const close = async (over: object = {}) => ({ centreId: await centreId(platform), minutes: 30, workshop: false, ...over })

it('is one’s own, at one’s own desk', async () => {
  for (const path of ['/api/activity-reports/today', '/api/activity-reports.json', '/api/activity-reports.csv']) {
    await platform.stranger().get(path).expect(401)
    await (await platform.as('citizen')).get(path).expect(403)
    await (await signedIn(platform, 'staff')).get(path).expect(403)
  }
  await platform.stranger().put('/api/activity-reports/today').send(await close()).expect(401)
  const mediator = await aMediator(platform)
  await mediator.put('/api/activity-reports/today').send(await close({ centreId: await centreId(platform, ROUBAIX) })).expect(403)
  await mediator.put('/api/activity-reports/today').send(await close({ minutes: 7 })).expect(400)
  await mediator.get('/api/activity-reports.json?day=yesterday').expect(400)
})

it('counts visits, closes the day, and gives the same records whenever they are taken', async () => {
  const mediator = await aMediator(platform)
  const session = await openSession(platform, mediator, open.consultationId, aCivilStatus())
  await enterBallot(mediator, session, ['o1']).expect(201)
  // Opened and left: nothing was entered, it is no visit.
  await openSession(platform, mediator, open.consultationId, aCivilStatus({ birthSurname: 'Autre' }))
  await mediator.post('/api/assisted-sessions/accompanied').send({ consultationId: open.consultationId, centreId: await centreId(platform) }).expect(204)
  await mediator.post('/api/tickets').send({ centreId: await centreId(platform), token: randomUUID() }).expect(201)
  expect(((await mediator.get('/api/activity-reports/today').expect(200)).body as Day).items).toMatchObject([{ onBehalf: 1, accompanied: 1, kiosk: 0, tickets: 1, closed: null }])
  expect((await mediator.put('/api/activity-reports/today').send(await close()).expect(200)).body).toMatchObject({ items: [{ closed: { records: 2 } }] })
  const first = await mediator.get('/api/activity-reports.json').expect(200)
  await mediator.put('/api/activity-reports/today').send(await close({ minutes: 45 })).expect(200)
  const again = await mediator.get('/api/activity-reports.json').expect(200)
  const recordsOf = ({ text }: { text?: string, body?: unknown }) => (JSON.parse(text ?? '{}') as { data: Activity[], meta: { total_count: number } })
  const [before, after] = [recordsOf({ text: bodyText(first) }), recordsOf({ text: bodyText(again) })]
  expect(after.data.map(({ id }) => id)).toEqual(before.data.map(({ id }) => id))
  expect(before.meta.total_count).toBe(2)
  expect(after.data.map(({ attributes }) => [attributes.type, attributes.autonomie, attributes.duree, attributes.thematiques[0]])).toEqual([
    ['individuel', 'entierement_accompagne', 45, 'papiers_elections_citoyennete'], ['individuel', 'partiellement_autonome', 45, 'papiers_elections_citoyennete'],
  ])
  expect((await platform.db.owner.query('select from inclusion.activity_report')).rowCount).toBe(1)
  const csv = (await mediator.get('/api/activity-reports.csv').expect(200)).text
  expect(csv.split('\r\n')[0]).toContain('id,type,mediateur_id,accompagnements,date,duree,type_lieu')
  expect(csv.trim().split('\r\n')).toHaveLength(3)
  for (const given of [bodyText(again), csv]) for (const word of ['Dupont', 'Autre', open.consultationId, session, '@example.org']) expect(given).not.toContain(word)
  // Somebody else’s day is theirs.
  const other = await signedIn(platform, 'mediator', { place: LILLE, named: 'other' })
  expect(recordsOf({ text: bodyText(await other.get('/api/activity-reports.json').expect(200)) }).data).toEqual([])
})

it('makes one collective record of a workshop at kiosks', async () => {
  const mediator = await signedIn(platform, 'mediator', { place: LILLE, named: 'workshop' })
  const { rows: [account] } = await platform.db.owner.query<{ id: string }>(`select account_id as id from identity.desk_place d order by validated_at desc limit 1`)
  for (let person = 0; person < 12; person += 1) await platform.db.owner.query(`insert into inclusion.assisted_session (consultation_id, centre_id, mediator_id, mode, evidence) values ($1, $2, $3, 'kiosk', 'E2')`, [open.consultationId, await centreId(platform), account?.id])
  expect((await mediator.put('/api/activity-reports/today').send(await close({ workshop: true, title: 'Voter à la borne', workshopMinutes: 90 })).expect(200)).body).toMatchObject({ items: [{ kiosk: 12, closed: { records: 1 } }] })
  const { data } = JSON.parse(bodyText(await mediator.get('/api/activity-reports.json').expect(200))) as { data: Activity[] }
  expect(data.map(({ attributes }) => [attributes.type, attributes.accompagnements, attributes.duree, attributes.titre_atelier])).toEqual([['collectif', 12, 90, 'Voter à la borne']])
})

it('states acts and hours of each organisation, as counts', async () => {
  await platform.db.owner.query(`update inclusion.centre set opening_hours = 'Mo-Su 09:00-12:00' where slug = $1`, [LILLE])
  const { rows: [clock] } = await platform.db.owner.query<{ month: string, day: number }>(`select to_char(platform.today(), 'YYYY-MM') as month, extract(day from platform.today())::integer as day`)
  const staff = await signedIn(platform, 'staff')
  const { body } = await staff.get(`/api/console/statements?month=${clock?.month}`).expect(200)
  const [mine] = (body as { items: { organisation: string, onBehalf: number, accompanied: number, kiosk: number, acts: number, staffedHours: number, taken: number }[] }).items
  expect(mine).toMatchObject({ onBehalf: 1, accompanied: 1, kiosk: 12, acts: 2, staffedHours: (clock?.day ?? 0) * 3, taken: 0 })
  expect((await staff.get(`/api/console/statements.csv?month=${clock?.month}`).expect(200)).text).toContain(mine?.organisation)
  await staff.get('/api/console/statements?month=2027-13').expect(400)
  // Staff of another commune see their own organisations.
  expect(((await (await signedIn(platform, 'staff', { place: '59512' })).get(`/api/console/statements?month=${clock?.month}`).expect(200)).body as { items: object[] }).items).toEqual([])
})

function bodyText({ text, body }: { text?: string, body: unknown }): string {
  return Buffer.isBuffer(body) ? body.toString('utf8') : text ?? JSON.stringify(body)
}
