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
import { hashPassword, METROPOLIS, SecondFactor } from '@parvis/identity'
import type { Role } from '@parvis/identity'
import { Config, Outbox, Periodic } from '@parvis/platform'
import { randomBytes } from 'node:crypto'
import type { AddressInfo } from 'node:net'
import { Secret, TOTP } from 'otpauth'
import { DataSource } from 'typeorm'
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
  /** Gives a good code for the session of a mediator's agent: their desk opens, or stays open. */
  giveCode(agent: TestAgent, accountId: string): Promise<void>
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
      const kind = place === 'metropolis' ? 'metropolis' : 'municipality'
      if (role === 'mediator') await habilitate(db, app, account.id, place)
      else await db.app.query('insert into identity.role_grant (account_id, role, place_kind, place_code) values ($1, $2, $3, $4)', [account.id, role, kind, place === 'metropolis' ? METROPOLIS.code : place])
    }
    const signedIn = agent()
    await signedIn.post('/api/sessions').send({ email: address, password: PASSWORD }).expect(201)
    if (role === 'mediator') await giveCode(signedIn, account.id)
    return { accountId: account.id, email: address, agent: signedIn }
  }

  async function giveCode(of: TestAgent, accountId: string): Promise<void> {
    // Codes are good once: what this person used within the minute is forgotten, so that a test signs in as often as it likes.
    await db.owner.query('delete from identity.second_factor_step where account_id = $1', [accountId])
    await of.post('/api/second-factor/checks').send({ code: await codeNow(db) }).expect(204)
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
    giveCode,
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

/** Secret of every second factor of the tests. */
export const CODE_SECRET = Secret.fromBase32('JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP')

/** The code of that secret, by the platform's clock; `steps` of thirty seconds away. */
export async function codeNow(db: TestDatabase, steps = 0): Promise<string> {
  const { rows: [clock] } = await db.owner.query<{ at: number }>('select (extract(epoch from platform.clock()) * 1000)::float8 as at')
  return new TOTP({ secret: CODE_SECRET }).generate({ timestamp: (clock?.at ?? 0) + steps * 30_000 })
}

/** Somebody under contract at a centre, habilitated for a year, as the screens would make it; the organisation is the centre's, made when it has none. */
export async function habilitate(db: TestDatabase, app: NestFastifyApplication, accountId: string, slug: string, { kind = 'professional' }: { kind?: 'professional' | 'volunteer' } = {}): Promise<void> {
  await app.get(SecondFactor, { strict: false }).keep(app.get(DataSource).manager, accountId, CODE_SECRET.base32, 'app')
  const { rows: [centre] } = await db.app.query<{ id: string, code: string, organisation: string | null }>('select id, municipality_code as code, organisation_id as organisation from inclusion.centre where slug = $1', [slug])
  let organisation = centre?.organisation
  if (!organisation) {
    const { rows: [created] } = await db.app.query<{ id: string }>(`
      insert into inclusion.organisation (name, siret, kind, municipality_code, contact_name, state, decided_at) values ('Structure ' || $1, $2, 'association', $3, 'Référente', 'accepted', platform.clock()) returning id`,
    [slug, aSiret(), centre?.code ?? '59350'])
    organisation = created?.id ?? ''
    await db.app.query('update inclusion.centre set organisation_id = $1 where slug = $2', [organisation, slug])
  }
  await db.app.query(`
    with test as (
      insert into inclusion.training_attempt (account_id, questions, answers, answered_at, right_answers)
      values ($1, array_fill('q01'::text, array[10]), '{}', platform.clock(), 10) returning id),
    made as (
      insert into inclusion.habilitation (account_id, organisation_id, kind, state, decided_at, training_id, training_passed, commitments_version, commitments_hash, commitments_at, validated_at, valid_until)
      select $1, $2, $3, 'validated', platform.clock(), id, true, '1.0', $4, platform.clock(), platform.clock(), platform.clock() + interval '12 months' from test returning id)
    insert into inclusion.habilitation_centre (habilitation_id, centre_id) select id, $5::uuid from made where $5 is not null`, [accountId, organisation, kind, randomBytes(32), centre?.id ?? null])
}

/** A number that a SIRET may be, another one each time. */
export function aSiret(): string {
  const luhn = (digits: string): string => {
    const sum = [...digits].reverse().reduce((total, digit, at) => total + [...String(Number(digit) * (at % 2 === 0 ? 2 : 1))].reduce((one, other) => one + Number(other), 0), 0)
    return digits + String((10 - sum % 10) % 10)
  }
  return luhn(`${luhn(String(++sirets).padStart(8, '4'))}0001`)
}

let sirets = 0
let hashed: Promise<string> | undefined
/** Accounts made so far: addresses keep the order people came in. */
let made = 0
