import * as http from 'node:http'
import * as https from 'node:https'

// Connections to the API stay open: most pages ask it several things at once. Node's fetch, with its streams, costs several times as much for each.
const agents = { 'http:': new http.Agent({ keepAlive: true }), 'https:': new https.Agent({ keepAlive: true }) }
const PATIENCE_MS = 30_000

/** What is read of an answer of the API: it is whole when it arrives. */
export class Received implements Pick<Response, 'status' | 'ok' | 'text' | 'json'> {
  readonly headers: Headers
  private parsed: unknown

  constructor(readonly status: number, rawHeaders: readonly string[], private readonly body: Buffer) {
    this.headers = new Headers()
    for (let index = 0; index < rawHeaders.length; index += 2) this.headers.append(rawHeaders[index] ?? '', rawHeaders[index + 1] ?? '')
  }

  get ok() {
    return this.status >= 200 && this.status < 300
  }

  text = async () => this.body.toString('utf8')
  // Parsed once: what several requests share is read by them, never changed.
  json = async () => this.parsed ??= JSON.parse(this.body.toString('utf8'))
}

/** What a GET of the API answers, redirects as they are. Fails like fetch when nobody answers. */
export function get(url: string, headers: Record<string, string>, again = true): Promise<Received> {
  const secure = url.startsWith('https:')
  return new Promise((resolve, reject) => {
    const sent = (secure ? https : http).request(url, { agent: agents[secure ? 'https:' : 'http:'], headers, timeout: PATIENCE_MS }, answer => {
      const parts: Buffer[] = []
      answer.on('data', (part: Buffer) => parts.push(part)).on('error', reject).on('end', () => resolve(new Received(answer.statusCode ?? 500, answer.rawHeaders, Buffer.concat(parts))))
    })
    sent.on('timeout', () => sent.destroy(new Error('The API takes too long')))
    sent.on('error', (cause: NodeJS.ErrnoException) => {
      // The API may have closed a kept connection just before it was used again: then nothing was heard of this.
      if (again && sent.reusedSocket && cause.code === 'ECONNRESET') resolve(get(url, headers, false))
      else reject(cause)
    })
    sent.end()
  })
}
