import { m } from '@parvis/texts'
import type { Attachment } from '$lib/attachments'
import { examplePicture } from '../attachments/example-picture'
import { example } from '../example'
import AttachmentEditor from './AttachmentEditor.svelte'

const limits = { pictures: 5, documents: 3, pictureMegabytes: 8, documentMegabytes: 10 }
const picture = (id: string, alt: string): Attachment => ({ id, kind: 'picture', name: 'place.webp', mediaType: 'image/webp', alt, width: 240, height: 160, bytes: 90_000 })
const paper = (id: string): Attachment => ({ id, kind: 'document', name: m.attachments_example_name(), mediaType: 'application/pdf', alt: '', width: null, height: null, bytes: 1_400_000 })
const src = ({ width, height }: Attachment) => examplePicture(width ?? 1, height ?? 1)

export default [
  example('vide', m.gallery_is_empty, AttachmentEditor, () => ({ given: { items: [], changed: false, limits } })),
  example('photos', m.attachments_given, AttachmentEditor, () => ({ given: { items: [picture('a', m.attachments_example_alt()), picture('b', ''), paper('d')], changed: false, limits }, src })),
  example('plein', m.attachments_documents, AttachmentEditor, () => ({ given: { items: [paper('d1'), paper('d2'), paper('d3')], changed: false, limits } })),
  example('erreur', m.gallery_is_wrong, AttachmentEditor, () => ({
    given: { items: [], changed: false, limits }, values: { id: '', alt: '', decorative: false },
    problem: { status: 422, code: 'attachment.type', detail: '', facts: {}, sentence: '', refusals: [{ code: 'attachment.type', at: 'photo', sentence: m.error_attachment_type() }] },
  })),
]
