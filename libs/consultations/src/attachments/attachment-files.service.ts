import { Injectable } from '@nestjs/common'
import { mayActIn } from '@parvis/identity'
import type { Actor, PlaceKind } from '@parvis/identity'
import { DomainError, maybe } from '@parvis/platform'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Readable } from 'node:stream'
import { DataSource } from 'typeorm'

/** How much of a file is in memory at once. */
const PIECE = 256 * 1024

export type Size = 'page' | 'list' | 'file'

interface FileRow {
  id: string
  kind: 'picture' | 'document'
  name: string
  mediaType: string
  etag: string
  length: number
  published: boolean
  state: 'submitted' | 'withdrawn' | 'hidden' | null
  mine: boolean
  ownerKind: PlaceKind
  ownerCode: string
}

/** A file as it is sent. */
export interface SentFile {
  id: string
  name: string
  mediaType: string
  etag: string
  length: number
  size: Size
  /** Everybody may see it, now. */
  open: boolean
}

/** Bytes of files, for who may have them at this very moment: an address opens nothing by itself. */
@Injectable()
export class AttachmentFiles {
  constructor(private readonly dataSource: DataSource) {}

  /** Of a proposal. Error: 404 `attachment.unknown`, whatever the reason: a draft of somebody, hidden, withdrawn, taken out before anybody saw it. */
  async ofProposal(actor: Actor | null, id: string, size: Size): Promise<SentFile> {
    const row = await maybe<FileRow>(this.dataSource, `
      select a.id, a.kind, a.name, a.media_type as "mediaType", '"' || left(encode(a.hash, 'hex'), 40) || '-' || t.size || '"' as etag, length(t.content) as length,
        a.published_at is not null as published, p.state, coalesce(a.author_id = $3, false) as mine, c.owner_kind as "ownerKind", c.owner_code as "ownerCode"
      from consultations.attachment a join consultations.attachment_part t on t.attachment_id = a.id and t.size = $2
        join consultations.consultation c on c.id = a.consultation_id left join consultations.proposal p on p.submission_token = a.token and p.consultation_id = a.consultation_id
      where a.id = $1 and a.token is not null and (c.state <> 'draft' or a.author_id = $3)`, [id, size, actor?.accountId ?? null])
    const open = row !== null && row.published && row.state === 'submitted'
    if (!row || !(open || row.mine || mayModerate(actor, row))) throw new DomainError('attachment.unknown', { status: 404 })
    return { ...row, size, open }
  }

  /**
   * The answer: never run, never shown as a page, named harmlessly. Unchanged: 304 without a byte.
   * What everybody may see is kept by caches, which ask each time whether it still is; anything else by nobody.
   */
  answer(request: FastifyRequest, reply: FastifyReply, { id, name, mediaType, etag, length, size, open }: SentFile): FastifyReply {
    const inline = mediaType === 'image/webp'
    reply.headers({
      'content-type': mediaType, 'content-disposition': `${inline ? 'inline' : 'attachment'}; ${fileName(name)}`, 'x-content-type-options': 'nosniff',
      'content-security-policy': "default-src 'none'; sandbox", 'cache-control': open ? 'public, no-cache' : 'private, no-store', etag,
    })
    if (request.headers['if-none-match']?.split(',').some((tag) => tag.trim().replace(/^W\//, '') === etag)) return reply.status(304).send()
    reply.header('content-length', length)
    return reply.send(Readable.from(this.pieces(id, size, length), { objectMode: false }))
  }

  private async* pieces(id: string, size: Size, length: number): AsyncGenerator<Buffer> {
    for (let at = 0; at < length; at += PIECE) {
      const row = await maybe<{ piece: Buffer }>(this.dataSource, 'select substring(content from $3::integer for $4::integer) as piece from consultations.attachment_part where attachment_id = $1 and size = $2', [id, size, at + 1, PIECE])
      if (!row) throw new DomainError('attachment.unknown', { status: 404 })
      yield row.piece
    }
  }
}

/** Who moderates sees what is reported and what is hidden, never what an author has not shown. */
const mayModerate = (actor: Actor | null, { published, state, ownerKind, ownerCode }: FileRow): boolean =>
  published && state === 'hidden' && actor !== null && (['content.moderate', 'appeal.decide'] as const).some((permission) => mayActIn(actor, permission, { kind: ownerKind, code: ownerCode }))

/** Both ways of saying it: names are letters, figures, spaces, dots, lines and low lines. */
export const fileName = (name: string): string => `filename="${name.normalize('NFD').replace(/[^A-Za-z0-9 ._-]/g, '') || 'fichier'}"; filename*=UTF-8''${encodeURIComponent(name)}`
