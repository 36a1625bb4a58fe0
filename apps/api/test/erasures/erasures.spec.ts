import { randomUUID } from 'node:crypto'
import { startApp, type TestPlatform } from '../support/app'
import { answered, withQuestionnaireOpen, type OpenQuestionnaire } from '../support/questionnaires'
import { aVoter, closeVote, sealVote, signedIn, vote, withVoteOpen, type OpenVote } from '../support/votes'

let platform: TestPlatform
let open: OpenVote
let asked: OpenQuestionnaire
let receipt: string
const at = '/api/erasures'

beforeAll(async () => {
  platform = await startApp()
  asked = await withQuestionnaireOpen(platform)
  for (let person = 0; person < 3; person++) await answered(platform, asked.slug, `Personne${'abc'[person]}`)
  open = await withVoteOpen(platform)
  receipt = (await vote(await aVoter(platform, 'Online'), open.voteId, ['o1'])).receipt
  await closeVote(platform)
  await sealVote(platform, open)
}, 60_000)
afterAll(() => platform.stop())

const staff = () => signedIn(platform, 'staff')
const imprints = async (): Promise<{ vote: number, questionnaire: number }> => (await platform.db.owner.query<{ vote: number, questionnaire: number }>(`
  select (select count(*)::integer from roll.sealed_entry where vote_id = $1 and num_nonnulls(k0, account_ref, assistance_id) > 0) as vote,
    (select count(*)::integer from consultations.questionnaire_entry where consultation_id = $2 and num_nonnulls(k0, account_ref, assistance_id) > 0) as questionnaire`, [open.voteId, asked.id])).rows[0]!

it('is for those who read the journal', async () => {
  for (const path of [at, `${at}.csv`, `${at}/people`, `${at}/people/vote/${randomUUID()}`]) {
    await platform.stranger().get(path).expect(401)
    await (await platform.as('citizen')).get(path).expect(403)
    await (await platform.as('mediator', { place: 'centre-59350' })).get(path).expect(403)
  }
  for (const role of ['staff', 'guardian', 'administrator'] as const) await (await signedIn(platform, role)).get(at).expect(200)
  const reader = await staff()
  expect((await reader.get(`${at}/people/vote/${randomUUID()}`).expect(404)).body.code).toBe('erasure.unknown')
  expect((await reader.get(`${at}/people/anything/${randomUUID()}`).expect(404)).body.code).toBe('erasure.unknown')
  await reader.get(`${at}/people/vote/no-identifier`).expect(404)
  await reader.get(`${at}/people?perPage=51`).expect(400)
})

it('forgets nobody before the time, whoever asks', async () => {
  await (await staff()).post(`/api/votes/${open.voteId}/publication`).send({ headline: 'Un projet sera fait.', nextSteps: 'Les travaux commencent au printemps.' }).expect(201)
  await platform.moveClock('1 month 20 days')
  await platform.settle()
  expect(await imprints()).toEqual({ vote: 1, questionnaire: 3 })
  await expect(platform.db.app.query('select roll.forget_people($1)', [open.voteId])).rejects.toMatchObject({ message: 'vote.people-still-kept' })
  expect((await (await staff()).get(`${at}/people`).expect(200)).body).toMatchObject({ items: [], total: 0 })
})

it('forgets who voted two months after the result: the count, the result and the receipt stay', async () => {
  const before = (await platform.stranger().get(`/api/consultations/${open.slug}/results`).expect(200)).body
  await platform.moveClock('15 days')
  await platform.settle()
  expect((await imprints()).vote).toBe(0)
  const { body } = await (await staff()).get(`${at}/people`).expect(200)
  expect(body.items).toEqual([{ kind: 'vote', subjectId: open.voteId, consultationId: open.consultationId, consultation: 'Rafraîchir nos places', question: 'Quels projets voulez-vous ?', entries: 1, at: expect.stringMatching(/Z$/) }])
  expect((await (await staff()).get(`${at}/people/vote/${open.voteId}`).expect(200)).body).toEqual(body.items[0])
  expect((await platform.stranger().get(`/api/consultations/${open.slug}/results`).expect(200)).body).toEqual(before)
  expect((await platform.stranger().get(`/api/receipts/${receipt}`).expect(200)).body).toMatchObject({ status: 'counted' })
  const { rows: [row] } = await platform.db.owner.query('select status, channel, municipality_code, k0, account_ref from roll.sealed_entry where vote_id = $1', [open.voteId])
  expect(row).toEqual({ status: 'admitted', channel: 'online', municipality_code: '59350', k0: null, account_ref: null })
})

it('changes nothing else of what was sealed, and never gives an imprint back', async () => {
  for (const change of ['channel = channel', `k0 = null, account_ref = null, assistance_id = null, channel = 'paper'`, `k0 = decode(repeat('ab', 16), 'hex')`, `status = 'rejected', k0 = null, account_ref = null, assistance_id = null`]) {
    const changing = platform.db.owner.query(`update roll.sealed_entry set ${change}`)
    if (change === 'channel = channel') await expect(changing).resolves.toMatchObject({ rowCount: 1 })
    else await expect(changing).rejects.toMatchObject({ message: 'ballot.sealed' })
  }
  await expect(platform.db.app.query('update roll.sealed_entry set k0 = null')).rejects.toMatchObject({ message: expect.stringContaining('permission denied') })
})

