// Files for tests and for the demonstration's own tests: made by program, nobody's photograph.
import { Transformer } from '@napi-rs/image'
import { strToU8, zipSync } from 'fflate'
import { closeSync, ftruncateSync, openSync } from 'node:fs'
import { join } from 'node:path'
import { crc32, deflateSync } from 'node:zlib'
import { runFolder } from './database'

/** A picture of bands of colour; the left upper corner is red. */
export function pixels(width: number, height: number): Buffer {
  const found = Buffer.alloc(width * height * 4, 255)
  for (let y = 0; y < height; y++) for (let x = 0; x < width; x++) found.set(x < width / 2 && y < height / 2 ? [220, 20, 20] : [20, (x * 200) / width, (y * 200) / height], (y * width + x) * 4)
  return found
}

export const aJpeg = (width = 400, height = 300): Promise<Buffer> => Transformer.fromRgbaPixels(pixels(width, height), width, height).jpeg(85)
export const aPng = (width = 400, height = 300): Promise<Buffer> => Transformer.fromRgbaPixels(pixels(width, height), width, height).png()

const u16 = (value: number): Buffer => Buffer.from([value & 0xff, value >> 8])
const u32 = (value: number): Buffer => Buffer.concat([u16(value & 0xffff), u16(value >>> 16)])
/** One entry of a directory of EXIF: tag, type, how many, the value or where it lies. */
const entry = (tag: number, type: number, count: number, value: number): Buffer => Buffer.concat([u16(tag), u16(type), u32(count), u32(value)])
const rationals = (...values: number[]): Buffer => Buffer.concat(values.flatMap((value) => [u32(value), u32(1)]))

/** EXIF by hand: orientation, camera, and the place in GPS: 50° 38′ N, 3° 3′ E. Little endian. */
export function withExif(jpeg: Buffer, orientation = 6, secret = 'CAMERA-OF-NOUR'): Buffer {
  const make = Buffer.from(`${secret}\0`)
  const makeAt = 8 + 2 + 3 * 12 + 4
  const gpsAt = makeAt + make.length
  const latitudeAt = gpsAt + 2 + 4 * 12 + 4
  const tiff = Buffer.concat([
    Buffer.from('II*\0', 'latin1'), u32(8), u16(3), entry(0x010f, 2, make.length, makeAt), entry(0x0112, 3, 1, orientation), entry(0x8825, 4, 1, gpsAt), u32(0), make,
    u16(4), entry(1, 2, 2, 0x4e), entry(2, 5, 3, latitudeAt), entry(3, 2, 2, 0x45), entry(4, 5, 3, latitudeAt + 24), u32(0), rationals(50, 38, 0), rationals(3, 3, 0),
  ])
  const payload = Buffer.concat([Buffer.from('Exif\0\0'), tiff])
  const length = Buffer.alloc(2)
  length.writeUInt16BE(payload.length + 2)
  return Buffer.concat([jpeg.subarray(0, 2), Buffer.from([0xff, 0xe1]), length, payload, jpeg.subarray(2)])
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type), data])
  const made = Buffer.alloc(body.length + 8)
  made.writeUInt32BE(data.length, 0)
  body.copy(made, 4)
  made.writeUInt32BE(crc32(body), body.length + 4)
  return made
}

/** A PNG that is small and says it is enormous; its pixels would be nine hundred million. */
export function aPixelBomb(width = 30_000, height = 30_000): Buffer {
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header.set([1, 0, 0, 0, 0], 8)
  return Buffer.concat([Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]), chunk('IHDR', header), chunk('IDAT', deflateSync(Buffer.alloc(Math.ceil(width / 8 + 1) * height), { level: 9 })), chunk('IEND', Buffer.alloc(0))])
}

export const aPdf = (text = 'Bonjour'): Buffer => Buffer.from(`%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n% ${text}\ntrailer<</Root 1 0 R>>\n%%EOF\n`)

export const aDocx = (over: Record<string, Uint8Array> = {}): Buffer => Buffer.from(zipSync({ '[Content_Types].xml': strToU8('<Types/>'), 'word/document.xml': strToU8('<document/>'), ...over }))

export const anOdt = (): Buffer => Buffer.from(zipSync({ 'mimetype': [strToU8('application/vnd.oasis.opendocument.text'), { level: 0 }], 'content.xml': strToU8('<content/>') }))

/** The path of a file of so many megabytes that say nothing, for a browser to send: handed over as bytes it takes a busy machine longer than any wait. */
export function aHeavyFile(name: string, megabytes: number): string {
  const path = join(runFolder(), name)
  const file = openSync(path, 'w')
  ftruncateSync(file, megabytes * 1024 * 1024)
  closeSync(file)
  return path
}
