import type { MultipartFile } from '@fastify/multipart'
import { RouteConfig } from '@nestjs/platform-fastify'
import { DomainError, refuseHostileInput } from '@parvis/platform'
import type { FastifyRequest } from 'fastify'
import { createHash } from 'node:crypto'
import { cleanName, DOCUMENTS, LIMITS, recognised } from './attachments.rules'
import { remade } from './pictures'

/** Beside a route that takes a file; no other reads a form of several parts. */
export const TakesFile = () => RouteConfig({ takesFile: true })

export interface Given {
  bytes: Buffer
  name: string
  fields: Record<string, string>
}

export interface Prepared {
  kind: 'picture' | 'document'
  name: string
  mediaType: string
  width: number | null
  height: number | null
  bytes: number
  hash: Buffer
  parts: Partial<Record<'page' | 'list' | 'file', Buffer>>
}

/** How many files this process holds at once: the others wait at the door, unread. */
const AT_ONCE = 3
const MOST_WAITING = 60
let inside = 0
const waiting: (() => void)[] = []

/** One of the few places in which a file is held and judged. Error: 503 `attachment.busy`. */
export async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (inside < AT_ONCE) inside++
  else if (waiting.length >= MOST_WAITING) throw new DomainError('attachment.busy', { status: 503 })
  else await new Promise<void>((resolve) => waiting.push(resolve))
  try {
    return await work()
  } finally {
    const next = waiting.shift()
    if (next) next()
    else inside--
  }
}

/** The one file of a form, and its fields. Errors: 413 `attachment.too-large`; 415 `request.media-type`; 422 `attachment.missing`. */
export async function readUpload(request: FastifyRequest): Promise<Given> {
  if (!request.isMultipart()) throw new DomainError('request.media-type', { status: 415 })
  const fields: Record<string, string> = {}
  let file: { bytes: Buffer, name: string } | null = null
  try {
    for await (const part of request.parts({ limits: { fileSize: LIMITS.documentBytes, files: 1, fields: 5, fieldNameSize: 60, fieldSize: 4000, parts: 6, headerPairs: 20 } })) {
      if (part.type === 'file') file = { bytes: await part.toBuffer(), name: nameOf(part) }
      else fields[part.fieldname] = String(part.value ?? '')
    }
  } catch (error) {
    const { statusCode, code } = error as { statusCode?: number, code?: string }
    const facts = { megabytes: LIMITS.documentBytes / 1024 / 1024 }
    if (code === 'FST_REQ_FILE_TOO_LARGE') throw new DomainError('attachment.too-large', { status: 413, facts, refusals: [{ code: 'attachment.too-large', at: 'file', facts }] })
    if (statusCode !== undefined && statusCode < 500) throw new DomainError('request.invalid', { status: statusCode === 413 ? 413 : 400 })
    throw error
  }
  // The name is not judged: what cannot be read of it is left out.
  refuseHostileInput(fields)
  if (!file || file.bytes.length === 0) throw new DomainError('attachment.missing', { refusals: [{ code: 'attachment.missing', at: 'file' }] })
  return { ...file, fields }
}

/** Browsers write a quotation mark in a name as %22. */
const nameOf = ({ filename }: MultipartFile): string => String(filename ?? '').slice(0, 500).replaceAll('%22', '"')

/** What a file becomes before it is kept. Errors: 422 `attachment.type`, and those of `remade`. */
export async function prepared({ bytes, name }: Pick<Given, 'bytes' | 'name'>): Promise<Prepared> {
  const found = recognised(bytes)
  if (!found) throw new DomainError('attachment.type', { refusals: [{ code: 'attachment.type', at: 'file' }] })
  if ('document' in found) {
    return { kind: 'document', name: cleanName(name, DOCUMENTS[found.document]), mediaType: found.document, width: null, height: null, bytes: bytes.length, hash: sum(bytes), parts: { file: bytes } }
  }
  const { width, height, page, list } = await remade(bytes, found.picture)
  return { kind: 'picture', name: cleanName(name, 'webp'), mediaType: 'image/webp', width, height, bytes: page.length + list.length, hash: sum(page), parts: { page, list } }
}

const sum = (bytes: Buffer): Buffer => createHash('sha256').update(bytes).digest()
