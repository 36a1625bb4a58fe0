import { BallotBox, type CastRequest } from '@parvis/consultations'
import type { PoolClient } from 'pg'
import { startApp, type TestPlatform } from '../support/app'
import { aCivilStatus, aVoter, ballotFor, counterRequest, inTheUrn, withVoteOpen, type OpenVote } from '../support/votes'

let platform: TestPlatform
beforeAll(async () => { platform = await startApp() })
afterAll(() => platform.stop())

const sleep = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds))
const now = async () => (await platform.db.owner.query<{ now: Date }>('select platform.clock() as now')).rows[0]?.now.getTime() ?? 0

/** Brings the deadline near: so many milliseconds from now, by the platform's clock. */
async function closesIn({ voteId }: OpenVote, milliseconds: number): Promise<number> {
  const { rows: [row] } = await platform.db.owner.query<{ at: Date }>(`
    update consultations.vote set closes_at = platform.clock() + make_interval(secs => $2), admitted_until = platform.clock() + interval '1 hour' where id = $1 returning closes_at as at`, [voteId, milliseconds / 1000])
  return row?.at.getTime() ?? 0
}

/** Something that ballots wait for, held by somebody else until the deadline is past. */
async function held(statement: string, values: unknown[], work: (release: () => Promise<void>) => Promise<void>): Promise<void> {
  const client: PoolClient = await platform.db.owner.connect()
  try {
    await client.query('begin')
    await client.query(statement, values)
    await work(async () => { await client.query('rollback') })
  } finally {
    client.release()
  }
}

describe('the deadline, while locks are held', () => {
  it('300 ballots that began to wait before it and get through after it: none is taken', async () => {
    const open = await withVoteOpen(platform)
    const people = Array.from({ length: 300 }, (_, index) => aCivilStatus({ birthSurname: `Retard${'abcdefghijklmnopqrst'[Math.floor(index / 20)]}${'abcdefghijklmnopqrst'[index % 20]}` }))
    const requests: CastRequest[] = people.map((person) => counterRequest(platform, open, person, 'on_behalf', 'E2', ['o1']))
    // A third have a row already, which they will wait for; the others wait for the vote itself.
    await Promise.all(requests.slice(0, 100).map((request) => platform.app.get(BallotBox).cast(null, request)))
    const before = await inTheUrn(platform, open.voteId)
    const deadline = await closesIn(open, 1200)
    const outcomes: { accepted: boolean, code: string, at: number }[] = []
    await held('select from consultations.vote where id = $1 for update', [open.voteId], async (release) => {
      const casting = requests.map(async (request) => {
        try {
          await platform.app.get(BallotBox).cast(null, request)
          outcomes.push({ accepted: true, code: '', at: await now() })
        } catch (error) {
          outcomes.push({ accepted: false, code: (error as { driverError?: { message: string } }).driverError?.message ?? String(error), at: await now() })
        }
      })
      while ((await now()) < deadline + 300) await sleep(50)
      await release()
      await Promise.all(casting)
    })
    expect(outcomes).toHaveLength(300)
    expect(outcomes.filter(({ accepted }) => accepted)).toEqual([])
    expect(new Set(outcomes.map(({ code }) => code))).toEqual(new Set(['vote.not-open']))
    expect(await inTheUrn(platform, open.voteId)).toEqual(before)
  })

  it('a ballot over HTTP that waits for its own row beyond it is refused', async () => {
    const open = await withVoteOpen(platform)
    const agent = await aVoter(platform, 'Lastsecond')
    await agent.post(`/api/votes/${open.voteId}/ballots`).send(await ballotFor(agent, open.voteId, ['o1'])).expect(201)
    const change = await ballotFor(agent, open.voteId, ['o2'])
    const deadline = await closesIn(open, 600)
    await held('select from roll.entry where vote_id = $1 for update', [open.voteId], async (release) => {
      const answer = agent.post(`/api/votes/${open.voteId}/ballots`).send(change).then((response) => response)
      while ((await now()) < deadline + 200) await sleep(50)
      await release()
      expect(await answer).toMatchObject({ status: 409, body: { code: 'vote.not-open' } })
    })
    expect(await inTheUrn(platform, open.voteId)).toMatchObject([{ n: 1, superseded: false }])
  })

  it('300 ballots that straddle it: those answered "received" were in before it, by the clock of the database', async () => {
    const open = await withVoteOpen(platform)
    const requests = Array.from({ length: 300 }, (_, index) => counterRequest(platform, open, aCivilStatus({ birthSurname: `Foule${'abcdefghijklmnopqrst'[Math.floor(index / 20)]}${'abcdefghijklmnopqrst'[index % 20]}` }), 'on_behalf', 'E2', ['o1']))
    // Commit order by the database: each ballot notes the clock as it is written.
    await platform.db.owner.query(`
      create table public.written (at timestamptz, closes_at timestamptz);
      grant insert on public.written to public; grant usage on schema public to public;
      create function public.note() returns trigger language plpgsql security definer as $$ begin insert into public.written select platform.clock(), closes_at from consultations.vote where id = new.vote_id; return new; end $$;
      create trigger note before insert on urn.ballot for each row execute function public.note()`)
    await closesIn(open, 900)
    let [accepted, refused] = [0, 0]
    await Promise.all(requests.map(async (request, index) => {
      await sleep(index * 5)
      await platform.app.get(BallotBox).cast(null, request).then(() => accepted++, () => refused++)
    }))
    expect(accepted + refused).toBe(300)
    expect(accepted).toBeGreaterThan(0)
    expect(refused).toBeGreaterThan(0)
    const { rows: written } = await platform.db.owner.query<{ late: string }>('select (at - closes_at)::text as late from public.written')
    expect(written).toHaveLength(accepted)
    // Written a hair after the check, in the same call: never more than the call itself takes.
    const { rows: [late] } = await platform.db.owner.query<{ count: number }>(`select count(*)::integer as count from public.written where at > closes_at + interval '100 milliseconds'`)
    expect(late?.count).toBe(0)
    await platform.db.owner.query('drop trigger note on urn.ballot; drop function public.note(); drop table public.written')
  })

  it('paper and what was entered offline before it are still taken until the end of their entry', async () => {
    const open = await withVoteOpen(platform)
    await closesIn(open, -1000)
    const box = platform.app.get(BallotBox)
    const of = (name: string) => aCivilStatus({ birthSurname: name })
    await expect(box.cast(null, counterRequest(platform, open, of('Bureau'), 'on_behalf', 'E2', ['o1']))).rejects.toMatchObject({ driverError: { message: 'vote.not-open' } })
    await expect(box.cast(null, counterRequest(platform, open, of('Papier'), 'paper', 'E1', ['o1']))).resolves.toBeDefined()
    await expect(box.cast(null, { ...counterRequest(platform, open, of('Horsligne'), 'on_behalf', 'E2', ['o1']), transport: 'offline' })).resolves.toBeDefined()
    await platform.db.owner.query('update consultations.vote set admitted_until = closes_at where id = $1', [open.voteId])
    await expect(box.cast(null, counterRequest(platform, open, of('Troptard'), 'paper', 'E1', ['o1']))).rejects.toMatchObject({ driverError: { message: 'vote.not-open' } })
  })
})
