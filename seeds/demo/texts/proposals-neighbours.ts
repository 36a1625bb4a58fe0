import type { ProposalText } from '../shapes'

/** Second half of the proposals of « Rafraîchir nos places » : water, uses, neighbours. */
export const PROPOSALS_NEIGHBOURS: readonly ProposalText[] = [
  {
    title: 'Récupérer l’eau de pluie des toits des gymnases pour arroser',
    body: 'Les toits des gymnases sont immenses. Toute l’eau de pluie part à l’égout. Avec une cuve enterrée par gymnase, les jardiniers arroseraient les jeunes arbres sans prendre l’eau du robinet. Il suffit de le prévoir quand on refait un toit. Je propose de commencer par trois gymnases.',
    theme: 'environment', commune: '59009', author: 'Laurent Q.', supports: 47, daysAfterOpening: 11,
  },
  {
    title: 'Un permis de végétaliser plus simple',
    body: 'J’ai voulu planter une glycine devant ma maison. Le dossier faisait huit pages et j’ai attendu sept mois. Je propose un formulaire d’une page, le même dans les 95 communes. La réponse viendrait en un mois. Sans réponse, ce serait oui.',
    theme: 'democracy', commune: '59328', author: 'Camille N.', supports: 56, daysAfterOpening: 11,
  },
  {
    title: 'Des arrosoirs et une clé d’eau pour les voisins volontaires',
    body: 'Les jeunes arbres meurent parce que personne ne les arrose en août. Dans notre rue, nous sommes prêts à le faire. Il nous manque juste l’eau. La ville pourrait prêter une clé pour ouvrir la borne, et quatre arrosoirs rangés à la maison de quartier. Un tableau dirait quel jour chacun arrose.',
    theme: 'solidarity', commune: '59350', place: 'La rue des Postes', author: 'Voisins de la rue des Postes', supports: 38, daysAfterOpening: 12,
  },
  {
    title: 'Une place pour jouer dans l’eau, même avec un handicap',
    body: 'Mon fils se déplace en fauteuil. Les jeux d’eau de notre ville ont tous une marche. Je demande une aire de jets d’eau de plain-pied, avec un sol qui ne glisse pas. Il faut aussi un coin calme et couvert à côté. Ce qui est bon pour lui est bon pour les poussettes et pour les grands-parents.',
    theme: 'sport', commune: '59599', author: '', supports: 61, daysAfterOpening: 12, desk: 'tourcoing-belencontre',
  },
  {
    title: 'Mettre les terrasses du côté de l’ombre l’après-midi',
    body: 'Dans notre rue piétonne, les terrasses sont placées au soleil toute la journée. L’après-midi, elles restent vides. La mairie pourrait permettre aux cafés de changer de côté pendant l’été. Il faut laisser un passage droit et large pour les personnes aveugles.',
    theme: 'economy', commune: '59017', author: 'Aurélie B.', supports: 14, daysAfterOpening: 13,
  },
  {
    title: 'Planter une petite forêt derrière le collège',
    body: 'Il y a derrière le collège un terrain de 600 mètres carrés où rien ne pousse. Avec trois arbres au mètre carré, une petite forêt y pousserait en dix ans. Les élèves de sixième la planteraient et la suivraient jusqu’en troisième. Les professeurs de sciences sont partants.',
    theme: 'education', commune: '59299', author: 'Club nature du collège', supports: 43, daysAfterOpening: 14,
  },
  {
    title: 'Garder les fontaines ouvertes la nuit en juillet et en août',
    body: 'Je travaille de nuit à l’hôpital et je rentre à vélo à 5 heures. À cette heure, toutes les fontaines sont coupées. Les livreurs et les agents de propreté ont le même problème. Laissez-les ouvertes la nuit, au moins pendant les deux mois les plus chauds.',
    theme: 'health', commune: '59350', author: 'Yasmine T.', supports: 30, daysAfterOpening: 15,
  },
  {
    title: 'Des murs de houblon sur les pignons aveugles',
    body: 'Le houblon pousse très vite et il est d’ici. En un été, il couvre un mur de huit mètres. Je propose d’en planter au pied des grands pignons sans fenêtre, le long des voies ferrées par exemple. Il suffit de câbles et de bonne terre. En automne, les brasseurs du coin pourraient récolter.',
    theme: 'environment', commune: '59279', author: 'Quentin D.', supports: 35, daysAfterOpening: 15,
  },
  {
    title: 'Un lavoir pour se rafraîchir les pieds',
    body: 'Notre ancien lavoir est fermé par une grille. L’eau y coule encore et elle est fraîche. On pourrait nettoyer le fond, poser une rampe et l’ouvrir l’après-midi. Les enfants et les plus âgés viendraient s’y tremper les pieds. Il faut vérifier que l’eau est propre.',
    theme: 'public-space', commune: '59051', author: 'Geneviève M.', supports: 20, daysAfterOpening: 16,
  },
  {
    title: 'De l’ombre aux arrêts de la ligne de bus 62',
    body: 'À l’arrêt de la zone commerciale, il n’y a ni abri ni arbre. Les salariées attendent parfois trente minutes en plein soleil. Un simple abri avec un banc suffirait. Il faut aussi l’écran qui dit quand le bus arrive, avec le son pour les personnes aveugles.',
    theme: 'mobility', commune: '59560', author: 'Sandrine V.', supports: 28, daysAfterOpening: 17,
    pictures: [{ scene: 'stop', alt: 'Dessin : un arrêt de bus avec un simple poteau, sans abri ni arbre.' }],
  },
  {
    title: 'Ouvrir le parc plus tard le soir en été',
    body: 'Nous habitons à cinq dans un petit appartement sous les toits. Le soir, il fait plus de 30 degrés. Le parc d’à côté ferme à 20 heures. S’il restait ouvert jusqu’à 23 heures les jours de canicule, les familles pourraient y dîner et respirer. Une médiatrice de la ville pourrait être présente.',
    theme: 'solidarity', commune: '59512', author: '', supports: 57, daysAfterOpening: 17, desk: 'roubaix-maison-du-numerique',
  },
  {
    title: 'Choisir des arbres qui ne donnent pas le rhume des foins',
    body: 'Je suis allergique au bouleau et au platane. Chaque printemps, je ne peux plus sortir. Avant de planter, regardez la liste des arbres qui causent des allergies. Il y a beaucoup d’arbres beaux et sans danger : le tilleul de Mongolie, le poirier, l’érable champêtre. Mélangez les espèces pour qu’une maladie ne les tue pas toutes.',
    theme: 'health', commune: '59646', author: 'Noémie C.', supports: 24, daysAfterOpening: 18,
  },
  {
    title: 'Un filet d’eau au milieu de la rue piétonne',
    body: 'Une rigole ouverte de vingt centimètres, avec un filet d’eau, rafraîchit une rue entière. On entend l’eau et les enfants y font flotter des bateaux. Elle peut être alimentée par la pluie et par une pompe solaire. Il faut des passages plats tous les dix mètres et un bord visible.',
    theme: 'public-space', commune: '59350', author: 'Arthur L.', supports: 32, daysAfterOpening: 19,
  },
  {
    title: 'Mesurer la chaleur dans nos rues avec les habitants',
    body: 'Pour savoir où planter, il faut savoir où il fait le plus chaud. Je propose de prêter cent petits thermomètres à des habitants, un par quartier, pendant deux étés. Les mesures seraient publiques. Les médiathèques pourraient prêter les appareils comme elles prêtent des livres.',
    theme: 'democracy', commune: '59009', author: 'Florence E.', supports: 44, daysAfterOpening: 20,
  },
  {
    title: 'Protéger les grands arbres pendant les travaux',
    body: 'Un arbre de cinquante ans rafraîchit autant que cinquante jeunes arbres. Pourtant, sur les chantiers, on coupe ses racines et il meurt trois ans après. Je demande une règle simple : une barrière autour de chaque grand arbre, et une amende si elle n’est pas respectée. L’argent servirait à replanter.',
    theme: 'environment', commune: '59421', author: 'Vincent O.', supports: 48, daysAfterOpening: 21,
  },
  {
    title: 'Un préau frais pour la sortie de l’école',
    body: 'À 16 h 30, nous attendons nos enfants sur un trottoir en plein soleil, avec les poussettes. Une pergola avec de la vigne devant la grille nous abriterait. Elle protégerait aussi de la pluie le reste de l’année. La rue est déjà fermée aux voitures à cette heure.',
    theme: 'education', commune: '59220', author: 'Parents de l’école du Moulin', supports: 25, daysAfterOpening: 22,
  },
  {
    title: 'Relier les parcs par des rues fraîches',
    body: 'Pour aller d’un parc à l’autre, il faut traverser des boulevards brûlants. Choisissez trois trajets entre des parcs et plantez-les sans trou, des deux côtés. Les piétons et les vélos y passeraient en premier. Le premier trajet pourrait relier le parc Barbieux et le canal.',
    theme: 'mobility', commune: '59163', author: 'Delphine A.', supports: 50, daysAfterOpening: 23,
  },
  {
    title: 'Des gradins d’herbe plutôt que du béton au stade',
    body: 'Les gradins du petit stade sont à refaire. Au lieu de couler du béton, on peut faire une butte avec de l’herbe et quelques marches. Il ferait moins chaud pour les familles. L’eau de pluie de la butte arroserait le terrain. Il faut garder des places faciles d’accès en bas.',
    theme: 'sport', commune: '59648', author: 'Amicale du stade', supports: 16, daysAfterOpening: 24,
  },
  {
    title: 'Un jardin dans la cour de la résidence pour les locataires',
    body: 'Dans la cour de notre résidence, il y a trente places de parking et douze voitures. Les autres places sont vides. Nous voulons en faire un jardin avec des tables. Le bailleur dit qu’il lui manque une aide pour enlever le goudron. C’est là que la métropole peut agir.',
    theme: 'housing', commune: '59410', author: 'Locataires des Sarts', supports: 46, daysAfterOpening: 25,
  },
  {
    title: 'Demander leur avis aux enfants avant de dessiner la place',
    body: 'Les enfants sont dehors plus que nous. Ils savent où il fait trop chaud et où l’on a peur. Avant de dessiner une place, faites une promenade avec une classe. Notez ce qu’ils disent et répondez-leur. Deux heures suffisent, et l’on évite des erreurs qui durent trente ans.',
    theme: 'democracy', commune: '59599', author: 'Lucie J.', supports: 42, daysAfterOpening: 26,
  },
]
