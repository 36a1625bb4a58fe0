import { BallotBox } from '@parvis/consultations'
import { choiceOf } from '@parvis/voting'
import { DataSource } from 'typeorm'
import { startApp, type TestPlatform } from '../support/app'
import { aCivilStatus, aVoter, closeVote, counterRequest, inTheUrn, sealVote, withVoteOpen } from '../support/votes'

let platform: TestPlatform
beforeAll(async () => {
  platform = await startApp()
})
afterAll(() => platform.stop())

type Values = Record<string, number>

interface Case {
  method: string
  rules: object
  /** What the online voter casts, and how it is written in the urn. */
  mine: Values
  written: string
  refused: [Values, string, string | undefined][]
  /** Ballots on paper, as often as said. */
  box: [Values, number][]
  outcome: object
}

const bounds = { min: 1, max: 4, blankAllowed: true, seats: 1 }
const options = ['A', 'B', 'C', 'D'].map((title, index) => ({ title, cost: (index + 1) * 10_000 }))

const cases: Case[] = [
  {
    method: 'single', rules: { ...bounds, max: 1 }, mine: { o2: 1 }, written: 'o2=1',
    refused: [[{ o1: 1, o2: 1 }, 'ballot.too-many', undefined], [{ o1: 2 }, 'ballot.value', 'o1']],
    box: [[{ o2: 1 }, 3], [{ o1: 1 }, 2], [{}, 1]],
    outcome: { winners: ['o2'], cast: 7, counted: 6, blank: 1 },
  },
  {
    method: 'points', rules: { ...bounds, points: 10, pointsPerOption: 6 }, mine: { o1: 6, o3: 4 }, written: 'o1=6,o3=4',
    refused: [[{ o1: 6, o2: 5 }, 'ballot.too-many-points', undefined], [{ o1: 7 }, 'ballot.points', 'o1'], [{ o1: 0 }, 'ballot.points', 'o1']],
    box: [[{ o3: 5 }, 2], [{ o1: 3, o2: 6 }, 1]],
    outcome: { winners: ['o3'], options: [{ score: 9 }, { score: 6 }, { score: 14 }, { score: 0 }] },
  },
  {
    method: 'schulze', rules: bounds, mine: { o2: 1, o1: 2, o4: 2 }, written: 'o1=2,o2=1,o4=2',
    refused: [[{ o1: 5 }, 'ballot.rank', 'o1'], [{ o1: 0 }, 'ballot.rank', 'o1']],
    // A circle of three: A before B by 5, B before C by 5, C before A by 4 (and A before C by the strongest path).
    box: [[{ o1: 1, o2: 2, o3: 3 }, 3], [{ o2: 1, o3: 2, o1: 3 }, 2], [{ o3: 1, o1: 2, o2: 3 }, 2]],
    outcome: { cast: 8, explanation: { kind: 'duels', options: ['o1', 'o2', 'o3', 'o4'] } },
  },
  {
    method: 'majority-judgment', rules: { ...bounds, grades: 6 }, mine: { o1: 5, o2: 3, o3: 0, o4: 2 }, written: 'o1=5,o2=3,o3=0,o4=2',
    refused: [[{ o1: 6, o2: 0, o3: 0, o4: 0 }, 'ballot.grade', 'o1'], [{ o1: 5 }, 'ballot.grade-missing', 'o2']],
    box: [[{ o1: 1, o2: 4, o3: 3, o4: 2 }, 2]],
    outcome: { winners: ['o2'], explanation: { kind: 'merit', profile: [{ option: 'o1', counts: [0, 2, 0, 0, 0, 1], grade: 1 }, { option: 'o2', grade: 4 }, { option: 'o3', grade: 3 }, { option: 'o4', grade: 2 }] } },
  },
  {
    method: 'equal-shares', rules: { ...bounds, budget: 60_000, utility: 'cost', completion: 'none' }, mine: { o1: 1, o2: 1 }, written: 'o1=1,o2=1',
    refused: [[{ o1: 3 }, 'ballot.value', 'o1']],
    box: [[{ o1: 1, o2: 1 }, 3], [{ o3: 1 }, 4]],
    outcome: { winners: ['o1', 'o2', 'o3'], totalCost: 60_000, explanation: { kind: 'purchases' } },
  },
]

describe.each(cases)('a vote by $method', ({ method, rules, mine, written, refused, box, outcome }) => {
  it('takes right ballots from every door, refuses the others with the place, and is counted as its method says', async () => {
    const open = await withVoteOpen(platform, { method, rules, options })
    const voter = await aVoter(platform, `Voter${method.replace('-', '')}`)
    for (const [choice, code, at] of refused) {
      await voter.post(`/api/votes/${open.voteId}/ballots`).send({ choice, n: 1 }).expect(422)
        .expect(({ body }) => expect(body.refusals).toContainEqual(expect.objectContaining(at === undefined ? { code } : { code, at })))
    }
    await voter.post(`/api/votes/${open.voteId}/ballots`).send({ choice: mine, n: 1 }).expect(201)
    expect((await inTheUrn(platform, open.voteId)).map(({ opening }) => opening.split('\n')[4])).toEqual([written])
    const paper = box.flatMap(([choice, times], kind) => Array.from({ length: times }, (_, index) => ({
      ...counterRequest(platform, open, aCivilStatus({ birthSurname: `Papier${'abcdef'[kind]}${'ghijkl'[index]}` }), 'paper', 'E1', []), choice: choiceOf(choice),
    })))
    await platform.app.get(DataSource).transaction((tx) => platform.app.get(BallotBox).castMany(tx, open.voteId, paper))
    await closeVote(platform)
    await sealVote(platform, open)
    const { body: tally } = await open.staff.get(`/api/votes/${open.voteId}/tally`).expect(200)
    expect(tally).toMatchObject({ method, outcome: { ...outcome, invalid: 0 } })
    await open.staff.post(`/api/votes/${open.voteId}/publication`).send({ headline: 'Voici ce qui est retenu.', nextSteps: 'La suite au printemps.' }).expect(201)
    const { body } = await platform.stranger().get(`/api/consultations/${open.slug}/results`).expect(200)
    expect(body.results[0]).toMatchObject({ method, outcome: { explanation: tally.outcome.explanation ?? null } })
  })
})
