// The ceiling of what a Node process answers: node:http and nothing else, in a process of its own. Over IPC it is told what
// to answer at which path: `{ path, json }` is turned into text for every request, `{ path, bytes }` (base64) was made before.
import { createServer } from 'node:http'

const answers = new Map()

const server = createServer((request, response) => {
  const answer = answers.get(request.url)
  if (!answer) return response.writeHead(404).end()
  response.setHeader('content-type', answer.type)
  response.end(answer.json ? JSON.stringify(answer.json) : answer.bytes)
})

process.on('message', ({ path, json, bytes, type }) => {
  answers.set(path, { json, bytes: bytes && Buffer.from(bytes, 'base64'), type })
  process.send({ taken: path })
})
process.on('disconnect', () => process.exit(0))
server.listen(Number(process.env.BARE_PORT ?? 0), '127.0.0.1', () => process.send?.({ port: server.address().port }))
