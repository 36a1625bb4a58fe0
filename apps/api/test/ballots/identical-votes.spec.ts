import { startApp, type TestPlatform } from '../support/app'
import { aVoter, ballotFor, inTheRoll, inTheUrn, withVoteOpen, type OpenVote } from '../support/votes'

let platform: TestPlatform
let open: OpenVote
beforeAll(async () => {
  platform = await startApp()
  open = await withVoteOpen(platform)
})
afterAll(() => platform.stop())

/** Requests that leave together and are all waited for. */
async function atOnce<T>(times: number, send: (index: number) => Promise<T>): Promise<T[]> {
  return Promise.all(Array.from({ length: times }, (_, index) => send(index)))
}

describe('one voter, many requests at once', () => {
  it('500 times the same ballot: one ballot, one receipt for all, nobody is told of an error', async () => {
    const agent = await aVoter(platform, 'Impatient')
    const ballot = await ballotFor(agent, open.voteId, ['o1', 'o2'])
    const answers = await atOnce(500, async () => {
      const { status, body } = await agent.post(`/api/votes/${open.voteId}/ballots`).send(ballot)
      return { status, body: JSON.stringify(body) }
    })
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201]))
    expect(new Set(answers.map(({ body }) => body)).size).toBe(1)
    expect(await inTheUrn(platform, open.voteId)).toEqual([{ n: 1, superseded: false, opening: expect.stringContaining('o1=1,o2=1') }])
    expect(await inTheRoll(platform, open.voteId)).toMatchObject([{ status: 'admitted', channel: 'online', castCount: 1 }])
  })

  it('60 different ballots: one per ordinal is taken, the others are told that it changed meanwhile', async () => {
    const agent = await aVoter(platform, 'Undecided')
    const ballots = await Promise.all(Array.from({ length: 60 }, (_, index) => ballotFor(agent, open.voteId, [`o${(index % 4) + 1}`])))
    const answers = await atOnce(60, async (index) => agent.post(`/api/votes/${open.voteId}/ballots`).send(ballots[index]))
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1)
    expect(answers.filter(({ status, body }) => status === 409 && body.code === 'ballot.changed-meanwhile')).toHaveLength(59)
    const rows = (await inTheRoll(platform, open.voteId)).filter(({ castCount }) => castCount > 0)
    expect(rows).toHaveLength(2)
    expect((await inTheUrn(platform, open.voteId)).filter(({ superseded }) => !superseded)).toHaveLength(2)
  })

  it('wave after wave: ordinals have no gap, and the last one taken is the one that counts', async () => {
    const agent = await aVoter(platform, 'Restless')
    let last = ''
    for (let wave = 1; wave <= 5; wave++) {
      const ballots = await Promise.all(Array.from({ length: 8 }, (_, index) => ballotFor(agent, open.voteId, [`o${((index + wave) % 4) + 1}`])))
      const answers = await atOnce(8, async (index) => ({ ballot: ballots[index], response: await agent.post(`/api/votes/${open.voteId}/ballots`).send(ballots[index]) }))
      const taken = answers.filter(({ response }) => response.status === 201)
      expect(taken).toHaveLength(1)
      last = Object.keys(taken[0]?.ballot?.choice ?? {})[0] ?? ''
    }
    const { rows: [roll] } = await platform.db.owner.query<{ pseudonyms: number }>(`select count(distinct pseudonym)::integer as pseudonyms from urn.ballot where vote_id = $1`, [open.voteId])
    expect(roll?.pseudonyms).toBe(3)
    const { rows: history } = await platform.db.owner.query<{ n: number, superseded: boolean, opening: string }>(`
      select n, superseded, opening from urn.ballot b where vote_id = $1 and pseudonym = (select pseudonym from urn.ballot where vote_id = $1 order by n desc limit 1) order by n`, [open.voteId])
    expect(history.map(({ n, superseded }) => [n, superseded])).toEqual([[1, true], [2, true], [3, true], [4, true], [5, false]])
    expect(history.at(-1)?.opening).toContain(`${last}=1`)
  })
})
