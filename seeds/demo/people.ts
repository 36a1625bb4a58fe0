import type { CivilStatusGiven } from '@parvis/identity'
import type { Chance } from './chance'

/** Frequent names of the region, put together by chance: nobody in particular. */
const SURNAMES = [
  'Lefebvre', 'Dubois', 'Leroy', 'Delattre', 'Carpentier', 'Vandamme', 'Deschamps', 'Caron', 'Boulanger', 'Dumont', 'Benali', 'Haddad', 'Kowalski', 'Nowak', 'Da Silva', 'Ferreira',
  'Traoré', 'Diallo', 'Nguyen', 'Rossi', 'Vermeulen', 'Desmet', 'Wattel', 'Masson', 'Lemaire', 'Fontaine', 'Roussel', 'Duhamel', 'Cousin', 'Meunier', 'Belkacem', 'Bouzid', 'Cherif',
  'Mercier', 'Blanchard', 'Herbaut', 'Delcroix', 'Hennebelle', 'Lambert', 'Marchand', 'Parent', 'Quesnoy', 'Salembier', 'Tiberghien', 'Wibaut', 'Yilmaz', 'Zeghmar', 'Poulain', 'Picard', 'Gosselin',
] as const
const GIVEN_NAMES = [
  'Marie', 'Jean', 'Nathalie', 'Philippe', 'Isabelle', 'Michel', 'Sylvie', 'Alain', 'Catherine', 'Patrick', 'Fatima', 'Mohamed', 'Aïcha', 'Karim', 'Samira', 'Rachid', 'Julie', 'Nicolas', 'Camille', 'Thomas',
  'Léa', 'Hugo', 'Inès', 'Lucas', 'Manon', 'Mehdi', 'Sarah', 'Antoine', 'Chloé', 'Maxime', 'Odile', 'Bernard', 'Jacqueline', 'André', 'Monique', 'Claude', 'Amina', 'Youssef', 'Katarzyna', 'Piotr',
  'Rosa', 'Paulo', 'Awa', 'Mamadou', 'Linh', 'Minh', 'Élise', 'Rémi', 'Justine', 'Théo',
] as const

/** Communes that the invented people live in, and how many of them; the small ones stay under ten voters on purpose. */
export const HOME_COMMUNES = [
  { code: '59350', weight: 200 }, { code: '59512', weight: 96 }, { code: '59599', weight: 92 }, { code: '59009', weight: 60 }, { code: '59650', weight: 38 }, { code: '59378', weight: 36 },
  { code: '59017', weight: 30 }, { code: '59328', weight: 26 }, { code: '59286', weight: 24 }, { code: '59360', weight: 22 }, { code: '59163', weight: 20 }, { code: '59299', weight: 18 },
  { code: '59560', weight: 16 }, { code: '59152', weight: 12 }, { code: '59279', weight: 8 }, { code: '59051', weight: 5 }, { code: '59482', weight: 4 }, { code: '59252', weight: 2 },
] as const

/**
 * Invented people, no two alike. @param communes INSEE codes with weights
 */
export function inventPeople(chance: Chance, count: number, communes: readonly { code: string, weight: number }[] = HOME_COMMUNES): CivilStatusGiven[] {
  const people = new Map<string, CivilStatusGiven>()
  while (people.size < count) {
    const birthDate = `${chance.between(1940, 2006)}-${two(chance.between(1, 12))}-${two(chance.between(2, 28))}`
    const person = { birthSurname: chance.pick(SURNAMES), givenNames: chance.pick(GIVEN_NAMES), birthDate, municipalityCode: chance.weighted(communes).code }
    people.set(Object.values(person).join('|'), person)
  }
  return [...people.values()]
}

/** As people sign here: given name and an initial. */
export const signature = ({ givenNames, birthSurname }: CivilStatusGiven): string => `${givenNames} ${birthSurname.charAt(0)}.`

const two = (number: number): string => String(number).padStart(2, '0')

const of = (people: number, codes: string): { code: string, people: number }[] => codes.split(' ').map((code) => ({ code, people }))

/**
 * Who votes on the mobility budget, commune by commune: enough in most of them to be told to the ten, and few in three large ones, so that
 * the board of equity shows what it is for. Villages stay under ten.
 */
export const MOBILITY_TURNOUT: readonly { code: string, people: number }[] = [
  ...of(150, '59350'), ...of(63, '59009'), ...of(41, '59378'), ...of(32, '59512'), ...of(28, '59328'), ...of(22, '59368 59410'), ...of(21, '59163 59646'), ...of(20, '59507'), ...of(19, '59299'), ...of(18, '59220'), ...of(16, '59648'), ...of(15, '59286'),
  ...of(14, '59599 59508 59421 59527 59152 59386 59636 59011 59426 59090 59339 59343 59143 59457 59352 59317 59653 59482 59051 59553 59524 59656 59044 59202 59052 59098 59278 59566 59477 59598 59585 59005 59316 59256 59550 59146 59193 59660 59346 59523 59611 59252 59128'),
  ...of(12, '59279'), ...of(6, '59017'), ...of(5, '59650'), ...of(4, '59360'), ...of(3, '59560'), ...of(2, '59367'),
]
