// What a mediator does at a desk, for tests.
import type { CivilStatusGiven } from '@parvis/identity'
import type { Response, Test } from 'supertest'
import type TestAgent from 'supertest/lib/agent'
import type { TestPlatform } from '../support/app'
import { approved, signedIn } from '../support/votes'

export const LILLE = 'centre-59350'
export const ROUBAIX = 'centre-59512'

/** A mediator of one centre, signed in now. */
export const aMediator = (platform: TestPlatform, place = LILLE): Promise<TestAgent> => signedIn(platform, 'mediator', { place })

export async function centreId(platform: TestPlatform, slug = LILLE): Promise<string> {
  return (await platform.db.owner.query<{ id: string }>('select id from inclusion.centre where slug = $1', [slug])).rows[0]?.id ?? ''
}

/** A mandate signed by hand, for this visit. */
export const aMandate = (over: object = {}): Record<string, unknown> => ({ otherConsultationIds: [], scopes: ['ANSWER'], duration: 'ONE_ACT', remote: false, method: 'HANDWRITTEN', language: 'fr', ...over })

/** What is sent to open a session. */
export async function sessionFor(platform: TestPlatform, consultationId: string, identity: CivilStatusGiven, over: object = {}): Promise<Record<string, unknown>> {
  return { consultationId, centreId: await centreId(platform), identity, evidence: 'E2', consentVersion: '2.0', mandate: aMandate(), protectiveMeasure: false, ...over }
}

/** Opens a session; gives its number. */
export async function openSession(platform: TestPlatform, mediator: TestAgent, consultationId: string, identity: CivilStatusGiven, over: object = {}): Promise<string> {
  return ((await mediator.post('/api/assisted-sessions').send(await sessionFor(platform, consultationId, identity, over)).expect(201)).body as { id: string }).id
}

export const enterBallot = (mediator: TestAgent, sessionId: string, choice: string[]): Test =>
  mediator.post(`/api/assisted-sessions/${sessionId}/ballots`).send({ choice: approved(choice), readBack: true })

/** Everything that a database holds, as text: every table of every schema of the platform. */
export async function everythingStored(platform: TestPlatform): Promise<string> {
  const { rows: tables } = await platform.db.owner.query<{ name: string }>(`
    select format('%I.%I', schemaname, tablename) as name from pg_tables
    where schemaname in ('platform', 'identity', 'consultations', 'roll', 'urn', 'inclusion', 'public')`)
  const parts = await Promise.all(tables.map(async ({ name }) => (await platform.db.owner.query<{ all: string | null }>(`select string_agg(t::text, E'\\n') as all from ${name} t`)).rows[0]?.all ?? ''))
  return parts.join('\n')
}

/** The answer as it goes over the wire, but for its code, whose width is fixed, its date, and what `own` is of this session alone. */
export function asSent({ status, headers, text }: Response, own = /$^/): string {
  const rest = Object.entries(headers as Record<string, string>).filter(([name]) => !['date', 'x-request-id'].includes(name))
  // Not inside an identifier: one of digits alone looks like a code.
  return JSON.stringify([status, rest, text.replace(own, '').replace(/(?<![\w-])[0-9A-HJKMNP-TV-Z]{4}(?:-[0-9A-HJKMNP-TV-Z]{4}){2}(?![\w-])/g, 'one code')])
}
