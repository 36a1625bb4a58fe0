import type { ConsultationText } from '../shapes'

const CENTRES = { kind: 'centre', text: 'Dans un lieu d’aide de la métropole, sans compte et sans rendez-vous.' } as const

/** Published, by ranking. */
export const BANDSTAND: ConsultationText = {
  title: 'Le kiosque à musique : où le poser ?',
  summary: 'Un kiosque à musique va être posé dans un parc. Il y en a un seul. Cinq parcs peuvent le recevoir. Mettez-les dans l’ordre : d’abord celui que vous voulez le plus, puis les autres. Vous n’êtes pas obligé de tous les classer. Vous pouvez voter ici, ou dans un lieu d’aide. Chaque personne de 16 ans ou plus vote une fois.',
  description: 'Le kiosque a un toit, une rampe et une prise pour les musiciens. Les écoles de musique y jouent le dimanche, d’avril à octobre.',
  openToChange: 'Le parc qui reçoit le kiosque.',
  notOpenToChange: 'Le kiosque, déjà dessiné et payé.',
  theme: 'culture',
  offlineWays: [CENTRES],
  nextSteps: 'Le kiosque est posé avant l’été. Le premier concert est gratuit.',
}

/** Published, by points. */
export const LENDING: ConsultationText = {
  title: 'Que prête la bibliothèque des objets ?',
  summary: 'La métropole ouvre une bibliothèque des objets. On y emprunte ce que l’on utilise une fois par an. Il y a de la place pour trois rayons. Nous voulons savoir ce qui compte le plus pour vous. Vous avez 10 points. Donnez-les à ce que vous aimez. Vous pouvez les partager. Vous pouvez voter ici, ou dans un lieu d’aide. Chaque personne de 16 ans ou plus vote une fois.',
  description: 'Le prêt est gratuit et dure deux semaines. Une personne formée montre comment se servir de chaque objet.',
  openToChange: 'Les trois premiers rayons.',
  notOpenToChange: 'Le lieu, et le prêt gratuit.',
  theme: 'environment',
  offlineWays: [CENTRES, { kind: 'paper', text: 'Avec un bulletin papier, à prendre et à déposer dans votre mairie.' }],
  nextSteps: 'Les objets sont achetés d’occasion quand c’est possible. Le prêt ouvre deux mois après le vote.',
}

/** Published: two options came first with as many votes, and the public draw settled them. */
export const RIVER_BOAT: ConsultationText = {
  title: 'Un nom pour le bateau-bus de la Deûle',
  summary: 'Un bateau-bus roule bientôt sur la Deûle, le week-end. Il n’a pas encore de nom. Quatre noms ont été choisis avec des écoles. Dites lequel vous préférez : un seul. Si deux noms ont le même nombre de voix, un tirage au sort public choisit. Vous pouvez voter ici, ou dans un lieu d’aide. Chaque personne de 16 ans ou plus vote une fois.',
  description: 'Le bateau prend soixante personnes et dix vélos. Il va de Lille à Haubourdin en une heure, sans bruit, avec un moteur électrique.',
  openToChange: 'Le nom du bateau.',
  notOpenToChange: 'Le trajet et les heures, fixés avec les éclusiers.',
  theme: 'mobility',
  offlineWays: [CENTRES],
  nextSteps: 'Le nom est peint sur la coque. Les quatre écoles sont invitées au premier voyage.',
}

/** A draft whose vote is being prepared. */
export const WINTER_LIGHTS: ConsultationText = {
  title: 'La fête des lumières d’hiver : quels quartiers ?',
  summary: 'Chaque hiver, la métropole met des lumières dans les rues. L’an prochain, trois quartiers reçoivent une fête en plus. Cochez ceux que vous voulez, de un à trois. Vous pouvez voter ici, ou dans un lieu d’aide. Chaque personne de 16 ans ou plus vote une fois.',
  description: 'Une fête dure un soir. Les lampes consomment peu. Les associations du quartier préparent la soirée avec les écoles.',
  openToChange: 'Les trois quartiers qui reçoivent la fête.',
  notOpenToChange: 'La somme prévue, et la date.',
  theme: 'culture',
  offlineWays: [CENTRES],
  nextSteps: 'Les trois quartiers sont prévenus un mois après le vote. Ils choisissent leur soirée.',
}
