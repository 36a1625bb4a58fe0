// A proxy in little: each request to the next process in turn that says it is ready, and again elsewhere when nobody was
// there to take it. What compose.yaml asks of its proxy, so that the same shape runs where there are no containers.
import { createServer, request } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'

const ASK_EVERY_MS = 200
/** How long a request waits for a process to come back. */
const PATIENCE_MS = 10_000

/** @param {{ port: number, upstreams: number[], health: string, inner?: boolean }} options ports on the loopback; inner: between the web and the API */
export async function startProxy({ port, upstreams, health, inner = false }) {
  const ready = new Map(upstreams.map((upstream) => [upstream, true]))
  let turn = 0
  const next = () => {
    const up = upstreams.filter((upstream) => ready.get(upstream))
    return (up.length > 0 ? up : upstreams)[turn++ % (up.length || upstreams.length)]
  }
  const ask = async (upstream) => ready.set(upstream, await fetch(`http://127.0.0.1:${upstream}${health}`, { signal: AbortSignal.timeout(2000) }).then(({ status }) => status < 400, () => false))
  const asking = setInterval(() => upstreams.forEach((upstream) => void ask(upstream)), ASK_EVERY_MS)

  const server = createServer(async (incoming, outgoing) => {
    const parts = []
    for await (const part of incoming) parts.push(part)
    const body = Buffer.concat(parts)
    // What the web already said of the browser stands; at the front door, what a browser says of itself does not.
    const forwarded = (inner && incoming.headers['x-forwarded-for']) || incoming.socket.remoteAddress
    for (const until = Date.now() + PATIENCE_MS; ;) {
      const upstream = next()
      const error = await pass(upstream, incoming, forwarded, body, outgoing)
      if (!error) return
      // Refused: not a byte was taken, so another may have it. Else it may have been done already: only what changes nothing is
      // sent again, as the proxy of deploy/Caddyfile does.
      if ((error.code !== 'ECONNREFUSED' && incoming.method !== 'GET') || Date.now() > until) return void outgoing.writeHead(502).end()
      ready.set(upstream, false)
      await sleep(50)
    }
  })
  await new Promise((done, refuse) => server.once('error', refuse).listen(port, '127.0.0.1', done))
  return () => {
    clearInterval(asking)
    server.closeAllConnections()
    server.close()
  }
}

/** Sends one request on. @returns the error when no answer began */
function pass(port, { method, url, headers: { 'transfer-encoding': _, ...headers } }, forwarded, body, outgoing) {
  return new Promise((done) => {
    const sent = request({ host: '127.0.0.1', port, method, path: url, headers: { ...headers, 'x-forwarded-for': forwarded, connection: 'close', 'content-length': body.length }, agent: false, setHost: false }, (answer) => {
      delete answer.headers.connection
      outgoing.writeHead(answer.statusCode, answer.headers)
      answer.pipe(outgoing)
      answer.once('error', () => outgoing.destroy())
      done(undefined)
    })
    sent.once('error', done)
    sent.end(body)
  })
}
