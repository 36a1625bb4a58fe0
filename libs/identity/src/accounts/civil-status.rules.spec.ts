import { civilStatusRefusals, type CivilStatusGiven } from './civil-status.rules'

const good: CivilStatusGiven = { birthSurname: 'Lefèbvre', givenNames: 'Anne-Marie, Louise', birthDate: '1951-04-12', municipalityCode: '59350' }
const refused = (over: Partial<CivilStatusGiven>) => civilStatusRefusals({ ...good, ...over }, '2027-03-01', (code) => (code === '59350' ? code : null)).map(({ at }) => at)

describe('a civil status', () => {
  it.each<[string, Partial<CivilStatusGiven>, string[]]>([
    ['as documents have it', {}, []],
    ['with ligatures, apostrophes and particles', { birthSurname: 'D’Hœdt-van der Ł.', usageSurname: 'Ø' }, []],
    ['with digits in a name', { birthSurname: 'Lefebvre2' }, ['birthSurname']],
    ['with a comma in a surname', { birthSurname: 'Lefebvre, Durand' }, ['birthSurname']],
    ['without any letter', { birthSurname: '--', givenNames: '.' }, ['birthSurname', 'givenNames']],
    ['in letters that no key is made of', { birthSurname: 'محمد', usageSurname: 'Ковальски' }, ['birthSurname', 'usageSurname']],
    ['whose first given name is missing', { givenNames: ', Louise' }, ['givenNames']],
    ['of a day that does not exist', { birthDate: '1951-02-29' }, ['birthDate']],
    ['of tomorrow', { birthDate: '2027-03-02' }, ['birthDate']],
    ['of another metropolis', { municipalityCode: '75056' }, ['municipalityCode']],
  ])('%s', (_situation, over, expected) => expect(refused(over)).toEqual(expected))

  it.each([
    ['1951-02-29', ['civil-status.birth-date']],
    ['12/04/1951', ['civil-status.birth-date']],
    ['2027-03-01', []],
    ['2027-03-02', ['civil-status.birth-date-future']],
    ['2030-01-01', ['civil-status.birth-date-future']],
    ['1897-01-01', []],
    ['1896-12-31', ['civil-status.birth-date-old']],
  ])('says what is wrong with a birth on %s', (birthDate, codes) => {
    expect(civilStatusRefusals({ ...good, birthDate }, '2027-03-01', code => code).map(({ code }) => code)).toEqual(codes)
  })
})
