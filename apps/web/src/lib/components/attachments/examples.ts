import { m } from '@parvis/texts'
import type { Attachment } from '$lib/attachments'
import { example } from '../example'
import Attachments from './Attachments.svelte'
import { examplePicture } from './example-picture'

const picture = (id: string, over: Partial<Attachment> = {}): Attachment => ({ id, kind: 'picture', name: 'place.webp', mediaType: 'image/webp', alt: m.attachments_example_alt(), width: 600, height: 400, bytes: 90_000, ...over })
const paper = (): Attachment => ({ id: 'd1', kind: 'document', name: m.attachments_example_name(), mediaType: 'application/pdf', alt: '', width: null, height: null, bytes: 1_400_000 })
const src = ({ width, height }: Attachment) => examplePicture(width ?? 1, height ?? 1)

export default [
  example('photo', m.attachments_picture_file, Attachments, () => ({ attachments: [picture('a')], src })),
  example('plusieurs', m.attachments_title, Attachments, () => ({ attachments: [picture('a'), picture('b', { alt: '', width: 400, height: 600 }), paper()], src })),
  example('petites', m.attachments_given, Attachments, () => ({ attachments: [picture('a'), picture('b', { width: 400, height: 600 })], small: true, src })),
  example('document', m.attachments_documents, Attachments, () => ({ attachments: [paper()] })),
]
