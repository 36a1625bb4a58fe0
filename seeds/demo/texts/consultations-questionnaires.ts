import type { ConsultationText } from '../shapes'

const CENTRES = { kind: 'centre', text: 'Dans un lieu d’aide de la métropole, sans compte et sans rendez-vous.' } as const

/** Open now. */
export const DAILY_TRIPS: ConsultationText = {
  title: 'Vos trajets de tous les jours',
  summary: 'À pied, à vélo, en bus ou en voiture : comment allez-vous au travail, à l’école, au marché ? Dites-le en cinq minutes. Vous pouvez passer une question. Vous pouvez vous arrêter et reprendre plus tard. Vos réponses aident à choisir les rues à refaire en premier. Vous pouvez répondre ici, ou dans un lieu d’aide. Chaque personne de 16 ans ou plus répond une fois.',
  description: 'La dernière enquête date de dix ans. Depuis, beaucoup de rues ont changé. Les réponses sont lues ensemble, jamais une par une avec un nom.',
  openToChange: 'Les rues et les lignes à améliorer en premier.',
  notOpenToChange: 'Le budget total, déjà voté.',
  theme: 'mobility',
  offlineWays: [CENTRES],
  nextSteps: 'Les résultats sont publiés trois semaines après la fin. La liste des rues à refaire suit à l’automne.',
}

/** Over, with its results. */
export const BARBIEUX_PARK: ConsultationText = {
  title: 'Le parc du canal : qu’en faites-vous ?',
  summary: 'Le parc du canal va être refait. Avant de dessiner, nous voulons savoir comment vous y venez. Venez-vous souvent ? Pour y faire quoi ? Qu’est-ce qui vous manque ? Si vous n’y venez jamais, dites-nous pourquoi. Il faut quatre minutes. Vous pouvez répondre ici, ou dans un lieu d’aide. Chaque personne de 16 ans ou plus répond une fois.',
  description: 'Le parc a quarante ans. Les grands arbres restent. Les allées et l’aire de jeux sont à refaire.',
  openToChange: 'Les jeux, les bancs, l’eau et les heures d’ouverture.',
  notOpenToChange: 'Les arbres : leur nombre ne baisse pas.',
  theme: 'public-space',
  offlineWays: [CENTRES],
  nextSteps: 'Deux dessins sont faits à partir de vos réponses. Vous pourrez choisir entre eux au printemps.',
}
