// A provider of SMS of one's own, a real server: keeps what it is given, and calls back as a provider does.
//
//   const sms = await startSms()
//   startApp(sms.env)                SMS_URL, SMS_SECRET
//   sms.received                     [{ to, text, reference, callback }]
//   sms.refuse(2)                    the next two are answered 503
//   sms.event('…:recap', 'delivered')   the body and the signature of what it calls back with
import { createHmac } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface ReceivedSms {
  to: string
  text: string
  reference: string
  callback: string
}

export interface TestSms {
  env: { SMS_URL: string, SMS_SECRET: string }
  received: ReceivedSms[]
  refuse(times: number): void
  event(reference: string, event: 'delivered' | 'failed' | 'reply', text?: string): { body: { reference: string, event: string, text: string }, signature: string }
  stop(): Promise<void>
}

const SECRET = 'un secret partagé pour les essais'

/** As docs/operations.md says it, and not by the code of the platform: values as JSON, a line each. */
const signed = (values: readonly string[]): string => createHmac('sha256', SECRET).update(values.map((value) => JSON.stringify(value)).join('\n')).digest('hex')

export async function startSms(): Promise<TestSms> {
  const received: ReceivedSms[] = []
  let refusing = 0
  const server = createServer((request, response) => {
    let text = ''
    request.on('data', (chunk) => { text += String(chunk) })
    request.on('end', () => {
      const sms = JSON.parse(text) as ReceivedSms
      const right = request.headers['x-parvis-signature'] === signed([sms.to, sms.text, sms.reference])
      const status = !right ? 401 : refusing > 0 ? 503 : 202
      if (status === 503) refusing -= 1
      if (status === 202) received.push(sms)
      response.writeHead(status).end()
    })
  })
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve) })
  return {
    env: { SMS_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}/sms`, SMS_SECRET: SECRET },
    received,
    refuse: (times) => { refusing = times },
    event: (reference, event, text = '') => ({ body: { reference, event, text }, signature: signed([reference, event, text]) }),
    stop: () => new Promise((resolve) => { server.close(() => resolve()); server.closeAllConnections() }),
  }
}
