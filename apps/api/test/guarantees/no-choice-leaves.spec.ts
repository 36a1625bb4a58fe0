// No answer, file, mail, log or line of the journal lets somebody see what somebody else chose, once it is entered: choices that can be
// recognised are planted by every door, then every GET route is read as everybody. A new route with a parameter must say here what
// fills it. What is found and is right stands in RIGHT with its reason.
import { RequestMethod } from '@nestjs/common'
import { ModulesContainer } from '@nestjs/core'
import { randomUUID } from 'node:crypto'
import { strFromU8, unzipSync } from 'fflate'
import type TestAgent from 'supertest/lib/agent'
import { centreId, LILLE, openSession, ROUBAIX } from '../inclusion/desk'
import { habilitate, startApp, type TestPlatform } from '../support/app'
import { withQuestionnaireOpen, type OpenQuestionnaire } from '../support/questionnaires'
import { aCivilStatus, approved, aVoter, castAtCounter, closeVote, sealVote, signedIn, vote, withVoteOpen, type OpenVote } from '../support/votes'

// Words that stand nowhere else. Of the options some are chosen by everybody and some by nobody: wherever they are listed as what can be
// chosen each stands equally often, and anything else tells of a choice.
const BALLOT = { chosen: ['zkcerisier', 'zkfontaine'], never: ['zkparking', 'zkrondpoint'] }
const SHEET = { chosen: ['zkvelo'], never: ['zkbus', 'zkmarche'] }
/** What each wrote in their own words. */
const WORDS = { online: 'zkmotenligne', desk: 'zkmotcomptoir', kiosk: 'zkmotborne', stranger: 'zkmotpassant' } as const
const VOTE_KEYS = { chosen: ['o2', 'o4'], never: ['o1', 'o3'] }

const CONTENT = { introduction: '', sections: [{ key: 's1', title: 'Vous', text: '', items: [
  { key: 'moyen', kind: 'choice', label: 'Comment venez-vous ?', options: ['zkmarche', 'zkvelo', 'zkbus'].map((label) => ({ key: label, label: `Avec ${label}` })), other: true, mandatory: true },
  { key: 'mot', kind: 'prose', label: 'Un mot ?', maxLength: 500 },
] }] }
const answersOf = (who: keyof typeof WORDS) => ({ moyen: { choice: 'zkvelo' }, mot: { text: `Je dis ${WORDS[who]}` } })

/** What of a choice stands in a text: names of what was planted, sorted. */
function told(text: string): string[] {
  const small = text.toLowerCase()
  const times = (word: string) => small.split(word).length - 1
  const keyTimes = (key: string) => small.split(new RegExp(`(?<![a-z0-9-])${key}(?![a-z0-9-])`)).length - 1
  const uneven = (group: { chosen: string[], never: string[] }, count: (word: string) => number) => new Set([...group.chosen, ...group.never].map(count)).size > 1
  return [
    ...(uneven(BALLOT, times) ? ['ballot'] : []), ...(uneven(VOTE_KEYS, keyTimes) ? ['ballot'] : []), ...(uneven(SHEET, times) ? ['sheet'] : []),
    ...Object.entries(WORDS).filter(([, word]) => small.includes(word)).map(([who]) => `words:${who}`),
  ].filter((what, index, all) => all.indexOf(what) === index).sort()
}

const everyWord = Object.keys(WORDS).map((who) => `words:${who}`).sort()
const everySheet = ['sheet', ...everyWord]

type When = 'open' | 'counted'
interface Right { when: When, route: string, who: string[] | 'everybody', tells: string[], why: string }
/** What tells of a choice, and may. Each line must be met: one that no longer is goes. */
const RIGHT: Right[] = [
  { when: 'open', route: '/api/answer-sheets/:code', who: 'everybody', tells: ['sheet', 'words:stranger'], why: 'whoever holds the code of answers typed without an account holds the answers: nobody else knows it' },
  { when: 'counted', route: '/api/answer-sheets/:code', who: 'everybody', tells: ['sheet', 'words:stranger'], why: 'as above' },
  { when: 'counted', route: '/api/consultations/:id/questionnaire/answers.csv', who: ['staff'], tells: everySheet, why: 'staff of the consultation read the answers once it is closed, without names' },
  { when: 'counted', route: '/api/consultations/:id/questionnaire/answers.json', who: ['staff'], tells: everySheet, why: 'as above' },
  { when: 'counted', route: '/api/consultations/:slugOrId/questionnaire/texts/:question', who: ['staff'], tells: everyWord, why: 'staff read the free texts before they are published' },
  { when: 'counted', route: '/api/votes/:id/tally', who: ['staff'], tells: ['ballot'], why: 'the count of all, for whoever publishes it' },
]

