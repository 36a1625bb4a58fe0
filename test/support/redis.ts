// A Redis of one's own for tests of the job queue: the system's redis-server on a free port, nothing kept.
//
//   describeRedis('jobs by bull', (redis) => { … redis.url … })
//   await redis.kill()         as a machine that goes down; what it held is gone
//   await redis.start()        again, on the same port, empty
//   await redis.command('FLUSHALL')
//   const slow = await slowRelay(redis); slow.url; slow.delay = 2_000
import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { connect, createServer, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import Redis from 'ioredis'
import { notRun } from './not-run'
import { freePort } from './ports'

const present = spawnSync('redis-server', ['--version']).status === 0

export interface TestRedis {
  url: string
  port: number
  start(): Promise<void>
  kill(): Promise<void>
  command(name: string, ...args: string[]): Promise<void>
}

/** A `describe` with a running Redis; `redis.url` is known from `beforeAll` on. `running: false`: a port where nothing answers yet. */
export function describeRedis(name: string, tests: (redis: TestRedis) => void, { running = true } = {}) {
  if (!present) {
    describe(name, () => notRun('redis', name, 'redis-server is not installed'))
    return
  }
  describe(name, () => {
    const redis = redisServer()
    beforeAll(async () => {
      redis.port = await freePort()
      redis.url = `redis://127.0.0.1:${redis.port}`
      if (running) await redis.start()
    })
    afterAll(() => redis.kill())
    tests(redis)
  })
}

function redisServer(): TestRedis {
  let child: ChildProcess | undefined
  return {
    url: '',
    port: 0,
    async start() {
      child = spawn('redis-server', ['--port', String(this.port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'], { stdio: 'ignore' })
      await answers(this.url)
    },
    async kill() {
      if (!child || child.exitCode !== null || child.signalCode !== null) return
      const ended = new Promise((done) => child?.once('close', done))
      child.kill('SIGKILL')
      await ended
    },
    async command(name, ...args) {
      const client = new Redis(this.url, { maxRetriesPerRequest: 1 })
      client.on('error', () => {})
      try {
        await client.call(name, ...args)
      } finally {
        client.disconnect()
      }
    },
  }
}

async function answers(url: string) {
  const client = new Redis(url, { lazyConnect: true, maxRetriesPerRequest: null, retryStrategy: () => 50 })
  client.on('error', () => {})
  await Promise.race([client.ping(), sleep(10_000, undefined, { ref: false }).then(() => { throw new Error('redis-server does not answer') })])
  client.disconnect()
}

/** A way to the Redis that takes `delay` milliseconds for every piece in either direction. */
export async function slowRelay(redis: TestRedis): Promise<{ url: string, delay: number, close(): Promise<void> }> {
  const sockets = new Set<Socket>()
  const relay = { url: '', delay: 0, close: () => new Promise<void>((done) => {
    for (const socket of sockets) socket.destroy()
    server.close(() => done())
  }) }
  const pass = (from: Socket, to: Socket) => {
    sockets.add(from)
    from.on('data', (piece) => setTimeout(() => to.writable && to.write(piece), relay.delay / 2))
    from.on('close', () => {
      sockets.delete(from)
      to.destroy()
    })
    from.on('error', () => {})
  }
  const server = createServer((client) => {
    const upstream = connect(redis.port, '127.0.0.1')
    pass(client, upstream)
    pass(upstream, client)
  })
  relay.url = `redis://127.0.0.1:${await new Promise<number>((done) => server.listen(0, '127.0.0.1', () => done((server.address() as { port: number }).port)))}`
  return relay
}
