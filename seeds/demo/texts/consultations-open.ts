import type { ConsultationText } from '../shapes'

const CENTRES = { kind: 'centre', text: 'Dans un lieu d’aide de la métropole, sans compte et sans rendez-vous. Apportez une pièce d’identité si vous en avez une.' } as const
const PHONE = { kind: 'phone', text: 'Par téléphone, pour poser vos questions et trouver le lieu le plus proche : 03 53 01 59 00, du lundi au samedi, de 9 heures à 18 heures. C’est le prix d’un appel local.' } as const

/** Proposals are being gathered; forty of them are there. */
export const COOL_SQUARES: ConsultationText = {
  title: 'Rafraîchir nos places et nos rues',
  summary: 'Les étés sont plus chauds. Sur nos places en béton, il fait jusqu’à dix degrés de plus que dans un parc. La métropole va transformer vingt places et vingt rues d’ici trois ans. Elle a besoin de vous pour savoir où agir et comment. Dites où vous avez trop chaud. Proposez une idée : un arbre, de l’eau, de l’ombre, un banc. Soutenez les idées des autres. Ensuite, vous voterez pour choisir celles qui passent en premier.',
  description: 'Pendant l’été dernier, nos agents ont mesuré la chaleur dans 140 rues et places. Les écarts sont grands. À 16 heures, il faisait 41 degrés sur certaines places en pierre, et 31 degrés sous les arbres d’un parc voisin.\n\nLa métropole prévoit 6 millions d’euros sur trois ans. Cet argent paie les études, les travaux et l’entretien de départ. Les communes donnent leur accord pour chaque lieu.\n\nVotre proposition peut être courte. Dites où c’est, ce qui ne va pas, et ce que vous changeriez. Vous pouvez la modifier jusqu’à la fin de cette étape. Les agents regardent ensuite si elle est possible. Celles qui le sont deviennent des choix du vote.',
  simpleText: 'L’été, il fait très chaud en ville.\n\nLes places en béton sont les plus chaudes.\nSous les arbres, il fait meilleur.\n\nLa métropole veut changer 20 places et 20 rues.\nElle veut y mettre de l’ombre et de l’eau.\n\nVous pouvez aider.\n\n- Dites où il fait trop chaud.\n- Donnez une idée. Par exemple : un arbre, un banc, une fontaine.\n- Soutenez les idées des autres personnes.\n\nVotre idée peut être courte.\nUne personne peut vous aider dans un lieu d’aide.\nC’est gratuit.\n\nAprès, vous voterez pour choisir les meilleures idées.',
  openToChange: 'Les lieux à transformer. Le genre d’aménagement : arbres, eau, ombre, bancs, sols. L’ordre des travaux. Les usages du lieu une fois rafraîchi.',
  notOpenToChange: 'Le budget total de 6 millions d’euros. Les règles de sécurité et d’accès pour les personnes handicapées. Les arbres existants, qui sont gardés.',
  theme: 'environment',
  offlineWays: [CENTRES, PHONE],
  nextSteps: 'Après le dépôt des idées, les services étudient chacune d’elles pendant trois semaines. Vous votez ensuite. Les travaux des premières places commencent à l’automne.',
}

/** A vote is open now. */
export const MOBILITY_BUDGET: ConsultationText = {
  title: 'Budget participatif des mobilités : à vous de choisir',
  summary: 'La métropole met 1 200 000 euros de côté pour vos trajets de tous les jours. Douze projets sont prêts. Ils viennent de vos idées du printemps. Il y a des garages à vélos, des passages plus sûrs, des bus le soir et des trottoirs refaits. Choisissez de un à cinq projets. Ceux qui ont le plus de voix sont faits, tant qu’il reste de l’argent. Vous pouvez changer d’avis jusqu’à la fin du vote. Chaque personne de 16 ans ou plus vote une fois.',
  description: 'Au printemps, vous avez déposé 212 idées. Les services les ont étudiées avec vous, en six ateliers. Douze projets ont été gardés, car ils sont possibles, utiles à beaucoup de monde et prêts à commencer dans l’année.\n\nLe prix de chaque projet comprend les travaux et trois ans d’entretien. Aucun projet ne dépasse 300 000 euros.\n\nLe compte est simple. On classe les projets du plus voté au moins voté. On prend le premier, puis le suivant, tant que l’argent suffit. Un projet trop cher pour ce qui reste est passé, et l’on regarde le suivant.',
  simpleText: 'La métropole a de l’argent pour vos trajets.\nVos trajets, ce sont vos déplacements de tous les jours.\n\nIl y a 12 projets.\nCe sont des idées d’habitants.\nPar exemple : des bus le soir, des garages pour les vélos, des trottoirs neufs.\n\nVous choisissez les projets que vous voulez.\nVous pouvez choisir de 1 à 5 projets.\n\nLes projets qui ont le plus de voix sont faits.\nOn fait les projets tant qu’il reste de l’argent.\n\nVous devez avoir 16 ans ou plus.\nVous votez une seule fois.\nAvant la fin, vous pouvez changer votre choix.\n\nVous avez besoin d’aide ?\nAllez dans un lieu d’aide. C’est gratuit.',
  openToChange: 'Les projets qui seront réalisés, parmi les douze. Le vote décide : la métropole s’est engagée à suivre le résultat.',
  notOpenToChange: 'Le montant total de 1 200 000 euros. Le prix de chaque projet. Les douze projets, étudiés avec les personnes qui les ont proposés.',
  theme: 'mobility',
  offlineWays: [CENTRES, { kind: 'phone', text: 'Le vote ne se fait pas par téléphone. Mais vous pouvez poser vos questions et prendre rendez-vous : 03 53 01 59 00, du lundi au samedi, de 9 heures à 18 heures. C’est le prix d’un appel local.' }],
  nextSteps: 'Le résultat est publié au plus tard trente jours après la fin du vote. Les projets choisis commencent dans les six mois. Vous pourrez suivre chacun d’eux sur cette page.',
}

