// Every setting that the platform reads from its environment, found in the sources.
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'

const root = resolve(__dirname, '../..')
const places = ['apps/api/src', 'apps/web/src', 'libs', 'migrations', 'seeds', 'deploy', 'scripts/start.mjs', 'scripts/worker.mjs', 'scripts/parvis.mjs', 'scripts/lib']
/** Read by SvelteKit's Node server, not by a line of ours. */
const OF_THE_WEB_SERVER = ['HOST', 'PORT', 'ORIGIN', 'BODY_SIZE_LIMIT', 'SHUTDOWN_TIMEOUT', 'ADDRESS_HEADER', 'XFF_DEPTH']
/** Of the machine, of npm, of tests: nobody sets them to operate the platform. */
const NOBODY_SETS = ['PATH', 'INIT_CWD', 'NODE_ENV', 'PARVIS_FOLLOW_PID', 'TMPDIR', 'CHROMIUM_PATH', 'PARVIS_PROXY_SECRET', 'PARVIS_BUILT', 'PARVIS_PREPARE_DIR']

/** Names, in order. `X_FILE` stands beside each `X` that holds a password. */
export function settings(): string[] {
  const text = places.flatMap(place => filesOf(join(root, place))).map(file => readFileSync(file, 'utf8')).join('\n')
  const read = [...text.matchAll(/\benv\.([A-Z][A-Z_]+)|required\(env, '([A-Z_]+)'\)/g)].map(([, a, b]) => a ?? b ?? '')
  const [, list = ''] = /WITH_PASSWORD = \[([^\]]*)\]/.exec(text) ?? []
  const inFiles = [...list.matchAll(/'([A-Z_]+)'/g)].map(([, name]) => `${name}_FILE`)
  return [...new Set([...read, ...inFiles, ...OF_THE_WEB_SERVER])].filter(name => !NOBODY_SETS.includes(name)).sort()
}

function filesOf(path: string): string[] {
  if (statSync(path).isFile()) return [path]
  return readdirSync(path, { withFileTypes: true })
    .filter(({ name }) => !/^(node_modules|compiled|test|\.svelte-kit)$|\.spec\.ts$|\.d\.ts$|\.json$/.test(name))
    .flatMap(entry => entry.isDirectory() ? filesOf(join(path, entry.name)) : /\.(ts|mjs|svelte|cjs)$/.test(entry.name) ? [join(path, entry.name)] : [])
}
