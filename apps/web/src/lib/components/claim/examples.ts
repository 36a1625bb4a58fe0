import { m } from '@parvis/texts'
import { example } from '../example'
import ClaimFields from './ClaimFields.svelte'
import ClaimOwn from './ClaimOwn.svelte'

const consultations = () => [{ value: 'exemple', label: m.gallery_field_value() }]
const claim = { kind: 'NOT_COUNTED' as const, filedOn: '2027-03-01', dueOn: '2027-03-15', consultation: null, appeal: null }

export default [
  example('vide', m.gallery_is_empty, ClaimFields, () => ({ consultations: consultations(), places: [m.gallery_field_value()] })),
  example('erreur', m.gallery_is_wrong, ClaimFields, () => ({
    consultations: consultations(), places: [m.gallery_field_value()], values: { kind: 'NOT_COUNTED', words: m.gallery_field_value(), receipt: '', consultationId: 'exemple', centre: '', reply: 'post', contact: '' },
    problem: { status: 422, code: 'example', detail: '', facts: {}, sentence: '', refusals: [{ code: 'example', at: 'words', sentence: m.gallery_area_error() }] },
  })),
  example('attente', m.gallery_is_ordinary, ClaimOwn, () => ({ claim: { ...claim, state: 'waiting' as const, decision: null, appealUntil: null }, code: 'K7QM2D9X4TRW', sent: false })),
  example('decidee', m.claims_own_rejected, ClaimOwn, () => ({
    claim: { ...claim, state: 'decided' as const, decision: { outcome: 'rejected' as const, act: 'none' as const, on: '2027-03-10', reason: m.gallery_field_value() }, appealUntil: '2027-03-25' }, code: 'K7QM2D9X4TRW', sent: false,
  })),
]
