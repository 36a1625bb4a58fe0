import type { MeetingPlan } from '../shapes'

const FREE = 'L’entrée est gratuite. Vous pouvez arriver en cours de route et partir quand vous voulez.'

/** Places and streets to cool down: one to come, one full with a waiting list, one past with a question that waits too long. */
export const SQUARES_MEETINGS: readonly MeetingPlan[] = [
  {
    title: 'Première réunion publique : où fait-il trop chaud ?',
    body: `Les agents ont montré les mesures de l’été. Chacun a placé ses endroits trop chauds sur une grande carte.\n\n${FREE}`,
    kind: 'in_person', centre: 'lille-wazemmes', access: 'Métro Wazemmes à 200 mètres. L’entrée est sur la rue, de plain-pied.', accessibility: ['step-free', 'induction-loop', 'accessible-toilets', 'seats'],
    languages: ['français', 'arabe'], agenda: [['18:00', 'Accueil et mesures de l’été'], ['18:45', 'La grande carte, par tables de six'], ['19:30', 'Vos questions']],
    published: -26, on: -14, from: 18, to: 20, places: 60, registered: 38, came: { listed: 31, walkIns: 12 },
    questions: [
      { question: 'Combien d’arbres seront plantés, et qui les arrose la première année ?', promisedAfter: 7, answeredAfter: 3, answer: 'Entre trois et douze arbres par place, selon les réseaux sous le sol. La métropole arrose pendant trois ans. Les communes prennent la suite.' },
      { question: 'Est-ce que les terrasses des cafés vont perdre des tables ?', promisedAfter: 7, answeredAfter: 5, answer: 'Non. Aucune terrasse autorisée n’est réduite. Un arbre ou un banc peut déplacer une table de quelques mètres.' },
      { question: 'Pourquoi la place de la gare n’est-elle pas dans la liste ?', promisedAfter: 11 },
      { question: 'L’eau des fontaines sera-t-elle potable ?', promisedAfter: 7, answeredAfter: 4, answer: 'Oui, sur quinze des vingt places. Les cinq autres auront de l’eau pour se rafraîchir, avec un panneau qui le dit.' },
    ],
    minutes: {
      after: 5, links: [{ title: 'Les mesures de chaleur, place par place', url: 'https://documents.example.org/mesures-chaleur' }],
      text: 'La réunion a commencé par les mesures de l’été. Trois lieux ont surpris : la place du marché, la cour de la gare et la rue des écoles.\n\nPuis chaque table a rempli la carte. On y trouve :\n\n- 58 endroits trop chauds ;\n- 21 endroits où l’on aimerait s’asseoir ;\n- 9 endroits où il manque de l’eau.\n\nLes personnes présentes demandent que les arbres soient assez grands dès la plantation. Les agents vont chiffrer cette demande.',
    },
  },
  {
    title: 'Atelier : dessiner l’ombre de sa rue',
    body: `Venez avec une photo de votre rue. Nous dessinons ensemble où mettre un arbre, un voile ou un banc. À la fin, votre dessin peut devenir une proposition.\n\n${FREE}`,
    kind: 'in_person', centre: 'lille-wazemmes', access: 'Métro Wazemmes à 200 mètres. L’entrée est sur la rue, de plain-pied.', accessibility: ['step-free', 'induction-loop', 'accessible-toilets', 'seats'],
    languages: ['français', 'arabe'], agenda: [['18:00', 'Accueil'], ['18:15', 'Dessiner par tables de quatre'], ['19:30', 'Regarder les dessins des autres']],
    published: -8, on: 6, from: 18, to: 20, places: 40, registered: 17,
  },
  {
    title: 'Marche d’écoute au centre de Roubaix',
    body: 'Une heure et demie de marche, avec des arrêts aux endroits les plus chauds. Nous parlons en marchant. Le parcours se fait aussi en fauteuil.',
    kind: 'in_person', centre: 'roubaix-maison-du-numerique', access: 'Métro Eurotéléport à 300 mètres. Le départ se fait devant la porte.', accessibility: ['step-free', 'sign-language', 'seats'],
    languages: ['français', 'langue des signes'], agenda: [['10:00', 'Départ'], ['10:30', 'La place et ses pierres'], ['11:15', 'Retour et café']],
    published: -9, on: 10, from: 10, to: 12, places: 15, registered: 21,
  },
]

