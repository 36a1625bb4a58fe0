import type { components } from '@parvis/api-client'
import { m } from '@parvis/texts'
import { number } from './format'

export type Attachment = components['schemas']['AttachmentView']

/** What a browser offers to choose from. */
export const takes = {
  picture: 'image/jpeg,image/png,image/webp',
  document: '.pdf,.odt,.docx,application/pdf,application/vnd.oasis.opendocument.text,application/vnd.openxmlformats-officedocument.wordprocessingml.document',
} as const

/** The address asks each time whether its reader may see it. */
export const attachmentHref = ({ id, kind }: Pick<Attachment, 'id' | 'kind'>, size: 'page' | 'list' = 'page') => `/api/attachments/${id}/${kind === 'picture' ? size : 'file'}`

const MEGA = 1024 * 1024
export const weight = (bytes: number) => bytes >= MEGA / 2 ? m.attachments_size({ size: number(Math.round(bytes / MEGA * 10) / 10) }) : m.attachments_size_small({ size: number(Math.max(1, Math.round(bytes / 1024))) })

const doneWords = { ajout: m.attachments_done_added, changement: m.attachments_done_changed, retrait: m.attachments_done_removed, publication: m.attachments_done_published }
export const attachmentDone = (what: keyof typeof doneWords) => doneWords[what]()
