// A platform of one's own for a test file: fresh database, real HTTP, no background work.
//
//   let platform: TestPlatform
//   beforeAll(async () => { platform = await startApp() })
//   afterAll(() => platform.stop())
//   await platform.as('staff').get('/api/…')          a person with that role, made on first use
//   await platform.as('staff', { place: '59350' })     staff of a commune
//   await platform.stranger().get('/api/municipalities')
//   await platform.settle()                            outbox and periodic work that is due now
//   await platform.moveClock('3 days')                 the platform's clock, forward
import type { NestFastifyApplication } from '@nestjs/platform-fastify'
import { hashPassword, METROPOLIS } from '@parvis/identity'
import type { Role } from '@parvis/identity'
import { Config, Outbox, Periodic } from '@parvis/platform'
import type { AddressInfo } from 'node:net'
import request from 'supertest'
import type TestAgent from 'supertest/lib/agent'
import { createTestDatabase } from '../../../../test/support/database'
import type { TestDatabase } from '../../../../test/support/database'
import { createApp } from '../../src/bootstrap'

export const PASSWORD = 'une phrase assez longue'
export const ORIGIN = 'http://localhost:3000'

export interface PersonOptions {
  /** `metropolis`, an INSEE code or a centre's slug: where the role is held. */
  place?: string
  email?: string
  displayName?: string
  /** The commune of the account. */
  municipalityCode?: string
  emailConfirmed?: boolean
  /** Makes another person of the same role and place. */
  named?: string
}

export interface Person {
  accountId: string
  email: string
  agent: TestAgent
}

export interface TestPlatform {
  app: NestFastifyApplication
  db: TestDatabase
  config: Config
  url: string
  /** Someone who is not signed in. */
  stranger(): TestAgent
  /** Someone signed in; the same person for the same role and options. */
  person(role: Role, options?: PersonOptions): Promise<Person>
  /** The agent of that person: `(await platform.as('staff')).get('/api/…')`. */
  as(role: Role, options?: PersonOptions): Promise<TestAgent>
  settle(): Promise<void>
  moveClock(by: string): Promise<void>
  stop(): Promise<void>
}

export async function startApp(env: Record<string, string> = {}): Promise<TestPlatform> {
  const db = await createTestDatabase()
  const config = Config.from({
    DATABASE_URL: db.appUrl, PARVIS_SECRETS_DIR: db.secretsDir, ORIGIN, API_PORT: '0', PARVIS_EMBEDDED: '1', PARVIS_TEST_CLOCK: '1', PARVIS_CACHE: '0', ...env,
  })
  const app = await createApp(config)
  await app.listen({ port: 0, host: '127.0.0.1' })
  const url = `http://127.0.0.1:${(app.getHttpServer().address() as AddressInfo).port}`
  const people = new Map<string, Promise<Person>>()

  const agent = () => request.agent(url).set('origin', config.origin)

  async function make(role: Role, { place = role === 'mediator' ? undefined : 'metropolis', email, displayName = '', municipalityCode, emailConfirmed = true }: PersonOptions): Promise<Person> {
    const address = email ?? `${role}-${String(++made).padStart(8, '0')}@example.org`
    hashed ??= hashPassword(PASSWORD)
    const { rows: [account] } = await db.app.query<{ id: string }>(`
      insert into identity.account (email, password_hash, display_name, municipality_code, email_confirmed_at)
      values ($1, $2, $3, $4, case when $5::boolean then platform.clock() end) returning id`, [address, await hashed, displayName, municipalityCode ?? null, emailConfirmed])
    if (!account) throw new Error('no account')
    if (role !== 'citizen') {
      if (!place) throw new Error('A mediator is one at a centre: as(\'mediator\', { place: slug })')
      const kind = place === 'metropolis' ? 'metropolis' : role === 'mediator' ? 'centre' : 'municipality'
      await db.app.query('insert into identity.role_grant (account_id, role, place_kind, place_code) values ($1, $2, $3, $4)', [account.id, role, kind, place === 'metropolis' ? METROPOLIS.code : place])
    }
    const signedIn = agent()
    await signedIn.post('/api/sessions').send({ email: address, password: PASSWORD }).expect(201)
    return { accountId: account.id, email: address, agent: signedIn }
  }

  function person(role: Role, options: PersonOptions = {}): Promise<Person> {
    const key = JSON.stringify([role, options])
    const known = people.get(key) ?? make(role, options)
    people.set(key, known)
    return known
  }

  return {
    app, db, config, url,
    stranger: agent,
    person,
    as: async (role, options) => (await person(role, options)).agent,
    async settle() {
      await app.get(Periodic).runAll()
      await app.get(Outbox).drain()
    },
    async moveClock(by) {
      await db.owner.query(`update platform.clock_offset set "offset" = "offset" + $1::interval`, [by])
    },
    async stop() {
      await app.close()
      await db.drop()
    },
  }
}

let hashed: Promise<string> | undefined
/** Accounts made so far: addresses keep the order people came in. */
let made = 0
