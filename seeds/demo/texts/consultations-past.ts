import type { ConsultationText } from '../shapes'

const CENTRES = { kind: 'centre', text: 'Dans un lieu d’aide de la métropole, sans compte et sans rendez-vous.' } as const

/** Published, by budget. */
export const NATURE_BUDGET: ConsultationText = {
  title: 'Budget participatif « Nature en ville »',
  summary: 'Vous avez jusqu’à la fin du vote pour choisir vos projets de nature en ville. La métropole met 600 000 euros de côté. Dix projets sont proposés : des vergers, des mares, des haies, des jardins d’école. Choisissez de un à quatre projets. Les plus choisis sont faits, tant qu’il reste de l’argent. Vous pouvez voter ici, ou dans un lieu d’aide près de chez vous. Chaque personne de 16 ans ou plus vote une fois. Vous pouvez changer d’avis jusqu’à la fin.',
  description: 'Les dix projets viennent d’habitants, d’écoles et d’associations. Chacun a été étudié par les jardiniers de la métropole et de la commune. Le prix comprend trois ans d’entretien.',
  openToChange: 'Les projets qui seront réalisés, parmi les dix.',
  notOpenToChange: 'Le montant total de 600 000 euros. Le prix de chaque projet.',
  theme: 'environment',
  offlineWays: [CENTRES, { kind: 'paper', text: 'Avec un bulletin papier, à prendre et à déposer dans votre mairie.' }],
  nextSteps: 'Les projets choisis sont plantés l’hiver qui suit le vote.',
}

/** Published, by plain approval, of one commune. */
export const FOOTBRIDGE: ConsultationText = {
  title: 'Un nom pour la nouvelle passerelle du canal',
  summary: 'Une passerelle neuve traverse le canal de Roubaix depuis ce printemps. Elle sert aux piétons et aux vélos. Elle n’a pas encore de nom. La ville vous propose six noms, choisis avec les écoles et le conseil de quartier. Dites lesquels vous plaisent. Vous pouvez en choisir un, deux ou trois. Le nom le plus choisi sera posé sur la passerelle. Vous pouvez voter si vous habitez à Roubaix et si vous avez 16 ans ou plus.',
  description: 'La passerelle relie le quai de Nantes et le quartier de l’Union. Elle fait 48 mètres. Les six noms ont été retenus parmi 130 idées d’élèves et d’habitants. Aucun ne porte le nom d’une personne vivante.',
  openToChange: 'Le nom de la passerelle, parmi les six.',
  notOpenToChange: 'La passerelle elle-même, déjà construite.',
  theme: 'culture',
  offlineWays: [{ kind: 'centre', text: 'À la maison du numérique de Roubaix, aux heures d’ouverture, sans compte.' }],
  nextSteps: 'Le conseil municipal vote le nom choisi. La plaque est posée avec les écoles.',
}

/** Vote over, claims still open, contested entries to review: counting. */
export const LIBRARY_HOURS: ConsultationText = {
  title: 'Médiathèques : quels horaires voulez-vous ?',
  summary: 'Les médiathèques de la métropole veulent ouvrir à des heures qui vous vont. Ouvrir plus tard le soir ? Le dimanche ? Le midi ? Il n’est pas possible de tout faire. Huit choix sont proposés. Vous pouvez en prendre un, deux ou trois. Les trois choix les plus cités seront essayés pendant un an, dans douze médiathèques. Vous pouvez voter ici, ou dans un lieu d’aide, même sans carte de bibliothèque. Chaque personne de 16 ans ou plus vote une fois.',
  description: 'Les agents des médiathèques ont travaillé sur les huit choix. Chacun demande à peu près le même nombre d’heures de travail. L’essai sera suivi par un groupe d’usagers tirés au sort.',
  openToChange: 'Les horaires essayés pendant un an.',
  notOpenToChange: 'Le nombre total d’heures d’ouverture. Les lieux de l’essai.',
  theme: 'culture',
  offlineWays: [CENTRES],
  nextSteps: 'Les nouveaux horaires commencent deux mois après la publication du résultat. Un bilan est fait au bout d’un an.',
}

/** Sealed and counted: the result waits for staff to publish it. */
export const PUBLIC_TOILETS: ConsultationText = {
  title: 'Toilettes publiques : où les ouvrir d’abord ?',
  summary: 'Il manque des toilettes publiques dans nos villes. C’est dur pour les familles, les personnes âgées et les personnes malades. La métropole en ouvre quatre cette année. Elles sont gratuites, propres et faciles d’accès en fauteuil. Sept lieux sont possibles. Dites où il en faut d’abord. Vous pouvez choisir un, deux, trois ou quatre lieux. Vous pouvez voter ici, ou dans un lieu d’aide. Chaque personne de 16 ans ou plus vote une fois.',
  description: 'Les sept lieux ont été choisis avec les communes : l’eau et l’égout y passent déjà. Chaque toilette coûte 62 000 euros. Le nettoyage est fait trois fois par jour.',
  openToChange: 'Les quatre lieux ouverts cette année, parmi les sept.',
  notOpenToChange: 'Le nombre de toilettes et leur modèle.',
  theme: 'solidarity',
  offlineWays: [CENTRES],
  nextSteps: 'Les travaux durent deux mois par lieu. La première toilette ouvre au printemps.',
}

/** Over, every entry settled: staff can seal it today. */
export const WALKING_BUS: ConsultationText = {
  title: 'Aller à l’école à pied : quelles lignes ouvrir ?',
  summary: 'Un bus à pied, c’est un groupe d’enfants qui marche vers l’école avec deux adultes. Il suit toujours le même chemin, aux mêmes heures. La métropole peut aider trois lignes à la rentrée. Elle paie les gilets, les panneaux et les adultes. Six lignes sont prêtes. Dites lesquelles ouvrir. Vous pouvez en choisir une, deux ou trois. Vous pouvez voter ici, ou dans un lieu d’aide. Chaque personne de 16 ans ou plus vote une fois.',
  description: 'Chaque ligne a été marchée avec des parents et la police municipale. Elle fait moins d’un kilomètre. Les arrêts sont à moins de trois minutes des maisons.',
  openToChange: 'Les trois lignes ouvertes à la rentrée, parmi les six.',
  notOpenToChange: 'Le nombre de lignes, et les règles de sécurité.',
  theme: 'mobility',
  offlineWays: [CENTRES],
  nextSteps: 'Les adultes sont formés en juillet. Les trois lignes partent le jour de la rentrée.',
}

/** Archived: proposals only, all over. */
export const FOOD_WASTE: ConsultationText = {
  title: 'Trier les restes de repas : vos idées',
  summary: 'Depuis cette année, chacun doit pouvoir trier ses restes de repas. Ces restes deviennent du gaz ou de la terre pour les jardins. En maison, c’est assez simple. En appartement, c’est plus dur. La métropole vous demande vos idées. Quel bac ? Où le mettre ? Comment éviter les odeurs ? Déposez une idée ou soutenez celles des autres. Toutes seront lues, et chacune aura une réponse. Vous pouvez aussi venir dans un lieu d’aide.',
  description: 'Un tiers de nos poubelles est fait de restes de repas. Les brûler coûte cher, car ils sont pleins d’eau. Six essais sont en cours dans des immeubles de tailles diverses.',
  openToChange: 'Le genre de bac, sa place, le rythme de la collecte en immeuble.',
  notOpenToChange: 'L’obligation de proposer un tri, qui vient de la loi.',
  theme: 'environment',
  offlineWays: [CENTRES],
  nextSteps: 'Un bac fermé à badge est installé dans 200 immeubles. Le bilan est publié après un an.',
}
