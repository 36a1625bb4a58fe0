import type { ConsultationText } from '../shapes'

const CENTRES = { kind: 'centre', text: 'Dans un lieu d’aide de la métropole, sans compte et sans rendez-vous.' } as const

/** Open now, by points. */
export const PLAYGROUND: ConsultationText = {
  title: 'Le jardin de jeux du parc de la Citadelle',
  summary: 'Le jardin de jeux est refait cette année. Il y a de la place pour quelques jeux nouveaux. Nous voulons savoir ce qui compte le plus pour vous. Vous avez 10 points. Donnez-les à ce que vous aimez. Vous pouvez les mettre tous au même endroit, ou les partager. Vous pouvez voter ici, ou dans un lieu d’aide. Chaque personne de 16 ans ou plus vote une fois.',
  description: 'Le sol est changé et les arbres restent. Les jeux choisis sont posés en premier. Tous sont pensés avec des familles et une association de parents d’enfants en fauteuil.',
  openToChange: 'Les trois jeux posés en premier.',
  notOpenToChange: 'La place du jardin, et le sol souple partout.',
  theme: 'public-space',
  offlineWays: [CENTRES],
  nextSteps: 'Les jeux sont commandés le mois qui suit. Le jardin ouvre aux beaux jours.',
}

/** Open now, by ranking. */
export const NIGHT_BUS: ConsultationText = {
  title: 'Un bus de nuit : par où passe-t-il ?',
  summary: 'Un bus de nuit part bientôt, du jeudi au samedi. Une seule ligne peut ouvrir cette année. Cinq chemins sont prêts. Mettez-les dans l’ordre : d’abord celui que vous voulez le plus, puis les autres. Vous n’êtes pas obligé de tous les classer. Vous pouvez voter ici, ou dans un lieu d’aide. Chaque personne de 16 ans ou plus vote une fois.',
  description: 'Chaque chemin fait moins d’une heure. Il passe près d’une gare et d’un hôpital. Le bus part toutes les trente minutes, de minuit à cinq heures.',
  openToChange: 'Le chemin de la ligne qui ouvre cette année.',
  notOpenToChange: 'Les jours et les heures, fixés avec les conducteurs.',
  theme: 'mobility',
  offlineWays: [CENTRES],
  nextSteps: 'La ligne ouvre trois mois après le vote. Son bilan est publié après un an.',
}

/** Open now, by majority judgment. */
export const SQUARE_DESIGN: ConsultationText = {
  title: 'La place du Marché : quatre projets à juger',
  summary: 'La place du Marché est refaite l’an prochain. Quatre équipes ont dessiné chacune un projet. Dites ce que vous pensez de chacun. Pour chaque projet, choisissez une mention, de « Très bien » à « À rejeter ». Le projet le mieux jugé est construit. Vous pouvez voter ici, ou dans un lieu d’aide. Chaque personne de 16 ans ou plus vote une fois.',
  description: 'Les quatre projets gardent le marché du dimanche et coûtent la même somme. Les dessins et les maquettes se voient à la mairie et à la médiathèque.',
  openToChange: 'Le projet qui est construit.',
  notOpenToChange: 'Le marché du dimanche, et la somme prévue.',
  theme: 'public-space',
  offlineWays: [CENTRES],
  nextSteps: 'L’équipe retenue présente son calendrier un mois après le vote.',
}

/** Published, by equal shares. */
export const SCHOOL_YARDS: ConsultationText = {
  title: 'Un budget partagé pour les cours d’école',
  summary: 'La métropole donne 300 000 euros pour les cours d’école. Dix projets sont prêts. Chaque voix pèse la même part du budget. Ainsi, un petit quartier peut lui aussi faire passer son projet. Cochez tous les projets que vous aimez. Vous pouvez voter ici, ou dans un lieu d’aide. Chaque personne de 16 ans ou plus vote une fois.',
  description: 'Chaque projet a été préparé par une école, avec les élèves. Le coût est celui du chantier, sans les heures des jardiniers de la ville.',
  openToChange: 'Les projets qui reçoivent de l’argent.',
  notOpenToChange: 'La somme, et la règle qui la partage.',
  theme: 'education',
  offlineWays: [CENTRES],
  nextSteps: 'Les chantiers se font pendant l’été. Chaque école invite les voisins à la rentrée.',
}

/** Published, by majority judgment. */
export const QUIET_HOURS: ConsultationText = {
  title: 'Quelles heures calmes pour les chantiers ?',
  summary: 'De grands travaux passent par vos rues pendant deux ans. Il faut choisir les heures où ils se taisent. Cinq règles sont possibles. Dites ce que vous pensez de chacune, de « Très bien » à « À rejeter ». La règle la mieux jugée s’applique. Vous pouvez voter ici, ou dans un lieu d’aide. Chaque personne de 16 ans ou plus vote une fois.',
  description: 'Les cinq règles ont été écrites avec des habitants, des écoles et les entreprises. Plus les heures calmes sont longues, plus le chantier dure.',
  openToChange: 'Les heures calmes, pendant toute la durée des travaux.',
  notOpenToChange: 'Les travaux eux-mêmes, déjà votés.',
  theme: 'environment',
  offlineWays: [CENTRES],
  nextSteps: 'La règle est écrite dans les contrats. Une affiche la rappelle devant chaque chantier.',
}
