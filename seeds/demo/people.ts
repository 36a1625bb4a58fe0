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
