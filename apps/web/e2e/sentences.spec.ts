import { aroundNumber, firstSentences } from '../src/lib/sentences'

describe('the first sentences of a text', () => {
  it.each([
    ['one short sentence stays', 'Un banc à l’ombre.', 180, 'Un banc à l’ombre.'],
    ['whole sentences, as many as fit', 'Il fait chaud. Il faut des arbres. Beaucoup.', 36, 'Il fait chaud. Il faut des arbres.'],
    ['the first is never cut, however long', 'Une phrase bien plus longue que ce qui est permis ici. Une autre.', 20, 'Une phrase bien plus longue que ce qui est permis ici.'],
    ['a sentence cut before is left out', 'Ma mère vit ici. Les commerçants que j’ai…', 180, 'Ma mère vit ici.'],
    ['alone, it is shown as it is', 'Les commerçants que j’ai…', 180, 'Les commerçants que j’ai…'],
    ['a number with a dot is not an end', 'Il faut 3.5 mètres. Puis deux.', 20, 'Il faut 3.5 mètres.'],
    ['a question with its thin space', 'Le dimanche\u202f? Le midi\u202f? Il faut choisir entre les deux.', 26, 'Le dimanche\u202f? Le midi\u202f?'],
    ['nothing', '', 180, ''],
  ])('%s', (_name, text, most, expected) => expect(firstSentences(text, most)).toBe(expected))
})

describe('a number and the words around it', () => {
  it.each([
    ['encore 11 jours', 'encore', '11', 'jours'],
    ['11 days left', '', '11', 'days left'],
    ['1\u202f204 soutiens', '', '1\u202f204', 'soutiens'],
    ['terminé', 'terminé', '', ''],
  ])('%s', (text, before, figure, after) => expect(aroundNumber(text)).toEqual({ before, number: figure, after }))
})
