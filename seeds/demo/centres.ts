/** One of the invented places of the demonstration. `serves`: communes whose inhabitants it receives or visits. Days of closures and stops count from today. */
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
  latitude: number
  longitude: number
  /** Notation of OpenStreetMap; `hours` says only what it cannot. */
  openingHours: string
  services: readonly string[]
  specificCare: readonly string[]
  accessibility: readonly string[]
  typologies: readonly string[]
  equipment: readonly [kiosks: number, headphones: number, printers: number]
  closures?: readonly { from: number, to: number, reason: string }[]
  stops?: readonly { day: number, opens: string, closes: string, place: string, municipalityCode: string }[]
  appointment?: boolean
}

const PROCEDURES = 'Aide aux démarches administratives'
const EVERYDAY = 'Maîtrise des outils numériques du quotidien'
const SAFETY = 'Utilisation sécurisée du numérique'
const COMPUTERS = 'Accès internet et matériel informatique'
const WORK = 'Insertion professionnelle via le numérique'
const EVERYBODY = ['Surdité', 'Handicaps moteurs', 'Handicaps mentaux', 'Illettrisme', 'Déficience visuelle', 'Langues étrangères (anglais)', 'Langues étrangères (autres)']

export const CENTRES: readonly CentreSeed[] = [
  {
    slug: 'lille-wazemmes',
    name: 'La Fabrique du numérique de Wazemmes',
    organisation: 'Association Les Mains à la souris',
    municipalityCode: '59350',
    address: '14 rue des Sarrazins',
    postalCode: '59000',
    phone: '0353010101',
    hours: [],
    access: 'Entrée de plain-pied, porte automatique. Boucle magnétique à l’accueil. Métro Wazemmes à 200 mètres.',
    languages: ['français', 'arabe', 'anglais'],
    serves: ['59350', '59009', '59328', '59368', '59410', '59378', '59527', '59507', '59220', '59346', '59386', '59636'],
    latitude: 50.6252, longitude: 3.0489, openingHours: 'Tu-Fr 09:00-12:30,13:30-18:00; Sa 09:00-13:00; PH off',
    services: [PROCEDURES, EVERYDAY, SAFETY, COMPUTERS], specificCare: EVERYBODY, accessibility: ['step-free', 'induction-loop', 'near-transport'], typologies: ['TIERS_LIEUX'], equipment: [8, 6, 1],
  },
  {
    slug: 'roubaix-maison-du-numerique',
    name: 'Maison du numérique de Roubaix',
    organisation: 'Centre social du Trichon',
    municipalityCode: '59512',
    address: '27 rue du Coq français',
    postalCode: '59100',
    phone: '0353010202',
    hours: ['Premier samedi du mois : 10 h – 16 h'],
    access: 'Rampe à l’entrée, ascenseur, toilettes adaptées. Métro Eurotéléport à 300 mètres.',
    languages: ['français', 'arabe', 'portugais'],
    serves: ['59512', '59650', '59163', '59299', '59367', '59332', '59339', '59598', '59522', '59247', '59646'],
    latitude: 50.6915, longitude: 3.1781, openingHours: 'Mo-Fr 09:00-12:00,14:00-18:30; PH off',
    services: [PROCEDURES, EVERYDAY, WORK, COMPUTERS], specificCare: ['Illettrisme', 'Handicaps moteurs', 'Langues étrangères (autres)'], accessibility: ['step-free', 'lift', 'accessible-toilets', 'near-transport'], typologies: ['CS'], equipment: [12, 10, 2],
  },
  {
    slug: 'tourcoing-belencontre',
    name: 'Espace numérique de Belencontre',
    organisation: 'Ville de Tourcoing, maison de services',
    municipalityCode: '59599',
    address: '3 place de l’Abattoir',
    postalCode: '59200',
    phone: '0353010303',
    hours: [],
    access: 'De plain-pied. Places de stationnement réservées devant la porte. Accueil en langue des signes le mercredi.',
    languages: ['français', 'langue des signes française', 'néerlandais'],
    serves: ['59599', '59421', '59426', '59279', '59508', '59352', '59098', '59656', '59152', '59090'],
    latitude: 50.7302, longitude: 3.1671, openingHours: 'Mo,Tu,Th 08:30-12:00,13:30-17:30; We 08:30-12:00,13:30-19:00; Fr 08:30-12:00; PH off',
    services: [PROCEDURES, EVERYDAY], specificCare: ['Surdité', 'Illettrisme', 'Langues étrangères (autres)'], accessibility: ['step-free', 'sign-language', 'easy-parking'], typologies: ['MUNI'], equipment: [4, 2, 1],
  },
  {
    slug: 'armentieres-tiers-lieu-des-bords-de-lys',
    name: 'Tiers-lieu des bords de Lys',
    organisation: 'Coopérative Les Bords de Lys',
    municipalityCode: '59017',
    address: '52 rue de Dunkerque',
    postalCode: '59280',
    phone: '0353010404',
    hours: ['Jeudi : permanence dans les communes voisines'],
    access: 'Entrée de plain-pied par la cour. Gare à 600 mètres.',
    languages: ['français', 'polonais'],
    serves: ['59017', '59143', '59317', '59202', '59252', '59457', '59470', '59128', '59088', '59173', '59482'],
    latitude: 50.6881, longitude: 2.8805, openingHours: 'Tu,We,Fr 09:00-12:00,14:00-18:00; PH off',
    services: [EVERYDAY, SAFETY, COMPUTERS], specificCare: ['Handicaps moteurs', 'Langues étrangères (autres)'], accessibility: ['step-free', 'near-transport'], typologies: ['TIERS_LIEUX'], equipment: [6, 4, 1],
    closures: [{ from: 20, to: 24, reason: 'Formation de toute l’équipe' }],
  },
  {
    slug: 'haubourdin-maison-france-services',
    name: 'Maison France services d’Haubourdin',
    organisation: 'Commune d’Haubourdin',
    municipalityCode: '59286',
    address: '8 rue Sadi-Carnot',
    postalCode: '59320',
    phone: '0353010505',
    hours: [],
    access: 'Rampe sur le côté, sonnette à hauteur de fauteuil. Bus à la porte.',
    languages: ['français', 'anglais'],
    serves: ['59286', '59360', '59648', '59566', '59278', '59193', '59553', '59316', '59653', '59560', '59011', '59051', '59524'],
    latitude: 50.6094, longitude: 2.9879, openingHours: 'Mo-Fr 08:45-12:15,13:30-17:00; Sa 09:00-12:00; PH off',
    services: [PROCEDURES, EVERYDAY], specificCare: ['Handicaps moteurs', 'Déficience visuelle', 'Langues étrangères (anglais)'], accessibility: ['step-free', 'near-transport'], typologies: ['RFS'], equipment: [3, 2, 1], appointment: true,
  },
  {
    slug: 'villeneuve-d-ascq-mediatheque-du-lac', name: 'Médiathèque du Lac', organisation: 'Ville de Villeneuve-d’Ascq', municipalityCode: '59009', address: '5 rue du Héron blanc', postalCode: '59650', phone: '0353010606',
    hours: [], access: 'Ascenseur depuis le parvis. Bus au pied de la médiathèque.', languages: ['français', 'anglais'], serves: ['59009'], latitude: 50.6331, longitude: 3.1489, openingHours: 'Tu,We,Fr 10:00-18:00; Sa 10:00-17:00; PH off',
    services: [EVERYDAY, COMPUTERS], specificCare: ['Déficience visuelle', 'Langues étrangères (anglais)'], accessibility: ['step-free', 'lift', 'accessible-toilets', 'near-transport'], typologies: ['BIB'], equipment: [20, 12, 3],
  },
  {
    slug: 'lomme-maison-des-liens', name: 'Maison des liens de Lomme', organisation: 'Centre social des Hauts de Lomme', municipalityCode: '59350', address: '41 avenue des Tilleuls', postalCode: '59160', phone: '0353010707',
    hours: [], access: 'Une marche à l’entrée, sonnez : nous posons une rampe.', languages: ['français', 'arabe', 'langue des signes française'], serves: ['59350'], latitude: 50.6427, longitude: 2.9871, openingHours: 'Mo,Th 14:00-18:00; We 09:00-12:00,14:00-18:00; PH off',
    services: [PROCEDURES, EVERYDAY], specificCare: ['Surdité', 'Illettrisme'], accessibility: ['sign-language'], typologies: ['CS'], equipment: [5, 3, 1],
    closures: [{ from: -10, to: 45, reason: 'Travaux : la salle est refaite. Le bus numérique passe devant la mairie de Lomme.' }],
  },
  {
    slug: 'bus-numerique', name: 'Le bus du numérique', organisation: 'Métropole Européenne de Lille', municipalityCode: '59378', address: 'Dépôt, 2 rue du Relais', postalCode: '59700', phone: '0353010808',
    hours: [], access: 'Plateau élévateur à l’arrière du bus.', languages: ['français', 'anglais'], serves: ['59378', '59350', '59328', '59648', '59560', '59524'], latitude: 50.6707, longitude: 3.0967, openingHours: '',
    services: [PROCEDURES, EVERYDAY, COMPUTERS], specificCare: ['Handicaps moteurs', 'Illettrisme'], accessibility: ['lift'], typologies: ['Autre'], equipment: [4, 4, 1],
    stops: [
      { day: 0, opens: '09:30', closes: '12:30', place: 'Place de la République, devant la mairie', municipalityCode: '59378' }, { day: 2, opens: '14:00', closes: '17:30', place: 'Devant la mairie de Lomme', municipalityCode: '59350' },
      { day: 4, opens: '09:30', closes: '12:30', place: 'Place du marché', municipalityCode: '59328' }, { day: 7, opens: '09:30', closes: '12:30', place: 'Parking de la salle des fêtes', municipalityCode: '59648' }, { day: 9, opens: '14:00', closes: '17:00', place: 'Place de l’église', municipalityCode: '59560' },
    ],
  },
  {
    slug: 'seclin-espace-numerique', name: 'Espace numérique de Seclin', organisation: 'Commune de Seclin', municipalityCode: '59560', address: '9 rue des Boulangers', postalCode: '59113', phone: '0353010909',
    hours: ['Atelier « Mon téléphone », le deuxième jeudi du mois à 14 h'], access: 'De plain-pied. Gare de Seclin à 500 mètres.', languages: ['français'], serves: ['59560'], latitude: 50.5489, longitude: 3.0291, openingHours: 'Mo-Th 09:00-12:00,13:30-17:00; Sa[1] 09:00-12:00; PH off',
    services: [EVERYDAY, SAFETY], specificCare: ['Illettrisme'], accessibility: ['step-free', 'easy-parking', 'near-transport'], typologies: ['EPN'], equipment: [6, 4, 1], appointment: true,
  },
  {
    slug: 'wattrelos-maison-de-quartier', name: 'Maison de quartier de la Mousserie', organisation: 'Association Voisins d’ici', municipalityCode: '59650', address: '30 rue de la Mousserie', postalCode: '59150', phone: '0353011010',
    hours: [], access: 'Rampe dans la cour. Bus Mousserie.', languages: ['français', 'polonais', 'portugais'], serves: ['59650'], latitude: 50.7013, longitude: 3.2156, openingHours: 'Mo,Tu,Th,Fr 09:30-12:00,14:00-17:00; We 14:00-19:00; PH off',
    services: [PROCEDURES, EVERYDAY], specificCare: ['Langues étrangères (autres)', 'Handicaps mentaux'], accessibility: ['step-free', 'near-transport'], typologies: ['ASSO'], equipment: [4, 2, 1],
  },
]

/** A list that somebody sent and nobody took yet: two places, one of them with faults, and one that is elsewhere. */
export const CENTRE_FILE = {
  name: 'lieux-a-verifier.csv',
  content: `id,nom,commune,code_postal,code_insee,adresse,latitude,longitude,horaires,services,typologie,frais_a_charge
demo-1,Médiathèque de Bondues,Bondues,59910,59090,12 rue des Lilas,50.7021,3.0948,"Tu-Fr 10:00-12:00,14:00-18:00; Sa 10:00-17:00",Prendre en main un ordinateur;Approfondir ma culture numérique,BIB,Gratuit
demo-2,Point info de Lys,Lys-lez-Lannoy,59390,59367,3 place du Kiosque,3.21,50.67,tous les matins,Aide aux démarches administratives|Cours de poterie,MUNI,Gratuit
demo-3,Espace numérique d’Arras,Arras,62000,62041,1 Grand-Place,,,,,EPN,Gratuit
`,
}
