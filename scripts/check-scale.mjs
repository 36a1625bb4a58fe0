// npm run check:scale: the shape of compose.yaml without containers (PostgreSQL, Redis, two API, two workers, web, a proxy in
// front) and what must hold there. One line per check: `ID held|failed|not run, seed, tried, figure, seconds`; the last one says
// `N passed, N failed`; not run counts as failed; exit 1 when one failed. Everything on the loopback, on ports of its own.
//   npm run check:scale -- S3 S7   some of them (S3 opens the votes that most others need)
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { build } from './build.mjs'
import { install } from './lib/install.mjs'
import { fail, requireNode } from './lib/system.mjs'
import { removeCluster } from './postgres.mjs'

async function main(asked) {
  await install({ dev: false, log: console.error })
  const { checks } = await import('./scale/checks.mjs')
  const { redisIsThere, startScaled } = await import('./scale/platform.mjs')
  const { announce, makePeople, poolOf } = await import('./scale/people.mjs')
  const wanted = Object.entries(checks).filter(([name]) => asked.length === 0 || asked.includes(name.split(' ')[0]))
  if (!redisIsThere()) {
    for (const [name] of wanted) console.log(`${name} not run, redis-server is not installed`)
    return report(0, wanted.length)
  }
  const built = await build({ log: console.error })
  const folder = mkdtempSync(join(tmpdir(), 'parvis-scale-'))
  chmodSync(folder, 0o711)
  let platform, owner, passed = 0
  const clean = async () => {
    await owner?.end().catch(() => {})
    await platform?.stop()
    removeCluster(join(folder, 'data'))
    rmSync(folder, { recursive: true, force: true })
  }
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => clean().finally(() => process.exit(130)))
  // Nothing is left running, whatever went wrong.
  process.once('unhandledRejection', (error) => clean().finally(() => fail(error)))
  try {
    platform = await startScaled(built, folder)
    const { origin, ports } = platform
    const [a, b] = [`http://127.0.0.1:${ports.a}`, `http://127.0.0.1:${ports.b}`]
    console.log(`memory after the start: API ${platform.memory('a')} MB, worker ${platform.memory('workerA')} MB, web ${platform.memory('web')} MB`)
    owner = poolOf(platform.ownerUrl)
    const [staff] = await makePeople(owner, origin, 1, 1, 'staff')
    const consultations = await announce(owner, owner, a, staff, 6)
    for (const [name, check] of wanted) {
      const from = Date.now()
      const { ok, tried, figure } = await check({ owner, platform, origin, a, b, staff, consultations }).catch((error) => ({ ok: false, tried: 0, figure: error.message }))
      if (ok) passed++
      console.log(`${name} ${ok ? 'held' : 'failed'}, seed -, tried ${tried}, ${figure}, ${((Date.now() - from) / 1000).toFixed(1)} s`)
    }
    console.log(`memory at the end: API ${platform.memory('a')} and ${platform.memory('b')} MB, worker ${platform.memory('workerA')} MB, web ${platform.memory('web')} MB`)
  } finally {
    await clean()
  }
  return report(passed, wanted.length - passed)
}

function report(passed, failed) {
  console.log(`${passed} passed, ${failed} failed`)
  return failed > 0 ? 1 : 0
}

requireNode()
process.exit(await main(process.argv.slice(2)).catch(fail))
