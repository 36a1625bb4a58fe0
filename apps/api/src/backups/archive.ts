import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { open, rename, rm } from 'node:fs/promises'
import { PassThrough, pipeline as join, Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGunzip, createGzip } from 'node:zlib'
import { Header, Parser } from 'tar'

/** One file of an archive. */
export interface Entry {
  name: string
  data: Buffer
}

export type ArchiveFault = 'not-a-backup' | 'damaged'

/** The file is not what `writeArchive` made. */
export class ArchiveError extends Error {
  constructor(readonly fault: ArchiveFault) {
    super(fault)
  }
}

const BLOCK = 512

/**
 * Writes a `.tar.gz` that any tar opens, in constant memory. It ends with a gzip member of its own, empty, whose comment is the
 * SHA-256 of every byte before it: a file that was cut short or changed anywhere is known as such, and the hash cannot be lost
 * as a file beside it can. The hash tells accidents; somebody who means to forge a backup can compute it anew.
 * The file appears under its name when it is whole and on disk, readable by its owner only.
 *
 * @returns size in bytes and SHA-256 (hexadecimal) of the whole file, as `sha256sum` gives it
 * @throws Error with code EEXIST when the name is taken
 */
export async function writeArchive(path: string, entries: AsyncIterable<Entry>): Promise<{ bytes: number, sha256: string }> {
  const draft = `${path}.part`
  // Both names are taken at once, so that two backups never write into one file.
  await (await open(path, 'wx', 0o600)).close()
  try {
    const file = await open(draft, 'w', 0o600)
    try {
      const hash = createHash('sha256')
      let bytes = 0
      const write = async (part: Buffer): Promise<void> => {
        hash.update(part)
        bytes += part.length
        await file.writeFile(part)
      }
      await pipeline(Readable.from(blocksOf(entries)), createGzip(), async (packed: AsyncIterable<Buffer>) => {
        for await (const part of packed) await write(part)
      })
      await write(trailer(hash.copy().digest('hex')))
      await file.sync()
      await file.close()
      await rename(draft, path)
      return { bytes, sha256: hash.digest('hex') }
    } finally {
      await file.close()
    }
  } catch (error) {
    await Promise.all([rm(draft, { force: true }), rm(path, { force: true })])
    throw error
  }
}

/** Reads the whole file and compares its hash: nothing of a damaged archive is ever used. Errors: ArchiveError. */
export async function checkArchive(path: string): Promise<{ bytes: number }> {
  const file = await open(path, 'r')
  try {
    const { size } = await file.stat()
    const start = await bytesOf(file, 0, 3)
    if (!start.equals(GZIP)) throw new ArchiveError('not-a-backup')
    const length = trailer('0'.repeat(64)).length
    const end = await bytesOf(file, Math.max(0, size - length), length)
    const { hash } = /parvis-backup sha256 (?<hash>[0-9a-f]{64})/.exec(end.toString('latin1'))?.groups ?? {}
    // Without a trailer: any other gzip file, or a backup that was cut short. The manifest tells which.
    if (!hash || !end.equals(trailer(hash))) throw new ArchiveError(await startsWithManifest(path) ? 'damaged' : 'not-a-backup')
    const seen = createHash('sha256')
    if (size > length) for await (const part of createReadStream(path, { end: size - length - 1 })) seen.update(part as Buffer)
    if (seen.digest('hex') !== hash) throw new ArchiveError('damaged')
    return { bytes: size }
  } finally {
    await file.close()
  }
}

/** Files of the archive in order, one at a time in memory. Stop when enough was read. Errors: ArchiveError `damaged`. */
export async function* readArchive(path: string): AsyncGenerator<Entry> {
  const ready: Entry[] = []
  let failure: Error | undefined
  const parser = new Parser({
    strict: true,
    onReadEntry: (entry) => {
      const parts: Buffer[] = []
      entry.on('data', (part: Buffer) => parts.push(Buffer.from(part)))
      entry.on('end', () => ready.push({ name: entry.path, data: Buffer.concat(parts) }))
    },
  })
  parser.on('error', (error: Error) => (failure = error))
  const ended = new Promise<void>((done) => parser.once('end', done))
  // join() hands the failure of one stream to the loop below, which reads the last.
  const unpacked = join(createReadStream(path), createGunzip(), new PassThrough(), () => {})
  try {
    for await (const part of unpacked) {
      parser.write(part as Buffer)
      if (failure) throw failure
      while (ready.length > 0) yield ready.shift() as Entry
    }
    parser.end()
    if (!failure) await ended
    if (failure) throw failure
    yield* ready
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (error === failure || code?.startsWith('Z_')) throw new ArchiveError('damaged')
    throw error
  } finally {
    unpacked.destroy()
  }
}

async function* blocksOf(entries: AsyncIterable<Entry>): AsyncGenerator<Buffer> {
  for await (const { name, data } of entries) {
    const header = new Header({ path: name, size: data.length, mode: 0o600, mtime: new Date(0), type: 'File' })
    if (header.encode() || !header.block) throw new Error(`${name} is too long a name`)
    yield header.block
    yield data
    yield Buffer.alloc((BLOCK - (data.length % BLOCK)) % BLOCK)
  }
  yield Buffer.alloc(2 * BLOCK)
}

const GZIP = Buffer.from([0x1f, 0x8b, 8])

/** An empty gzip member with a comment (RFC 1952, 2.3). */
function trailer(hash: string): Buffer {
  const [comment, flagComment, unknownSystem] = [`parvis-backup sha256 ${hash}\0`, 0x10, 0xff]
  const nothing = Buffer.from([3, 0])
  return Buffer.concat([GZIP, Buffer.from([flagComment, 0, 0, 0, 0, 0, unknownSystem]), Buffer.from(comment, 'latin1'), nothing, Buffer.alloc(8)])
}

async function startsWithManifest(path: string): Promise<boolean> {
  try {
    for await (const { name } of readArchive(path)) return name === 'manifest.json'
  } catch {
    // Neither then.
  }
  return false
}

async function bytesOf(file: Awaited<ReturnType<typeof open>>, position: number, length: number): Promise<Buffer> {
  const { bytesRead, buffer } = await file.read(Buffer.alloc(length), 0, length, position)
  return buffer.subarray(0, bytesRead)
}
