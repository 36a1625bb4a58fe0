/** A letter of the metropolis to whoever accepted its letters. */
export const LETTER = {
  subject: 'Vos idées pour des rues plus fraîches : la suite',
  body: `Bonjour,

Cet automne, vous avez été nombreux à donner vos idées. Merci.

Voici ce qui se passe maintenant :
- les services lisent chaque proposition ;
- celles qui peuvent se faire passent au vote ;
- chacun pourra choisir, en ligne, sur papier ou dans un lieu d’aide.

Vous ne savez pas comment participer ? Venez dans un lieu d’aide près de chez vous. Quelqu’un vous y attend.

L’équipe de la participation`,
}
