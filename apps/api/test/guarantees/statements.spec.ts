// How many statements the hot paths send to the database: a look-up per row, or one more per request, turns this red.
// Counts, not times. docs/performance.md says what they cost.
import { startApp } from '../support/app'
import type { TestPlatform } from '../support/app'
import { aProposal, withProposalsOpen } from '../support/consultations'
import { statementsOf } from '../support/statements'
import { aVoter, ballotFor, signedIn, vote, withVoteOpen } from '../support/votes'
import type { OpenVote } from '../support/votes'
import type TestAgent from 'supertest/lib/agent'

let platform: TestPlatform
let slug: string
let proposalIds: string[]
let voter: TestAgent
let open: OpenVote

beforeAll(async () => {
  platform = await startApp()
  open = await withVoteOpen(platform)
  const staff = await signedIn(platform, 'staff')
  slug = (await withProposalsOpen(platform, staff, { title: 'Nos places' })).slug
  const author = await signedIn(platform, 'citizen', { named: 'author' })
  proposalIds = []
  for (let n = 1; n <= 22; n++) proposalIds.push(((await author.post(`/api/consultations/${slug}/proposals`).send(aProposal({ title: `Planter ${n} arbres` })).expect(201)).body as { id: string }).id)
  voter = await aVoter(platform, 'lectrice')
  await signedIn(platform, 'citizen', { named: 'lectrice' })
})
afterAll(() => platform.stop())

const list = () => `/api/consultations/${slug}/proposals`

describe('what a request asks of the database', () => {
  it.each([
    ['a list of proposals, by a stranger', 1, () => platform.stranger().get(list())],
    ['the same with one row', 1, () => platform.stranger().get(`${list()}?perPage=1`)],
    ['the same searched, of a theme, in a commune', 1, () => platform.stranger().get(`${list()}?q=arbres&theme=environment&municipality=59350&sort=supported`)],
    ['a page after the last one', 1, () => platform.stranger().get(`${list()}?page=9`)],
    ['a list of proposals, by somebody signed in', 2, () => voter.get(list())],
    ['one proposal, by a stranger', 1, () => platform.stranger().get(`${list()}/1`)],
    ['one proposal, by somebody signed in', 2, () => voter.get(`${list()}/1`)],
    ['a list of consultations, by a stranger', 1, () => platform.stranger().get('/api/consultations')],
    ['one consultation, by somebody signed in', 2, () => voter.get(`/api/consultations/${slug}`)],
    ['who is signed in', 1, () => voter.get('/api/session')],
    ['the ballot form', 4, () => voter.get(`/api/votes/${open.voteId}/ballot-form`)],
  ])('%s: %i', async (_, most, ask) => {
    // The first reading of an address remembers which consultation it is.
    await ask().expect(200)
    expect(await statementsOf(() => ask().expect(200))).toHaveLength(most)
  })

  it('a support: who asks, may they, record it', async () => {
    expect(await statementsOf(() => voter.put(`/api/proposals/${proposalIds[0]}/support`).send({}).expect(200))).toHaveLength(3)
  })

  it('a first ballot and the one that replaces it: who asks, begin, hold and look up, cast, commit', async () => {
    await vote(await aVoter(platform, 'premiere'), open.voteId, ['o1'])
    for (const choice of [['o1'], ['o2', 'o3']]) {
      const ballot = await ballotFor(voter, open.voteId, choice)
      expect(await statementsOf(() => voter.post(`/api/votes/${open.voteId}/ballots`).send(ballot).expect(201))).toHaveLength(5)
    }
  })
})
