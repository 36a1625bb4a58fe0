import type { AnswersPlan } from '../shapes'

/** What was answered to the proposals on food waste, and what became of them. */
export const FOOD_WASTE_ANSWERS: AnswersPlan = {
  on: -88,
  statuses: [{ label: 'Retenue pour partie', kind: 'accepted' }],
  criteria: ['Facile à faire', 'Utile à beaucoup de monde'],
  answers: [
    {
      title: 'Un petit bac ajouré avec des sacs en papier', kind: 'accepted', cost: 184_000, fromDay: -70, toDay: 40,
      body: 'Nous avons essayé ce bac avec deux cents foyers pendant un mois. Il n’y a presque plus d’odeur. Chaque foyer qui trie recevra un bac ajouré et cent sacs en papier. La distribution commence par les immeubles.',
      note: { text: 'Essai concluant. Le fournisseur tient les délais.', scores: [5, 4] },
      steps: [
        { day: -70, kind: 'done', text: 'Le marché est signé. Les premiers bacs sont commandés.' },
        { day: -30, kind: 'done', text: 'Quatre mille bacs sont distribués à Lille et à Roubaix.' },
        { day: 40, kind: 'planned', text: 'Distribution dans les autres communes.' },
      ],
    },
    {
      title: 'Un composteur de quartier tenu par les voisins', kind: 'accepted', status: 'Retenue pour partie', cost: 36_000, fromDay: -60, toDay: 120,
      body: 'Douze composteurs seront posés, là où un groupe de voisins s’en occupe. Nous payons le matériel et une formation. Nous ne pouvons pas en poser partout : il faut des personnes pour les tenir.',
      note: { text: 'À faire avec les associations. Prévoir la formation.', scores: [3, 4] },
      steps: [{ day: -45, kind: 'done', text: 'Les douze lieux sont choisis avec les mairies.' }, { day: -20, kind: 'end', text: 'Les douze composteurs sont posés. Les voisins sont formés.' }],
    },
    {
      title: 'Ramasser deux fois par semaine en été', kind: 'refused',
      body: 'Un second passage coûterait deux millions d’euros par an et doublerait les trajets des camions. Nous préférons le bac ajouré, qui règle le problème des odeurs.',
      correction: { on: -80, body: 'Un second passage coûterait 1,4 million d’euros par an et doublerait les trajets des camions. Nous préférons le bac ajouré, qui règle le problème des odeurs.' },
    },
    {
      title: 'Expliquer avec des dessins plutôt qu’avec des phrases', kind: 'studied',
      body: 'Une affiche en dessins est en préparation, avec des personnes qui lisent peu. Nous dirons ici quand elle sera prête.',
    },
  ],
}
