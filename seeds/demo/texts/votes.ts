import type { VoteText } from '../shapes'

export const MOBILITY_VOTE: VoteText = {
  question: 'Quels projets voulez-vous pour vos trajets de tous les jours ?',
  method: 'budget',
  rules: { min: 1, max: 5, blankAllowed: true, by: 'votes', whenFull: 'skip', threshold: 0, draw: 'Tirage du Loto du samedi qui suit la fin du vote, sur fdj.fr' },
  budget: 1_200_000,
  options: [
    { title: 'Cent garages à vélos dans les rues sans cave', description: 'Des abris fermés pour six vélos, à la place d’une voiture. Chaque rue choisit l’endroit. La place est louée trois euros par mois.', cost: 290_000, weight: 34 },
    { title: 'Des passages piétons sûrs devant trente écoles', description: 'Un plateau surélevé, une meilleure lumière et plus de place pour attendre. Les trente écoles sont celles où il y a eu des accidents.', cost: 300_000, weight: 46 },
    { title: 'Un bus de nuit le vendredi et le samedi', description: 'Une ligne entre Lille, Roubaix et Tourcoing, toutes les demi-heures, de minuit à 5 heures. Essai pendant un an.', cost: 270_000, weight: 37 },
    { title: 'Des bancs à tous les arrêts de la ligne 10', description: 'Un banc avec un dossier et des accoudoirs à chacun des 58 arrêts. Un toit quand le trottoir est assez large.', cost: 95_000, weight: 41 },
    { title: 'Réparer les trottoirs autour de douze maisons de retraite', description: 'Des trottoirs plats et larges sur 300 mètres autour de chaque maison. On peut y marcher à deux avec une canne ou un fauteuil.', cost: 240_000, weight: 39 },
    { title: 'Une vélo-école pour adultes dans huit communes', description: 'Apprendre à faire du vélo à tout âge. Deux cents personnes par an, avec un vélo prêté et une personne formée.', cost: 110_000, weight: 28 },
    { title: 'Des annonces sonores dans les bus et aux arrêts', description: 'Le nom de l’arrêt et le temps d’attente sont dits à voix haute. Les personnes aveugles le demandent depuis longtemps. Tout le monde y gagne.', cost: 150_000, weight: 31 },
    { title: 'Une piste continue entre Haubourdin et Loos', description: 'Il manque 900 mètres. On les construit le long du canal, à l’écart des camions.', cost: 280_000, weight: 24 },
    { title: 'Prêter cinquante vélos cargos aux familles', description: 'Un mois gratuit pour essayer, dans cinq maisons de quartier. Avec un casque pour chaque enfant.', cost: 160_000, weight: 26 },
    { title: 'Un arrêt de bus à l’entrée de l’hôpital', description: 'Aujourd’hui il faut marcher 450 mètres. L’arrêt est déplacé devant la porte, avec un abri et une place pour un fauteuil.', cost: 85_000, weight: 44 },
    { title: 'Rues aux enfants le mercredi', description: 'Vingt rues fermées aux voitures le mercredi après-midi, d’avril à octobre. Des jeux sont prêtés par la maison de quartier.', cost: 70_000, weight: 30 },
    { title: 'Un atelier de réparation de vélos qui vient chez vous', description: 'Une camionnette passe une fois par mois dans les communes où il n’y a pas de réparateur.', cost: 120_000, weight: 21 },
  ],
}

export const NATURE_VOTE: VoteText = {
  question: 'Quels projets de nature voulez-vous voir pousser ?',
  method: 'budget',
  rules: { min: 1, max: 4, blankAllowed: true, by: 'votes', whenFull: 'skip', threshold: 0, tie: 'cost-votes' },
  budget: 600_000,
  options: [
    { title: 'Trois vergers ouverts à tous', description: 'À Roubaix, à Hem et à Loos. Cent vingt arbres fruitiers, que chacun peut cueillir.', cost: 140_000, weight: 42 },
    { title: 'Une cour d’école plantée dans dix écoles', description: 'On enlève le goudron sur un tiers de la cour. Des arbres, des copeaux, un coin pour le potager.', cost: 180_000, weight: 47 },
    { title: 'Des mares pour les grenouilles', description: 'Six mares dans des parcs, avec une clôture basse et un ponton pour regarder.', cost: 90_000, weight: 25 },
    { title: 'Dix kilomètres de haies', description: 'Plantées avec les agriculteurs au bord des chemins. Elles coupent le vent et abritent les oiseaux.', cost: 120_000, weight: 33 },
    { title: 'Un jardin des sens pour les personnes aveugles', description: 'Au parc de la Citadelle. Des plantes à toucher et à sentir, des panneaux en braille et en gros caractères.', cost: 95_000, weight: 36 },
    { title: 'Cent nichoirs à martinets', description: 'Posés sur les écoles et les mairies, avec une caméra pour les élèves.', cost: 25_000, weight: 30 },
    { title: 'Un potager sur le toit d’un parking', description: 'Mille mètres carrés à Villeneuve-d’Ascq, cultivés par une association d’insertion.', cost: 210_000, weight: 18 },
    { title: 'Des jardins partagés dans cinq résidences', description: 'Avec les locataires et les bailleurs. De l’eau, des outils, un abri et de la bonne terre.', cost: 130_000, weight: 38 },
    { title: 'Ouvrir un ruisseau à Wattignies', description: 'Le ruisseau coule dans un tuyau. On le remet à l’air sur 150 mètres.', cost: 230_000, weight: 16 },
    { title: 'Une pépinière de quartier', description: 'Des plants gratuits pour qui veut fleurir son pied d’arbre ou son trottoir.', cost: 60_000, weight: 29 },
  ],
}

