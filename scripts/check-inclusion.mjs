// npm run check:inclusion: a tenth of a metropolitan participatory budget enters over HTTP, as its roles, through every door, and
// what must hold then. One line per check: `ID held|failed|not run, seed, tried, figure, seconds`; the last one says
// `N passed, N failed`; not run counts as failed; exit 1 when one failed. Everything on the loopback, on ports of its own.
//   npm run check:inclusion -- --people 2000 --seed 7   fewer people, another draw
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { build } from './build.mjs'
import { install } from './lib/install.mjs'
import { fail, requireNode } from './lib/system.mjs'
import { removeCluster } from './postgres.mjs'

async function main(args) {
  const { values } = parseArgs({ args, options: { people: { type: 'string', default: '6000' }, seed: { type: 'string', default: '2027' } } })
  const [people, seed] = [Number(values.people), Number(values.seed)]
  if (!Number.isInteger(people) || people < 2000 || people > 60_000 || !Number.isInteger(seed)) throw new Error('--people is a whole number of 2000 to 60000, --seed a whole number')
  await install({ dev: false, log: console.error })
  const { startPlatform } = await import('./inclusion/platform.mjs')
  const { checks: honest } = await import('./inclusion/checks.mjs')
  const { fraudChecks } = await import('./inclusion/fraud-checks.mjs')
  const { prepare } = await import('./inclusion/scene.mjs')
  const built = await build({ log: console.error })
  const folder = mkdtempSync(join(tmpdir(), 'parvis-inclusion-'))
  chmodSync(folder, 0o711)
  let platform, scene, passed = 0, tried = 0
  const clean = async () => {
    await scene?.owner.end().catch(() => {})
    await platform?.stop()
    removeCluster(join(folder, 'data'))
    rmSync(folder, { recursive: true, force: true })
  }
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => clean().finally(() => process.exit(130)))
  // Nothing is left running, whatever went wrong.
  process.once('unhandledRejection', (error) => clean().finally(() => fail(error)))
  try {
    platform = await startPlatform(built, folder)
    scene = await prepare({ ...platform, folder, people, seed, say: (line) => console.error(line) })
    for (const [name, check] of Object.entries({ ...fraudChecks, ...honest })) {
      tried++
      const from = Date.now()
      const { ok, count, figure } = await check(scene).catch((error) => ({ ok: false, count: 0, figure: error.message }))
      if (ok) passed++
      console.log(`${name} ${ok ? 'held' : 'failed'}, seed ${seed}, tried ${count}, ${figure}, ${((Date.now() - from) / 1000).toFixed(1)} s`)
    }
  } finally {
    await clean()
  }
  console.log(`${passed} passed, ${tried - passed} failed`)
  return passed === tried ? 0 : 1
}

requireNode()
process.exit(await main(process.argv.slice(2)).catch(fail))
