// A backup taken from a platform where people vote, put back into another database: the same platform, ballot by ballot.
// PARVIS_BACKUP_BALLOTS: how many ballots the counted vote has (npm run check:backup tries 100,000).
import { BallotBox, ImportedVotes, Tallies, type ImportedVote } from '@parvis/consultations'
import { Config } from '@parvis/platform'
import { approvals } from '@parvis/voting'
import { appendFileSync, copyFileSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import request from 'supertest'
import { DataSource } from 'typeorm'
import { createTestDatabase, type TestDatabase } from '../../../../test/support/database'
import { readArchive, writeArchive, type Entry } from '../../src/backups/archive'
import type { Contents, Manifest } from '../../src/backups/contents'
import { tablesToKeep } from '../../src/backups/inventory'
import { createApp } from '../../src/bootstrap'
import { runCommandLine } from '../../src/cli/main'
import { migrations, ownerDataSource } from '../../src/data-source'
import { rememberSecrets } from '../../src/start-up/secrets'
import { VERSION } from '../../src/version'
import { ORIGIN, PASSWORD, startApp, type TestPlatform } from '../support/app'
import { aVoter, ballotFor, castAtCounter, aCivilStatus, inTheRoll, vote, withVoteOpen, type OpenVote } from '../support/votes'

const BALLOTS = Number(process.env.PARVIS_BACKUP_BALLOTS ?? 2000)
/** Room for what the large one takes; nothing is judged by its time. */
const LONG = 600_000

const environment = { ...process.env }
let platform: TestPlatform
let folder: string
let open: OpenVote
let counted: ImportedVote
let file: string
let receipts: string[]
const spare: TestDatabase[] = []

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'parvis-backup-'))
  platform = await startApp()
  open = await withVoteOpen(platform)
  counted = await platform.app.get(ImportedVotes).take(aLargeVote())
  receipts = []
  for (const name of ['Ana', 'Bea', 'Cleo', 'Dora', 'Elsa', 'Flora']) receipts.push((await vote(await aVoter(platform, name), open.voteId, ['o1', 'o2'])).receipt)
  receipts.push((await castAtCounter(platform, open, aCivilStatus({ givenNames: 'Gaston' }), 'paper', 'E2', ['o3'])).receipt)
  useSecretsOf(platform.db)
}, LONG)

afterAll(async () => {
  process.env = environment
  rmSync(folder, { recursive: true, force: true })
  for (const db of spare) await db.drop()
  await platform.stop()
})

const options = Array.from({ length: 12 }, (_, index) => ({ key: `p${index + 1}`, title: `Projet ${index + 1}`, description: '', cost: 1000 * (index + 1) }))

function aLargeVote(): Parameters<ImportedVotes['take']>[0] {
  return {
    title: 'Un grand budget', summary: 'Un budget participatif.', sourceNote: 'Un essai.', question: 'Quels projets ?', phaseTitle: 'Le vote', method: 'budget',
    rules: { min: 1, max: 12, blankAllowed: true, budget: 30_000 }, currency: 'EUR', options,
    ballots: Array.from({ length: BALLOTS }, (_, index) => ({
      voterRef: String(index), channel: index % 7 === 0 ? 'paper' as const : 'online' as const, choice: approvals(options.filter((_option, at) => (index * 31 + at * 17) % 5 < 2).map(({ key }) => key).slice(0, 4)),
    })),
    headline: () => 'Voici le résultat.', nextSteps: 'On construit.',
  }
}

/** The connections and secrets that the commands work with. */
function useDatabase(db: { ownerUrl: string, appUrl: string }, secretsDir = platform.db.secretsDir): void {
  Object.assign(process.env, { DATABASE_URL: db.appUrl, DATABASE_OWNER_URL: db.ownerUrl, PARVIS_SECRETS_DIR: secretsDir, ORIGIN, PARVIS_EMBEDDED: '1', PARVIS_TEST_CLOCK: '1', REDIS_URL: '' })
}
const useSecretsOf = (db: TestDatabase) => useDatabase(db, db.secretsDir)

async function parvis(...args: string[]) {
  let [out, err] = ['', '']
  const code = await runCommandLine(args, { out: text => { out += text }, err: text => { err += text } })
  return { code, out, err }
}

