// A mail server in a process of its own: counts what it takes, by address and by Message-ID. Asked over IPC: `{ ask: 'counts' }`,
// `{ ask: 'hold' }` (takes no mail any more, senders wait for an answer), `{ ask: 'drop' }` (ends their wait unanswered, takes again).
import { SMTPServer } from 'smtp-server'

const addresses = new Map()
let [holding, taken, copies, strangers] = [false, 0, 0, 0]
const waiting = []

const server = new SMTPServer({
  authOptional: true,
  disabledCommands: ['STARTTLS'],
  onData(stream, session, done) {
    let head = ''
    stream.on('data', (piece) => { if (head.length < 4_000) head += piece })
    stream.on('end', () => {
      if (holding) return waiting.push(() => done(new Error('held')))
      const [to, id] = [session.envelope.rcptTo[0]?.address, /^Message-ID: (.*)$/im.exec(head)?.[1]]
      taken++
      const earlier = addresses.get(to)
      if (earlier === undefined) addresses.set(to, id)
      // A copy is what receiving servers drop: the same identifier. Another one would be a second mail.
      else if (earlier === id) copies++
      else strangers++
      done()
    })
  },
})
server.on('error', () => {})

process.on('message', ({ ask }) => {
  if (ask === 'hold') holding = true
  if (ask === 'drop') {
    holding = false
    for (const refuse of waiting.splice(0)) refuse()
  }
  process.send({ taken, people: addresses.size, copies, twice: strangers, held: waiting.length })
})
process.on('disconnect', () => process.exit(0))
server.listen(0, '127.0.0.1', () => process.send({ port: server.server.address().port }))
