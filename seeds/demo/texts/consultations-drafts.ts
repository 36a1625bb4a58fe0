import type { ConsultationText } from '../shapes'

const CENTRES = { kind: 'centre', text: 'Dans un lieu d’aide de la métropole, sans compte et sans rendez-vous.' } as const

/** A draft that could be announced today. */
export const NIGHT_LIGHTS: ConsultationText = {
  title: 'Éclairer moins, éclairer mieux : la nuit dans nos rues',
  summary: 'La nuit, la lumière des rues coûte cher et gêne les animaux. Mais sans lumière, on peut avoir peur. La métropole veut changer 30 000 lampes en cinq ans. Elle peut baisser la lumière à minuit, l’allumer au passage des gens, ou l’éteindre dans certains parcs. Dites ce que vous préférez, et où. Racontez un trajet que vous faites le soir. Soutenez les idées des autres. Vous pouvez venir dans un lieu d’aide si vous n’aimez pas les écrans.',
  description: 'Les lampes neuves consomment trois fois moins. Certaines s’allument quand quelqu’un arrive. Deux quartiers les essaient depuis un an. Les habitants y dorment mieux, mais quatre personnes sur dix disent se sentir moins en sécurité.',
  openToChange: 'Les heures, les lieux, la force et la couleur de la lumière.',
  notOpenToChange: 'Le changement des lampes anciennes. L’éclairage des passages piétons, qui reste allumé.',
  theme: 'public-space',
  offlineWays: [CENTRES],
  nextSteps: 'Les idées les plus soutenues sont essayées dans dix rues pendant six mois, puis discutées avec les habitants.',
}

/** A draft that the charter holds back: too soon, too short, too hard to read, and no way in without a screen. */
export const URBAN_LOGISTICS: ConsultationText = {
  title: 'Réorganisation de la logistique urbaine du dernier kilomètre',
  summary: 'Dans le cadre de l’élaboration du schéma directeur de la logistique urbaine durable, et conformément aux orientations stratégiques arrêtées lors de la conférence métropolitaine des mobilités, l’établissement public de coopération intercommunale engage une démarche de concertation relative à la réglementation harmonisée des conditions d’accès, de stationnement et de livraison des véhicules utilitaires au sein des périmètres de centralité commerciale. Les contributions recueillies permettront d’objectiver les arbitrages relatifs à la temporalisation des livraisons, à la mutualisation des espaces logistiques de proximité et à l’expérimentation de dispositifs de cyclologistique, en articulation avec la zone à faibles émissions et les prescriptions réglementaires applicables aux opérateurs économiques du territoire métropolitain.',
  description: 'Le diagnostic territorial réalisé par le prestataire est consultable auprès de la direction compétente.',
  openToChange: 'Les créneaux horaires de livraison et la localisation des espaces logistiques de proximité.',
  notOpenToChange: 'Le périmètre de la zone à faibles émissions.',
  theme: 'economy',
  offlineWays: [],
  nextSteps: 'Une synthèse sera présentée à la commission compétente.',
}
