import { createHmac, timingSafeEqual } from 'node:crypto'
import { Injectable } from '@nestjs/common'
import { Config } from '../config/config'

export interface Sms {
  /** `+33612345678`. */
  to: string
  text: string
  /** The same at every attempt, and in what the provider calls back: a provider that knows it sends nothing twice. */
  reference: string
}

/** What a provider calls back with. */
export interface SmsEvent {
  reference: string
  event: 'delivered' | 'failed' | 'reply'
  /** Of a reply; else empty. */
  text: string
}

const PATIENCE = 10_000

/**
 * SMS by whichever provider speaks this small language over https: we post `{ to, text, reference, callback }` with an
 * `x-parvis-signature`, it calls back with `{ reference, event, text }` signed by the same secret.
 */
@Injectable()
export class SmsProvider {
  constructor(private readonly config: Config) {}

  get isSetUp(): boolean {
    return this.config.sms !== undefined
  }

  /** Errors: when the provider does not answer, or refuses; whoever calls tries again. */
  async send({ to, text, reference }: Sms, callbackPath: string): Promise<void> {
    const { sms } = this.config
    if (!sms) throw new Error('No provider of SMS is set up')
    const url = new URL(sms.url)
    const basic = url.username ? `Basic ${Buffer.from(`${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}`).toString('base64')}` : undefined
    url.username = url.password = ''
    const answer = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-parvis-signature': signature(sms.secret, [to, text, reference]), ...(basic ? { authorization: basic } : {}) },
      body: JSON.stringify({ to, text, reference, callback: `${this.config.origin}${callbackPath}` }),
      redirect: 'error',
      signal: AbortSignal.timeout(PATIENCE),
    })
    await answer.body?.cancel()
    // Never the number, never the text: this line ends in the list of jobs.
    if (!answer.ok) throw new Error(`The provider of SMS answered ${answer.status}`)
  }

  /** Whether a call came from the provider, unchanged. */
  isFromProvider({ reference, event, text }: SmsEvent, signed: string | undefined): boolean {
    const { sms } = this.config
    if (!sms || !signed) return false
    const [given, expected] = [Buffer.from(signed), Buffer.from(signature(sms.secret, [reference, event, text]))]
    return given.length === expected.length && timingSafeEqual(given, expected)
  }
}

/** HMAC-SHA256 over the values, each as JSON on its own line, in hexadecimal. */
export function signature(secret: string, values: readonly string[]): string {
  return createHmac('sha256', secret).update(values.map((value) => JSON.stringify(value)).join('\n'), 'utf8').digest('hex')
}