async function anEmptyDatabase(): Promise<TestDatabase> {
  const db = await createTestDatabase({ empty: true })
  spare.push(db)
  useDatabase(db)
  return db
}

const isUntouched = async (db: TestDatabase) => {
  const { rows } = await db.owner.query(`select nspname from pg_namespace where nspname !~ '^pg_' and nspname not in ('information_schema', 'public')
    union all select relname from pg_class where relname = 'migrations'`)
  return rows.length === 0
}

async function rowCounts(url: string): Promise<Record<string, number>> {
  const db = await new DataSource({ type: 'postgres', url }).initialize()
  try {
    const counts: Record<string, number> = {}
    for (const { name } of await tablesToKeep(db)) {
      const [row] = await db.query<{ n: number }[]>(`select count(*)::integer as n from ${name}`)
      counts[name] = row?.n ?? -1
    }
    return counts
  } finally {
    await db.destroy()
  }
}

async function entriesOf(path: string): Promise<Entry[]> {
  const entries: Entry[] = []
  for await (const entry of readArchive(path)) entries.push(entry)
  return entries
}

/** The same archive with some files changed, whole and with a right hash: as another program might write it. */
async function rewritten(name: string, change: (entry: Entry) => Entry): Promise<string> {
  const path = join(folder, name)
  const entries = await entriesOf(file)
  await writeArchive(path, (async function* () {
    for (const entry of entries) yield change(entry)
  })())
  return path
}

const withManifest = (change: (manifest: Manifest) => Partial<Manifest>) => (entry: Entry): Entry => {
  if (entry.name !== 'manifest.json') return entry
  const manifest = JSON.parse(entry.data.toString()) as Manifest
  return { ...entry, data: Buffer.from(JSON.stringify({ ...manifest, ...change(manifest) })) }
}

describe('parvis backup', () => {
  it('writes one private file while people vote, and what it holds is one instant', async () => {
    const voters = await Promise.all(Array.from({ length: 20 }, (_, index) => aVoter(platform, `During${String.fromCharCode(65 + index)}`)))
    const casting = voters.map(agent => vote(agent, open.voteId, ['o4']))
    const { code, out, err } = await parvis('backup', '--out', folder, '--json')
    await Promise.all(casting)
    expect({ code, err: err.includes('urn.sealed_ballot') }).toEqual({ code: 0, err: true })
    const answer = JSON.parse(out) as { file: string, rows: number, bytes: number, migration: string }
    file = answer.file
    expect(answer).toMatchObject({ migration: migrations.at(-1)?.name, bytes: statSync(file).size })
    expect(statSync(file).mode & 0o777).toBe(0o600)
    expect(readdirSync(folder)).toEqual([file.split('/').at(-1)])

    const contents = JSON.parse((await entriesOf(file)).at(-1)?.data.toString() ?? '') as Contents
    expect(contents.tables['urn.sealed_ballot']?.rows).toBe(BALLOTS)
    // Each person has one row of the roll and one ballot, or neither.
    expect(contents.tables['roll.entry']?.rows).toBe(contents.tables['urn.ballot']?.rows)
    note(`backup ${answer.rows} rows, ${(answer.bytes / 1e6).toFixed(1)} MB`)
  }, LONG)

  it('holds no secret, no session, and no order of arrival', async () => {
    const entries = await entriesOf(file)
    const text = Buffer.concat(entries.map(({ data }) => data)).toString('latin1')
    for (const name of readdirSync(platform.db.secretsDir)) {
      const secret = readFileSync(join(platform.db.secretsDir, name), 'utf8').trim()
      for (const form of [secret, Buffer.from(secret, 'base64url').toString('hex')]) expect({ name, held: text.includes(form) }).toEqual({ name, held: false })
    }
    expect(entries.map(({ name }) => name).filter(name => /session\/|one_time_token/.test(name))).toEqual(['tables/inclusion.assisted_session/000001'])
    for (const table of ['roll.entry', 'urn.ballot']) {
      const ids = entries.filter(({ name }) => name.startsWith(`tables/${table}/`)).flatMap(({ data }) => data.toString().trimEnd().split('\n')).map(line => line.split('\t')[0])
      expect(ids).toEqual([...ids].sort())
    }
  })

  it('keeps what is there, and says in one line why it cannot write', async () => {
    useSecretsOf(platform.db)
    writeFileSync(join(folder, 'kept'), 'mine')
    expect(await parvis('backup', '--out', join(folder, 'kept'))).toMatchObject({ code: 2, out: '', err: expect.stringMatching(/^parvis: kept existe déjà.*\n$/) })
    expect(readFileSync(join(folder, 'kept'), 'utf8')).toBe('mine')
    rmSync(join(folder, 'kept'))
    expect(await parvis('backup', '--out', join(folder, 'none', 'b.tar.gz'))).toMatchObject({ code: 2, err: expect.stringMatching(/^parvis: .*b\.tar\.gz ne peut pas être écrit.*\n$/) })
    expect((await parvis('backup', 'b.tar.gz')).code).toBe(2)
    delete process.env.DATABASE_OWNER_URL
    expect(await parvis('backup')).toMatchObject({ code: 2, err: expect.stringContaining('DATABASE_OWNER_URL') })
    await anEmptyDatabase()
    expect(await parvis('backup', '--out', folder)).toMatchObject({ code: 2, err: expect.stringContaining('Parvis') })
    expect(readdirSync(folder)).toEqual([file.split('/').at(-1)])
  })
})

