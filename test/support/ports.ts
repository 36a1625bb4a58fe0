import { createServer } from 'node:net'
import type { Server } from 'node:net'

/** A port of the loopback that is free now. */
export const freePort = async (): Promise<number> => (await freePorts(1))[0] ?? 0

/** So many, all different: each is held until the last is found, or the machine may give the same one twice. */
export async function freePorts(count: number): Promise<number[]> {
  const servers = await Promise.all(Array.from({ length: count }, () => new Promise<Server>((done, refuse) => {
    const server = createServer()
    server.once('error', refuse)
    server.listen({ port: 0, host: '127.0.0.1' }, () => done(server))
  })))
  const ports = servers.map((server) => {
    const address = server.address()
    return typeof address === 'object' && address ? address.port : 0
  })
  await Promise.all(servers.map((server) => new Promise((done) => server.close(done))))
  return ports
}
