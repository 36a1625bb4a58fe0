import { SMTPServer } from 'smtp-server'
import type { AddressInfo } from 'node:net'
import { freePort } from '../../../../test/support/ports'
import { PASSWORD, startApp } from '../support/app'
import type { TestPlatform } from '../support/app'

let server: SMTPServer
let platform: TestPlatform
const received: string[] = []

function smtpServer(): SMTPServer {
  return new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData(stream, _, done) {
      let text = ''
      stream.setEncoding('utf8')
      stream.on('data', (chunk: string) => { text += chunk })
      stream.on('end', () => {
        received.push(text)
        done()
      })
    },
  })
}

const listen = (port: number) => new Promise<number>(resolve => {
  server = smtpServer()
  server.listen(port, '127.0.0.1', () => resolve((server.server.address() as AddressInfo).port))
})
const stopped = () => new Promise<void>(resolve => server.close(() => resolve()))

let port: number
beforeAll(async () => {
  port = await freePort()
  platform = await startApp({ SMTP_URL: `smtp://127.0.0.1:${port}`, MAIL_FROM: 'Parvis <parvis@example.org>' })
})
afterAll(() => platform.stop())

describe('mail, where a server is configured', () => {
  it('waits while the server does not answer, then goes out, the same at every attempt', async () => {
    await platform.stranger().post('/api/accounts').send({ email: 'maud@example.org', password: PASSWORD }).expect(202)
    await platform.settle()
    const waiting = await platform.db.app.query<{ id: string, attempts: number }>('select id, attempts from platform.outbox where done_at is null')
    expect(waiting.rows).toEqual([expect.objectContaining({ attempts: 1 })])

    await listen(port)
    const again = () => platform.db.app.query('update platform.outbox set available_at = clock_timestamp(), locked_until = null, done_at = null')
    await again()
    await platform.settle()
    // A process that died after noting that it had sent, before the work was marked as done.
    await again()
    await platform.settle()
    expect(received).toHaveLength(1)
    // A process that died between the server's yes and the note: the one case in which a mail goes out twice.
    await platform.db.app.query('delete from platform.mail_sent')
    await again()
    await platform.settle()
    await stopped()

    expect(received).toHaveLength(2)
    const ids = received.map(text => /^Message-ID: (.*)$/im.exec(text)?.[1])
    expect(ids).toEqual([`<${waiting.rows[0]?.id}@localhost>`, ids[0]])
    expect(received[0]).toMatch(/^From: Parvis <parvis@example.org>$/m)
    expect(received[0]).toMatch(/^To: maud@example.org$/m)
    expect(received[0]?.replace(/=\r?\n/g, '')).toMatch(/http:\/\/localhost:3000\/inscription\/confirmation\/[\w-]{43}/)
  })

  it('is not shown on the page of the demonstration', async () => {
    await platform.stranger().get('/api/mailbox').expect(404)
  })
})
