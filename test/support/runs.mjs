// The folder of a Jest run (/tmp/parvis-test-…) and everything that was started for it.
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { removeCluster } from '../../scripts/postgres.mjs'
import { readJson, sameProcess, stopProcess } from '../../scripts/lib/system.mjs'

/** Stops what the run started and removes its folder. Safe to call twice. */
export async function removeRun(folder) {
  const processes = existsSync(join(folder, 'processes')) ? readdirSync(join(folder, 'processes')).map((name) => readJson(join(folder, 'processes', name))) : []
  await Promise.all(processes.filter(sameProcess).map(({ pid }) => stopProcess(pid, { signal: 'SIGTERM', patience: 6000 })))
  const pidFile = join(folder, 'data', 'postgres', 'postmaster.pid')
  if (existsSync(pidFile)) {
    const pid = Number(readFileSync(pidFile, 'utf8').split('\n')[0])
    await stopProcess(pid, { signal: 'SIGINT', patience: 5000, then: 'SIGQUIT' })
  }
  removeCluster(join(folder, 'data'))
  rmSync(folder, { recursive: true, force: true })
}

/** Removes what runs that were killed left behind. */
export async function sweepRuns() {
  for (const name of readdirSync(tmpdir())) {
    const folder = join(tmpdir(), name)
    if (!name.startsWith('parvis-test-') || !existsSync(join(folder, 'owner.json'))) continue
    const owner = readJson(join(folder, 'owner.json'))
    if (owner && !sameProcess(owner)) await removeRun(folder).catch(() => {})
  }
}