/** The budget of mobility: one past that could be followed online, one to come online. */
export const MOBILITY_MEETINGS: readonly MeetingPlan[] = [
  {
    title: 'Les douze projets, expliqués et discutés',
    body: 'Les équipes des douze projets répondent à vos questions, dans la salle et en ligne.',
    kind: 'both', centre: 'tourcoing-belencontre', access: 'Bus, arrêt Belencontre. Parking devant l’entrée.', accessibility: ['step-free', 'easy-parking', 'seats'],
    languages: ['français'], onlineUrl: 'https://visio.example.org/douze-projets', onlineFor: 'everybody', agenda: [['18:30', 'Les douze projets en vingt minutes'], ['19:00', 'Vos questions']],
    published: -34, on: -20, from: 18, to: 20, registered: 26, came: { listed: 19, walkIns: 8 },
    questions: [{ question: 'Que se passe-t-il si un projet coûte plus cher que prévu ?', promisedAfter: 10, answeredAfter: 6, answer: 'La métropole paie la différence jusqu’à dix pour cent. Au-delà, le projet est présenté à nouveau aux habitants.' }],
    minutes: { after: 6, links: [], text: 'Chaque équipe a présenté son projet en deux minutes. Les questions ont porté sur les prix, les dates et les travaux.\n\nLa réunion a été suivie en ligne par une trentaine de personnes.' },
  },
  {
    title: 'Une heure pour comprendre le vote',
    body: 'Comment voter, comment les voix sont comptées, comment vérifier son reçu. Une heure, en ligne, avec toutes vos questions.',
    kind: 'online', access: '', accessibility: [], languages: ['français'], onlineUrl: 'https://visio.example.org/comprendre-le-vote', agenda: [['12:30', 'Voter en trois écrans'], ['13:00', 'Vos questions']],
    published: -7, on: 5, from: 12, to: 13, registered: 9,
  },
]

/** In a consultation that is suspended: the page says so. */
export const WATERFRONT_MEETINGS: readonly MeetingPlan[] = [
  {
    title: 'Visite du quai du Wault avec les maîtres-nageurs',
    body: 'Nous regardons ensemble où l’on entrerait dans l’eau, où l’on s’assoit, où l’on se change.',
    kind: 'in_person', place: { name: 'Quai du Wault', address: 'Devant le numéro 12', postalCode: '59000', commune: '59350' }, access: 'Bus, arrêt Champ de Mars.', accessibility: ['step-free'],
    languages: ['français'], agenda: [], published: -18, on: 8, from: 14, to: 16, places: 30, registered: 12,
  },
]

/** Announced: a walk to come, and a workshop that was cancelled. */
export const BOULEVARD_MEETINGS: readonly MeetingPlan[] = [
  {
    title: 'Atelier à vélo, de Croisé-Laroche à Roubaix',
    body: 'Nous roulons ensemble et nous notons ce qui fait peur.',
    kind: 'in_person', place: { name: 'Station Croisé-Laroche', address: 'Avenue de la Marne', postalCode: '59700', commune: '59378' }, access: 'Tramway, arrêt Croisé-Laroche.', accessibility: [],
    languages: ['français'], agenda: [], published: -2, on: 9, from: 10, to: 12, places: 20, registered: 8,
    cancelled: { on: -1, reason: 'Des travaux d’eau coupent la piste ce jour-là. Une nouvelle date est annoncée dès qu’elle est connue.' },
  },
  {
    title: 'Marche avec des personnes à mobilité réduite',
    body: `Nous traversons le boulevard à quatre endroits et nous regardons ce qui bloque.\n\n${FREE}`,
    kind: 'in_person', place: { name: 'Arrêt Wasquehal Hôtel de Ville', address: 'Grand Boulevard', postalCode: '59290', commune: '59646' }, access: 'Tramway, arrêt Wasquehal Hôtel de Ville.', accessibility: ['step-free', 'seats'],
    languages: ['français'], agenda: [['14:00', 'Départ'], ['16:00', 'Retour']], published: -2, on: 20, from: 14, to: 16, registered: 6,
  },
]