describe('a file that is not the backup it was', () => {
  it('is refused for one byte, wherever it is, and nothing is changed', async () => {
    const db = await anEmptyDatabase()
    const whole = readFileSync(file)
    const seed = Math.floor(Math.random() * 2 ** 31)
    let state = seed
    const random = () => (state = (state * 1_103_515_245 + 12_345) % 2 ** 31) / 2 ** 31
    // A date that gzip writes and nobody reads, the last byte, and twenty places anywhere.
    const places = [4, whole.length - 1, ...Array.from({ length: 20 }, () => Math.floor(random() * whole.length))]
    for (const place of places) {
      const damaged = join(folder, 'damaged.tar.gz')
      const bytes = Buffer.from(whole)
      bytes[place] = (bytes[place] ?? 0) ^ (1 << Math.floor(random() * 8))
      writeFileSync(damaged, bytes)
      const { code, err } = await parvis('restore', damaged)
      expect({ seed, place, code, err }).toEqual({ seed, place, code: 2, err: expect.stringMatching(/^parvis: .*(abîmé ou incomplet|n’est pas une sauvegarde).*\n$/) })
    }
    for (const length of [0, 2, 600, whole.length >> 1, whole.length - 1]) {
      writeFileSync(join(folder, 'damaged.tar.gz'), whole.subarray(0, length))
      expect({ length, code: (await parvis('restore', join(folder, 'damaged.tar.gz'))).code }).toEqual({ length, code: 2 })
    }
    writeFileSync(join(folder, 'damaged.tar.gz'), Buffer.concat([whole, Buffer.from('\n')]))
    expect((await parvis('restore', join(folder, 'damaged.tar.gz'))).code).toBe(2)
    expect(await isUntouched(db)).toBe(true)
  }, LONG)

  it('is refused when it is something else', async () => {
    await anEmptyDatabase()
    writeFileSync(join(folder, 'letter.txt'), 'Bonjour')
    writeFileSync(join(folder, 'other.tar.gz'), gzipSync('Bonjour'))
    for (const name of ['letter.txt', 'other.tar.gz']) expect(await parvis('restore', join(folder, name))).toMatchObject({ code: 2, err: expect.stringContaining('n’est pas une sauvegarde de Parvis') })
    expect(await parvis('restore', join(folder, 'none.tar.gz'))).toMatchObject({ code: 2, err: expect.stringContaining('n’existe pas') })
    expect(await parvis('restore', folder)).toMatchObject({ code: 2 })
    expect(await parvis('restore')).toMatchObject({ code: 2 })
  })

  it('is refused when it comes from a newer version or in another format', async () => {
    const db = await anEmptyDatabase()
    const newer = await rewritten('newer.tar.gz', withManifest(({ migrations: names }) => ({ migrations: [...names, 'Future1999999999999'] })))
    expect(await parvis('restore', newer)).toMatchObject({ code: 2, err: expect.stringContaining('Future1999999999999') })
    const format = await rewritten('format.tar.gz', withManifest(() => ({ format: 'parvis-backup/9' as 'parvis-backup/1' })))
    expect(await parvis('restore', format)).toMatchObject({ code: 2, err: expect.stringContaining('parvis-backup/9') })
    expect(await isUntouched(db)).toBe(true)
  })

  it('leaves no half behind when its rows are not the ones it announces', async () => {
    const db = await anEmptyDatabase()
    const altered = await rewritten('altered.tar.gz', entry => entry.name.startsWith('tables/urn.sealed_ballot/') ? { ...entry, data: Buffer.from(entry.data.toString().replace('p1=1', 'p2=1')) } : entry)
    expect(await parvis('restore', altered)).toMatchObject({ code: 2, err: expect.stringContaining('urn.sealed_ballot n’est pas identique') })
    const without = await rewritten('without.tar.gz', withManifest(({ tables }) => ({ tables: tables.filter(({ name }) => name !== 'roll.entry') })))
    expect(await parvis('restore', without)).toMatchObject({ code: 2, err: expect.stringContaining('roll.entry') })
    expect(await isUntouched(db)).toBe(true)
  }, LONG)
})

