import { m } from '@parvis/texts'
import { example } from '../example'
import Sentence from './Sentence.svelte'

// On an English or Dutch page the title in French is marked as such.
export default [
  example('titre', m.gallery_is_ordinary, Sentence, () => ({ text: m.vote_receipt_title({ title: 'Rafraîchir nos places' }), content: 'Rafraîchir nos places' })),
]
