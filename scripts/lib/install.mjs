// Installs what is missing, and only then. Packages are added and replaced, never pruned: a copy that runs keeps
// every file it may still load.
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { readJson, root, run, sameProcess, step, withLock } from './system.mjs'

/** @param {{ dev: boolean, log?: (line: string) => void }} options dev: the packages of tests and checks too */
export async function install({ dev, log = console.log }) {
  if (isInstalled(dev)) return
  await withLock('install', async () => {
    if (isInstalled(dev)) return
    await step('installation des dépendances', () => npm(argumentsFor(dev), root), log)
  }, { onWait: () => log('  une autre installation est en cours : elle est attendue') })
}

/** Runs npm in a folder, with the npm that runs this script when there is one. */
export function npm(args, folder) {
  const own = process.env.npm_execpath
  const [command, first] = own?.endsWith('.js') ? [process.execPath, [own]] : ['npm', []]
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^npm_config_(loglevel|silent|omit|include|production|dry_run|json)$/i.test(name)))
  return run(command, [...first, ...args, '--loglevel=error', '--no-audit', '--no-fund', '--no-progress'], { cwd: folder, env, onError: 'L’installation des dépendances a échoué' })
}

// npm notes what it installed in node_modules/.package-lock.json: compared with the lock file, no mark of ours is needed.
// Optional packages are those of other machines, most of the time.
function isInstalled(dev) {
  const installed = installedPackages()
  if (!installed) return false
  return Object.entries(readJson(join(root, 'package-lock.json')).packages)
    .filter(([path, entry]) => path && !entry.optional && !entry.devOptional && (dev || !entry.dev))
    .every(([path, entry]) => installed[path]?.version === entry.version)
}

const installedPackages = () => readJson(join(root, 'node_modules/.package-lock.json'))?.packages

function argumentsFor(dev) {
  const installed = installedPackages()
  const withDev = dev || Object.values(installed ?? {}).some((entry) => entry.dev)
  const what = withDev ? '--include=dev' : '--omit=dev'
  // `npm ci` empties the folder first: right where nothing is installed, or where an installation was cut short.
  const fresh = !existsSync(join(root, 'node_modules')) || (!installed && !isInUse())
  return fresh ? ['ci', what] : ['install', '--no-save', what]
}

function isInUse() {
  const builds = join(root, 'build')
  if (!existsSync(builds)) return false
  return readdirSync(builds, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .flatMap((entry) => readdirSync(join(builds, entry.name)).filter((name) => name.startsWith('.used-by-')).map((name) => join(builds, entry.name, name)))
    .some((path) => sameProcess(readJson(path)))
}
