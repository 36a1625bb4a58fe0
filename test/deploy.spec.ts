// compose.yaml, Containerfile and deploy/ against what the platform really reads and runs. No image is built here.
import { Config, withFiles } from '@parvis/platform'
import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { Client } from 'pg'
import { parse } from 'yaml'
import { createTestDatabase, runFolder } from './support/database'
import { settings } from './support/settings'

const root = resolve(__dirname, '..')
const read = (path: string) => readFileSync(join(root, path), 'utf8')

interface Service {
  image: string
  build?: object
  user?: string
  read_only?: boolean
  cap_drop?: string[]
  security_opt?: string[]
  command?: string[]
  entrypoint?: string[]
  environment?: Record<string, string>
  ports?: string[]
  volumes?: string[]
  networks?: string[]
  network_mode?: string
  restart?: string
  depends_on?: Record<string, { condition: string }>
  healthcheck?: { test?: string[], disable?: boolean }
}

const compose = parse(read('compose.yaml'), { merge: true }) as { services: Record<string, Service>, networks: Record<string, { internal?: boolean }>, volumes: Record<string, object> }
const services = Object.entries(compose.services)
const ours = services.filter(([, { image }]) => image.startsWith('parvis:'))
const commandOf = ({ entrypoint = [], command = [] }: Service) => [...entrypoint, ...command]
const named = (name: string): Service => {
  const service = compose.services[name]
  if (!service) throw new Error(`There is no service ${name}`)
  return service
}

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'parvis-deploy-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('compose.yaml', () => {
  it('has two API, two workers, and one of everything else', () => {
    expect(Object.keys(compose.services).sort()).toEqual(['api-1', 'api-2', 'migrate', 'parvis', 'postgres', 'proxy', 'redis', 'secrets', 'web', 'worker-1', 'worker-2'])
    expect(named('api-1')).toEqual(named('api-2'))
    expect(named('worker-1')).toEqual(named('worker-2'))
  })

  it('publishes the proxy alone', () => {
    expect(services.filter(([, { ports }]) => ports).map(([name]) => name)).toEqual(['proxy'])
    expect(compose.networks.inner).toEqual({ internal: true })
    for (const [name, { networks = [], network_mode }] of services) expect({ name, inner: network_mode === 'none' || networks.includes('inner') }).toEqual({ name, inner: true })
    expect(services.filter(([, { networks = [] }]) => networks.includes('outside')).map(([name]) => name)).toEqual(['proxy', 'worker-1', 'worker-2'])
  })

  it.each(services)('%s runs with as few rights as it can, and says how it is', (name, service) => {
    expect(service).toMatchObject({ read_only: true, cap_drop: ['ALL'], security_opt: ['no-new-privileges:true'] })
    // The proxy alone takes ports below 1024: it keeps that one right.
    if (name !== 'proxy') expect(service.user).toMatch(/^[1-9]\d*:[1-9]\d*$/)
    const once = service.restart === 'no'
    expect(service.healthcheck?.test === undefined).toBe(once)
  })

  it('names only what exists', () => {
    for (const [, { volumes = [], networks = [], depends_on = {} }] of services) {
      for (const volume of volumes.map(entry => entry.split(':')[0] ?? '')) expect(volume.startsWith('./') ? existsSync(join(root, volume)) : volume in compose.volumes).toBe(true)
      for (const network of networks) expect(Object.keys(compose.networks)).toContain(network)
      for (const other of Object.keys(depends_on)) expect(Object.keys(compose.services)).toContain(other)
    }
  })

  it.each(ours)('%s is given settings that the platform reads, and runs a file that the image holds', (_name, service) => {
    const known = settings()
    expect(Object.keys(service.environment ?? {}).filter(key => !known.includes(key))).toEqual([])
    const script = commandOf(service).find(word => /\.m?js$/.test(word)) ?? ''
    const source = script === 'built/web/main.js' ? 'apps/web/server/main.js' : script.replace(/^built\//, '').replace(/\.js$/, '.ts')
    expect({ script, exists: existsSync(join(root, source)) || existsSync(join(root, script)) }).toEqual({ script, exists: true })
  })

  it.each(['api-1', 'worker-1', 'web'])('%s runs with the memory that npm start gives it', name => {
    const [, flags] = /nodeFlags = \[([^\]]*)\]/.exec(read('scripts/lib/system.mjs')) ?? []
    expect(commandOf(named(name)).filter(word => word.startsWith('--')).map(word => `'${word}'`).join(', ')).toBe(flags)
  })

  it('holds no password', () => {
    expect(read('compose.yaml')).not.toMatch(/:\/\/[^/\s:]+:[^@\s]+@(?!smtp\.example\.org)/)
    for (const [, { environment = {} }] of services) for (const key of Object.keys(environment)) expect(key).not.toMatch(/(PASSWORD|SECRET|KEY)$/)
    // Who serves the public never sees the owner of the database; the web sees one secret.
    const sees = (name: string) => (named(name).volumes ?? []).map(volume => volume.split(':')[0])
    for (const name of ['api-1', 'worker-1']) expect(sees(name)).toEqual(['secrets'])
    expect(sees('web')).toEqual(['web-secrets'])
  })

  it.each(['api-1', 'worker-1'])('%s would start with it', name => {
    const secretsDir = join(folder, name)
    mkdirSync(secretsDir)
    for (const secret of ['master-pepper', 'receipt-key', 'proxy-secret', 'database-url']) writeFileSync(join(secretsDir, secret), secret === 'database-url' ? 'postgres://parvis_app:x@postgres:5432/parvis\n' : Buffer.alloc(32, secret).toString('base64url'))
    const given = Object.fromEntries(Object.entries(named(name).environment ?? {}).map(([key, value]) => [key, value.replace(/\$\{ORIGIN[^}]*\}/, 'https://parvis.example.org').replace(/\$\{[^}]*:-\}/, '').replace('/run/parvis/secrets', secretsDir)]))
    const config = Config.from(withFiles(given))
    expect(config).toMatchObject({ databaseUrl: 'postgres://parvis_app:x@postgres:5432/parvis', redisUrl: 'redis://redis:6379', origin: 'https://parvis.example.org', demonstration: false, movableClock: false, drainSeconds: 3 })
  })

  it('the proxy sends people where somebody listens', () => {
    const caddyfile = read('deploy/Caddyfile')
    const upstreams = [...caddyfile.matchAll(/reverse_proxy ([^{]+)\{/g)].flatMap(([, list = '']) => list.trim().split(/\s+/))
    expect(upstreams).toEqual(['web:3000', 'api-1:3001', 'api-2:3001'])
    expect(named('web').environment).toMatchObject({ PORT: '3000', API_URL: 'http://proxy:3001' })
    expect(named('api-1').environment).toMatchObject({ API_PORT: '3001', API_HOST: '0.0.0.0' })
    expect(caddyfile).toContain('health_uri /ready')
  })
})

