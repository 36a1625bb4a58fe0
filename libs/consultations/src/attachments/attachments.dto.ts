import { Transform } from 'class-transformer'
import { IsBoolean, IsIn, IsInt, IsOptional, MaxLength } from 'class-validator'
import { tidyLine } from '../consultations/consultations.dto'
import { LIMITS } from './attachments.rules'

export class AttachmentView {
  id: string
  kind: 'picture' | 'document'
  /** Cleaned, with the extension of what it is. */
  name: string
  mediaType: string
  /** Of a picture, for those who do not see it; empty: it says nothing by itself. */
  alt: string
  width: number | null
  height: number | null
  bytes: number
}

export class AttachmentLimitsView {
  pictures: number
  documents: number
  pictureMegabytes: number
  documentMegabytes: number
}

/** What an author puts together for a proposal, before it is seen. */
export class AttachmentsView {
  items: AttachmentView[]
  /** It is not what everybody sees: to be published. */
  changed: boolean
  limits: AttachmentLimitsView
}

export class ChangeAttachmentDto {
  @IsOptional()
  @Transform(tidyLine)
  @MaxLength(LIMITS.alt)
  alt?: string

  /** It says nothing by itself: no description is needed. */
  @IsOptional()
  @IsBoolean()
  decorative?: boolean

  /** One place before or after, among its kind. */
  @IsOptional()
  @IsIn(['up', 'down'])
  move?: 'up' | 'down'
}

export class PublishAttachmentsDto {
  /** The last version that was read: another one meanwhile answers 409 `proposal.changed-meanwhile`. */
  @IsInt()
  version: number
}
