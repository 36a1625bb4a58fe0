import type { VoteText } from '../shapes'

const DRAW = 'Le tirage du Loto du samedi qui suit la fin du vote, publié par la Française des jeux.'

export const PLAYGROUND_VOTE: VoteText = {
  question: 'Quels jeux comptent le plus pour vous ?',
  method: 'points',
  rules: { min: 1, max: 6, blankAllowed: true, seats: 3, points: 10, pointsPerOption: 6, draw: DRAW },
  options: [
    { title: 'La grande tyrolienne', description: 'Vingt mètres, avec un siège à ceinture.', weight: 38 },
    { title: 'Le manège au ras du sol', description: 'On y monte en fauteuil ou en poussette.', weight: 33 },
    { title: 'La cabane des tout-petits', description: 'Un coin fermé, à l’ombre, pour les moins de trois ans.', weight: 27 },
    { title: 'Les jeux d’eau', description: 'Une pompe et des rigoles, l’été seulement.', weight: 35 },
    { title: 'Le mur à grimper', description: 'Deux mètres de haut, au-dessus d’un sol souple.', weight: 21 },
    { title: 'Les tables de ping-pong', description: 'Deux tables en pierre, ouvertes à tous.', weight: 18 },
  ],
}

export const NIGHT_BUS_VOTE: VoteText = {
  question: 'Dans quel ordre mettez-vous ces chemins ?',
  method: 'schulze',
  rules: { min: 1, max: 5, blankAllowed: true, seats: 1, draw: DRAW },
  options: [
    { title: 'Lille, Villeneuve-d’Ascq, Roubaix', description: 'Il passe par les facultés et l’hôpital.', weight: 34 },
    { title: 'Lille, Lambersart, Armentières', description: 'Il suit la Lys et les deux gares.', weight: 22 },
    { title: 'Lille, Marcq, Tourcoing', description: 'Il suit le tramway, arrêté la nuit.', weight: 31 },
    { title: 'Lille, Loos, Haubourdin', description: 'Il passe par le grand hôpital.', weight: 28 },
    { title: 'Lille, Ronchin, Seclin', description: 'Il passe par les usines du sud.', weight: 17 },
  ],
}

export const SQUARE_VOTE: VoteText = {
  question: 'Que pensez-vous de chaque projet ?',
  method: 'majority-judgment',
  rules: { min: 1, max: 4, blankAllowed: true, seats: 1, grades: 6, draw: DRAW },
  options: [
    { title: 'Le jardin', description: 'Quarante arbres et une pelouse au milieu.', weight: 72 },
    { title: 'La halle', description: 'Un toit de bois pour le marché et les fêtes.', weight: 66 },
    { title: 'La grande dalle', description: 'De la pierre claire, et des bancs tout autour.', weight: 38 },
    { title: 'Le ruisseau', description: 'L’eau de pluie court sur la place, entre des gradins.', weight: 58 },
  ],
}

export const SCHOOL_YARDS_VOTE: VoteText = {
  question: 'Quels projets aimez-vous ?',
  method: 'equal-shares',
  rules: { min: 1, max: 10, blankAllowed: true, utility: 'cost', completion: 'add1-utilitarian', draw: DRAW },
  budget: 300_000,
  options: [
    { title: 'Des arbres à l’école Jules-Ferry, Lille', description: 'Vingt arbres et un sol qui boit la pluie.', cost: 90_000, weight: 44 },
    { title: 'Un préau végétal à l’école Pasteur, Lille', description: 'De l’ombre pour cent élèves.', cost: 80_000, weight: 39 },
    { title: 'Un potager à l’école du Brun-Pain, Tourcoing', description: 'Six bacs, une serre et un composteur.', cost: 22_000, weight: 21 },
    { title: 'Une cour calme à l’école Anatole-France, Roubaix', description: 'Un coin lecture à l’abri du vent.', cost: 30_000, weight: 24 },
    { title: 'Un ruisseau à l’école du Centre, Armentières', description: 'L’eau du toit court dans la cour.', cost: 45_000, weight: 17 },
    { title: 'Des jeux au sol à l’école des Bruyères, Wattrelos', description: 'Peints par les élèves.', cost: 9_000, weight: 14 },
    { title: 'Un toit sur le garage à vélos, Villeneuve-d’Ascq', description: 'Pour soixante vélos.', cost: 38_000, weight: 19 },
    { title: 'Une mare à l’école de la Deûle, Haubourdin', description: 'Avec une barrière et un ponton.', cost: 27_000, weight: 13 },
    { title: 'Des bancs en rond à l’école Jean-Macé, Loos', description: 'Pour la classe dehors.', cost: 12_000, weight: 12 },
    { title: 'Un terrain de sport à l’école du Parc, Marcq', description: 'Un sol neuf et des lignes.', cost: 70_000, weight: 23 },
  ],
}

export const QUIET_HOURS_VOTE: VoteText = {
  question: 'Que pensez-vous de chaque règle ?',
  method: 'majority-judgment',
  rules: { min: 1, max: 5, blankAllowed: true, seats: 1, grades: 6, draw: DRAW },
  options: [
    { title: 'Pas de bruit avant 8 heures', description: 'Et pas après 19 heures. Le chantier dure deux ans.', weight: 63 },
    { title: 'Pas de bruit avant 9 heures', description: 'Et pas après 18 heures. Le chantier dure trois mois de plus.', weight: 68 },
    { title: 'Une pause à midi', description: 'De 12 heures à 14 heures, pour la sieste et les repas.', weight: 52 },
    { title: 'Rien le samedi', description: 'Le samedi est un jour sans machine.', weight: 57 },
    { title: 'Aucune règle de plus', description: 'La loi suffit, et le chantier finit plus tôt.', weight: 30 },
  ],
}
