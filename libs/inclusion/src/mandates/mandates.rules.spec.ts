import { attestedText, CONSENT_METHODS, mandateRefusals, METHODS, phoneOf, replyOf, type MandateFacts } from './mandates.rules'

const good: MandateFacts = { scopes: ['ANSWER'], method: 'HANDWRITTEN', remote: false, phone: undefined, smsOffered: true, language: 'fr', languages: ['fr', 'nl'], version: '2.0', currentVersion: '2.0' }

describe('a mandate', () => {
  it.each<[string, Partial<MandateFacts>, string[]]>([
    ['signed by hand', {}, []],
    ['on the screen', { method: 'ON_SCREEN' }, []],
    ['by SMS, from far away', { method: 'SMS', remote: true, phone: '06 12 34 56 78' }, []],
    ['aloud, from far away', { method: 'ORAL', remote: true }, []],
    ['signed by hand, from far away', { remote: true }, ['mandate.remote-method mandate.method']],
    ['on the screen, from far away', { method: 'ON_SCREEN', remote: true }, ['mandate.remote-method mandate.method']],
    ['by SMS without a number', { method: 'SMS' }, ['mandate.phone mandate.phone']],
    ['by SMS to a landline', { method: 'SMS', phone: '03 20 00 00 00' }, ['mandate.phone mandate.phone']],
    ['by SMS where no provider is', { method: 'SMS', phone: '0612345678', smsOffered: false }, ['mandate.sms-off mandate.method']],
    ['that lets nothing be entered', { scopes: ['RECEIVE_FOLLOWUP'] }, ['mandate.scope mandate.scopes']],
    ['read in a language without a text', { language: 'tr' }, ['mandate.language mandate.language']],
    ['that was not read', { version: null }, ['consent.missing consentVersion']],
    ['of an older text', { version: '1.0' }, ['consent.outdated consentVersion']],
    ['with everything wrong', { version: null, scopes: [], remote: true, language: 'tr' }, ['consent.missing consentVersion', 'mandate.scope mandate.scopes', 'mandate.remote-method mandate.method', 'mandate.language mandate.language']],
  ])('%s', (_what, change, expected) => expect(mandateRefusals({ ...good, ...change }).map(({ code, at }) => `${code} ${at}`)).toEqual(expected))

  it('is in force at once only where the person signs a sheet', () => {
    expect(CONSENT_METHODS.filter((method) => METHODS[method].atOnce)).toEqual(['HANDWRITTEN'])
    expect(CONSENT_METHODS.filter((method) => METHODS[method].secondPerson)).toEqual(['ORAL'])
  })
})

it.each([
  ['06 12 34 56 78', '+33612345678'], ['07.12.34.56.78', '+33712345678'], ['+33 6 12 34 56 78', '+33612345678'], ['0033612345678', '+33612345678'], ['+32 470 12 34 56', '+32470123456'],
  ['03 20 00 00 00', null], ['+33 3 20 00 00 00', null], ['06 12 34 56', null], ['', null], ['six', null], ['+0612345678', null],
])('the number %s is %s', (typed, number) => expect(phoneOf(typed)).toBe(number))

it.each([
  ['Oui', 'yes'], ['OUI', 'yes'], [' oui. ', 'yes'], ['oùí !', 'yes'], ['Yes', 'yes'], ['ja', 'yes'], ['Non', 'no'], ['nee', 'no'], ['NO', 'no'],
  ['oui mais non', null], ['peut-être', null], ['ok', null], ['', null], ['1', null],
])('the answer %j is %s', (text, reply) => expect(replyOf(text)).toBe(reply))

it('attests fields in the order of their names, lists in an order of their own, whatever the order in which they came', () => {
  const one = attestedText({ b: ['2', '1'], a: 'x', c: false }, 'hash', 'salt')
  expect(one).toBe('a=x\nb=1,2\nc=false\ntemplate=hash\nsalt=salt')
  expect(attestedText({ c: false, a: 'x', b: ['1', '2'] }, 'hash', 'salt')).toBe(one)
  expect(attestedText({ b: ['2', '1'], a: 'y', c: false }, 'hash', 'salt')).not.toBe(one)
})
