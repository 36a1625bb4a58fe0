import { journeyOf } from './journey.rules'

const waiting = { proposal: 'submitted', vote: null, voteOpened: false, voteComing: true } as const

it.each([
  ['waits for the vote', waiting, ['now', null], ['later', null]],
  ['waits where no vote is planned', { ...waiting, voteComing: false }, ['now', null], ['later', null]],
  ['was not chosen', { ...waiting, voteOpened: true, voteComing: false }, ['done', false], null],
  ['waits for the next vote', { ...waiting, voteOpened: true }, ['now', null], ['later', null]],
  ['was withdrawn', { ...waiting, proposal: 'withdrawn' }, ['done', false], null],
  ['is voted on', { ...waiting, vote: { state: 'open', won: false } }, ['done', true], ['now', null]],
  ['is counted: nothing is said, whatever the count', { ...waiting, vote: { state: 'tallied', won: true } }, ['done', true], ['now', null]],
  ['was chosen by the vote', { ...waiting, vote: { state: 'published', won: true } }, ['done', true], ['done', true]],
  ['was not chosen by the vote', { ...waiting, vote: { state: 'published', won: false } }, ['done', true], ['done', false]],
] as const)('a proposal that %s', (_, facts, selection, result) => {
  const journey = journeyOf(facts)
  expect([journey.selection.state, journey.selection.chosen]).toEqual(selection)
  expect(journey.result && [journey.result.state, journey.result.won]).toEqual(result)
})