/** Routes of which nothing is planted, since no choice can stand there: they are read with a number that names nothing. */
const ELSEWHERE: Record<string, string> = {
  'follows/:kind': 'what is followed', ':kind/:target': 'what is followed', 'files/:file': 'a file of an answer: none was sent', 'proposal-files/:token': 'files of a proposal', 'attachments/:id': 'pictures and documents of proposals', ':id/:size': 'a size of a picture',
  'comments/:id': 'a public comment', 'centre-imports/:id': 'a file of places', 'missions/:id': 'a mission of the reserve', 'debates/:number': 'a debate', 'meetings/:number': 'a meeting', 'proposals/:number': 'a public proposal', 'proposals/:id': 'a public proposal',
  'amendments/:number': 'a public amendment', 'email-confirmations/:token': 'a link of a mail', 'people/:kind': 'a certificate', ':kind/:id': 'a certificate', 'imports/:id': 'a file of proposals', 'meeting-registrations/:code': 'who comes to a meeting',
  'meetings/:id': 'a meeting', 'cases/:id': 'a reported text', 'notices/:id': 'a hidden text', 'newsletters/:id': 'a letter', 'password-resets/:token': 'a link of a mail', 'proposal-drafts/:id': 'a draft of a proposal', 'unsubscriptions/:token': 'a link of a mail', 'territory/:code': 'a map',
  'paper-batches/:id': 'forms of paper, which people enter who see no envelope: their own test says who sees what', 'receipts/:id': 'a receipt to send after a call: nobody called', 'checks/:id': 'a call-back: nobody called', 'callbacks/:id': 'a call-back: nobody called',
  'claims/:id': 'what somebody claims, in their words', 'paper-kits/:id': 'paper before anybody writes on it', 'documents/:document': 'paper before anybody writes on it', 'desk/:id': 'paper before anybody writes on it', 'orders/:id': 'paper before anybody writes on it',
}

/** What a list needs to answer at all. */
const ASKED: Record<string, string> = { '/api/search': 'q=zkmot', '/api/console/filters': 'list=proposals', '/api/comments': `debateId=${randomUUID()}`, '/api/meeting-communes': '', '/api/municipalities': 'q=Lille', '/api/mailbox': 'to=zk@example.org', '/api/mandates': '', '/api/desk/doors': 'account=no&types=no&protective=no' }
/** Routes that answer to nobody while all this is open, and the comments of a debate that is none. */
const NOT_YET = [
  '/api/comments', '/api/consultations/:id/questionnaire/answers.csv', '/api/consultations/:id/questionnaire/answers.json', '/api/consultations/:id/questionnaire/count', '/api/consultations/:id/questionnaire/files',
  '/api/consultations/:slug/results', '/api/consultations/:slug/results.csv', '/api/consultations/:slug/results/ballots.txt', '/api/consultations/:slugOrId/questionnaire/results', '/api/consultations/:slugOrId/questionnaire/results.csv',
  '/api/consultations/:slugOrId/questionnaire/texts/:question', '/api/votes/:id/tally',
]
/** What ended with its session. */
const ENDED = new Set(['/api/assisted-sessions/:id', '/api/consultations/:id/questionnaire/files', '/api/kiosks/session', '/api/kiosks/session/draft', '/api/mandates/codes/:code'])
/** Of what none was made here: a claim, a follow-up, a day of counting paper. */
const NOT_PLANTED = ['/api/claims/codes/:code', '/api/follow-ups/codes/:code', '/api/paper-days']
/** Nor once they are counted: nothing is published. */
const NOT_PUBLISHED = ['/api/comments', '/api/consultations/:slug/results', '/api/consultations/:slug/results.csv', '/api/consultations/:slug/results/ballots.txt', '/api/consultations/:slugOrId/questionnaire/results', '/api/consultations/:slugOrId/questionnaire/results.csv']

/** The description of the interface: its examples are nobody's choice. */
const SKIPPED = new Set(['/api/openapi.json'])

