import type { CommentText, ConsultationText, DebateText } from '../shapes'

/** Two debates: one is open, one has its conclusion. */
export const SCHOOL_STREETS: ConsultationText = {
  title: 'Des rues calmes devant les écoles',
  summary: 'Le matin, les rues des écoles sont pleines de voitures. Les enfants ont du mal à traverser. L’air est mauvais à 8 heures. La métropole et les communes veulent des rues plus calmes devant 60 écoles. Faut-il les fermer aux voitures ? Toute la journée ou une heure par jour ? Dites si vous êtes pour ou contre, et pourquoi. Répondez aux autres. L’équipe lit tout. Elle écrit une conclusion pour chaque débat.',
  description: 'Nous avons compté les voitures devant 60 écoles au printemps. À 8 h 20, il en passe une toutes les cinq secondes. Deux accidents sur trois ont lieu dans les 300 mètres autour de l’école.\n\nSix rues ont été fermées une heure par jour pendant un an, à l’essai. Les parents, les riverains et les commerçants ont donné leur avis. Le bilan est dans les documents.\n\nCe débat ne décide pas seul. Il dit aux élus ce que vous pensez, et ce qu’il faut régler avant d’agir.',
  openToChange: 'Les rues concernées. Les heures. Les règles pour les riverains, les livraisons et les personnes handicapées.',
  notOpenToChange: 'L’accès des secours, qui reste libre à toute heure. Le budget de 900 000 euros.',
  theme: 'mobility',
  offlineWays: [{ kind: 'centre', text: 'Dans un lieu d’aide de la métropole, sans compte et sans rendez-vous. Une personne écrit votre avis avec vous.' }],
  nextSteps: 'L’équipe écrit la conclusion de chaque débat dans les quinze jours. Le conseil décide ensuite des rues, en séance publique.',
}

export const SCHOOL_DEBATES: readonly DebateText[] = [
  {
    title: 'Fermer la rue de l’école une heure le matin',
    question: 'Faut-il fermer la rue de l’école aux voitures de 8 h à 9 h ?',
    body: 'La rue est fermée par une barrière. Les riverains, les secours et les personnes handicapées passent. Les livraisons se font avant 8 h ou après 9 h.\n\nÀ l’essai dans six rues, le nombre d’enfants qui viennent à pied est passé de 41 sur 100 à 58 sur 100.',
    comments: [
      { stance: 'for', body: 'Ma fille va à l’école à vélo depuis l’essai. Avant, je n’osais pas la laisser partir seule. Une heure par jour, ce n’est pas beaucoup demander.', useful: 31, notUseful: 4, replies: [{ body: 'Chez nous aussi. Et la rue est silencieuse, on s’entend parler.' }, { body: 'D’accord, mais il faut une personne à la barrière. Sans elle, des voitures passent.', replies: ['À l’essai, deux parents le faisaient chaque matin. Il faudrait les payer.'] }] },
      { stance: 'against', body: 'Je suis infirmière à domicile. Je fais quatre visites dans cette rue avant 9 h. Si je dois me garer à 400 mètres avec mon matériel, je perds une demi-heure.', useful: 38, notUseful: 3, replies: [{ body: 'Les soignants auront une carte de passage, comme les riverains. Elle a été donnée à 212 personnes pendant l’essai.', official: true }, { body: 'Merci pour la réponse. Il faut que la carte soit donnée aux remplaçants aussi.' }] },
      { stance: 'neutral', body: 'Pourquoi pas, si les voitures ne vont pas toutes dans la rue d’à côté. Chez nous, à l’essai, c’était pire.', useful: 19, notUseful: 6 },
      { stance: 'for', body: 'Je marche avec une canne. Quand la rue est fermée, je traverse sans peur. J’aimerais que ce soit aussi le soir.', desk: 'lille-wazemmes', useful: 22, notUseful: 1 },
      { stance: 'against', body: 'Je tiens la boulangerie. Entre 8 h et 9 h, je fais un tiers de ma journée. Pendant l’essai, j’ai perdu des clients.', useful: 14, notUseful: 9, replies: [{ body: 'Moi j’y vais plus souvent, à pied avec les enfants.' }] },
    ],
  },
  {
    title: 'Vingt à l’heure autour des écoles',
    question: 'Faut-il limiter la vitesse à 20 km/h à 300 mètres autour de chaque école ?',
    body: 'La limite vaudrait toute la journée, tous les jours. Aujourd’hui, elle est de 30 km/h devant la porte et de 50 km/h plus loin.',
    comments: [
      { stance: 'for', body: 'À 20 à l’heure, un enfant renversé s’en sort presque toujours. À 50, presque jamais. Il n’y a rien à ajouter.', useful: 34, notUseful: 5 },
      { stance: 'against', body: 'Toute la journée, même la nuit et l’été ? Personne ne respectera cette règle. Mieux vaut 30 partout, et des contrôles.', useful: 27, notUseful: 8, replies: [{ body: 'Je pense pareil. Une règle que tout le monde comprend vaut mieux.' }] },
      { stance: 'neutral', body: 'La limite ne suffit pas. Il faut des trottoirs plus larges et des passages surélevés.', useful: 25, notUseful: 2 },
    ],
    conclusion: {
      on: -6,
      summary: 'Les parents et les enseignants demandent une vitesse plus basse, d’abord pour la sécurité.\n\nDes automobilistes et des riverains disent qu’une limite de 20 km/h la nuit et pendant les vacances ne sera pas respectée.\n\nPresque tous demandent aussi des travaux : trottoirs, passages surélevés, stationnement retiré près des portes.',
      kept: 'La limite passe à 30 km/h autour des 60 écoles, et à 20 km/h devant les portes aux heures d’entrée et de sortie.\n\nLa limite de 20 km/h toute la journée n’est pas retenue.\n\nDouze passages surélevés sont construits la première année. La liste est publiée avant l’été.',
    },
  },
]

/** On the first of the proposals for cool squares. */
const MARKET: readonly CommentText[] = [
  { stance: 'for', body: 'Le samedi, ma mère ne va plus au marché l’été. Il fait trop chaud. Des arbres, oui, et vite.', useful: 23, notUseful: 2, replies: [{ body: 'Les racines tiennent-elles sous une place qui porte des camions ?' }, { body: 'Oui, avec des fosses plus profondes. Nous l’avons fait place de la Nouvelle-Aventure. C’est plus cher, et cela dure.', official: true }] },
  { stance: 'neutral', body: 'Et le métro du dimanche, on en parle quand ? Il n’y en a pas assez.', useful: 2, notUseful: 11 },
  { stance: 'for', body: 'Très bonne idée. Chez mon cousin, on trouve aussi des parasols à moitié prix, demandez le code promotion.', useful: 1, notUseful: 9 },
  { stance: 'against', body: 'Je suis pour l’ombre, mais pas pour retirer quarante places de parking. Mes clients viennent de loin.', useful: 12, notUseful: 8, replies: [{ body: 'Une toile d’ombre au-dessus des étals garderait les places. C’est moins joli, et moins cher.' }] },
  { stance: 'for', body: 'Je suis venu avec ma fille qui lit pour moi. Mettez aussi des bancs avec un dossier. Sans dossier, je ne peux pas me relever.', desk: 'lille-wazemmes', useful: 17, notUseful: 0 },
]

export const MARKET_DISCUSSION: readonly { proposal: string, comments: readonly CommentText[] }[] = [
  { proposal: 'Planter vingt arbres autour de la place du marché de Wazemmes', comments: MARKET },
]
