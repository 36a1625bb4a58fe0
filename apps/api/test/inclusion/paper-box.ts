// A box of paper for tests: a kit with its sheets at a centre, and people who open, enter, enter again and settle.
import { hashReceipt } from '@parvis/consultations'
import { paperQuestionnaire, paperVote, sheetHashes, sheetNumber, type PaperContent } from '@parvis/inclusion'
import { randomUUID } from 'node:crypto'
import type { Response, Test } from 'supertest'
import type TestAgent from 'supertest/lib/agent'
import type { TestPlatform } from '../support/app'
import { aCivilStatus, signedIn } from '../support/votes'
import { centreId, LILLE } from './desk'

export interface Sheet {
  id: string
  envelope: string
  form: string
  receipt: string
}

export interface Kit {
  id: string
  consultationId: string
  centreId: string
  sheets: Sheet[]
}

/** A kit of an open phase, printed and delivered to a centre. */
export async function aKit(platform: TestPlatform, { consultationId, kind, sheets, centre = LILLE }: { consultationId: string, kind: 'vote' | 'questionnaire', sheets: number, centre?: string }): Promise<Kit> {
  const { owner } = platform.db
  const { rows: [phase] } = await owner.query(`select p.id, v.question, v.method, v.rules, v.currency, n.content,
      (select json_agg(json_build_object('key', o.key, 'title', o.title, 'description', o.description, 'cost', o.cost) order by o.position) from consultations.vote_option o where o.vote_id = v.id) as options
    from consultations.phase p left join consultations.vote v on v.phase_id = p.id left join consultations.questionnaire n on n.consultation_id = p.consultation_id and p.kind = 'questionnaire'
    where p.consultation_id = $1 and p.kind = $2`, [consultationId, kind])
  const content: PaperContent = kind === 'vote' ? paperVote(phase).content : paperQuestionnaire(phase.content).content
  const { accountId } = await platform.person('mediator', { place: centre })
  const { rows: [kit] } = await owner.query<{ id: string }>(`
    insert into inclusion.paper_kit (consultation_id, phase_id, version, kind, content, content_hash, made_by)
    values ($1, $2, coalesce((select max(version) + 1 from inclusion.paper_kit where phase_id = $2), 1), $3, $4, consultations.phase_content_hash($2), $5)
    on conflict (phase_id) where state = 'current' do update set made_on = excluded.made_on returning id`, [consultationId, phase.id, kind, JSON.stringify(content), accountId])
  const kitId = kit?.id ?? ''
  const made: Sheet[] = []
  for (let left = sheets; left > 0; left -= 500) made.push(...await anOrder(platform, kitId, centre, accountId, Math.min(left, 500)))
  return { id: kitId, consultationId, centreId: await centreId(platform, centre), sheets: made }
}

async function anOrder(platform: TestPlatform, kitId: string, centre: string, accountId: string, count: number): Promise<Sheet[]> {
  const { owner } = platform.db
  const key = platform.config.receiptKey
  const place = await centreId(platform, centre)
  const { rows: [order] } = await owner.query<{ id: string }>(`
    insert into inclusion.paper_order (kit_id, centre_id, number, ordinary, large_print, ordered_by) values ($1, $2, coalesce((select max(number) + 1 from inclusion.paper_order where kit_id = $1), 1), $3, 0, $4) returning id`, [kitId, place, count, accountId])
  await owner.query(`update inclusion.paper_order set state = 'printed', printed_by = $2, printed_on = platform.today() where id = $1`, [order?.id, accountId])
  const sheets = Array.from({ length: count }, (): Sheet => {
    const id = randomUUID()
    return { id, envelope: sheetNumber(key, id, 'envelope'), form: sheetNumber(key, id, 'form'), receipt: sheetNumber(key, id, 'receipt') }
  })
  const hashes = sheets.map(({ id }) => sheetHashes(key, id))
  await owner.query(`
    insert into inclusion.paper_sheet (id, order_id, kit_id, centre_id, position, format, envelope_hash, form_hash, receipt_hash)
    select i, $2, $3, $4, p, 'ordinary', e, f, r from unnest($1::uuid[], $5::bytea[], $6::bytea[], $7::bytea[]) with ordinality as s (i, e, f, r, p)`,
  [sheets.map(({ id }) => id), order?.id, kitId, place, hashes.map(({ envelope }) => envelope), hashes.map(({ form }) => form), hashes.map(({ receipt }) => receipt)])
  await owner.query(`update inclusion.paper_order set state = 'delivered', delivered_on = platform.today() where id = $1`, [order?.id])
  return sheets
}

/** Four people of one centre, signed in now: one a duty. */
export interface Hands {
  opener: TestAgent
  first: TestAgent
  second: TestAgent
  third: TestAgent
}

export async function hands(platform: TestPlatform, place = LILLE): Promise<Hands> {
  const [opener, first, second, third] = [await signedIn(platform, 'mediator', { place, named: 'Ouvre' }), await signedIn(platform, 'mediator', { place, named: 'Saisit' }), await signedIn(platform, 'mediator', { place, named: 'Resaisit' }), await signedIn(platform, 'mediator', { place, named: 'Tranche' })]
  return { opener, first, second, third }
}

