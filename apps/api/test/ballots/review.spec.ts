import { startApp, type TestPlatform } from '../support/app'
import { aCivilStatus, aVoter, castAtCounter, closeVote, inTheRoll, sealVote, signedIn, vote, withVoteOpen, type OpenVote } from '../support/votes'

let platform: TestPlatform
let open: OpenVote
beforeAll(async () => {
  platform = await startApp()
  open = await withVoteOpen(platform)
})
afterAll(() => platform.stop())

const reason = 'Les deux personnes ont montré leur pièce à la mairie.'
const at = (path = '') => `/api/votes/${open.voteId}/contested${path}`
const decide = async (decision: string) => {
  const { body } = await open.staff.get(at()).expect(200)
  return open.staff.post(at(`/${body.items[0].id}/review`)).send({ decision, reason })
}

describe('two people, one civil status', () => {
  it('homonyms: the second is counted beside the first, and both may change their ballot', async () => {
    const person = aCivilStatus({ birthSurname: 'Homonyme' })
    const [first, second] = [await aVoter(platform, 'HomonymeUn', person), await aVoter(platform, 'HomonymeDeux', person)]
    await vote(first, open.voteId, ['o1'])
    await vote(second, open.voteId, ['o2'])
    await (await decide('homonym'))
    expect((await inTheRoll(platform, open.voteId)).map(({ status, homonymIndex }) => [status, homonymIndex]).sort()).toEqual([['admitted', 0], ['admitted', 1]])
    expect(await vote(second, open.voteId, ['o3'])).toMatchObject({ n: 2 })
    expect(await vote(first, open.voteId, ['o4'])).toMatchObject({ n: 2 })
    // Nobody can tell which of them comes to the desk: it waits for people.
    await castAtCounter(platform, open, person, 'on_behalf', 'E2', ['o1'])
    await open.staff.get(at()).expect(({ body }) => expect(body).toMatchObject({ pending: 1, items: [{ counted: 2 }] }))
    await (await decide('same_person'))
  })

  it('usurpation: the second takes the place of the first', async () => {
    const person = aCivilStatus({ birthSurname: 'Volee' })
    const usurper = await aVoter(platform, 'VoleeFaux', person)
    const taken = await vote(usurper, open.voteId, ['o1'])
    const asked = async (code: string) => (await platform.stranger().get(`/api/receipts/${code}`).expect(200)).text
    const before = await asked(taken.receipt)
    const owner = await aVoter(platform, 'VoleeVrai', person)
    await vote(owner, open.voteId, ['o2'])
    await (await decide('usurpation'))
    // Reviewed, and not sealed yet: the receipt says what it said before, to whoever asks.
    expect(await asked(taken.receipt)).toBe(before)
    // The usurper's account comes back: a new entry, contested again, never in the place of the owner's.
    const { n, receipt } = await vote(usurper, open.voteId, ['o1'])
    expect(n).toBe(1)
    await open.staff.get(at()).expect(({ body }) => expect(body.pending).toBe(1))
    await (await decide('same_person'))
    await closeVote(platform)
    await sealVote(platform, open)
    await platform.stranger().get(`/api/receipts/${receipt}`).expect(({ body }) => expect(body).toMatchObject({ status: 'not_counted', reason, decision: 'same_person', claimUntil: null }))
    await platform.stranger().get(`/api/receipts/${taken.receipt}`).expect(({ body }) => expect(body).toMatchObject({ status: 'not_counted', reason, decision: 'usurpation' }))
  })

  it('is counted as reviewed', async () => {
    const { body } = await open.staff.get(`/api/votes/${open.voteId}/tally`).expect(200)
    const scores = Object.fromEntries(body.outcome.options.map(({ option, score }: { option: string, score: number }) => [option, score]))
    expect(scores).toEqual({ o1: 0, o2: 1, o3: 1, o4: 1 })
    await signedIn(platform, 'staff')
    await open.staff.get(at()).expect(({ body: left }) => expect(left.pending).toBe(0))
  })
})
