// The server of the site: SvelteKit's own, behind the pages that strangers share.
//   HOST, PORT; SHUTDOWN_TIMEOUT: seconds for what is being answered; the rest is read by SvelteKit's handler
import { createServer } from 'node:http'
import { handler } from './handler.js'
import { oneClick } from './one-click.js'
import { sharedPages } from './shared-pages.js'

const { HOST = '0.0.0.0', PORT = '3000', SHUTDOWN_TIMEOUT = '30', PARVIS_CACHE, ORIGIN } = process.env

const missing = (response) => () => response.writeHead(404).end()
const answer = oneClick((request, response) => handler(request, response, missing(response)), ORIGIN)
const server = createServer(PARVIS_CACHE === '0' ? answer : sharedPages(answer))

server.listen(Number(PORT), HOST, () => console.log(`Listening on http://${HOST}:${PORT}`))

let stopping = false
// A connection that an answer leaves idle takes no other request once we are stopping.
server.on('request', (_request, response) => response.once('close', () => stopping && server.closeIdleConnections()))
for (const signal of ['SIGTERM', 'SIGINT']) {
  process.on(signal, () => {
    if (stopping) return
    stopping = true
    server.close(() => process.exit(0))
    server.closeIdleConnections()
    setTimeout(() => server.closeAllConnections(), Number(SHUTDOWN_TIMEOUT) * 1000).unref()
  })
}
