import { m } from '@parvis/texts'
import { example } from '../example'
import CommuneFields from './CommuneFields.svelte'

// Two communes of the metropolis share this postcode.
const shared = [{ value: '59458', label: 'Pérenchies' }, { value: '59356', label: 'Lompret' }]

export default [
  example('code-postal', m.gallery_is_ordinary, CommuneFields, () => ({})),
  example('plusieurs-communes', m.gallery_is_several_communes, CommuneFields, () => ({ postcode: '59840', choices: shared, chosen: '59356' })),
  example('nom', m.gallery_is_by_name, CommuneFields, () => ({ label: m.mediation_commune(), hint: m.mediation_commune_hint(), names: ['Lille', 'Roubaix', 'Tourcoing'], postcode: 'Roubex', postcodeError: m.mediation_commune_close({ typed: 'Roubex' }), choicesLegend: m.mediation_commune_confirm(), choices: [{ value: '59512', label: 'Roubaix' }, { value: '59522', label: 'Salomé' }] })),
  example('erreur', m.gallery_is_wrong, CommuneFields, () => ({ postcode: '75001', postcodeError: m.gallery_postcode_error() })),
]
