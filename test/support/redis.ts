// A Redis of one's own for tests of the job queue: the system's redis-server on a free port, nothing kept.
//
//   describeRedis('jobs by bull', (redis) => { … redis.url … })
import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { setTimeout as sleep } from 'node:timers/promises'
import Redis from 'ioredis'
import { notRun } from './not-run'
import { freePort } from './ports'

const present = spawnSync('redis-server', ['--version']).status === 0

/** A `describe` with a running Redis; `redis.url` is known from `beforeAll` on. */
export function describeRedis(name: string, tests: (redis: { url: string }) => void) {
  if (!present) {
    describe(name, () => notRun('redis', name, 'redis-server is not installed'))
    return
  }
  describe(name, () => {
    const redis = { url: '' }
    let child: ChildProcess
    beforeAll(async () => {
      const port = await freePort()
      redis.url = `redis://127.0.0.1:${port}`
      child = spawn('redis-server', ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'], { stdio: 'ignore' })
      await answers(redis.url)
    })
    afterAll(async () => {
      const ended = new Promise((done) => child.once('close', done))
      child.kill()
      await ended
    })
    tests(redis)
  })
}

async function answers(url: string) {
  const client = new Redis(url, { lazyConnect: true, maxRetriesPerRequest: null, retryStrategy: () => 50 })
  client.on('error', () => {})
  await Promise.race([client.ping(), sleep(10_000, undefined, { ref: false }).then(() => { throw new Error('redis-server does not answer') })])
  client.disconnect()
}