it('forgets who answered what was never published, a year after its end', async () => {
  expect((await imprints()).questionnaire).toBe(3)
  await platform.moveClock('10 months')
  await platform.settle()
  expect((await imprints()).questionnaire).toBe(0)
  const { body } = await (await staff()).get(`${at}/people`).expect(200)
  expect(body.items.map(({ kind, entries }: { kind: string, entries: number }) => [kind, entries])).toContainEqual(['questionnaire', 3])
  // Rows stay, for the counts by commune and door.
  expect((await platform.db.owner.query('select 1 from consultations.questionnaire_entry where consultation_id = $1 and municipality_code is not null', [asked.id])).rowCount).toBe(3)
})

it('forgets who supported two months after the end, and keeps how many', async () => {
  const { rows: [proposal] } = await platform.db.owner.query<{ id: string }>(`
    insert into consultations.proposal (consultation_id, phase_id, number, title, body, theme, channel, author_id, submission_token, support_count)
    select $1, f.id, 1, 'Un banc', 'Un banc à l’ombre pour attendre le bus.', 'environment', 'online', null, gen_random_uuid(), 2 from consultations.phase f where f.consultation_id = $1 limit 1 returning id`, [open.consultationId])
  await platform.db.owner.query(`insert into consultations.support (proposal_id, supporter_key, channel, assistance_id) values ($1, decode(repeat('01', 16), 'hex'), 'online', null), ($1, decode(repeat('02', 16), 'hex'), 'on_behalf', gen_random_uuid())`, [proposal?.id])
  await platform.db.owner.query(`insert into consultations.proposal_coauthor (proposal_id, name, channel, signer_key) values ($1, 'Une voisine', 'on_behalf', decode(repeat('03', 16), 'hex'))`, [proposal?.id])
  await platform.db.owner.query(`update consultations.proposal set signer_key = decode(repeat('04', 16), 'hex') where id = $1`, [proposal?.id])
  await platform.db.owner.query(`update consultations.consultation set state = 'finished', finished_at = platform.clock() - interval '61 days' where id = $1`, [open.consultationId])
  await platform.settle()
  const { rows } = await platform.db.owner.query<{ key: string, assistance: string | null }>(`select encode(supporter_key, 'hex') as key, assistance_id as assistance from consultations.support where proposal_id = $1`, [proposal?.id])
  expect(rows).toHaveLength(2)
  expect((await platform.db.owner.query('select a.name, a.signer_key as theirs, p.signer_key as first from consultations.proposal_coauthor a join consultations.proposal p on p.id = a.proposal_id where p.id = $1', [proposal?.id])).rows).toEqual([{ name: 'Une voisine', theirs: null, first: null }])
  for (const { key, assistance } of rows) expect([/^(01|02)+$/.test(key), assistance]).toEqual([false, null])
})

it('shows each rule with what it erased, and says which no longer runs', async () => {
  const { body } = await (await staff()).get(at).expect(200)
  const rule = (name: string) => (body.items as { rule: string, removed: number, late: boolean, lastAt: string | null }[]).find((one) => one.rule === name)
  expect(rule('vote-people')).toMatchObject({ removed: 1, late: false, lastAt: expect.stringMatching(/Z$/) })
  expect(rule('questionnaire-people')).toMatchObject({ removed: 3, late: false })
  expect(rule('sessions')?.removed).toBeGreaterThan(0)
  expect(body.items.map((one: { rule: string }) => one.rule).sort()).toEqual(['activity-reports', 'alerts', 'answer-drafts', 'appointments', 'callback-requests', 'claims', 'coauthor-addresses', 'desk-journal', 'desk-pace', 'digests', 'follow-ups', 'habilitations', 'import-files', 'jobs', 'kiosk-passes', 'mandates', 'meeting-people', 'paper-batches', 'phone-numbers', 'proposal-drafts', 'questionnaire-people', 'sessions', 'sign-in-tries', 'supporters', 'tickets', 'typed-names', 'unattached-files', 'vote-people'])
  await platform.moveClock('14 hours')
  const { body: later } = await (await staff()).get(at).expect(200)
  expect((later.items as { late: boolean }[]).every(({ late }) => late)).toBe(true)
  const csv = (await (await staff()).get(`${at}.csv`).expect(200)).text
  expect(csv.split('\n')[0]).toContain('regle')
  expect(csv).toMatch(/vote-people.\d{4}-\d{2}-\d{2}.1./)
})

it('forgets the journal of the desks after a year, and no other line', async () => {
  await platform.db.owner.query(`
    insert into platform.audit_entry (at, actor_id, action, subject_kind, subject_id, detail)
    select platform.clock() - interval '13 months', null::uuid, a, 'centre', 'centre-59350', jsonb_build_object('consultationId', $1::text) from unnest(array['assisted-session.opened', 'vote.sealed']) a
    union all select platform.clock() - interval '13 months', null::uuid, 'assisted-session.ended', 'centre', 'centre-59350', jsonb_build_object('consultationId', $2::text)
    union all select platform.clock() - interval '11 months', null::uuid, 'assisted-session.opened', 'centre', 'centre-59512', jsonb_build_object('consultationId', $1::text)`, [open.consultationId, asked.id])
  await platform.db.owner.query(`update consultations.consultation set finished_at = null where id = $1`, [asked.id])
  await platform.settle()
  const { rows } = await platform.db.owner.query<{ action: string, subject: string }>(`select action, subject_id as subject from platform.audit_entry where subject_kind = 'centre' and subject_id like 'centre-59%' and at < platform.clock() - interval '10 months' order by action, subject`)
  // What can still be contested keeps its lines.
  expect(rows).toEqual([{ action: 'assisted-session.ended', subject: 'centre-59350' }, { action: 'assisted-session.opened', subject: 'centre-59512' }, { action: 'vote.sealed', subject: 'centre-59350' }])
})
