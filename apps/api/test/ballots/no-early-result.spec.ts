import type { Role } from '@parvis/identity'
import type TestAgent from 'supertest/lib/agent'
import { startApp, type TestPlatform } from '../support/app'
import { aCivilStatus, aVoter, castAtCounter, closeVote, signedIn, vote, withVoteOpen, type OpenVote } from '../support/votes'

/** What a world showed to each role, page by page: while its vote was open, and once it was closed and not sealed. */
interface World {
  voters: string[]
  open: Record<string, string[]>
  counting: Record<string, string[]>
  statistics: unknown[]
}

const CHOICES = [(index: number) => [`o${(index % 4) + 1}`], () => ['o1', 'o2', 'o3']]
/** Two worlds alike in everything but what people chose, one after the other. */
const worlds: World[] = []

async function aWorld(choice: (index: number) => string[]): Promise<World> {
  const platform = await startApp()
  try {
    const open = await withVoteOpen(platform)
    const voters: string[] = []
    const receipts: string[] = []
    for (let index = 0; index < 12; index++) {
      const name = `Votant${'abcdefghijkl'[index]}`
      const answer = index < 6
        ? await vote(await aVoter(platform, name), open.voteId, choice(index))
        : await castAtCounter(platform, open, aCivilStatus({ birthSurname: name }), 'on_behalf', 'E1', choice(index))
      receipts.push(answer.receipt)
      voters.push(blur(JSON.stringify(answer)))
    }
    await castAtCounter(platform, open, aCivilStatus({ birthSurname: 'Votanta' }), 'on_behalf', 'E1', choice(13))
    const whileOpen = await seenByAll(platform, open, receipts)
    await closeVote(platform)
    const counting = await seenByAll(platform, open, receipts)
    await platform.db.owner.query('analyze')
    const { rows: statistics } = await platform.db.app.query(`select tablename, attname from pg_stats where schemaname in ('roll', 'urn') and tablename in ('entry', 'ballot')`)
    return { voters, open: whileOpen, counting, statistics }
  } finally {
    await platform.stop()
  }
}

beforeAll(async () => {
  for (const choice of CHOICES) worlds.push(await aWorld(choice))
})

/** What is drawn at random or read from a clock differs between any two worlds: replaced, keeping its length. */
const blur = (text: string): string => text
  .replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, (id) => 'u'.repeat(id.length))
  .replace(/[A-Za-z0-9+/]{43}=/g, 'b'.repeat(44))
  .replace(/[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}/g, 'RRRR-RRRR-RRRR')
  .replace(/\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}:\d{2}(\.\d+)?Z)?/g, (date) => 'd'.repeat(date.length))
  .replace(/[a-z]+-[0-9a-f]{8}@example\.org/g, '…@example.org')

const ROLES: [string, (platform: TestPlatform) => Promise<TestAgent>][] = [
  ['a stranger', async (platform) => platform.stranger()],
  ['a citizen', (platform) => signedIn(platform, 'citizen', { named: 'reader' })],
  ...(['staff', 'guardian', 'administrator'] as Role[]).map((role): [string, (platform: TestPlatform) => Promise<TestAgent>] => [role, (platform) => signedIn(platform, role)]),
  ['staff of a commune', (platform) => signedIn(platform, 'staff', { place: '59350' })],
  ['a mediator', (platform) => signedIn(platform, 'mediator', { place: 'centre-59350' })],
]

async function seenByAll(platform: TestPlatform, open: OpenVote, receipts: readonly string[]): Promise<Record<string, string[]>> {
  const seen: Record<string, string[]> = {}
  for (const [role, as] of ROLES) seen[role] = await pagesFor(await as(platform), open, receipts)
  return seen
}

/** Every page that speaks of the vote, with its status, headers and bytes. */
async function pagesFor(agent: TestAgent, { voteId, slug, consultationId }: OpenVote, receipts: readonly string[]): Promise<string[]> {
  const paths = [
    '/api/consultations', `/api/consultations/${slug}`, `/api/consultations/${slug}/charter`, '/api/charter', `/api/consultations/${consultationId}/preparation`,
    `/api/votes/${voteId}`, `/api/votes/${voteId}/ballot-form`, `/api/votes/${voteId}/contested`, `/api/votes/${voteId}/tally`,
    `/api/consultations/${slug}/results`, `/api/consultations/${slug}/results.csv`, `/api/consultations/${slug}/results/ballots.txt`,
    ...receipts.map((receipt) => `/api/receipts/${receipt}`), '/api/desk', '/api/audit', '/api/roles', '/health', '/ready',
  ]
  const pages: string[] = []
  for (const path of paths) {
    const { status, text, headers } = await agent.get(path)
    const told = Object.entries(headers as Record<string, string>).filter(([name]) => !['date', 'set-cookie', 'etag', 'x-request-id'].includes(name))
    pages.push(`${blur(path)} ${status} ${blur(text)} ${blur(JSON.stringify(told))}`)
  }
  return pages
}

describe('as long as a vote is not sealed', () => {
  it('the answer to a voter is the same whatever they chose', () => {
    expect(worlds[0]?.voters).toHaveLength(12)
    expect(worlds[0]?.voters).toEqual(worlds[1]?.voters)
    // The pages were really read: not refusals compared with refusals.
    expect(worlds[0]?.open.staff?.filter((page) => page.includes(' 200 ')).length).toBeGreaterThanOrEqual(17)
  })

  it.each(ROLES.map(([role]) => role))('two worlds that differ only in the choices look the same to %s, byte for byte', (role) => {
    expect(worlds[0]?.open[role]).toEqual(worlds[1]?.open[role])
  })

  it.each(ROLES.map(([role]) => role))('nor does %s see a difference once it is closed and waits for the sealing', (role) => {
    expect(worlds[0]?.counting[role]).toEqual(worlds[1]?.counting[role])
  })

  it('what PostgreSQL notes about its tables is not for the platform either', () => {
    expect(worlds.map(({ statistics }) => statistics)).toEqual([[], []])
  })
})