export interface Batch {
  id: string
  number: number
  state: string
  next: string
  duty: string | null
  counts: Record<string, number | null> & { reasons: Record<string, number>, voided: Record<string, number> }
  seed: string | null
  share: number | null
  expanded: boolean
  imbalance: string | null
  opening: string
  others: { id: string, number: number }[]
  duties: { duty: string, name: string }[]
  may: { count: boolean, refuse: boolean, alone: boolean }
}

export async function received(agent: TestAgent, kit: Kit, slip: number): Promise<Batch> {
  return (await agent.post('/api/paper-batches').send({ kitId: kit.id, centreId: kit.centreId, slip, submissionToken: randomUUID() }).expect(201)).body as Batch
}

export const batchOf = async (agent: TestAgent, id: string): Promise<Batch> => (await agent.get(`/api/paper-batches/${id}`).expect(200)).body as Batch

/** A different person for every number. */
export const somebody = (number: number): ReturnType<typeof aCivilStatus> =>
  aCivilStatus({ birthSurname: `Papier${[...String(number)].map((digit) => 'abcdefghij'[Number(digit)]).join('')}`, birthDate: `19${String(50 + number % 40)}-03-1${number % 9}` })

export const envelope = (agent: TestAgent, batch: Batch, number: string, over: object = {}, person = somebody(1)): Test =>
  agent.post(`/api/paper-batches/${batch.id}/envelopes`).send({ number, signed: true, legible: true, identity: person, evidence: 'E1', ...over })

export const first = (agent: TestAgent, batch: Batch, number: string, entry: Record<string, string>, over: object = {}): Test => agent.post(`/api/paper-batches/${batch.id}/first-entry`).send({ number, entry, ...over })
export const second = (agent: TestAgent, batch: Batch, number: string, entry: Record<string, string>): Test => agent.post(`/api/paper-batches/${batch.id}/second-entry`).send({ number, entry })
export const opened = (agent: TestAgent, batch: Batch, over: object = {}): Test => agent.post(`/api/paper-batches/${batch.id}/opening`).send(over)
export const closed = (agent: TestAgent, batch: Batch, over: object = {}): Test => agent.post(`/api/paper-batches/${batch.id}/first-entry/closing`).send({ absent: 0, ...over })
export const counting = (agent: TestAgent, batch: Batch): Test => agent.post(`/api/paper-batches/${batch.id}/counting`)

export const toSecond = async (agent: TestAgent, batch: Batch): Promise<string[]> => ((await agent.get(`/api/paper-batches/${batch.id}/second-entry`).expect(200)).body as { numbers: string[] }).numbers

/** All that was drawn is entered again as it was, or as `other` says. */
export async function secondly(agent: TestAgent, batch: Batch, entries: ReadonlyMap<string, Record<string, string>>, other: ReadonlyMap<string, Record<string, string>> = new Map()): Promise<void> {
  for (;;) {
    const { state } = await batchOf(agent, batch.id)
    if (state !== 'second-entry') return
    for (const number of await toSecond(agent, batch)) await second(agent, batch, number, other.get(number) ?? entries.get(number) ?? {}).expect(201)
  }
}

/** The day of a centre, with what is left over unused. */
export async function dayClosed(agent: TestAgent, kit: Kit, over: object = {}): Promise<Response> {
  const { body } = await agent.get(`/api/paper-days?kitId=${kit.id}&centreId=${kit.centreId}`).expect(200)
  const { issued, returned } = body as { issued: number, returned: number }
  return agent.put('/api/paper-days').send({ kitId: kit.id, centreId: kit.centreId, spoiled: 0, unused: issued - returned, missing: 0, ...over })
}

/** A whole batch of ordinary forms, up to its balance. */
export async function balancedBatch(platform: TestPlatform, kit: Kit, sheets: readonly Sheet[], entry: (place: number) => Record<string, string>, { people = hands(platform), from = 0 }: { people?: Promise<Hands> | Hands, from?: number } = {}): Promise<Batch> {
  const { opener, first: clerk, second: other } = await people
  const batch = await received(opener, kit, sheets.length)
  for (const [place, sheet] of sheets.entries()) await envelope(opener, batch, sheet.envelope, {}, somebody(from + place)).expect(201)
  await opened(opener, batch).expect(201)
  const entries = new Map(sheets.map(({ form }, place) => [form, entry(place)]))
  for (const [number, typed] of entries) await first(clerk, batch, number, typed).expect(201)
  await closed(clerk, batch).expect(201)
  await dayClosed(opener, kit)
  await secondly(other, batch, entries)
  return batchOf(opener, batch.id)
}

/** Everything that the platform knows of a stub. */
export async function stubOf(platform: TestPlatform, { receipt }: Sheet): Promise<{ status: string, kind: string, reason: string | null, claimUntil: string | null } | null> {
  const { status, body } = await platform.stranger().get(`/api/receipts/${receipt}`)
  return status === 200 ? body : null
}

export const stubHash = (platform: TestPlatform, { receipt }: Sheet): Buffer => hashReceipt(platform.config.receiptKey, receipt)
