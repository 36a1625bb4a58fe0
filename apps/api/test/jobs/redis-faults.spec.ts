// A thousand people vote while Redis is away, killed, emptied, slow: two APIs, two workers, a real mail server. Nothing
// may be lost or done twice, and voting must not notice.
import { CivilStatus } from '@parvis/identity'
import type { NestFastifyApplication } from '@nestjs/platform-fastify'
import { createHash, randomBytes } from 'node:crypto'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { describeRedis, slowRelay } from '../../../../test/support/redis'
import { startSmtp, type TestSmtp } from '../../../../test/support/smtp'
import { startWorker, type TestWorker } from '../../../../test/support/worker'
import { createApp } from '../../src/bootstrap'
import { ORIGIN, startApp, type TestPlatform } from '../support/app'
import { aCivilStatus, closeVote, inTheRoll, inTheUrn, signedIn, withVoteOpen, type OpenVote } from '../support/votes'

const VOTERS = 1_000
const ROUNDS = 4
const MAILS_A_ROUND = 50
/** On a busy machine; nothing here is judged by the clock. */
const PATIENCE_MS = 120_000
const AT_ONCE = 8

interface Voter {
  accountId: string
  cookie: string
}

let platform: TestPlatform
let second: NestFastifyApplication
let urls: string[]
let open: OpenVote
let smtp: TestSmtp
let voters: Voter[]
const workers: TestWorker[] = []
const receipts = new Map<string, string>()
const written: string[] = []

const until = async (holds: () => Promise<boolean> | boolean, what: string, seconds = 100) => {
  for (const end = Date.now() + seconds * 1000; !(await holds());) {
    if (Date.now() > end) throw new Error(`it never came: ${what}`)
    await sleep(100)
  }
}
const left = async () => (await platform.db.app.query<{ count: number }>('select count(*)::integer as count from platform.outbox where done_at is null')).rows[0]?.count ?? 0

/** A surname of letters alone: digits do not tell people apart. */
const letters = (n: number) => [n, Math.floor(n / 26), Math.floor(n / 676)].map(part => String.fromCharCode(97 + part % 26)).join('')

async function people(count: number): Promise<Voter[]> {
  const made = Array.from({ length: count }, () => ({ token: randomBytes(32) }))
  const { rows } = await platform.db.app.query<{ id: string }>(`
    insert into identity.account (email, password_hash, email_confirmed_at)
    select 'voter-' || n || '@example.org', '-', platform.clock() from generate_series(1, $1) n returning id`, [count])
  await platform.db.app.query(`
    insert into identity.session (token_hash, account_id, expires_at)
    select s.hash, s.account, platform.clock() + interval '20 days' from unnest($1::bytea[], $2::uuid[]) as s (hash, account)`,
  [made.map(({ token }) => createHash('sha256').update(token).digest()), rows.map(({ id }) => id)])
  const keeper = platform.app.get(CivilStatus)
  await inParallel(rows, ({ id }, n) => keeper.keep(id, aCivilStatus({ birthSurname: `Leroy ${letters(n)}`, birthDate: `19${60 + n % 40}-0${1 + n % 9}-1${n % 9}` })))
  return rows.map(({ id }, n) => ({ accountId: id, cookie: `${platform.config.cookieName}=${made[n]?.token.toString('base64url')}` }))
}

async function inParallel<T>(list: readonly T[], work: (one: T, index: number) => Promise<void>): Promise<void> {
  let next = 0
  await Promise.all(Array.from({ length: AT_ONCE }, async () => {
    for (let index = next++; index < list.length; index = next++) await work(list[index] as T, index)
  }))
}

