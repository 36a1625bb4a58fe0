// What waits at the office: told to who may do something about it, by the day it is owed, and gone once it is done.
import { randomUUID } from 'node:crypto'
import type TestAgent from 'supertest/lib/agent'
import { startApp, type TestPlatform } from '../support/app'
import { signedIn, withVoteOpen, type OpenVote } from '../support/votes'
import { centreId, LILLE, ROUBAIX } from './desk'

let platform: TestPlatform
let open: OpenVote
beforeAll(async () => {
  platform = await startApp()
  open = await withVoteOpen(platform)
}, 60_000)
afterAll(() => platform.stop())

interface Task { kind: string, count: number, since: string | null, before: string | null, late: boolean }
const tasks = async (agent: TestAgent): Promise<Task[]> => (await agent.get('/api/office-tasks').expect(200)).body.items as Task[]
const task = async (agent: TestAgent, kind: string) => (await tasks(agent)).find((one) => one.kind === kind)
const metropolis = () => signedIn(platform, 'staff')
const commune = (code: string, named: string) => signedIn(platform, 'staff', { place: code, named })
const REASON = 'Votre demande a été vérifiée par notre équipe.'

const claimOf = async (): Promise<string> => {
  await platform.stranger().post('/api/claims').send({ kind: 'NOT_COUNTED', words: 'Mon vote n’apparaît nulle part.', reply: 'code', language: 'fr', submissionToken: randomUUID(), consultationId: open.consultationId }).expect(201)
  const { rows: [claim] } = await platform.db.owner.query<{ id: string }>('select id from inclusion.claim order by filed_at desc limit 1')
  return claim?.id ?? ''
}
const mediator = async (place: string, named: string) => platform.person('mediator', { place, named })

describe('who may ask', () => {
  it('the console, and nobody else', async () => {
    await platform.stranger().get('/api/office-tasks').expect(401)
    await (await platform.as('citizen')).get('/api/office-tasks').expect(403)
    await (await mediator(LILLE, 'curious')).agent.get('/api/office-tasks').expect(403)
  })

  it('begins with nothing', async () => {
    expect(await tasks(await metropolis())).toEqual([])
  })
})

describe('claims', () => {
  it('wait for staff of their place until the day they are owed, then are late; an appeal waits for the guardian alone', async () => {
    const staff = await metropolis()
    const guardian = await signedIn(platform, 'guardian')
    const id = await claimOf()
    const { rows: [{ due } = { due: '' }] } = await platform.db.owner.query<{ due: string }>(`select to_char(((due_on + 1)::timestamp at time zone 'Europe/Paris') at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS".000Z"') as due from inclusion.claim where id = $1`, [id])
    const told = await task(staff, 'claims')
    expect(told).toMatchObject({ count: 1, since: null, late: false })
    expect(told?.before === null || (told?.before ?? '') <= due).toBe(true)
    expect(await task(await commune('59512', 'Roubaix-claims'), 'claims')).toBeUndefined()
    expect(await tasks(guardian)).toEqual([])

    await staff.post(`/api/claims/${id}/decision`).send({ outcome: 'rejected', act: 'none', reason: REASON }).expect(200)
    expect(await task(staff, 'claims')).toBeUndefined()
    await platform.db.owner.query(`insert into inclusion.claim_appeal (claim_id, words, due_on) values ($1, '\\x00', platform.today() - 1)`, [id])
    expect(await task(guardian, 'appeals')).toMatchObject({ count: 1, late: true })
    expect(await task(staff, 'appeals')).toBeUndefined()
  })
})

describe('desks', () => {
  it('an alert waits once it was explained, or when nobody explained it in time; never for who it is about', async () => {
    const lille = await commune('59350', 'Lille-alerts')
    const { accountId } = await mediator(LILLE, 'asked')
    const centre = await centreId(platform)
    const { rows: [alert] } = await platform.db.owner.query<{ id: string }>(`
      insert into inclusion.pace_alert (account_id, centre_id, day, kind, facts, due_on) values ($1, $2, platform.today(), 'pace', '{"visits": 12, "fastest": 4, "outside": 0, "median": 9, "version": 1}', platform.today() + 2) returning id`, [accountId, centre])
    expect(await task(lille, 'alerts')).toBeUndefined()
    await platform.db.owner.query(`update inclusion.pace_alert set due_on = platform.today() - 1 where id = $1`, [alert?.id])
    expect(await task(lille, 'alerts')).toMatchObject({ count: 1, before: null })
    await platform.db.owner.query(`update inclusion.pace_alert set due_on = platform.today() + 2, state = 'EXPLAINED', explanation = 'Un groupe est venu ensemble.', explained_on = platform.today() where id = $1`, [alert?.id])
    expect(await task(lille, 'alerts')).toMatchObject({ count: 1 })
    expect(await task(await commune('59512', 'Roubaix-alerts'), 'alerts')).toBeUndefined()
    await lille.post(`/api/console/alerts/${alert?.id}/decision`).send({ decision: 'DISMISSED' }).expect(204)
    expect(await task(lille, 'alerts')).toBeUndefined()
  })

  it('a mediator who asks for more visits is waited for today alone', async () => {
    const roubaix = await commune('59512', 'Roubaix-lifts')
    const { accountId } = await mediator(ROUBAIX, 'many')
    await platform.db.owner.query(`insert into inclusion.quota_lift (account_id, centre_id, reason) values ($1, $2, 'Une permanence très suivie')`, [accountId, await centreId(platform, ROUBAIX)])
    expect(await task(roubaix, 'lifts')).toMatchObject({ count: 1, late: false })
    expect(await task(await commune('59350', 'Lille-lifts'), 'lifts')).toBeUndefined()
    await platform.db.owner.query('update inclusion.quota_lift set day = platform.today() - 1')
    expect(await task(roubaix, 'lifts')).toBeUndefined()
  })

  it('organisations and people who ask to work at a desk', async () => {
    const staff = await metropolis()
    await platform.db.owner.query(`insert into inclusion.organisation (name, siret, kind, municipality_code, places, contact_name)
      values ('Maison du quartier', '73282932000074', 'association', '59350', '', 'Lou')`)
    expect(await task(staff, 'organisations')).toMatchObject({ count: 1, before: null, late: false })
    expect(await task(await commune('59512', 'Roubaix-organisations'), 'organisations')).toBeUndefined()
    expect(await task(await signedIn(platform, 'guardian'), 'organisations')).toBeUndefined()
    const { accountId } = await platform.person('citizen', { named: 'asks-to-work' })
    await platform.db.owner.query(`insert into inclusion.habilitation (account_id, organisation_id, kind) select $1, id, 'professional' from inclusion.organisation limit 1`, [accountId])
    expect(await task(await commune('59350', 'Lille-habilitations'), 'habilitations')).toMatchObject({ count: 1, before: null, late: false })
    expect(await task(await commune('59512', 'Roubaix-habilitations'), 'habilitations')).toBeUndefined()
  })
})
