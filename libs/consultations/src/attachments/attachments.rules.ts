import type { Refusal } from '@parvis/platform'
import { unzipSync } from 'fflate'

/** What one file may weigh as it is given, what a picture may measure, and how many one proposal shows. */
export const LIMITS = {
  pictureBytes: 8 * 1024 * 1024, documentBytes: 10 * 1024 * 1024, pixels: 40_000_000, side: 16_000,
  pictures: 5, documents: 3, alt: 300, name: 100,
} as const

/** The longest side of each size, in pixels. */
export const SIDES = { page: 1200, list: 240 } as const

export const DOCUMENTS = {
  'application/pdf': 'pdf',
  'application/vnd.oasis.opendocument.text': 'odt',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document': 'docx',
} as const
export type DocumentType = keyof typeof DOCUMENTS
export type PictureType = 'jpeg' | 'png' | 'webp'

const starts = (bytes: Buffer, ...values: number[]): boolean => values.every((value, index) => bytes[index] === value)

/** What a file is, by what it holds and never by its name; null: nothing that is taken. */
export function recognised(bytes: Buffer): { picture: PictureType } | { document: DocumentType } | null {
  if (starts(bytes, 0xff, 0xd8, 0xff)) return { picture: 'jpeg' }
  if (starts(bytes, 0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)) return { picture: 'png' }
  if (bytes.toString('latin1', 0, 4) === 'RIFF' && bytes.toString('latin1', 8, 12) === 'WEBP') return { picture: 'webp' }
  if (bytes.toString('latin1', 0, 5) === '%PDF-') return bytes.subarray(-2048).includes('%%EOF') ? { document: 'application/pdf' } : null
  const inside = starts(bytes, 0x50, 0x4b, 0x03, 0x04) ? zipped(bytes) : null
  return inside && { document: inside }
}

/** Only the list of what is in it is read: nothing is unpacked but a first entry that is stored as it is and short. */
function zipped(bytes: Buffer): DocumentType | null {
  const names: string[] = []
  try {
    const { mimetype } = unzipSync(bytes, { filter: ({ name, compression, size, originalSize }) => {
      names.push(name)
      return name === 'mimetype' && compression === 0 && size < 100 && originalSize < 100
    } })
    // Macros are programs.
    if (names.some((name) => /vbaProject\.bin$|^Basic\/|^Scripts\//i.test(name))) return null
    if (mimetype && Buffer.from(mimetype).toString('latin1') === 'application/vnd.oasis.opendocument.text' && names.includes('content.xml')) return 'application/vnd.oasis.opendocument.text'
    return names.includes('[Content_Types].xml') && names.includes('word/document.xml') ? 'application/vnd.openxmlformats-officedocument.wordprocessingml.document' : null
  } catch {
    return null
  }
}

/** A JPEG whose end was lost on the way still decodes, half grey: its end is looked for after its headers. */
export function isWholeJpeg(bytes: Buffer): boolean {
  for (let at = 2; at + 4 <= bytes.length && bytes[at] === 0xff;) {
    if (bytes[at + 1] === 0xff) at += 1
    else if (bytes[at + 1] === 0xda) return bytes.indexOf(Buffer.from([0xff, 0xd9]), at) > 0
    else at += 2 + bytes.readUInt16BE(at + 2)
  }
  return false
}

/** Why a picture of this size is not decoded; null: it may be. */
export function sizeRefusal({ width, height }: { width: number, height: number }): Refusal | null {
  const fits = width > 0 && height > 0 && width <= LIMITS.side && height <= LIMITS.side && width * height <= LIMITS.pixels
  return fits ? null : { code: 'attachment.too-many-pixels', at: 'file', facts: { millions: LIMITS.pixels / 1_000_000 } }
}

const EXTENSION = /\.[\p{L}\p{N}]{1,8}$/u

/**
 * The name a file is shown and saved under: letters, figures and a few signs of what it was called, and the extension of what it
 * is. Nothing a path, a page, a header or a spreadsheet would act upon is left.
 */
export function cleanName(given: string, extension: string): string {
  const last = given.normalize('NFC').split(/[/\\]/).at(-1) ?? ''
  const stem = last.replace(EXTENSION, '').replace(/[^\p{L}\p{M}\p{N} ._-]/gu, ' ').replace(/\.{2,}/g, '.').replace(/\s+/g, ' ').replace(/^[\s._\p{M}-]+|[\s._-]+$/gu, '')
  const short = [...stem].slice(0, LIMITS.name).join('').trim()
  return `${short || 'fichier'}.${extension}`
}

/** A picture is described to those who do not see it, unless it says nothing by itself. */
export function altRefusals({ alt, decorative }: { alt: string, decorative: boolean }): Refusal[] {
  if (alt.length > LIMITS.alt) return [{ code: 'field.max-length', at: 'alt', facts: { limit: LIMITS.alt } }]
  return alt === '' && !decorative ? [{ code: 'attachment.alt-missing', at: 'alt' }] : []
}
