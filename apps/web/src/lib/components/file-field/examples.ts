import { m } from '@parvis/texts'
import { example } from '../example'
import FileField from './FileField.svelte'

export default [
  example('simple', m.attachments_add_picture, FileField, () => ({ name: 'photo', label: m.attachments_picture_file(), hint: m.attachments_picture_hint({ megabytes: 8 }), accept: 'image/*' })),
  example('erreur', m.gallery_is_wrong, FileField, () => ({ name: 'photo', label: m.attachments_picture_file(), hint: m.attachments_picture_hint({ megabytes: 8 }), accept: 'image/*', error: m.error_attachment_damaged() })),
]
