// npm run check:supply: what the platform is made of. One line per check; ends "N passed, N failed".
//   versions   every direct dependency is pinned; the lock file holds a hash for each package and no download address
//   licences   every package that runs in production has a licence that can live beside EUPL-1.2
//   secrets    no key, token or password lies in a file (secretlint)
//   sbom       the list of components, CycloneDX, is written: --sbom FILE (default build/sbom.cdx.json)
import { execFileSync } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { readJson, root } from './lib/system.mjs'

/** Permissive licences, and those of the EUPL's own list of compatible ones (its appendix) that are used here. */
const accepted = new Set(['MIT', 'MIT-0', 'ISC', 'BSD-2-Clause', 'BSD-3-Clause', '0BSD', 'Apache-2.0', 'MPL-2.0', 'Unlicense', 'CC0-1.0', 'BlueOak-1.0.0', 'Python-2.0', 'OFL-1.1', 'EUPL-1.2', 'LGPL-3.0-only'])

/** Packages whose package.json names no licence: what their own files say, read by hand. */
const read = {
  '@gouvfr-anct/lieux-de-mediation-numerique': 'MIT: its LICENSE.md',
  '@inlang/plugin-message-format': 'MIT: its LICENSE file',
  '@lix-js/sdk': 'MIT: package.json of @lix-js/sdk, of which the others are the builds for one system',
  'suncalc': 'BSD-2-Clause: its LICENSE file',
  'pause': 'MIT: its Readme.md',
  'png-js': 'MIT: its LICENSE file',
}

const { values } = parseArgs({ options: { sbom: { type: 'string', default: join(root, 'build/sbom.cdx.json') } } })
const npm = (...args) => JSON.parse(execFileSync('npm', args, { cwd: root, encoding: 'utf8', maxBuffer: 1 << 28, stdio: ['ignore', 'pipe', 'ignore'] }))

const checks = {
  versions() {
    const manifest = readJson(join(root, 'package.json'))
    const loose = Object.entries({ ...manifest.dependencies, ...manifest.devDependencies }).filter(([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version)).map(([name, version]) => `${name}@${version} is not pinned`)
    const locked = Object.entries(readJson(join(root, 'package-lock.json')).packages).filter(([path]) => path)
    // npm leaves out the hash of builds for other systems that it never fetched.
    const hashless = locked.filter(([, entry]) => !entry.link && !entry.inBundle && !entry.integrity)
    const unsafe = hashless.filter(([, entry]) => !entry.optional).map(([path]) => `${path} has no hash`)
    const addressed = locked.filter(([, entry]) => entry.resolved).map(([path]) => `${path} records a download address`)
    return { figure: `${locked.length} packages, ${hashless.length} builds for other systems without a hash`, wrong: [...loose, ...unsafe, ...addressed] }
  },

  licences() {
    const wrong = sbom().components.filter((component) => !isAccepted(component)).map((component) => `${component['bom-ref']}: ${named(component) || 'no licence named'}`)
    return { figure: `${sbom().components.length} packages in production`, wrong }
  },

  secrets() {
    try {
      execFileSync(process.execPath, [join(root, 'node_modules/secretlint/bin/secretlint.js'), '--maskSecrets', '--format', 'unix', '**/*'], { cwd: root, encoding: 'utf8', maxBuffer: 1 << 28 })
      return { figure: 'no secret', wrong: [] }
    } catch (error) {
      return { figure: '', wrong: String(error.stdout || error.stderr || error.message).trim().split('\n') }
    }
  },

  sbom() {
    const file = resolve(values.sbom)
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, `${JSON.stringify(sbom(), null, 2)}\n`)
    return { figure: `${sbom().components.length} components, CycloneDX ${JSON.parse(readFileSync(file, 'utf8')).specVersion}`, wrong: [] }
  },
}

let listed
function sbom() {
  listed ??= npm('sbom', '--sbom-format', 'cyclonedx', '--sbom-type', 'application', '--omit', 'dev')
  return listed
}

const named = (component) => (component.licenses ?? []).map(({ expression, license }) => expression ?? license?.id ?? license?.name).join(' AND ')

/** An expression holds when each part that is ANDed has an accepted choice. */
function isAccepted(component) {
  const expression = named(component)
  if (!expression) return Object.keys(read).some((name) => component.name === name || component.name.startsWith(`${name}-`))
  return expression.replaceAll(/[()]/g, '').split(' AND ').every((part) => part.split(' OR ').some((id) => accepted.has(id.trim())))
}

let failed = 0
for (const [id, check] of Object.entries(checks)) {
  const from = Date.now()
  const { figure, wrong } = check()
  if (wrong.length > 0) failed += 1
  console.log(`${id} ${wrong.length > 0 ? 'failed' : 'held'}, ${figure || `${wrong.length} found`}, ${((Date.now() - from) / 1000).toFixed(1)} s`)
  for (const line of wrong.slice(0, 50)) console.log(`  ${line}`)
}
console.log(`${Object.keys(checks).length - failed} passed, ${failed} failed`)
process.exitCode = failed > 0 ? 1 : 0
