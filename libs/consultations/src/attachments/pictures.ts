import { Transformer } from '@napi-rs/image'
import { DomainError } from '@parvis/platform'
import { imageSize } from 'image-size'
import { isWholeJpeg, LIMITS, SIDES, sizeRefusal, type PictureType } from './attachments.rules'

export interface Picture {
  width: number
  height: number
  page: Buffer
  list: Buffer
}

/** `ResizeFit.Inside`: a const enum of the library's own file, which a program that runs does not have. */
const INSIDE = 2
const QUALITY = { page: 72, list: 60 } as const

/**
 * A picture made anew from its pixels, upright, in two sizes: what else the file held (place, camera, thumbnail, text, another
 * file behind it) stays behind. Its size is read before anything is decoded.
 * Errors: 422 `attachment.damaged`, `attachment.too-many-pixels`; 413 `attachment.too-large`.
 */
export async function remade(bytes: Buffer, type: PictureType): Promise<Picture> {
  const facts = { megabytes: LIMITS.pictureBytes / 1024 / 1024 }
  if (bytes.length > LIMITS.pictureBytes) throw new DomainError('attachment.too-large', { status: 413, facts, refusals: [{ code: 'attachment.too-large', at: 'file', facts }] })
  DomainError.throwIfAny([sizeRefusal(measured(bytes))].filter((refusal) => refusal !== null))
  if (type === 'jpeg' && !isWholeJpeg(bytes)) throw damaged()
  try {
    const { width, height } = upright(bytes)
    const page = await resized(new Transformer(bytes).rotate(), { width, height }, SIDES.page).webp(QUALITY.page)
    const size = measured(page)
    // From the smaller one: the large one is decoded once.
    return { ...size, page, list: await resized(new Transformer(page), size, SIDES.list).webp(QUALITY.list) }
  } catch (error) {
    throw error instanceof DomainError ? error : damaged()
  }
}

function resized(picture: Transformer, { width, height }: { width: number, height: number }, side: number): Transformer {
  return Math.max(width, height) <= side ? picture : picture.fastResize({ width: side, height: side, fit: INSIDE })
}

function measured(bytes: Buffer): { width: number, height: number } {
  try {
    const { width, height } = imageSize(bytes)
    return { width, height }
  } catch {
    throw damaged()
  }
}

/** As it is seen: orientations from 5 on lie on their side. */
function upright(bytes: Buffer): { width: number, height: number } {
  const { width, height, orientation = 1 } = imageSize(bytes)
  return orientation >= 5 ? { width: height, height: width } : { width, height }
}

const damaged = (): DomainError => new DomainError('attachment.damaged', { refusals: [{ code: 'attachment.damaged', at: 'file' }] })