export const FOOTBRIDGE_VOTE: VoteText = {
  question: 'Quels noms vous plaisent pour la nouvelle passerelle ?',
  method: 'approval',
  rules: { min: 1, max: 3, blankAllowed: true, seats: 1 },
  options: [
    { title: 'Passerelle des Tisserandes', description: 'Pour les milliers de femmes qui ont travaillé dans les usines au bord du canal.', weight: 46 },
    { title: 'Passerelle du Halage', description: 'Le halage, c’est tirer les bateaux depuis le bord. Les chevaux passaient ici.', weight: 31 },
    { title: 'Passerelle de l’Union', description: 'Le nom du quartier qu’elle rejoint, et un beau mot.', weight: 38 },
    { title: 'Passerelle Martin-Pêcheur', description: 'Un petit oiseau bleu revenu au bord du canal.', weight: 34 },
    { title: 'Passerelle des Deux-Rives', description: 'Parce qu’elle relie ceux qui ne se voyaient que de loin.', weight: 27 },
    { title: 'Passerelle de la Brique', description: 'La brique rouge de nos maisons et de nos usines.', weight: 17 },
  ],
}

export const LIBRARY_VOTE: VoteText = {
  question: 'Quels horaires voulez-vous essayer pendant un an ?',
  method: 'approval',
  rules: { min: 1, max: 3, blankAllowed: true, seats: 3, draw: 'Tirage du Loto du samedi qui suit la fin du vote, sur fdj.fr' },
  options: [
    { title: 'Le dimanche, de 10 heures à 13 heures', description: 'Avec un atelier pour les familles.', weight: 40 },
    { title: 'Le midi, du mardi au vendredi', description: 'De 12 heures à 14 heures, pour les salariés et les lycéens.', weight: 33 },
    { title: 'Jusqu’à 20 heures, deux soirs par semaine', description: 'Le mardi et le jeudi.', weight: 42 },
    { title: 'Jusqu’à 22 heures avant les examens', description: 'En mai et en juin, avec des tables pour travailler.', weight: 29 },
    { title: 'Dès 8 h 30 le matin', description: 'Pour lire le journal, après avoir déposé les enfants.', weight: 19 },
    { title: 'Tout le mois d’août', description: 'Au lieu de fermer trois semaines.', weight: 26 },
    { title: 'Une heure calme le samedi', description: 'Sans bruit et lumière plus douce, pour les personnes que la foule fatigue.', weight: 31 },
    { title: 'Le lundi après-midi', description: 'Le lundi, presque tout est fermé.', weight: 22 },
  ],
}

export const TOILETS_VOTE: VoteText = {
  question: 'Où faut-il ouvrir des toilettes publiques d’abord ?',
  method: 'approval',
  rules: { min: 1, max: 4, blankAllowed: true, seats: 4 },
  options: [
    { title: 'Place du marché de Wazemmes, à Lille', description: 'Trois marchés par semaine, et aucun endroit ouvert le dimanche après 14 heures.', weight: 45 },
    { title: 'Parc Barbieux, à Roubaix', description: 'Près des jeux d’enfants, à l’entrée sud.', weight: 41 },
    { title: 'Gare de Tourcoing', description: 'Sur le parvis, à côté de l’arrêt du tramway.', weight: 37 },
    { title: 'Bords de la Lys, à Armentières', description: 'Au départ des chemins de promenade et de vélo.', weight: 24 },
    { title: 'Place de la mairie, à Haubourdin', description: 'À côté de l’aire de jeux et du marché du vendredi.', weight: 22 },
    { title: 'Parc du Héron, à Villeneuve-d’Ascq', description: 'Au bord du lac, près du parking et de l’arrêt de bus.', weight: 33 },
    { title: 'Cimetière de l’Est, à Lille', description: 'À l’entrée principale, pour celles et ceux qui restent longtemps.', weight: 28 },
  ],
}

export const WALKING_BUS_VOTE: VoteText = {
  question: 'Quelles lignes voulez-vous ouvrir à la rentrée ?',
  method: 'approval',
  rules: { min: 1, max: 3, blankAllowed: true, seats: 3 },
  options: [
    { title: 'Ligne du Canal, à Roubaix', description: 'Six arrêts, de la passerelle à l’école du quai. Quinze minutes.', weight: 38 },
    { title: 'Ligne des Maraîchers, à Lomme', description: 'Cinq arrêts. Elle évite la grande route.', weight: 29 },
    { title: 'Ligne du Moulin, à Wambrechies', description: 'Quatre arrêts, par la place et le chemin du moulin.', weight: 23 },
    { title: 'Ligne des Tilleuls, à Tourcoing', description: 'Sept arrêts pour deux écoles voisines. Vingt minutes.', weight: 35 },
    { title: 'Ligne de la Deûle, à Haubourdin', description: 'Cinq arrêts le long de l’eau, derrière une barrière.', weight: 27 },
    { title: 'Ligne du Beffroi, à Seclin', description: 'Cinq arrêts, avec un passage piéton gardé.', weight: 19 },
  ],
}