async function call<T>(voter: Voter, index: number, path: string, body?: object): Promise<T> {
  const answer = await fetch(`${urls[index % urls.length]}${path}`, {
    method: body ? 'POST' : 'GET', headers: { cookie: voter.cookie, origin: ORIGIN, ...(body ? { 'content-type': 'application/json' } : {}) }, body: body && JSON.stringify(body),
  })
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`)
  return answer.json() as Promise<T>
}

interface BallotForm {
  n: number
  opening: { prefix: string, suffix: string, commitPrefix: string }
}

async function votes(voter: Voter, index: number): Promise<void> {
  const { n, opening: { prefix, suffix, commitPrefix } } = await call<BallotForm>(voter, index, `/api/votes/${open.voteId}/ballot-form`)
  const nonce = randomBytes(32)
  const chosen = `o${1 + index % 4}`
  const commitment = createHash('sha256').update(commitPrefix).update(nonce).update(`${prefix}${chosen}=1${suffix}`).digest('base64')
  const { receipt } = await call<{ receipt: string }>(voter, index + 1, `/api/votes/${open.voteId}/ballots`, { choice: { [chosen]: 1 }, n, nonce: nonce.toString('base64'), commitment })
  receipts.set(voter.accountId, receipt)
}

/** People who sign up meanwhile: each is owed one mail. */
async function signUps(round: number, count = MAILS_A_ROUND): Promise<void> {
  const { rows } = await platform.db.app.query<{ email: string }>(`
    with made as (
      insert into identity.account (email, password_hash) select 'new-' || $1 || '-' || n || '@example.org', '-' from generate_series(1, $2) n returning id, email
    ), announced as (
      insert into platform.outbox (kind, payload) select 'account.confirmation-wanted', jsonb_build_object('accountId', id) from made
    )
    select email from made`, [round, count])
  written.push(...rows.map(({ email }) => email))
}

async function round(number: number, fault: (over: () => boolean) => Promise<void>): Promise<void> {
  let done = false
  const faults = fault(() => done)
  const size = VOTERS / ROUNDS
  const signing = (async () => {
    for (let n = 0; n < 5; n++) {
      await signUps(number * 10 + n, MAILS_A_ROUND / 5)
      await sleep(200)
    }
  })()
  await inParallel(voters.slice(number * size, (number + 1) * size), votes)
  await signing
  done = true
  await faults
  expect(receipts.size).toBe((number + 1) * size)
}

describeRedis('jobs and votes while Redis fails', redis => {
  jest.setTimeout(PATIENCE_MS)
  let relay: Awaited<ReturnType<typeof slowRelay>>

  beforeAll(async () => {
    relay = await slowRelay(redis)
    smtp = await startSmtp()
    platform = await startApp({ REDIS_URL: relay.url })
    second = await createApp(platform.config)
    await second.listen({ port: 0, host: '127.0.0.1' })
    urls = [platform.url, `http://127.0.0.1:${(second.getHttpServer().address() as AddressInfo).port}`]
    open = await withVoteOpen(platform)
    voters = await people(VOTERS)
    const env = { REDIS_URL: relay.url, SMTP_URL: smtp.url, MAIL_FROM: 'Parvis <parvis@example.org>', ORIGIN }
    workers.push(...await Promise.all([startWorker(platform.db, env), startWorker(platform.db, env)]))
    // A worker may have to be built first.
  }, 240_000)
  afterAll(async () => {
    await Promise.all(workers.map(worker => worker.stop()))
    await second.close()
    await platform.stop()
    await relay.close()
    await smtp.stop()
  })

  it('is absent from the beginning, comes and goes', async () => {
    await round(0, async over => {
      expect((await workers[0]?.health())?.redis).toBe(false)
      await until(async () => over() || smtp.received.length > 0, 'a mail without Redis')
    })
    await until(async () => await left() === 0, 'the mails without Redis')
    await redis.start()
    await until(async () => (await Promise.all(workers.map(worker => worker.health()))).every(({ redis: answers }) => answers === true), 'workers that found Redis')
  })

  it('is killed and comes back empty, again and again', async () => {
    await round(1, async over => {
      while (!over()) {
        await redis.kill()
        await sleep(300)
        await redis.start()
        await sleep(500)
      }
    })
  })

  it('is emptied, again and again', async () => {
    await round(2, async over => {
      while (!over()) {
        await redis.command('FLUSHALL')
        await sleep(30)
      }
    })
  })

  it('takes two seconds to answer', async () => {
    await round(3, async over => {
      relay.delay = 2_000
      await until(over, 'the end of the round')
    })
    await until(async () => await left() === 0, 'the mails that were owed')
    relay.delay = 0
  })

  it('and every mail went out once', () => {
    expect(smtp.received.map(({ to }) => to).sort()).toEqual([...written].sort())
    expect(written).toHaveLength(ROUNDS * MAILS_A_ROUND)
  })

  it('and every vote is there once', async () => {
    expect(new Set(receipts.values()).size).toBe(VOTERS)
    const box = await inTheUrn(platform, open.voteId)
    expect(box).toHaveLength(VOTERS)
    expect(box.filter(({ superseded }) => superseded)).toEqual([])
    expect((await inTheRoll(platform, open.voteId)).filter(({ status }) => status === 'admitted')).toHaveLength(VOTERS)
  })

  it('a worker killed while it sends: another one sends, once', async () => {
    smtp.hold()
    await signUps(90, 1)
    await until(() => smtp.held === 1, 'a mail on its way')
    const victim = await runnerOf('account.confirmation-wanted')
    await victim.kill()
    smtp.drop()
    await leasesEnd()
    await until(async () => await left() === 0, 'the mail of the dead worker')
    expect(smtp.received.filter(({ to }) => to === written.at(-1))).toHaveLength(1)
  })

  it('a worker killed while it counts: another one counts, once, all thousand', async () => {
    await closeVote(platform)
    await platform.moveClock('8 days')
    await signedIn(platform, 'staff')
    workers.push(await startWorker(platform.db, { REDIS_URL: relay.url, SMTP_URL: smtp.url, ORIGIN }))
    // The count is read to its end and cannot be written as long as this lasts.
    const blocker = await platform.db.owner.connect()
    try {
      await blocker.query('begin; lock table consultations.tally in share mode')
      await open.staff.post(`/api/votes/${open.voteId}/sealing`).expect(201)
      await until(async () => (await platform.db.owner.query(`select 1 from pg_locks where relation = 'consultations.tally'::regclass and not granted`)).rowCount === 1, 'a count under way')
      const victim = await runnerOf('vote.sealed')
      await victim.kill()
    } finally {
      await blocker.query('rollback')
      blocker.release()
    }
    await leasesEnd()
    await until(async () => await left() === 0, 'the count')
    const { body } = await open.staff.get(`/api/votes/${open.voteId}/tally`).expect(200)
    expect((body as { outcome: { cast: number, counted: number } }).outcome).toMatchObject({ cast: VOTERS, counted: VOTERS })
    const { rows } = await platform.db.app.query(`select attempts from platform.outbox where kind = 'vote.sealed'`)
    expect(rows).toEqual([{ attempts: 2 }])
    const { rows: told } = await platform.db.app.query(`select count(*)::integer as count from platform.audit_entry where action = 'vote.tallied'`)
    expect(told).toEqual([{ count: 1 }])
  })

  it('a worker that is asked to stop does, and is not told of as one that died', async () => {
    const worker = workers.pop()
    const before = await platform.db.app.query('select 1 from platform.worker where pid = $1', [worker?.pid])
    expect(before.rowCount).toBe(1)
    expect(await worker?.stop()).toBe(0)
    expect((await platform.db.app.query('select 1 from platform.worker where pid = $1', [worker?.pid])).rowCount).toBe(0)
  })
}, { running: false })

/** The worker that has begun a job of a kind; it is taken out of those that live. */
async function runnerOf(kind: string): Promise<TestWorker> {
  const { rows: [row] } = await platform.db.app.query<{ runner: string }>(`select runner from platform.outbox where kind = $1 and done_at is null and locked_until > clock_timestamp()`, [kind])
  const index = workers.findIndex(({ pid }) => row?.runner.endsWith(`:${pid}`))
  const [found] = workers.splice(index, 1)
  if (index < 0 || !found) throw new Error(`nobody runs ${kind}: ${JSON.stringify(row)}`)
  return found
}

const leasesEnd = () => platform.db.app.query(`update platform.outbox set locked_until = clock_timestamp() - interval '1 s' where done_at is null`)
