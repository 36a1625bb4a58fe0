import { draftRefusals } from './proposal-drafts.rules'

const long = 'Vingt caractères ou plus.'

describe('what a draft needs before it is sent', () => {
  it.each([
    ['Des bancs', long, []],
    ['Banc', long, ['proposal.title-short']],
    ['Des bancs', 'court', ['proposal.body-short']],
    ['', '', ['proposal.title-short', 'proposal.body-short']],
  ])('%j, %j', (title, body, codes) => expect(draftRefusals({ title, body }).map(({ code }) => code)).toEqual(codes))
})
