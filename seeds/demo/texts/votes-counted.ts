import type { VoteText } from '../shapes'

const LOTTERY = 'Le tirage du Loto du samedi qui suit la fin du vote, publié par la Française des jeux.'

export const BANDSTAND_VOTE: VoteText = {
  question: 'Dans quel ordre mettez-vous ces parcs ?',
  method: 'schulze',
  rules: { min: 1, max: 5, blankAllowed: true, seats: 1, draw: LOTTERY },
  options: [
    { title: 'Le parc Barbieux, à Roubaix', description: 'Près du petit lac, à dix minutes du métro.', weight: 33 },
    { title: 'Le parc de la Citadelle, à Lille', description: 'Sur la pelouse ronde, à côté du canal.', weight: 37 },
    { title: 'Le jardin botanique, à Tourcoing', description: 'Devant la grande serre.', weight: 26 },
    { title: 'Le parc du Héron, à Villeneuve-d’Ascq', description: 'Au bord du lac, avec un parking.', weight: 29 },
    { title: 'Le parc de la Deûle, à Haubourdin', description: 'Près de la plaine de jeux.', weight: 18 },
  ],
}

export const LENDING_VOTE: VoteText = {
  question: 'Quels rayons comptent le plus pour vous ?',
  method: 'points',
  rules: { min: 1, max: 5, blankAllowed: true, seats: 3, points: 10, pointsPerOption: 6, draw: LOTTERY },
  options: [
    { title: 'Le bricolage', description: 'Une perceuse, une ponceuse, une échelle.', weight: 41 },
    { title: 'La fête', description: 'Des tables, des guirlandes, une sono.', weight: 27 },
    { title: 'La cuisine', description: 'Un appareil à crêpes, une grande marmite.', weight: 31 },
    { title: 'Le jardin', description: 'Une tondeuse, un broyeur, des outils.', weight: 35 },
    { title: 'Le camping', description: 'Des tentes, des matelas, un réchaud.', weight: 22 },
    { title: 'La couture', description: 'Deux machines et un mannequin.', weight: 17 },
  ],
}

export const RIVER_BOAT_VOTE: VoteText = {
  question: 'Quel nom préférez-vous ?',
  method: 'single',
  rules: { min: 1, max: 1, blankAllowed: true, seats: 1, draw: 'Le tirage fait en public par une commissaire de justice, à l’hôtel de la métropole, le lundi qui suit la fin du vote : cinq boules sur quarante-neuf.' },
  options: [
    { title: 'La Grenouille', description: 'Elle est revenue dans les fossés de la Citadelle.', weight: 36 },
    { title: 'Le Petit Quinquin', description: 'Comme la berceuse d’ici.', weight: 41 },
    { title: 'La Batelière', description: 'Pour les femmes qui menaient les péniches.', weight: 24 },
    { title: 'L’Éclusée', description: 'Le temps de passer une écluse.', weight: 14 },
  ],
}

export const WINTER_LIGHTS_VOTE: VoteText = {
  question: 'Quels quartiers reçoivent la fête ?',
  method: 'approval',
  rules: { min: 1, max: 3, blankAllowed: true, seats: 3, draw: LOTTERY },
  options: [
    { title: 'Lille-Sud', description: 'Sur la place de la mairie de quartier.', weight: 1 },
    { title: 'L’Épeule, à Roubaix', description: 'Autour du théâtre et de la halle.', weight: 1 },
    { title: 'La Bourgogne, à Tourcoing', description: 'Dans le parc et sur l’esplanade.', weight: 1 },
    { title: 'Le Bizet, à Armentières', description: 'Le long de la Lys, jusqu’à la frontière.', weight: 1 },
    { title: 'Le centre d’Haubourdin', description: 'Du jardin public au canal.', weight: 1 },
  ],
}