describe('parvis restore', () => {
  it('asks for the secrets of the platform, by their fingerprints', async () => {
    const db = await anEmptyDatabase()
    const secretsDir = join(folder, 'secrets')
    mkdirSync(secretsDir)
    useDatabase(db, secretsDir)
    const { secrets } = JSON.parse((await entriesOf(file))[0]?.data.toString() ?? '') as Manifest
    expect(await parvis('restore', file)).toMatchObject({ code: 2, err: expect.stringContaining(`masterPepper ${secrets.masterPepper}`) })
    for (const name of ['master-pepper', 'receipt-key', 'proxy-secret']) copyFileSync(join(platform.db.secretsDir, name), join(secretsDir, name))
    expect(await parvis('restore', file)).toMatchObject({ code: 2, err: expect.stringContaining(`vote-${open.voteId}.key`) })
    writeFileSync(join(secretsDir, 'receipt-key'), 'another key that is long enough to be one of these')
    expect(await parvis('restore', file)).toMatchObject({ code: 2, err: expect.stringContaining('receiptKey') })
    expect(await isUntouched(db)).toBe(true)
  })

  it('refuses a database that holds anything', async () => {
    const before = await rowCounts(platform.db.ownerUrl)
    useSecretsOf(platform.db)
    expect(await parvis('restore', file)).toMatchObject({ code: 2, err: expect.stringContaining('n’est pas vide') })
    expect(await rowCounts(platform.db.ownerUrl)).toEqual(before)
    const db = await anEmptyDatabase()
    await db.owner.query('create schema other')
    expect(await parvis('restore', file)).toMatchObject({ code: 2, err: expect.stringContaining('n’est pas vide') })
  })

  it('brings an older structure up to this version', async () => {
    const older = await anEmptyDatabase()
    const owner = await ownerDataSource(older.ownerUrl, migrations.slice(0, 4)).initialize()
    await owner.runMigrations()
    await owner.query(`insert into platform.setting (key, value) values ('migration', to_jsonb($1::text))`, [migrations[3]?.name])
    await rememberSecrets(owner, platform.config)
    await owner.query(`insert into identity.account (email, password_hash) values ('ancienne@example.org', 'x')`)
    await owner.destroy()
    const path = join(folder, 'older.tar.gz')
    expect(await parvis('backup', '--out', path)).toMatchObject({ code: 0 })
    const db = await anEmptyDatabase()
    const { code, out } = await parvis('restore', path, '--json')
    expect({ code, ...JSON.parse(out) as object }).toMatchObject({ code: 0, migration: migrations[3]?.name, migrated: migrations.slice(4).map(({ name }) => name) })
    expect((await db.app.query('select email from identity.account')).rows).toEqual([{ email: 'ancienne@example.org' }])
    expect((await db.app.query(`select value from platform.setting where key = 'migration'`)).rows).toEqual([{ value: migrations.at(-1)?.name }])
  })

  it('gives the same platform back: every row, the same count, receipts that hold, people who go on', async () => {
    const contents = JSON.parse((await entriesOf(file)).at(-1)?.data.toString() ?? '') as Contents
    const db = await anEmptyDatabase()
    const { code, out, err } = await parvis('restore', file, '--json')
    expect({ code, err: code === 0 ? '' : err }).toEqual({ code: 0, err: '' })
    const { milliseconds } = JSON.parse(out) as { milliseconds: number }
    note(`restore ${(milliseconds / 1000).toFixed(1)} s`)
    const expected = Object.fromEntries(Object.entries(contents.tables).map(([name, { rows }]) => [name, rows]))
    expect(await rowCounts(db.ownerUrl)).toEqual({ ...expected, 'platform.setting': (expected['platform.setting'] ?? 0) + 1, 'identity.session': 0, 'identity.one_time_token': 0 })

    const config = Config.from({ DATABASE_URL: db.appUrl, PARVIS_SECRETS_DIR: platform.db.secretsDir, ORIGIN, API_PORT: '0', PARVIS_EMBEDDED: '1', PARVIS_TEST_CLOCK: '1' })
    const app = await createApp(config)
    try {
      await app.listen({ port: 0, host: '127.0.0.1' })
      const agent = request.agent(app.getHttpServer()).set('origin', ORIGIN)

      // Counted once more, from the ballots: the same outcome and the same hash of what was counted.
      const tally = async () => (await db.owner.query(`select outcome, turnout, encode(input_hash, 'hex') as hash from consultations.tally where vote_id = $1`, [counted.voteId])).rows[0] as { outcome: unknown }
      const kept = await tally()
      expect(kept.outcome).toEqual(counted.outcome)
      await db.owner.query('delete from consultations.publication where vote_id = $1', [counted.voteId])
      await db.owner.query('delete from consultations.tally where vote_id = $1', [counted.voteId])
      await db.owner.query(`update consultations.vote set state = 'sealed' where id = $1`, [counted.voteId])
      await app.get(DataSource).transaction(tx => app.get(Tallies).count(tx, counted.voteId))
      expect(await tally()).toEqual(kept)

      for (const code of receipts) await agent.get(`/api/receipts/${code}`).expect(200).expect(({ body }) => expect(body).toMatchObject({ kind: 'vote', status: 'received' }))
      // Nobody is signed in; the password still opens; the ballot given before is replaced and not doubled.
      const { email } = await platform.person('citizen', { named: 'Ana' })
      const entries = await db.owner.query<{ n: number }>('select count(*)::integer as n from roll.entry where vote_id = $1', [open.voteId])
      await agent.post('/api/sessions').send({ email, password: PASSWORD }).expect(201)
      const again = await ballotFor(agent, open.voteId, ['o2'])
      expect(again.n).toBe(2)
      await agent.post(`/api/votes/${open.voteId}/ballots`).send(again).expect(201).expect(({ body }) => expect(body).toMatchObject({ receipt: receipts[0], n: 2 }))
      expect((await db.owner.query('select count(*)::integer as n from roll.entry where vote_id = $1', [open.voteId])).rows).toEqual(entries.rows)
      // Somebody else who comes to the desk is one more, with numbers that follow on.
      await app.get(BallotBox).cast(null, { voteId: open.voteId, choice: approvals(['o1']), voter: { k0: Buffer.alloc(16, 7), conventionalDate: false, hints: null, municipalityCode: '59350' }, channel: 'paper', evidence: 'E2' })
      const { rows: [ids] } = await db.owner.query<{ ahead: boolean }>(`insert into platform.audit_entry (action, subject_kind, subject_id) values ('test', 'test', 'test') returning id = (select max(id) + 1 from platform.audit_entry) as ahead`)
      expect(ids).toEqual({ ahead: true })
    } finally {
      await app.close()
    }
    expect((await inTheRoll(platform, open.voteId)).length).toBeGreaterThan(0)
  }, LONG)
})

it('the version in backups is the one of package.json', () => {
  expect(VERSION).toBe((JSON.parse(readFileSync(join(__dirname, '../../../../package.json'), 'utf8')) as { version: string }).version)
})

/** Figures for npm run check:backup. */
function note(line: string): void {
  if (process.env.PARVIS_BACKUP_FIGURES) appendFileSync(process.env.PARVIS_BACKUP_FIGURES, `${line}\n`)
}
