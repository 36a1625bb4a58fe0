import { readCards } from './card-file'

const HEX = '3132333435363738393031323334353637383930'

it.each<[string, string, string[], string[]]>([
  ['a heading, comma, hexadecimal', `serial,secret\nA1234,${HEX}`, ['A1234'], []],
  ['no heading, semicolon, base 32', 'a-001;GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ\nA-002;GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ', ['A-001', 'A-002'], []],
  ['a secret that is too short', 'A1234,ABCD', [], ['1 card-file.secret']],
  ['no serial number', `serial,secret\n,${HEX}`, [], ['2 card-file.serial']],
  ['the same card twice, whatever its capitals', `a1234,${HEX}\nA1234,${HEX}`, ['A1234'], ['2 card-file.twice']],
])('%s', (_label, text, serials, problems) => {
  const read = readCards(text)
  expect(read?.rows.map(({ serial }) => serial)).toEqual(serials)
  expect(read?.problems.map(({ row, code }) => `${row} ${code}`)).toEqual(problems)
})

it('reads the same secret in both notations', () => {
  expect(readCards(`A1234,${HEX}\nB1234,GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ`)?.rows.map(({ secret }) => secret.toString())).toEqual(['12345678901234567890', '12345678901234567890'])
})

it.each(['', 'serial,secret', `${'A1234,x\n'.repeat(2001)}`])('is not one: %#', (text) => {
  expect(readCards(text)).toBeNull()
})