let platform: TestPlatform
let ballots: OpenVote
let questionnaire: OpenQuestionnaire
let people: Record<string, TestAgent>
let fills: Record<string, string[]>
let logged = ''

beforeAll(async () => {
  for (const stream of [process.stdout, process.stderr]) {
    const write = stream.write.bind(stream)
    jest.spyOn(stream, 'write').mockImplementation(((piece: string | Uint8Array, ...rest: never[]) => {
      logged += typeof piece === 'string' ? piece : Buffer.from(piece).toString('utf8')
      return write(piece, ...rest)
    }) as never)
  }
  platform = await startApp()
  questionnaire = await withQuestionnaireOpen(platform, CONTENT)
  ballots = await withVoteOpen(platform, { options: ['zkparking', 'zkcerisier', 'zkrondpoint', 'zkfontaine'].map((title) => ({ title })) })
  await plant()
}, 180_000)
afterAll(async () => {
  jest.restoreAllMocks()
  await platform.stop()
})

const idsOf = async (sql: string, params: unknown[] = []): Promise<string[]> => (await platform.db.owner.query<{ id: string }>(sql, params)).rows.map(({ id }) => id)

async function plant(): Promise<void> {
  const voter = await aVoter(platform, 'Votante')
  const concerned = await signedIn(platform, 'mediator', { place: LILLE })
  const volunteerHere = await platform.person('citizen', { named: 'volunteer' })
  await habilitate(platform.db, platform.app, volunteerHere.accountId, LILLE, { kind: 'volunteer' })
  const referent = await platform.person('citizen', { named: 'referent' })
  const [organisationId = ''] = await idsOf('select organisation_id as id from inclusion.centre where slug = $1', [LILLE])
  await ballots.staff.put(`/api/console/organisations/${organisationId}/people`).send({ centreIds: [await centreId(platform)], referents: [referent.email] }).expect(200)

  // Online, with an account; answers also without one.
  const own = await vote(voter, ballots.voteId, ['o2'])
  await vote(voter, ballots.voteId, ['o2', 'o4'])
  const code = ((await voter.post(`/api/consultations/${questionnaire.slug}/answer-sheets`).expect(201)).body as { code: string }).code
  await voter.put(`/api/answer-sheets/${code}/pages/s1`).send({ answers: answersOf('online') }).expect(200)
  await voter.post(`/api/answer-sheets/${code}/sending`).send({}).expect(200)
  const passer = ((await platform.stranger().post(`/api/consultations/${questionnaire.slug}/answer-sheets`).expect(201)).body as { code: string }).code
  await platform.stranger().put(`/api/answer-sheets/${passer}/pages/s1`).send({ answers: answersOf('stranger') }).expect(200)
  await platform.stranger().post(`/api/answer-sheets/${passer}/sending`).send({ civilStatus: aCivilStatus({ birthSurname: 'Passant' }) }).expect(200)
  // Of one civil status twice: something waits for review; another pair looks alike.
  await castAtCounter(platform, ballots, aCivilStatus({ birthSurname: 'Votante' }), 'on_behalf', 'E1', ['o4'])
  await castAtCounter(platform, ballots, aCivilStatus({ birthSurname: 'Votante', municipalityCode: '59512' }), 'paper', 'E1', ['o2'])
  const twice = await anotherTime('Passant')

  // At the desk; the visits stay open: the mediator may look at them.
  const sessions = [await openSession(platform, concerned, ballots.consultationId, aCivilStatus({ birthSurname: 'Aidee' })), await openSession(platform, concerned, questionnaire.id, aCivilStatus({ birthSurname: 'Aidee' }))]
  const deskBallot = (await concerned.post(`/api/assisted-sessions/${sessions[0]}/ballots`).send({ choice: approved(['o2', 'o4']), readBack: true }).expect(201)).body as { receipt: string }
  const deskSheet = (await concerned.post(`/api/assisted-sessions/${sessions[1]}/questionnaire`).send({ answers: answersOf('desk'), readBack: true }).expect(201)).body as { receipt: string }

  // At two kiosks; the sessions stay open as well.
  const devices: TestAgent[] = []
  const kioskReceipts: string[] = []
  for (const [index, consultationId] of [ballots.consultationId, questionnaire.id].entries()) {
    const made = (await concerned.post('/api/kiosks').send({ centreId: await centreId(platform), name: `Borne ${index}` }).expect(201)).body as { code: string }
    const device = platform.stranger()
    await device.post('/api/kiosks/device').send({ code: made.code }).expect(201)
    const pass = (await concerned.post('/api/kiosks/passes').send({ consultationId, centreId: await centreId(platform), identity: aCivilStatus({ birthSurname: 'Borne' }), evidence: 'E2' }).expect(201)).body as { code: string }
    await device.post('/api/kiosks/session').send({ code: pass.code }).expect(201)
    await device.put('/api/kiosks/session/notice').send({ version: '1.0', read: true }).expect(204)
    const sent = index === 0
      ? await device.post('/api/kiosks/session/ballots').send({ choice: approved(['o4']), readBack: true }).expect(201)
      : await device.post('/api/kiosks/session/questionnaire').send({ answers: answersOf('kiosk'), readBack: true }).expect(201)
    kioskReceipts.push((sent.body as { receipt: string }).receipt)
    devices.push(device)
  }

  people = {
    anonymous: platform.stranger(), voter, 'other citizen': await signedIn(platform, 'citizen', { named: 'other' }), 'mediator concerned': concerned, 'mediator elsewhere': await signedIn(platform, 'mediator', { place: ROUBAIX }),
    'mediator beside': await signedIn(platform, 'mediator', { place: LILLE, named: 'beside' }), volunteer: volunteerHere.agent, referent: referent.agent, staff: ballots.staff, 'staff of a commune': await signedIn(platform, 'staff', { place: '59350' }),
    'staff elsewhere': await signedIn(platform, 'staff', { place: '59512' }), guardian: await signedIn(platform, 'guardian'), administrator: await signedIn(platform, 'administrator'), 'kiosk of the vote': devices[0] as TestAgent, 'kiosk of the questionnaire': devices[1] as TestAgent,
  }
  await signInAgain()
  await platform.settle()

  const { body: exported } = await ballots.staff.post(`/api/consultations/${ballots.consultationId}/exports`).expect(202)
  const { body: exportedToo } = await ballots.staff.post(`/api/consultations/${questionnaire.id}/exports`).expect(202)
  await platform.settle()
  const both = { ids: [ballots.consultationId, questionnaire.id], slugs: [ballots.slug, questionnaire.slug] }
  const { body: visit } = await concerned.get(`/api/assisted-sessions/${sessions[0]}`).expect(200)
  const mandate = visit as { mandate: { code: string } }
  ASKED['/api/paper-kits'] = `consultationId=${ballots.consultationId}`
  for (const route of ['/api/console/statements', '/api/console/statements.csv']) ASKED[route] = 'month=2026-10'
  fills = {
    'consultations/:id': both.ids, 'consultations/:slug': both.slugs, 'consultations/:slugOrId': both.ids, 'votes/:id': [ballots.voteId],
    'contested/:entryId': await idsOf('select id from consultations.questionnaire_entry where consultation_id = $1', [questionnaire.id]), 'texts/:question': ['mot', 'moyen'],
    'answer-sheets/:code': [passer, twice, deskSheet.receipt, ...kioskReceipts], 'receipts/:code': [own.receipt, passer, deskBallot.receipt, deskSheet.receipt, ...kioskReceipts],
    'assisted-sessions/:id': await idsOf('select id from inclusion.assisted_session'), 'mandates/:id': await idsOf('select id from inclusion.mandate'), 'codes/:code': [mandate.mandate.code, own.receipt, deskBallot.receipt, deskSheet.receipt, passer],
    'centres/:slug': [LILLE, ROUBAIX], 'centres/:id': [await centreId(platform)], 'organisations/:id': [organisationId], 'habilitations/:id': await idsOf('select id from inclusion.habilitation'),
    'exports/:id': [(exported as { id: string }).id, (exportedToo as { id: string }).id], 'jobs/:id': await idsOf('select id::text as id from platform.outbox'),
  }
}

