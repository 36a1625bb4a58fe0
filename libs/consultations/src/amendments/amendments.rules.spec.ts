import { mayPromote, MOST_AMENDMENTS, MOST_WAITING, proposeRefusals } from './amendments.rules'

describe('who may propose an amendment', () => {
  const code = (over: object) => proposeRefusals({ days: 14, answered: false, own: false, same: false, stale: false, waiting: 0, total: 0, ...over }).map((refusal) => refusal.code)
  it.each([
    ['where the phase takes them', {}, []],
    ['where it takes none', { days: null }, ['amendment.not-taken']],
    ['once it is answered', { answered: true }, ['proposal.answered']],
    ['to one’s own text', { own: true }, ['amendment.own']],
    ['that changes nothing', { same: true }, ['amendment.same']],
    ['on a text that changed', { stale: true }, ['amendment.stale']],
    ['beside two that wait', { waiting: MOST_WAITING - 1 }, []],
    ['beside three that wait', { waiting: MOST_WAITING }, ['amendment.too-many']],
    ['on a full list', { total: MOST_AMENDMENTS }, ['amendment.list-full']],
  ])('%s', (_when, over, codes) => expect(code(over)).toEqual(codes))
})

describe('when an amendment may become a proposal', () => {
  it.each([
    ['declined', { state: 'declined' }, true], ['waiting', { state: 'waiting' }, false], ['unanswered in time', { state: 'waiting', due: true }, true],
    ['its proposal gone', { state: 'waiting', gone: true }, true], ['accepted', { state: 'accepted', due: true }, false], ['withdrawn', { state: 'withdrawn', due: true }, false],
    ['promoted', { state: 'promoted', due: true, gone: true }, false], ['taken off', { state: 'removed', due: true, gone: true }, false],
  ] as const)('%s', (_when, over, may) => expect(mayPromote({ due: false, gone: false, ...over })).toBe(may))
})
