import { isSiret } from './siret.rules'

it.each([
  ['the town hall of Lille', '21590350100017', true],
  ['the metropolis', '20009320100016', true],
  ['one wrong digit', '21590350100018', false],
  ['two digits changed places', '21590530100017', false],
  ['La Poste, by its own rule', '35600000049837', true],
  ['thirteen digits', '2159035010001', false],
  ['letters', '2159035010001A', false],
  ['nothing but zeros', '00000000000000', false],
])('%s: %s is %s', (_label, siret, expected) => {
  expect(isSiret(siret)).toBe(expected)
})
