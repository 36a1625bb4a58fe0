import { invitationRefusals, MOST_COAUTHORS, MOST_INVITATIONS_A_DAY } from './coauthors.rules'

describe('whom an author may invite', () => {
  const code = (over: object) => invitationRefusals({ taken: 0, sentToday: 0, ownAddress: false, already: false, ...over }).map((refusal) => refusal.code)
  it.each([
    ['somebody', {}, []],
    ['the last one there is room for', { taken: MOST_COAUTHORS - 1 }, []],
    ['one too many', { taken: MOST_COAUTHORS }, ['coauthor.too-many']],
    ['the last one of a day', { sentToday: MOST_INVITATIONS_A_DAY - 1 }, []],
    ['one more that day', { sentToday: MOST_INVITATIONS_A_DAY }, ['coauthor.too-many-today']],
    ['themself', { ownAddress: true }, ['coauthor.own-address']],
    ['somebody again, however full it is', { already: true, taken: MOST_COAUTHORS }, ['coauthor.already-invited']],
  ])('%s', (_who, over, codes) => expect(code(over)).toEqual(codes))
})
