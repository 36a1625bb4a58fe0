import type { Dispatcher, Workers } from '@parvis/platform'
import { createServer } from 'node:http'

/**
 * What a container's health check asks of a worker, on the loopback: `GET /health`, 200 while it works and reaches the
 * database, 503 otherwise. No port given: nothing listens. Redis being away is said and is no reason to restart.
 */
export async function answerHealth(port: number | undefined, workers: Workers, dispatcher: Dispatcher): Promise<void> {
  if (!port) return
  const server = createServer((request, response) => {
    const known = request.method === 'GET' && (request.url === '/health' || request.url === '/ready')
    const status = known ? workers.alive ? 200 : 503 : 404
    response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' })
    response.end(JSON.stringify({ status: status === 200 ? 'ok' : known ? 'no-database' : 'unknown', pid: process.pid, ...dispatcher.state }))
  })
  await new Promise<void>((done, refuse) => {
    server.once('error', refuse)
    server.listen(port, '127.0.0.1', done)
  })
  server.unref()
}