/** Answers of somebody who answered already, without words of their own: they wait for review. */
async function anotherTime(birthSurname: string): Promise<string> {
  const agent = platform.stranger()
  const code = ((await agent.post(`/api/consultations/${questionnaire.slug}/answer-sheets`).expect(201)).body as { code: string }).code
  await agent.put(`/api/answer-sheets/${code}/pages/s1`).send({ answers: { moyen: { choice: 'zkvelo' }, mot: { passed: true } } }).expect(200)
  await agent.post(`/api/answer-sheets/${code}/sending`).send({ civilStatus: aCivilStatus({ birthSurname }) }).expect(200)
  return code
}

/** Clocks are moved by days, and sessions end. */
async function signInAgain(): Promise<void> {
  await aVoter(platform, 'Votante')
  for (const [role, options] of [['citizen', { named: 'Votante' }], ['citizen', { named: 'other' }], ['citizen', { named: 'volunteer' }], ['citizen', { named: 'referent' }], ['staff', {}], ['staff', { place: '59350' }], ['staff', { place: '59512' }],
    ['guardian', {}], ['administrator', {}], ['mediator', { place: LILLE }], ['mediator', { place: ROUBAIX }], ['mediator', { place: LILLE, named: 'beside' }]] as const) await signedIn(platform, role, options)
  const { agent, accountId } = await platform.person('citizen', { named: 'volunteer' })
  await platform.giveCode(agent, accountId)
}

