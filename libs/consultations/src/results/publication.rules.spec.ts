import { announcedDraw, publicationRefusals, type PublicationFacts } from './publication.rules'

const facts: PublicationFacts = {
  state: 'tallied', tally: { inputHash: 'ab', cast: 12 }, ballotsNow: 12, admittedByChannel: { online: 10, paper: 2 }, unsettledTies: 0,
  contestedPending: 0, pendingBatches: 0, unsyncedDevices: 0, nextSteps: 'Le conseil décide en juin.',
}
const codes = (over: Partial<PublicationFacts>): string[] => publicationRefusals({ ...facts, ...over }).map((refusal) => refusal.code)

describe('publishing a result', () => {
  it.each([
    ['a counted one', {}, []],
    ['before sealing', { state: 'counting' }, ['results.not-tallied']],
    ['sealed, not counted', { state: 'sealed', tally: null }, ['results.not-tallied']],
    ['twice', { state: 'published' }, ['results.already-published']],
    ['ballots that are not those counted', { ballotsNow: 11 }, ['results.ballots-changed']],
    ['fewer ballots than people', { admittedByChannel: { online: 13 } }, ['results.counts-differ']],
    ['a tie nobody settled', { unsettledTies: 1 }, ['results.tie-unsettled']],
    ['no word on what comes next', { nextSteps: ' ' }, ['results.next-steps-missing']],
    ['all that is owed', { contestedPending: 1, pendingBatches: 2, unsyncedDevices: 3 }, ['vote.contested-pending', 'vote.batches-pending', 'vote.devices-unsynced']],
  ] as [string, Partial<PublicationFacts>, string[]][])('%s', (_label, over, expected) => expect(codes(over)).toEqual(expected))
})

it('settles equals by a draw that was announced, and by no other', () => {
  expect([{ draw: 'Loto du 12 mars' }, { draw: ' ' }, {}].map(announcedDraw)).toEqual(['Loto du 12 mars', null, null])
})