describe('the image', () => {
  const containerfile = read('Containerfile')

  it('runs as nobody in particular, on a Node that is supported, and says how it is', () => {
    const [, major] = /^FROM node:(\d+)-/m.exec(containerfile) ?? []
    expect(Number(major) % 2 === 0 && Number(major) >= 22).toBe(true)
    expect(containerfile.split('FROM').at(-1)).toMatch(/USER node\n[\s\S]*HEALTHCHECK[\s\S]*deploy\/health\.mjs/)
  })

  it('takes what exists, and no secret', () => {
    for (const [, path = ''] of containerfile.matchAll(/^COPY --from=build \/app\/(\S+)/gm)) {
      for (const one of path.split(' ')) expect({ one, exists: ['node_modules', 'built'].includes(one) || existsSync(join(root, one)) }).toEqual({ one, exists: true })
    }
    const ignored = read('.dockerignore').split('\n')
    for (const kept of ['.parvis', '.env', '**/secrets', '.git', 'node_modules']) expect(ignored).toContain(kept)
    expect(containerfile).not.toMatch(/(SECRET|PASSWORD|TOKEN)\s*=/)
  })
})

describe('deploy/prepare.mjs', () => {
  const prepare = (place: string, command: string, env: Record<string, string> = {}) => spawnSync(process.execPath, ['deploy/prepare.mjs', command], { cwd: root, encoding: 'utf8', env: { PATH: process.env.PATH ?? '', PARVIS_PREPARE_DIR: place, ...env } })

  it('draws what is missing once, and refuses when keys that a database needs are gone', () => {
    const place = join(folder, 'drawn')
    expect(prepare(place, 'secrets').status).toBe(0)
    const keys = () => ['master-pepper', 'receipt-key', 'proxy-secret'].map(name => readFileSync(join(place, 'secrets', name), 'utf8'))
    const first = keys()
    expect(new Set(first).size).toBe(3)
    expect(readFileSync(join(place, 'web/proxy-secret'), 'utf8')).toBe(first[2])
    expect(readdirSync(join(place, 'web'))).toEqual(['proxy-secret'])
    expect(statSync(join(place, 'secrets/master-pepper')).mode & 0o777).toBe(0o600)
    expect(prepare(place, 'secrets').status).toBe(0)
    expect(keys()).toEqual(first)
    writeFileSync(join(place, 'admin/installed'), 'yes')
    rmSync(join(place, 'secrets/receipt-key'))
    expect(prepare(place, 'secrets')).toMatchObject({ status: 1, stderr: expect.stringContaining('receipt-key') })
    expect(prepare(place, 'everything').status).toBe(2)
  })

  it('makes the database with its two roles, and writes down how to reach it', async () => {
    const db = await createTestDatabase()
    const { superUrl } = JSON.parse(readFileSync(join(runFolder(), 'ready.json'), 'utf8')) as { superUrl: string }
    const { password, host } = new URL(superUrl)
    const place = join(folder, 'made')
    mkdirSync(join(place, 'admin'), { recursive: true })
    writeFileSync(join(place, 'admin/postgres-superuser'), password)
    expect(prepare(place, 'secrets').status).toBe(0)
    for (let time = 0; time < 2; time++) expect(prepare(place, 'roles', { POSTGRES_ADDRESS: host })).toMatchObject({ status: 0, stderr: '' })
    for (const [file, role] of [['secrets/database-url', 'parvis_app'], ['admin/database-owner-url', 'parvis_owner']] as const) {
      const client = new Client({ connectionString: readFileSync(join(place, file), 'utf8').trim() })
      await client.connect()
      expect((await client.query('select current_user as role, current_database() as db')).rows).toEqual([{ role, db: 'parvis' }])
      await client.end()
    }
    await db.drop()
  })

  it('says with a health check what a process says of itself', () => {
    expect(() => execFileSync(process.execPath, ['deploy/health.mjs'], { cwd: root, env: { HEALTH_URL: 'http://127.0.0.1:1/health' }, stdio: 'ignore' })).toThrow()
    execFileSync(process.execPath, ['deploy/health.mjs'], { cwd: root, env: {}, stdio: 'ignore' })
  })
})

describe('docs/operations.md', () => {
  it('has every setting in its table, and no other', () => {
    const table = [...read('docs/operations.md').matchAll(/^\| `([A-Z_]+)`/gm)].map(([, name]) => name)
    expect([...table].sort()).toEqual(settings())
  })

  it('names commands and files that exist', () => {
    const text = read('docs/operations.md')
    const scripts = (JSON.parse(read('package.json')) as { scripts: object }).scripts
    for (const [, name = ''] of text.matchAll(/npm run (?:-s )?([a-z:]+)/g)) expect(Object.keys(scripts)).toContain(name)
    for (const [, path = ''] of text.matchAll(/\]\(((?!http)[^)#]+)/g)) expect({ path, exists: existsSync(join(root, 'docs', path)) }).toEqual({ path, exists: true })
  })
})
