import { m } from '@parvis/texts'
import { example } from '../example'
import Field from './Field.svelte'

export default [
  example('ordinaire', m.gallery_is_ordinary, Field, () => ({ name: 'field-title', label: m.gallery_field(), hint: m.gallery_field_hint() })),
  example('rempli', m.gallery_is_filled, Field, () => ({ name: 'field-filled', label: m.gallery_field(), value: m.gallery_field_value() })),
  example('erreur', m.gallery_is_wrong, Field, () => ({ name: 'field-postcode', label: m.gallery_postcode(), width: 'short' as const, inputmode: 'numeric' as const, value: '75001', error: m.gallery_postcode_error() })),
  example('facultatif', m.gallery_is_optional, Field, () => ({ name: 'field-optional', label: m.gallery_postcode(), width: 'short' as const, optional: true })),
  example('long', m.gallery_is_area, Field, () => ({ name: 'field-body', label: m.gallery_area(), rows: 4, maxlength: 600 })),
  example('lecture', m.gallery_is_readonly, Field, () => ({ name: 'field-readonly', label: m.gallery_field(), value: m.gallery_field_value(), readonly: true })),
]
