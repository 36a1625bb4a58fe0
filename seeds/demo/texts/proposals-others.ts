import type { ProposalText } from '../shapes'

/** Proposals of « Se baigner dans la Deûle », before it was suspended. */
export const PROPOSALS_WATERFRONT: readonly ProposalText[] = [
  {
    title: 'Une pente douce pour entrer dans l’eau en fauteuil',
    body: 'Mettez une rampe jusqu’à l’eau et deux fauteuils de plage en prêt. Aujourd’hui, aucune baignade de la région n’est facile d’accès. Une personne formée peut aider deux après-midi par semaine.',
    theme: 'sport', commune: '59350', author: 'Nathalie G.', supports: 24, daysAfterOpening: 1,
  },
  {
    title: 'Réserver le matin aux nageurs tranquilles',
    body: 'De 7 heures à 10 heures, un couloir pour nager sans radeau ni plongeon. L’après-midi, place aux familles. Deux usages, deux moments, et chacun y trouve son compte.',
    theme: 'sport', commune: '59368', author: 'Rémi H.', supports: 17, daysAfterOpening: 4,
  },
  {
    title: 'Afficher la qualité de l’eau à l’entrée du parc',
    body: 'Une couleur et un mot suffisent : vert, bon ; rouge, interdit. Le même panneau doit être lisible de loin, et dit au téléphone sur un numéro simple. On saura avant de venir avec les enfants.',
    theme: 'health', commune: '59386', author: 'Odile C.', supports: 29, daysAfterOpening: 8,
  },
]

/** Proposals of « Trier les restes de repas », over and put away. */
export const PROPOSALS_FOOD_WASTE: readonly ProposalText[] = [
  {
    title: 'Un petit bac ajouré avec des sacs en papier',
    body: 'Le sac en papier laisse sécher les restes et évite les odeurs. Donnez cinquante sacs par an à chaque foyer, à retirer à la mairie ou au centre social.',
    theme: 'environment', commune: '59599', author: 'Monique D.', supports: 31, daysAfterOpening: 2,
  },
  {
    title: 'Un composteur de quartier tenu par les voisins',
    body: 'Dans notre résidence, dix familles sont prêtes à tenir un composteur. Il nous faut un bac, des copeaux et une formation d’une matinée. La terre servira aux jardinières.',
    theme: 'environment', commune: '59410', author: 'Karim Y.', supports: 26, daysAfterOpening: 6,
  },
  {
    title: 'Ramasser deux fois par semaine en été',
    body: 'Une fois par semaine, cela suffit en hiver. En juillet, les bacs sentent et les mouches arrivent. Passez deux fois de juin à septembre.',
    theme: 'environment', commune: '59512', author: '', supports: 19, daysAfterOpening: 11, desk: 'roubaix-maison-du-numerique',
  },
  {
    title: 'Expliquer avec des dessins plutôt qu’avec des phrases',
    body: 'Dans mon immeuble, on parle huit langues. Une affiche avec des dessins, sans texte, serait comprise par tous. Montrez ce qui va dans le bac et ce qui n’y va pas.',
    theme: 'solidarity', commune: '59350', author: 'Linh N.', supports: 35, daysAfterOpening: 15,
  },
]