function getRoutes(): string[] {
  const found = new Set<string>()
  for (const module of platform.app.get(ModulesContainer).values()) {
    for (const { metatype } of module.controllers.values()) {
      if (typeof metatype !== 'function') continue
      const prototype = metatype.prototype as Record<string, object>
      for (const name of Object.getOwnPropertyNames(prototype)) {
        const handler = prototype[name] as () => unknown
        if (Reflect.getMetadata('method', handler) !== RequestMethod.GET) continue
        for (const path of [Reflect.getMetadata('path', handler) as string | string[]].flat()) {
          const whole = [Reflect.getMetadata('path', metatype) as string, path].map((part) => part.replace(/^\/|\/$/g, '')).filter(Boolean).join('/')
          found.add(['health', 'ready', 'metrics'].includes(whole) ? `/${whole}` : `/api/${whole}`)
        }
      }
    }
  }
  return [...found].filter((route) => !SKIPPED.has(route)).sort()
}

/** The route with its parameters filled, every way; null when nobody said what fills one. */
function filledIn(route: string): string[] | null {
  let paths = ['']
  const segments = route.split('/').slice(1)
  for (const [index, segment] of segments.entries()) {
    const key = `${segments[index - 1] ?? ''}/${segment}`
    const values = segment.startsWith(':') ? fills[key] ?? (key in ELSEWHERE ? [segment === ':number' ? '1' : segment === ':size' ? 'small' : randomUUID()] : null) : [segment]
    if (values === null || values.length === 0) return null
    paths = paths.flatMap((path) => values.map((value) => `${path}/${value}`))
  }
  return paths.map((path) => (ASKED[route] ? `${path}?${ASKED[route]}` : path))
}

function whole(answer: NodeJS.ReadableStream, done: (error: Error | null, body: Buffer) => void): void {
  const pieces: Buffer[] = []
  answer.on('data', (piece: Buffer) => pieces.push(piece))
  answer.on('end', () => done(null, Buffer.concat(pieces)))
}

/** Also what a compressed file holds. */
async function read(agent: TestAgent, path: string): Promise<{ status: number, text: string }> {
  const { status, body, headers } = await agent.get(path).buffer(true).parse(whole as never) as { status: number, body: Buffer, headers: Record<string, string> }
  const text = headers['content-type']?.includes('zip') ? Object.entries(unzipSync(body)).map(([name, content]) => `${name}\n${strFromU8(content)}`).join('\n') : body.toString('utf8')
  return { status, text: `${text}\n${JSON.stringify(headers)}` }
}

/** Reads everything as everybody. @returns what was told, `route, who: what`, and the routes that nobody could read */
async function walk(when: When): Promise<{ found: string[], unread: string[] }> {
  const found = new Set<string>()
  const unread: string[] = []
  // Whoever is signed in still is.
  for (const [who, agent] of Object.entries(people)) if (!/anonymous|kiosk/.test(who)) expect([who, (await agent.get('/api/account/notices')).status]).toEqual([who, 200])
  for (const route of getRoutes()) {
    let reached = false
    for (const [who, agent] of Object.entries(people)) {
      for (const path of filledIn(route) ?? []) {
        const { status, text } = await read(agent, path)
        reached ||= status < 300
        expect([path, who, status < 500]).toEqual([path, who, true])
        const what = told(text)
        if (what.length > 0) found.add(`${when} ${route} ${who}: ${what.join(' ')}`)
      }
    }
    if (!reached) unread.push(route)
  }
  return { found: [...found].sort(), unread }
}

