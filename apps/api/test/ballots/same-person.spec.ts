import { randomUUID } from 'node:crypto'
import { BallotBox, type CastReceipt, type CastRequest } from '@parvis/consultations'
import { startApp, type TestPlatform } from '../support/app'
import { aCivilStatus, aVoter, ballotFor, closeVote, counterRequest, inTheRoll, inTheUrn, sealVote, withVoteOpen, type OpenVote } from '../support/votes'

let platform: TestPlatform
beforeAll(async () => { platform = await startApp() })
afterAll(() => platform.stop())

type Door = 'account' | 'desk' | 'desk with a document' | 'paper'

/** One ballot by a door, ready to leave: over HTTP for accounts, by the ballot box for what a mediator or a paper brings. */
async function arrival(open: OpenVote, person: ReturnType<typeof aCivilStatus>, door: Door, index: number): Promise<() => Promise<{ status: number }>> {
  if (door === 'account') {
    const agent = await aVoter(platform, `Doublet${index}-${open.voteId}`, person)
    const ballot = await ballotFor(agent, open.voteId, ['o1'])
    return async () => ({ status: (await agent.post(`/api/votes/${open.voteId}/ballots`).send(ballot)).status })
  }
  const [channel, evidence, choice] = { desk: ['on_behalf', 'E1', 'o2'], 'desk with a document': ['on_behalf', 'E2', 'o3'], paper: ['paper', 'E1', 'o4'] }[door] as ['on_behalf' | 'paper', 'E1' | 'E2', string]
  const request: CastRequest = { ...counterRequest(platform, open, person, channel, evidence, [choice]), ...(channel === 'paper' ? {} : { assistanceId: randomUUID() }) }
  return async () => {
    const receipt: CastReceipt = await platform.app.get(BallotBox).cast(null, request)
    return { status: receipt.n === null ? 201 : 500 }
  }
}

async function storm(doors: Record<Door, number>, name: string) {
  const open = await withVoteOpen(platform)
  const person = aCivilStatus({ birthSurname: name })
  const list = Object.entries(doors).flatMap(([door, times]) => Array.from({ length: times }, () => door as Door))
  const arrivals = await Promise.all(list.map((door, index) => arrival(open, person, door, index)))
  // Shuffled, so that no door leaves first; then all at once.
  const answers = await Promise.all(arrivals.map((go) => [Math.random(), go] as const).sort(([one], [other]) => one - other).map(([, go]) => go()))
  const rows = await inTheRoll(platform, open.voteId)
  const admitted = rows.filter(({ status }) => status === 'admitted')
  const contested = rows.filter(({ status }) => status === 'contested')
  return { open, answers, rows, admitted, contested, total: list.length }
}

describe('fifty people and mediators vote for one civil status at once', () => {
  it.each([
    ['every door', 'Toutesportes', { account: 14, desk: 12, 'desk with a document': 12, paper: 12 }, { channel: 'paper', evidence: 'E1' }],
    ['no paper', 'Sanspapier', { account: 18, desk: 16, 'desk with a document': 16, paper: 0 }, { channel: 'on_behalf', evidence: 'E2' }],
    ['accounts and desks that saw no document', 'Sansdocument', { account: 25, desk: 25, 'desk with a document': 0, paper: 0 }, null],
  ])('%s: one counts, by the table of README item 12', async (_, name, doors, expected) => {
    const { open, answers, admitted, contested, total } = await storm(doors, name)
    // Nobody is told apart: every door gets the answer of a ballot that was taken.
    expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: total }, () => 201))
    expect(admitted).toHaveLength(1)
    const [counted] = admitted
    expect(counted).toMatchObject({ homonymIndex: 0, ...(expected ?? {}) })
    // Every arrival either took the place of what counted, or waits for review: none is lost.
    expect((counted?.castCount ?? 0) + contested.reduce((sum, { castCount }) => sum + castCount, 0)).toBe(total)
    const waiting = (channel: string, evidence: string) => contested.filter((row) => row.channel === channel && row.evidence === evidence).length
    // Paper replaces whatever is there, so none of it waits; of the weaker doors at most the very first does not wait.
    expect(waiting('paper', 'E1')).toBe(0)
    expect(doors.account - waiting('online', 'E1') + doors.desk - waiting('on_behalf', 'E1')).toBeLessThanOrEqual(1)
    if (expected === null) expect(counted?.castCount).toBe(1)

    const urn = await inTheUrn(platform, open.voteId)
    expect(urn).toHaveLength(total)
    expect(urn.filter(({ superseded }) => !superseded)).toHaveLength(1 + contested.length)

    // What waits is left out; one ballot is counted, and it is the one of the winning door.
    await closeVote(platform)
    await platform.db.owner.query(`update roll.entry set status = 'rejected', review_reason = 'La même personne par une autre porte.' where vote_id = $1 and status = 'contested'`, [open.voteId])
    await sealVote(platform, open)
    const { body } = await open.staff.get(`/api/votes/${open.voteId}/tally`).expect(200)
    expect(body.outcome).toMatchObject({ cast: 1, counted: 1 })
    const choiceOf: Record<string, string> = { paper: 'o4', on_behalf: counted?.evidence === 'E2' ? 'o3' : 'o2', online: 'o1' }
    expect(body.outcome.options.find(({ score }: { score: number }) => score === 1).option).toBe(choiceOf[counted?.channel ?? ''])
  })

  it('of whom the birth date is one given to the unknown: nobody replaces anybody', async () => {
    const open = await withVoteOpen(platform)
    const person = aCivilStatus({ birthSurname: 'Sansdate', birthDate: '1950-01-01' })
    const arrivals = await Promise.all((['desk with a document', 'paper', 'desk with a document', 'paper', 'account'] as const).map((door, index) => arrival(open, person, door, 100 + index)))
    await Promise.all(arrivals.map((go) => go()))
    const rows = await inTheRoll(platform, open.voteId)
    expect(rows.filter(({ status }) => status === 'admitted')).toHaveLength(1)
    expect(rows.filter(({ status }) => status === 'contested')).toHaveLength(4)
  })
})
