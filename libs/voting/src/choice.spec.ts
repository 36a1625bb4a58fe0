import { approvals, decodeChoice, encodeChoice, wholeNumber } from './choice'

describe('the text of a choice in a ballot', () => {
  it('is optionId=integer, sorted by id, joined by a comma; nothing at all for a blank ballot', () => {
    expect(encodeChoice(approvals(['b', 'L6/18/X', 'a10', 'a2']))).toBe('L6/18/X=1,a10=1,a2=1,b=1')
    expect(encodeChoice([{ option: 'b', value: -2 }, { option: 'a', value: 0 }])).toBe('a=0,b=-2')
    expect(encodeChoice([])).toBe('')
    expect(decodeChoice('')).toEqual([])
    expect(decodeChoice('a=1,b=12')).toEqual([{ option: 'a', value: 1 }, { option: 'b', value: 12 }])
  })

  it.each(['a', 'a=', '=1', 'a=1,', ',a=1', 'b=1,a=1', 'a=01', 'a=+1', 'a=1.0', 'a=-0', 'a=1\n', 'é=1', 'a=99999999999999999', 'a=1|b=1'])(
    'cannot be read from %j: one choice has one text',
    (text) => expect(() => decodeChoice(text)).toThrow(RangeError),
  )

  it.each(['a,b', 'a=b', 'a|b', 'a b', 'é', '', 'a\n', 'x'.repeat(101)])('cannot be written with the option id %j', (option) => {
    expect(() => encodeChoice([{ option, value: 1 }])).toThrow(RangeError)
  })
})

it.each([['12', 12], ['1 200', 1200], ['1\u202f200', 1200], ['0', 0], ['-1', null], ['1e3', null], ['0x10', null], ['2,5', null], ['', null], ['9999999999', null]])('a person who writes %j writes %j', (text, value) => {
  expect(wholeNumber(text)).toBe(value)
})
