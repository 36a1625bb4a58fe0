/** How heavy one file, and all that is kept of one form, may be; and what is read at most before the rest is left unread. In bytes. */
export interface Most {
  file: number
  form: number
  read: number
}

export interface LightForm {
  form: FormData
  /** What was too heavy, in its order: the name of its field, and the media type that the browser says. */
  heavy: Heavy[]
}

export interface Heavy {
  name: string
  type: string
}

interface Part {
  chunks: Buffer[]
  size: number
  /** Once it is given up. */
  heavy: Heavy | null
}

/**
 * A form of several parts that weighs more than is taken: everything typed is kept, and the files that are light enough. A heavy one is
 * read and let go, chunk by chunk: a browser that is answered before it has sent everything shows an error of its own, and what was typed is gone.
 */
export async function withoutHeavyFiles(body: AsyncIterable<Uint8Array>, boundary: string, most: Most): Promise<LightForm> {
  const limit = Buffer.from(`\r\n--${boundary}`)
  const kept: Buffer[] = []
  const heavy: Heavy[] = []
  let [weight, read] = [0, 0]
  // Before the first boundary there is no part, and no line that ends.
  let part: Part | null = null
  let pending = Buffer.from('\r\n')

  const take = (bytes: Buffer) => {
    if (!part) return
    part.size += bytes.length
    if (part.heavy === null) part.chunks.push(Buffer.from(bytes))
    if (part.heavy === null && (part.size > most.file || weight + part.size > most.form)) {
      part.heavy = named(part)
      part.chunks = []
    }
  }
  const end = (whole: boolean) => {
    if (part && !whole) part.heavy ??= named(part)
    if (part?.heavy) heavy.push(part.heavy)
    else if (part && part.heavy === null) {
      kept.push(limit, ...part.chunks)
      weight += part.size
    }
    part = { chunks: [], size: 0, heavy: null }
  }

  for await (const chunk of body) {
    read += chunk.length
    pending = Buffer.concat([pending, chunk])
    for (let at = pending.indexOf(limit); at >= 0; at = pending.indexOf(limit)) {
      take(pending.subarray(0, at))
      end(true)
      pending = pending.subarray(at + limit.length)
    }
    // A boundary may stand across two chunks.
    const sure = pending.length - limit.length + 1
    if (sure > 0) {
      take(pending.subarray(0, sure))
      pending = pending.subarray(sure)
    }
    if (read > most.read) {
      end(false)
      break
    }
  }
  // The line that opens the form has none before it; what follows the last boundary is no part.
  const bytes = Buffer.concat([...kept, limit, Buffer.from('--\r\n')]).subarray(2)
  const form = kept.length ? await new Response(bytes, { headers: { 'content-type': `multipart/form-data; boundary=${boundary}` } }).formData() : new FormData()
  return { form, heavy }
}

function named({ chunks }: Part): Heavy {
  const head = Buffer.concat(chunks).subarray(0, 2000).toString().split('\r\n\r\n')[0] ?? ''
  return { name: / name="([^"]*)"/.exec(head)?.[1] ?? '', type: /^content-type: *(\S+)/im.exec(head)?.[1] ?? '' }
}

export const boundaryOf = (contentType: string | null): string | null => {
  const found = /^multipart\/form-data;.*boundary=(?:"([^"]+)"|([^;\s]+))/i.exec(contentType ?? '')
  return found?.[1] ?? found?.[2] ?? null
}
