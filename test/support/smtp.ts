// A mail server of one's own: keeps what it takes.
//
//   const smtp = await startSmtp()
//   smtp.url         SMTP_URL
//   smtp.received    [{ to, id, text }], id: the Message-ID
//   smtp.refuse('a@b')   that address is unknown here
//   smtp.hold()      takes no mail any more: senders wait for an answer; smtp.drop() ends their connections unanswered
import type { AddressInfo } from 'node:net'
import { SMTPServer } from 'smtp-server'

export interface ReceivedMail {
  to: string
  id: string
  text: string
}

export interface TestSmtp {
  url: string
  received: ReceivedMail[]
  /** Mails that were said whole and got no answer yet. */
  readonly held: number
  refuse(address: string): void
  hold(): void
  drop(): void
  stop(): Promise<void>
}

export async function startSmtp(): Promise<TestSmtp> {
  let holding = false
  const received: ReceivedMail[] = []
  const waiting: (() => void)[] = []
  const refused = new Set<string>()
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onRcptTo({ address }, _session, done) {
      done(refused.has(address) ? Object.assign(new Error('No such mailbox'), { responseCode: 550 }) : null)
    },
    onData(stream, session, done) {
      let text = ''
      stream.setEncoding('utf8')
      stream.on('data', (chunk: string) => { text += chunk })
      stream.on('end', () => {
        if (holding) {
          waiting.push(() => done(new Error('held')))
          return
        }
        received.push({ to: session.envelope.rcptTo[0]?.address ?? '', id: /^Message-ID: (.*)$/im.exec(text)?.[1] ?? '', text })
        done()
      })
    },
  })
  server.on('error', () => {})
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  return {
    url: `smtp://127.0.0.1:${(server.server.address() as AddressInfo).port}`,
    received,
    get held() { return waiting.length },
    refuse(address) { refused.add(address) },
    hold() { holding = true },
    drop() {
      holding = false
      for (const refuse of waiting.splice(0)) refuse()
    },
    stop: () => new Promise<void>((done) => server.close(() => done())),
  }
}
