// Builds into build/<hash of the sources and the lock file>/, so that a build never changes under a running copy.
// A part whose own sources did not change is taken over from an earlier build.
//   apps/ libs/ migrations/ seeds/   CommonJS, by swc       web/   SvelteKit with its Node server
import { createHash } from 'node:crypto'
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, extname, join, relative } from 'node:path'
import { alive, fail, identityOf, isCommand, PlainError, readJson, requireNode, root, run, sameProcess, step, withLock } from './lib/system.mjs'

const require = createRequire(import.meta.url)
const builds = join(root, 'build')
const compiledTexts = 'libs/texts/src/compiled'
/** Texts as a browser gets them: nothing on a server reads them. */
const inBrowsers = /\/compiled\/messages(\/|-of-a-browser\.js$)/
// What the compilers themselves write among the sources is no source.
const skippedFolders = new Set(['node_modules', '.svelte-kit', 'e2e', 'test', 'build', 'compiled', 'project.inlang'])
const isSource = (name) => !/\.spec\.ts$|^\./.test(name)

// What each part is made of. Build rules count as sources: a changed rule must build anew.
const rules = ['package.json', 'package-lock.json', 'tsconfig.base.json', 'scripts/build.mjs', 'scripts/lib/swc-options.cjs', 'libs/texts/project.inlang/settings.json']
const parts = {
  texts: { from: ['libs/texts/messages', 'libs/texts/compile.mjs'] },
  api: { from: ['apps/api/src', 'libs', 'migrations', 'seeds'], makes: ['apps', 'libs', 'migrations', 'seeds', 'package.json'] },
  web: { from: ['apps/web', 'libs/voting', 'libs/texts', 'libs/api-client/src'], makes: ['web'] },
}

/**
 * Builds what is missing and gives the folder.
 * @param {{ only?: 'api', log?: (line: string) => void }} [options] only: the API without the web, for commands
 */
export async function build({ only, log = console.log } = {}) {
  const hashes = { api: hashOf(parts.api.from), web: hashOf(parts.web.from) }
  const folder = join(builds, combine(Object.values(hashes)))
  const wanted = only ? [only] : ['api', 'web']
  if (wanted.every((part) => isBuilt(folder, part))) {
    claim(folder)
    return folder
  }
  const texts = () => compileTexts(log)
  return withLock('build', async () => {
    mkdirSync(folder, { recursive: true })
    claim(folder)
    const missing = wanted.filter((part) => !isBuilt(folder, part) && !takeOver(folder, part, hashes[part]))
    if (missing.length) await texts()
    const make = { api: () => step('construction de l’API', () => buildApi(folder), log), web: () => step('construction du site', () => buildWeb(folder), log) }
    const results = await Promise.allSettled(missing.map(async (part) => {
      await make[part]()
      writeFileSync(join(folder, `.${part}`), hashes[part])
    }))
    const failed = results.find((result) => result.status === 'rejected')
    if (failed) throw failed.reason
    removeOld(folder)
    return folder
  }, { onWait: () => log('  une autre construction est en cours : elle est attendue') })
}

/** Compiles the catalogue of sentences when it changed. Jest needs it too, from the sources. */
export async function compileTexts(log = console.log) {
  const hash = hashOf(parts.texts.from)
  const mark = join(builds, '.texts')
  const current = () => existsSync(join(root, compiledTexts)) && existsSync(mark) && readFileSync(mark, 'utf8') === hash
  if (current()) return
  await withLock('texts', async () => {
    if (current()) return
    await step('textes', () => run(process.execPath, ['libs/texts/compile.mjs'], { cwd: root, onError: 'Les textes ne se compilent pas' }), log)
    writeFileSync(mark, hash)
  })
}

/** Says that this process uses the build, so that no other removes it. */
export function claim(folder) {
  for (const name of usersOf(folder)) if (!sameProcess(readJson(join(folder, name)))) rmSync(join(folder, name), { force: true })
  writeFileSync(join(folder, `.used-by-${process.pid}`), JSON.stringify(identityOf(process.pid)))
  const now = new Date()
  utimesSync(folder, now, now)
}

const usersOf = (folder) => readdirSync(folder).filter((name) => name.startsWith('.used-by-'))

// ---------------------------------------------------------------- sources

const combine = (texts) => createHash('sha256').update(texts.join('\n')).digest('hex').slice(0, 16)

function hashOf(paths) {
  const hash = createHash('sha256').update(process.version)
  for (const file of [...rules, ...paths].flatMap((path) => filesOf(path))) hash.update(`${file}\0`).update(readFileSync(join(root, file))).update('\0')
  return hash.digest('hex').slice(0, 16)
}

function filesOf(path) {
  if (!existsSync(join(root, path))) return []
  if (statSync(join(root, path)).isFile()) return [path]
  return readdirSync(join(root, path), { withFileTypes: true })
    .filter((entry) => entry.isDirectory() ? !skippedFolders.has(entry.name) : isSource(entry.name))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => (entry.isDirectory() ? filesOf(join(path, entry.name)) : [join(path, entry.name)]))
}