/** Not one of those of which nothing is planted. */
const holdsSomething = (route: string): boolean => !route.split('/').some((segment, index, all) => `${all[index - 1] ?? ''}/${segment}` in ELSEWHERE)

/** What is found and not right, and what is said to be right and is not found. */
function compare(when: When, found: readonly string[]): { wrong: string[], unmet: string[] } {
  const lines = RIGHT.filter((right) => right.when === when)
  const allows = ({ route, who, tells }: Right, line: string) => {
    const [head = '', what = ''] = line.slice(when.length + 1).split(/: (?=[^ ]+(?: |$))/)
    return head.startsWith(`${route} `) && (who === 'everybody' || who.includes(head.slice(route.length + 1))) && what.split(' ').every((one) => tells.includes(one))
  }
  return { wrong: found.filter((line) => !lines.some((right) => allows(right, line))), unmet: lines.filter((right) => !found.some((line) => allows(right, line))).map(({ route }) => route) }
}

it('every parameter of every route is filled with what was planted, or said to hold no choice', () => {
  expect(getRoutes().filter((route) => filledIn(route) === null)).toEqual([])
  expect(getRoutes().length).toBeGreaterThan(150)
})

it('finds a choice where there is one', () => {
  expect(told(JSON.stringify({ options: [...BALLOT.chosen, ...BALLOT.never] }))).toEqual([])
  for (const leak of [{ choice: { o2: 1 } }, { title: 'zkcerisier' }, { opening: 'vote/opening/v1\nx\no2=1,o4=1\n' }, { options: [...BALLOT.never, ...BALLOT.chosen], mine: ['o4'] }]) expect(told(JSON.stringify(leak))).toEqual(['ballot'])
  expect(told('moyen;zkvelo')).toEqual(['sheet'])
  expect(told('Je dis ZKMOTBORNE')).toEqual(['words:kiosk'])
})

it('while people vote and answer, nobody reads what somebody else chose', async () => {
  const { found, unread } = await walk('open')
  expect(compare('open', found)).toEqual({ wrong: [], unmet: [] })
  // What nobody could read proves nothing: only what holds no choice, or is not there yet.
  expect(unread.filter(holdsSomething).filter((route) => !NOT_PLANTED.includes(route))).toEqual(NOT_YET)
}, 600_000)

it('nor in a mail, the journal, what waits to be done, or a line that the service writes', async () => {
  const { rows: tables } = await platform.db.owner.query<{ name: string }>(`
    select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname in ('platform', 'identity', 'consultations', 'roll', 'urn', 'inclusion')`)
  const where: string[] = []
  for (const { name } of tables) {
    const { rows: [row] } = await platform.db.owner.query<{ all: string | null }>(`select string_agg(t::text, E'\\n') as all from ${name} t`)
    if (told(row?.all ?? '').length > 0) where.push(name)
  }
  // The box and the answers themselves; what was prepared to be chosen stands once.
  expect(where.sort()).toEqual(['consultations.answer_sheet', 'urn.ballot'])
  expect(told(logged)).toEqual([])
})

it('once all is closed and counted, only the counts, the answers without names, and whose they are', async () => {
  for (const { id } of ((await ballots.staff.get(`/api/votes/${ballots.voteId}/contested`).expect(200)).body as { items: { id: string }[] }).items)
    await ballots.staff.post(`/api/votes/${ballots.voteId}/contested/${id}/review`).send({ decision: 'same_person', reason: 'La même personne, au comptoir.' }).expect(200)
  await closeVote(platform)
  await sealVote(platform, ballots)
  await platform.settle()
  await signInAgain()
  await ballots.staff.post(`/api/consultations/${ballots.consultationId}/exports`).expect(202)
  await platform.settle()
  fills['exports/:id'] = await idsOf('select id from consultations.export')
  const { found, unread } = await walk('counted')
  expect(compare('counted', found)).toEqual({ wrong: [], unmet: [] })
  expect(unread.filter(holdsSomething).filter((route) => !ENDED.has(route) && !NOT_PLANTED.includes(route))).toEqual(NOT_PUBLISHED)
  expect(told(logged)).toEqual([])
}, 600_000)
