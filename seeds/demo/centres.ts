/** One of the five invented places of the demonstration. `serves`: communes whose inhabitants it receives or visits. */
export interface CentreSeed {
  slug: string
  name: string
  organisation: string
  municipalityCode: string
  address: string
  postalCode: string
  phone: string
  hours: readonly string[]
  access: string
  languages: readonly string[]
  serves: readonly string[]
}

export const CENTRES: readonly CentreSeed[] = [
  {
    slug: 'lille-wazemmes',
    name: 'La Fabrique du numérique de Wazemmes',
    organisation: 'Association Les Mains à la souris',
    municipalityCode: '59350',
    address: '14 rue des Sarrazins',
    postalCode: '59000',
    phone: '0353010101',
    hours: ['Du mardi au vendredi : 9 h – 12 h 30 et 13 h 30 – 18 h', 'Samedi : 9 h – 13 h'],
    access: 'Entrée de plain-pied, porte automatique. Boucle magnétique à l’accueil. Métro Wazemmes à 200 mètres.',
    languages: ['français', 'arabe', 'anglais'],
    serves: ['59350', '59009', '59328', '59368', '59410', '59378', '59527', '59507', '59220', '59346', '59386', '59636'],
  },
  {
    slug: 'roubaix-maison-du-numerique',
    name: 'Maison du numérique de Roubaix',
    organisation: 'Centre social du Trichon',
    municipalityCode: '59512',
    address: '27 rue du Coq français',
    postalCode: '59100',
    phone: '0353010202',
    hours: ['Du lundi au vendredi : 9 h – 12 h et 14 h – 18 h 30', 'Premier samedi du mois : 10 h – 16 h'],
    access: 'Rampe à l’entrée, ascenseur, toilettes adaptées. Métro Eurotéléport à 300 mètres.',
    languages: ['français', 'arabe', 'portugais'],
    serves: ['59512', '59650', '59163', '59299', '59367', '59332', '59339', '59598', '59522', '59247', '59646'],
  },
  {
    slug: 'tourcoing-belencontre',
    name: 'Espace numérique de Belencontre',
    organisation: 'Ville de Tourcoing, maison de services',
    municipalityCode: '59599',
    address: '3 place de l’Abattoir',
    postalCode: '59200',
    phone: '0353010303',
    hours: ['Du lundi au jeudi : 8 h 30 – 12 h et 13 h 30 – 17 h 30', 'Vendredi : 8 h 30 – 12 h', 'Mercredi : jusqu’à 19 h'],
    access: 'De plain-pied. Places de stationnement réservées devant la porte. Accueil en langue des signes le mercredi.',
    languages: ['français', 'langue des signes française', 'néerlandais'],
    serves: ['59599', '59421', '59426', '59279', '59508', '59352', '59098', '59656', '59152', '59090'],
  },
  {
    slug: 'armentieres-tiers-lieu-des-bords-de-lys',
    name: 'Tiers-lieu des bords de Lys',
    organisation: 'Coopérative Les Bords de Lys',
    municipalityCode: '59017',
    address: '52 rue de Dunkerque',
    postalCode: '59280',
    phone: '0353010404',
    hours: ['Mardi, mercredi et vendredi : 9 h – 12 h et 14 h – 18 h', 'Jeudi : permanence dans les communes voisines'],
    access: 'Entrée de plain-pied par la cour. Gare à 600 mètres.',
    languages: ['français', 'polonais'],
    serves: ['59017', '59143', '59317', '59202', '59252', '59457', '59470', '59128', '59088', '59173', '59482'],
  },
  {
    slug: 'haubourdin-maison-france-services',
    name: 'Maison France services d’Haubourdin',
    organisation: 'Commune d’Haubourdin',
    municipalityCode: '59286',
    address: '8 rue Sadi-Carnot',
    postalCode: '59320',
    phone: '0353010505',
    hours: ['Du lundi au vendredi : 8 h 45 – 12 h 15 et 13 h 30 – 17 h', 'Samedi : 9 h – 12 h'],
    access: 'Rampe sur le côté, sonnette à hauteur de fauteuil. Bus à la porte.',
    languages: ['français', 'anglais'],
    serves: ['59286', '59360', '59648', '59566', '59278', '59193', '59553', '59316', '59653', '59560', '59011', '59051', '59524'],
  },
]
