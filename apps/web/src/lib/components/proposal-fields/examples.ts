import { m } from '@parvis/texts'
import { example } from '../example'
import ProposalFields from './ProposalFields.svelte'

export default [
  example('accueil', m.gallery_is_ordinary, ProposalFields, () => ({ forSomebody: true })),
  example('vide', m.gallery_is_empty, ProposalFields, () => ({ communes: [{ code: '59350', name: 'Lille' }, { code: '59512', name: 'Roubaix' }] })),
  example('erreur', m.gallery_is_wrong, ProposalFields, () => ({
    values: { title: m.gallery_field_value(), body: '', theme: 'environment' },
    problem: { status: 422, code: 'example', detail: '', facts: {}, sentence: '', refusals: [{ code: 'example', at: 'body', sentence: m.gallery_area_error() }] },
  })),
]