// ---------------------------------------------------------------- API

async function buildApi(folder) {
  for (const made of parts.api.makes) rmSync(join(folder, made), { recursive: true, force: true })
  const { transform } = require('@swc/core')
  const { swcOptions } = require('./lib/swc-options.cjs')
  const files = [...parts.api.from, compiledTexts].flatMap((path) => filesOf(path)).filter((file) => !/^libs\/[^/]+\/(?!src\/|openapi\.json$)/.test(file) && !file.endsWith('.d.ts') && !inBrowsers.test(file))
  const failures = []
  await Promise.all(files.map(async (file) => {
    const extension = extname(file)
    const target = join(folder, file).replace(/\.ts$/, '.js')
    await mkdir(dirname(target), { recursive: true })
    const source = await readFile(join(root, file))
    if (extension !== '.ts' && extension !== '.js') return writeFile(target, source)
    try {
      const { code, map } = await transform(source.toString(), { ...swcOptions(file), filename: join(root, file), sourceMaps: true })
      await writeFile(target, `${rewriteImports(code, file)}\n//# sourceMappingURL=${target.split('/').at(-1)}.map\n`)
      await writeFile(`${target}.map`, map)
    } catch (error) {
      failures.push(`${file}: ${error.message}`)
    }
  }))
  if (failures.length) throw new PlainError(`La construction de l’API a échoué\n${failures.join('\n')}`)
  writeFileSync(join(folder, 'package.json'), '{ "type": "commonjs" }\n')
}

const { paths } = readJson(join(root, 'tsconfig.base.json')).compilerOptions

// @parvis/<lib> stands for a file of this repository: at run time it is a relative path like any other.
function rewriteImports(code, file) {
  return code.replace(/(require|import)\("(@parvis\/[a-z-]+)"\)/g, (whole, how, name) => {
    if (!paths[name]) throw new Error(`${name} is not in tsconfig.base.json`)
    const path = relative(dirname(file), paths[name][0].replace(/\.ts$/, '.js'))
    return `${how}("${path.startsWith('.') ? path : `./${path}`}")`
  })
}

// ---------------------------------------------------------------- web

async function buildWeb(folder) {
  const draft = join(builds, `.web-${process.pid}`)
  const out = join(draft, 'web')
  rmSync(draft, { recursive: true, force: true })
  const web = join(root, 'apps/web')
  try {
    // tsconfig.json extends a generated file, which a fresh checkout does not have yet.
    if (!existsSync(join(web, '.svelte-kit/tsconfig.json'))) await run(process.execPath, [join(root, 'node_modules/@sveltejs/kit/svelte-kit.js'), 'sync'], { cwd: web, onError: 'La préparation du site a échoué' })
    await run(process.execPath, [join(root, 'node_modules/vite/bin/vite.js'), 'build'], { cwd: web, env: { ...process.env, NODE_ENV: 'production', NO_COLOR: '1', PARVIS_WEB_OUT: out }, onError: 'La construction du site a échoué' })
    writeFileSync(join(out, 'package.json'), '{ "type": "module" }\n')
    rmSync(join(folder, 'web'), { recursive: true, force: true })
    renameSync(out, join(folder, 'web'))
  } finally {
    rmSync(draft, { recursive: true, force: true })
  }
}

// ---------------------------------------------------------------- earlier builds

const isBuilt = (folder, part) => existsSync(join(folder, `.${part}`))

function otherBuilds(folder) {
  return readdirSync(builds, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && /^[0-9a-f]{16}$/.test(entry.name) && join(builds, entry.name) !== folder)
    .map((entry) => ({ path: join(builds, entry.name), usedAt: statSync(join(builds, entry.name)).mtimeMs }))
    .sort((a, b) => b.usedAt - a.usedAt)
}

function takeOver(folder, part, hash) {
  const earlier = otherBuilds(folder).find(({ path }) => isBuilt(path, part) && readFileSync(join(path, `.${part}`), 'utf8') === hash)
  if (!earlier) return false
  for (const made of parts[part].makes) {
    rmSync(join(folder, made), { recursive: true, force: true })
    if (existsSync(join(earlier.path, made))) cpSync(join(earlier.path, made), join(folder, made), { recursive: true })
  }
  writeFileSync(join(folder, `.${part}`), hash)
  return true
}

// The last one is kept beside the new one, and every build that a living process uses.
function removeOld(folder) {
  for (const name of readdirSync(builds)) {
    const [, builder] = /^\.web-(\d+)$/.exec(name) ?? []
    if (builder && !alive(Number(builder))) rmSync(join(builds, name), { recursive: true, force: true })
  }
  for (const { path } of otherBuilds(folder).slice(1)) {
    if (usersOf(path).some((name) => sameProcess(readJson(join(path, name))))) continue
    rmSync(path, { recursive: true, force: true })
  }
}

if (isCommand(import.meta.url)) {
  requireNode()
  console.log(relative(root, await build().catch(fail)))
}
