import fc from 'fast-check'
import { equalKeys, givenName, hintsOf, isConventionalBirthDate, normaliseName, participantKeys, phonetic, type CivilStatus } from './participant-keys'

const pepper = 'DEMO-PEPPER-NOT-A-SECRET-000000001'
const person = (birthSurname: string, givenNames: string, birthDate: string, inseeCode: string): CivilStatus => ({ birthSurname, givenNames, birthDate, inseeCode })
const base = participantKeys(pepper, 'BP2027', person('Lefèbvre', 'Anne-Marie', '1951-04-12', '59350'))

describe('participant keys', () => {
  // The published table of test vectors: scope, birth surname, given names, birth date, commune, K0, keys equal to the first row.
  it.each([
    ['BP2027', 'Lefèbvre', 'Anne-Marie', '1951-04-12', '59350', 'd1187d796bb6f65f0d8a6555e20336ef', ['k0', 'k1', 'k2', 'k3', 'k4']],
    ['BP2027', 'LEFEBVRE', 'Anne Marie', '1951-04-12', '59350', 'd1187d796bb6f65f0d8a6555e20336ef', ['k0', 'k1', 'k2', 'k3', 'k4']],
    ['BP2027', 'Lefebvre', 'Anne, Marie', '1951-04-12', '59350', 'edeb4820a0ed01062f84a7cdef87cacd', ['k3']],
    ['BP2027', 'Anne-Marie', 'Lefebvre', '1951-04-12', '59350', '5997bb589c0a2bcb15fa7a41646dca9c', ['k2']],
    ['BP2027', 'Lefebvre', 'Anne-Marie', '1951-12-04', '59350', 'f809f4f2c432f14125b123d6412c42e0', ['k4']],
    ['BP2027', 'Lefebvre', 'Anne-Marie', '1951-04-12', '59512', '38f9b63f1e3287279af6a0a73741ece1', ['k1', 'k2', 'k3', 'k4']],
    ['BP2027', 'Lefevre', 'Anne-Marie', '1951-04-12', '59350', '7f6805d4f974c4f28e3b580b512fbd4a', []],
    ['BP2028', 'Lefebvre', 'Anne-Marie', '1951-04-12', '59350', '4830582b52c91b8f49cd68347216fd05', []],
    ['BP2027', "D'Hœdt", 'François', '1988-01-01', '59599', '9f431c3ccce069dedc82ad3541fadbc2', []],
  ])('%s %s %s %s %s', (scope, surname, given, birthDate, commune, k0, equal) => {
    const keys = participantKeys(pepper, scope, person(surname, given, birthDate, commune))
    expect(keys.k0).toBe(k0)
    expect(equalKeys(base, keys)).toEqual(equal)
  })

  it('gives the published beginnings of K1 to K4', () => {
    expect(base.k1.slice(0, 8)).toBe('5469d505')
    expect(base.k2.slice(0, 8)).toBe('8d02c433')
    expect(base.k3.slice(0, 8)).toBe('7787bfdc')
    expect(base.k4.slice(0, 8)).toBe('6bae9b9c')
    expect(base.keyVersion).toBe(1)
  })

  it('finds somebody who gave the usage surname at one door and the birth surname at the other', () => {
    const both = participantKeys(pepper, 'BP2027', { ...person('Lefèbvre', 'Anne-Marie', '1951-04-12', '59350'), usageSurname: 'Durand' })
    const usageAsBirth = participantKeys(pepper, 'BP2027', person('Durand', 'Anne-Marie', '1951-04-12', '59350'))
    expect(equalKeys(both, usageAsBirth)).toEqual(['k5'])
    expect(equalKeys(usageAsBirth, both)).toEqual(['k5'])
  })

  it('keeps no usage key when the usage surname says nothing new', () => {
    expect(participantKeys(pepper, 'v', { ...person('Lefèbvre', 'Anne', '1951-04-12', '59350'), usageSurname: 'LEFEBVRE' }).k5).toBeNull()
  })

  it('refuses a name without letters, a date it cannot read, an empty pepper', () => {
    expect(() => participantKeys(pepper, 'v', person('—', 'Anne', '1951-04-12', '59350'))).toThrow(RangeError)
    expect(() => participantKeys(pepper, 'v', person('Lefebvre', ', Marie', '1951-04-12', '59350'))).toThrow(RangeError)
    expect(() => participantKeys(pepper, 'v', person('Lefebvre', 'Anne', '12/04/1951', '59350'))).toThrow(RangeError)
    expect(() => participantKeys('', 'v', person('Lefebvre', 'Anne', '1951-04-12', '59350'))).toThrow(RangeError)
  })

  // Names that registers, screens and people write in several ways: what makes no difference, and what does.
  it.each<[string, string, string, boolean]>([
    ['a ligature and an apostrophe', "D'Hœdt", 'D’HOEDT', true], ['a ligature written apart and a space', 'D Hoedt', "D'Hœdt", true],
    ['Vietnamese marks, two on one letter', 'Nguyễn', 'NGUYEN', true], ['a letter with a bar', 'Đặng', 'Dang', true], ['composed and combining marks', 'Nguye\u0302\u0303n', 'Nguyễn', true],
    ['a stroke', 'Øster', 'Oster', true], ['a stroke written as two letters', 'Øster', 'Oester', false], ['a ring and an umlaut, as passports drop them', 'Ångström-Müller', 'Angstrom Muller', true], ['an umlaut written as two letters', 'Müller', 'Mueller', false],
    ['a Polish stroke', 'Wałęsa', 'WALESA', true], ['Polish marks', 'Świętosławski', 'Swietoslawski', true], ['the feminine of a Polish surname', 'Kowalski', 'Kowalska', false],
    ['a cedilla and a tilde', 'Gonçalves Peña', 'Goncalves Pena', true], ['a dotless i', 'Yıldız', 'YILDIZ', true], ['a sharp s', 'Groß', 'GROSS', true], ['an Icelandic thorn, which falls away', 'Þórsson', 'orsson', true],
    ['a double surname with a hyphen, a space or nothing', 'Martin-Durand', 'MARTIN DURAND', true], ['a double surname the other way round', 'Martin-Durand', 'Durand-Martin', false], ['half of a double surname', 'Martin-Durand', 'Martin', false],
    ['a particle apart or not', 'Van der Meersch', 'Vandermeersch', true], ['a particle left out', 'de La Fontaine', 'La Fontaine', false],
    ['an Arabic article apart, with a hyphen or not', 'El Amrani', 'El-Amrani', true], ['an Arabic article joined', 'El Amrani', 'Elamrani', true], ['an Arabic article left out', 'El Amrani', 'Amrani', false],
    ['two transliterations', 'Benyahia', 'Ben Yahya', false], ['an ayn written as an apostrophe', 'Sa‘di', 'Sadi', true], ['a Breton apostrophe inside', 'Falc’hun', 'FALCHUN', true],
  ])('%s: %s and %s', (_what, one, other, same) => expect(normaliseName(one) === normaliseName(other)).toBe(same))

  it.each<[string, string, string]>([
    ['several given names', 'Jean, Pierre, Marie', 'JEAN'], ['a compound one with a hyphen', 'Jean-Pierre, Marie', 'JEANPIERRE'], ['a compound one with a space', 'Jean Pierre', 'JEANPIERRE'],
    ['two Vietnamese ones', 'Thị Mai', 'THIMAI'], ['a Polish one', 'Małgorzata', 'MALGORZATA'], ['an Arabic one with a hyphen', 'Abd-el-Kader', 'ABDELKADER'], ['an initial with a stop', 'J., Pierre', 'J'],
  ])('%s: %s', (_what, names, first) => expect(givenName(names)).toBe(first))

  it('other transliterations and forms of a name still sound alike', () => {
    const pairs = [['Benyahia', 'Ben Yahya'], ['Mueller', 'Muller'], ['Lefebvre', 'Lefébvre'], ['Dhuyvetter', 'Duyveter'], ['Kowalski', 'Kowalska'], ['Philippe', 'Filipe']] as const
    expect(pairs.map(([one, other]) => phonetic(one) === phonetic(other))).toEqual(pairs.map(() => true))
  })

  it('packs the keys beside K0 as the roll keeps them', () => {
    const both = participantKeys(pepper, 'BP2027', { ...person('Lefèbvre', 'Anne-Marie', '1951-04-12', '59350'), usageSurname: 'Durand' })
    expect(hintsOf(base).toString('hex')).toBe(base.k1 + base.k2 + base.k3 + base.k4)
    expect(hintsOf(both).toString('hex')).toBe(base.k1 + base.k2 + base.k3 + base.k4 + (both.k5?.k1 ?? ''))
    expect([hintsOf(base).length, hintsOf(both).length]).toEqual([64, 80])
  })

  it('makes no difference of accents, case, hyphens and ligatures', () => {
    expect(normaliseName(' d’Hœdt-Łódź ')).toBe('DHOEDTLODZ')
    expect(givenName('Jean, Pierre, Marie')).toBe('JEAN')
    expect(phonetic('Lefebvre')).toBe('LFBVR')
    fc.assert(fc.property(fc.stringMatching(/^[a-zéèçœ' -]{0,12}[a-z][a-zéèçœ' -]{0,12}$/), (name) => {
      expect(normaliseName(name.toUpperCase())).toBe(normaliseName(name))
      expect(normaliseName(normaliseName(name))).toBe(normaliseName(name))
    }))
  })

  it('knows the dates that registers give when the birth date is unknown', () => {
    expect(isConventionalBirthDate('1950-01-01')).toBe(true)
    expect(isConventionalBirthDate('1950-12-31')).toBe(true)
    expect(isConventionalBirthDate('1950-12-30')).toBe(false)
  })
})
