import { freed, isSafeLink, publicationRefusals, questionState, registrationRefusal, shownCount, standingOf, stateOf, timeRefusals } from './meetings.rules'

const HOUR = 3_600_000
const plan = { kind: 'in_person' as const, address: '1 rue Haute', municipalityCode: '59350', onlineUrl: null, startsAt: 10 * HOUR, endsAt: 12 * HOUR }
const codes = (refusals: { code: string, at?: string }[]) => refusals.map(({ code, at }) => `${code}@${at}`)

describe('publishing a meeting', () => {
  it.each([
    ['says where and when', {}, []],
    ['in person without an address', { address: '' }, ['meeting.address-missing@address']],
    ['in person without a commune', { municipalityCode: null }, ['meeting.commune-missing@municipalityCode']],
    ['online without a link', { kind: 'online', address: '', municipalityCode: null }, ['meeting.link-missing@onlineUrl']],
    ['online with a link needs no address', { kind: 'online', address: '', municipalityCode: null, onlineUrl: 'https://salle.example.org' }, []],
    ['both without either', { kind: 'both', address: '', municipalityCode: null }, ['meeting.address-missing@address', 'meeting.commune-missing@municipalityCode', 'meeting.link-missing@onlineUrl']],
    ['in the past', { startsAt: HOUR }, ['meeting.starts-in-the-past@startsAt']],
    ['now', { startsAt: 2 * HOUR }, ['meeting.starts-in-the-past@startsAt']],
    ['that ends as it begins', { endsAt: 10 * HOUR }, ['meeting.ends-before-start@endsAt']],
    ['that lasts four days', { endsAt: 106 * HOUR }, ['meeting.too-long@endsAt']],
  ] as const)('%s', (_what, over, wanted) => expect(codes(publicationRefusals({ ...plan, ...over }, 2 * HOUR))).toEqual(wanted))

  it('a draft may be in the past, but not end before it begins', () => {
    expect(timeRefusals({ startsAt: 1, endsAt: 2 })).toEqual([])
    expect(codes(timeRefusals({ startsAt: 2, endsAt: 1 }))).toEqual(['meeting.ends-before-start@endsAt'])
  })
})

describe('a link', () => {
  it.each([
    ['https://visio.example.org/salle?x=1', true], ['http://visio.example.org', false], ['javascript:alert(1)', false], ['data:text/html,x', false], ['https://', false],
    ['https://user@example.org', false], [['https://user', 'word@example.org'].join(':'), false], ['https://localhost', false], [' https://example.org', false], ['https://example.org/'.padEnd(501, 'x'), false], ['JAVASCRIPT://example.org/%0aalert(1)', false],
  ] as const)('%s: %s', (text, safe) => expect(isSafeLink(text)).toBe(safe))
})

describe('the state of a meeting', () => {
  it.each([['draft', 1, 2, 'draft'], ['published', 3, 2, 'published'], ['published', 2, 2, 'held'], ['cancelled', 1, 2, 'cancelled']] as const)('%s, ending at %s, at %s: %s', (kept, end, now, state) => expect(stateOf(kept, end, now)).toBe(state))

  it.each([
    [{ state: 'published', suspended: false, startsAt: 10 }, 9, null],
    [{ state: 'published', suspended: false, startsAt: 10 }, 10, 'meeting.begun'],
    [{ state: 'published', suspended: true, startsAt: 10 }, 9, 'consultation.suspended'],
    [{ state: 'cancelled', suspended: true, startsAt: 10 }, 9, 'meeting.cancelled'],
    [{ state: 'held', suspended: false, startsAt: 1 }, 9, 'meeting.begun'],
  ] as const)('registering: %j at %s: %s', (facts, now, refusal) => expect(registrationRefusal(facts, now)).toBe(refusal))
})

describe('places', () => {
  it.each([
    ['without a limit', { places: null, registered: 900, waiting: 0 }, 'confirmed'],
    ['one left', { places: 10, registered: 9, waiting: 0 }, 'confirmed'],
    ['none left', { places: 10, registered: 10, waiting: 0 }, 'waiting'],
    ['one left, and somebody waits for it', { places: 10, registered: 9, waiting: 1 }, 'waiting'],
  ] as const)('%s: %j', (_what, facts, standing) => expect(standingOf(facts)).toBe(standing))

  it.each([
    [{ places: 10, registered: 9, waiting: 4 }, 1], [{ places: 10, registered: 10, waiting: 4 }, 0], [{ places: 20, registered: 10, waiting: 4 }, 4],
    [{ places: null, registered: 10, waiting: 4 }, 4], [{ places: 10, registered: 12, waiting: 4 }, 0], [{ places: 10, registered: 1, waiting: 0 }, 0],
  ] as const)('%j frees %s', (facts, count) => expect(freed(facts)).toBe(count))
})

it.each([[null, null], [0, null], [9, null], [10, 10], [31, 31]] as const)('%s people are published as %s', (people, shown) => expect(shownCount(people)).toBe(shown))

it.each([
  [{ answered: true, dueOn: '2027-01-01' }, 'answered'], [{ answered: false, dueOn: '2027-03-14' }, 'awaited'], [{ answered: false, dueOn: '2027-03-15' }, 'awaited'], [{ answered: false, dueOn: '2027-03-13' }, 'late'], [{ answered: true, dueOn: null }, 'answered'],
] as const)('a question %j is %s on 14 March', (question, state) => expect(questionState(question, '2027-03-14')).toBe(state))
