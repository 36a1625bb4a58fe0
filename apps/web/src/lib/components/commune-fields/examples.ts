import { m } from '@parvis/texts'
import { example } from '../example'
import CommuneFields from './CommuneFields.svelte'

// Two communes of the metropolis share this postcode.
const shared = [{ value: '59458', label: 'Pérenchies' }, { value: '59356', label: 'Lompret' }]

export default [
  example('code-postal', m.gallery_is_ordinary, CommuneFields, () => ({})),
  example('plusieurs-communes', m.gallery_is_several_communes, CommuneFields, () => ({ postcode: '59840', choices: shared, chosen: '59356' })),
  example('erreur', m.gallery_is_wrong, CommuneFields, () => ({ postcode: '75001', postcodeError: m.gallery_postcode_error() })),
]