/** Announced: opens in about three weeks. */
export const BOULEVARD: ConsultationText = {
  title: 'Le Grand Boulevard à vélo et à pied : donnez vos idées',
  summary: 'Le Grand Boulevard relie Lille, Roubaix et Tourcoing depuis plus de cent ans. On y roule en voiture, en tram, à vélo. On y marche aussi, souvent avec peine. La métropole veut refaire les côtés du boulevard. Avant de dessiner, elle veut vous entendre. Où avez-vous peur ? Où faut-il traverser ? Où voulez-vous vous asseoir ? Toutes les idées comptent, les petites comme les grandes. Vous pourrez les déposer ici, ou dans un lieu d’aide près de chez vous.',
  description: 'Chaque jour, 9 000 vélos et 45 000 voitures passent sur le Grand Boulevard. Les pistes datent de 1998. Elles sont étroites et souvent coupées. Sur certains tronçons, il faut marcher 600 mètres pour trouver un passage.\n\nCette consultation vient très tôt, avant les plans. Deux ateliers à vélo et deux marches avec des personnes à mobilité réduite auront lieu pendant la période.',
  simpleText: 'Le Grand Boulevard va de Lille à Roubaix et à Tourcoing.\nC’est une très grande rue.\n\nMarcher et rouler à vélo y est difficile.\nLa métropole veut que ce soit plus facile.\n\nElle veut d’abord écouter les habitants.\n\nDites-nous :\n\n- Où avez-vous peur ?\n- Où voulez-vous traverser la rue ?\n- Où voulez-vous un banc ?\n\nVous pourrez donner vos idées bientôt.\nVous pourrez les donner ici ou dans un lieu d’aide.',
  openToChange: 'La place donnée aux vélos, aux piétons et au stationnement sur les contre-allées. Les traversées. Les arrêts, les bancs, les arbres.',
  notOpenToChange: 'Les voies du tramway. Le nombre de voies de voitures au centre. Le calendrier des travaux sur les réseaux d’eau.',
  theme: 'mobility',
  offlineWays: [CENTRES, PHONE],
  nextSteps: 'Vos idées sont lues une par une. Un premier dessin est présenté trois mois après. Vous donnerez alors votre avis sur ce dessin.',
}

/** Suspended by the guardian of the charter while it was running. */
export const WATERFRONT: ConsultationText = {
  title: 'Se baigner dans la Deûle : où et comment ?',
  summary: 'L’eau de la Deûle est plus propre qu’avant. Se baigner en ville devient possible. La métropole cherche deux lieux de baignade, ouverts l’été et surveillés. Elle veut savoir ce que vous en pensez. Quels lieux vous plaisent ? Quels horaires ? Que faut-il pour que chacun s’y sente bien ? Déposez une idée ou soutenez celles des autres. Le choix des lieux se fera ensuite avec les communes et avec l’agence de l’eau.',
  description: 'Six lieux ont été regardés par un bureau d’études. Trois posent un problème de courant ou de bateaux. Les trois autres restent possibles : le quai du Wault, le bord du parc de la Citadelle et le bras de Marquette.\n\nLa baignade ne sera ouverte que si l’eau est bonne. Elle sera mesurée chaque semaine, et le résultat sera affiché.',
  simpleText: 'La Deûle est une rivière à Lille.\nSon eau est plus propre qu’avant.\n\nBientôt, vous pourrez peut-être vous y baigner en été.\nLa métropole cherche 2 lieux pour la baignade.\n\nVotre avis compte.\n\n- Quel lieu aimez-vous ?\n- À quelle heure voulez-vous venir ?\n- De quoi avez-vous besoin ?\n\nLa baignade sera gratuite.\nDes surveillants seront là.\nIls mesurent l’eau chaque semaine.',
  openToChange: 'Le choix des deux lieux. Les horaires, les jours pour les familles, les équipements, les accès.',
  notOpenToChange: 'Les règles de santé et de sécurité. La place des bateaux. Le prix : la baignade sera gratuite.',
  theme: 'sport',
  offlineWays: [CENTRES],
  nextSteps: 'Les deux lieux sont choisis au conseil de la métropole, puis ouverts à l’essai l’été suivant.',
}
