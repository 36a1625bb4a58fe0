import { reshapingRefusals, signatoriesOf } from './reshapings.rules'

const source = (over: object = {}) => ({ number: 1, phaseId: 'a', state: 'submitted', answered: false, inVote: false, ...over })

describe('what may be united or split', () => {
  it.each([
    ['two that stand', 'merge', 2, [source(), source({ number: 2 })], []],
    ['one alone', 'merge', 1, [source()], ['reshaping.two-needed']],
    ['one that is not there', 'merge', 2, [source()], ['reshaping.proposal-unknown']],
    ['two phases', 'merge', 2, [source(), source({ phaseId: 'b' })], ['reshaping.other-phase']],
    ['one withdrawn', 'merge', 2, [source(), source({ state: 'withdrawn' })], ['reshaping.gone']],
    ['one that is merged already', 'merge', 2, [source(), source({ state: 'merged' })], ['reshaping.gone']],
    ['one answered', 'merge', 2, [source({ answered: true }), source()], ['reshaping.answered']],
    ['one in a vote', 'split', 1, [source({ inVote: true })], ['reshaping.in-vote']],
    ['everything at once', 'merge', 2, [source({ answered: true, inVote: true }), source({ state: 'hidden', phaseId: 'b' })], ['reshaping.other-phase', 'reshaping.gone', 'reshaping.answered', 'reshaping.in-vote']],
    ['one that stands, into parts', 'split', 1, [source()], []],
  ] as const)('%s', (_what, kind, asked, sources, codes) => expect(reshapingRefusals(kind, asked, sources).map(({ code }) => code)).toEqual(codes))
})

describe('who signs what is made of several', () => {
  const nour = { accountId: 'n', key: null, name: 'Nour', channel: 'online' }
  const lea = { accountId: 'l', key: null, name: '', channel: 'online' }
  const helped = { accountId: null, key: null, name: '', channel: 'on_behalf' }
  const erased = { accountId: null, key: null, name: '', channel: 'online' }
  it.each([
    ['each once', [nour, lea, nour], [nour, lea]],
    ['who was helped, after who has an account', [helped, nour], [nour, helped]],
    ['two who were helped', [helped, { ...helped }], [helped, helped]],
    ['once who was helped twice', [{ ...helped, key: 'h' }, { ...helped, key: 'o' }, { ...helped, key: 'h' }], [{ ...helped, key: 'h' }, { ...helped, key: 'o' }]],
    ['who was helped and then signs with an account, by the account', [lea, { ...helped, key: 'k' }, { ...nour, key: 'k' }], [lea, { ...nour, key: 'k' }]],
    ['whose account gave a civil status since', [nour, { ...helped, key: 'k' }, { ...nour, key: 'k' }], [{ ...nour, key: 'k' }]],
    ['nobody any more', [erased, nour], [nour]],
    ['only those who left', [erased], [erased]],
  ])('%s', (_who, given, signed) => expect(signatoriesOf(given)).toEqual(signed))
})
