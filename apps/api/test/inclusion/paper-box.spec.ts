// Proof: a box of three hundred forms with faults planted in it ends balanced or refused, and is never counted by half.
import { startApp, type TestPlatform } from '../support/app'
import { inTheRoll, inTheUrn, signedIn, withVoteOpen, type OpenVote } from '../support/votes'
import { ROUBAIX } from './desk'
import { aKit, batchOf, closed, counting, dayClosed, envelope, first, hands, opened, received, secondly, somebody, stubOf, toSecond, type Batch, type Hands, type Kit, type Sheet } from './paper-box'

let platform: TestPlatform
let open: OpenVote
let kit: Kit
let people: Hands
beforeAll(async () => {
  platform = await startApp()
  open = await withVoteOpen(platform)
  kit = await aKit(platform, { consultationId: open.consultationId, kind: 'vote', sheets: 300 })
  people = await hands(platform)
})
afterAll(() => platform.stop())

const choiceOf = (place: number) => ({ choice: ['01', '02', '0103', '04'][place % 4] ?? '' })
const entriesOf = (sheets: readonly Sheet[], from: number) => new Map(sheets.map(({ form }, place) => [form, choiceOf(from + place)]))
const fifty = (batch: number): Sheet[] => kit.sheets.slice(batch * 50, batch * 50 + 50)
const counted: Batch[] = []

async function envelopes(sheets: readonly Sheet[], from: number, slip = sheets.length): Promise<Batch> {
  const batch = await received(people.opener, kit, slip)
  for (const [place, { envelope: number }] of sheets.entries()) await envelope(people.opener, batch, number, {}, somebody(from + place)).expect(201)
  return batch
}
async function firstly(batch: Batch, entries: ReadonlyMap<string, Record<string, string>>, over: object = {}): Promise<Batch> {
  for (const [number, entry] of entries) await first(people.first, batch, number, entry).expect(201)
  return (await closed(people.first, batch, over).expect(201)).body as Batch
}

it('1. a form is missing from its envelope', async () => {
  const sheets = fifty(0)
  const batch = await envelopes(sheets, 0)
  await opened(people.opener, batch).expect(201)
  const entries = entriesOf(sheets.slice(0, 49), 0)
  expect(await firstly(batch, entries, { absent: 1, absentReason: 'L’enveloppe 50 est vide.' })).toMatchObject({ share: 100, state: 'second-entry', seed: expect.stringMatching(/^[0-9a-f]{64}$/) })
  await secondly(people.second, batch, entries)
  expect(await batchOf(people.opener, batch.id)).toMatchObject({ state: 'quarantined', imbalance: 'paper-day.not-closed' })
  counted.push(batch)
})

it('2. two envelopes carry one number', async () => {
  const sheets = fifty(1).slice(0, 49)
  const batch = await envelopes(sheets, 50, 50)
  await envelope(people.opener, batch, sheets[7]?.envelope ?? '', {}, somebody(990)).expect(409)
  await envelope(people.opener, batch, sheets[7]?.envelope ?? '', { another: true }, somebody(990)).expect(201).expect(({ body }) => expect(body).toMatchObject({ outcome: 'set-aside', reason: 'used-number' }))
  await opened(people.opener, batch).expect(201)
  const entries = entriesOf(sheets, 50)
  // Her second batch: one form in ten is drawn.
  expect(await firstly(batch, entries)).toMatchObject({ share: 10 })
  expect(await toSecond(people.second, batch)).toHaveLength(5)
  await secondly(people.second, batch, entries)
  counted.push(batch)
})

it('3. a form cannot be read, an envelope is not signed, another is from nowhere', async () => {
  const sheets = fifty(2)
  const batch = await received(people.opener, kit, 51 - 1)
  for (const [place, { envelope: number }] of sheets.slice(0, 48).entries()) await envelope(people.opener, batch, number, {}, somebody(100 + place)).expect(201)
  await envelope(people.opener, batch, sheets[48]?.envelope ?? '', { signed: false }).expect(201)
  await envelope(people.opener, batch, sheets[49]?.receipt ?? '').expect(201).expect(({ body }) => expect(body.reason).toBe('unknown-number'))
  await opened(people.opener, batch).expect(201)
  const entries = new Map([...entriesOf(sheets.slice(0, 48), 100), [sheets[0]?.form ?? '', { choice: 'ILLISIBLE' }]])
  await firstly(batch, entries)
  await secondly(people.second, batch, entries)
  counted.push(batch)
})

it('4. the clerks differ: all of it is entered twice, and a third person settles', async () => {
  const sheets = fifty(3)
  const batch = await envelopes(sheets, 150)
  await opened(people.opener, batch).expect(201)
  const entries = entriesOf(sheets, 150)
  await firstly(batch, entries)
  const [unlucky] = await toSecond(people.second, batch)
  const slip = new Map([[unlucky ?? '', { choice: '99' }]])
  for (const number of await toSecond(people.second, batch)) await people.second.post(`/api/paper-batches/${batch.id}/second-entry`).send({ number, entry: slip.get(number) ?? entries.get(number) }).expect(201)
  // One field of five is more than five of a thousand.
  expect(await batchOf(people.opener, batch.id)).toMatchObject({ state: 'second-entry', expanded: true, counts: { drawn: 50, twice: 5 } })
  await secondly(people.second, batch, entries, slip)
  expect(await batchOf(people.opener, batch.id)).toMatchObject({ state: 'adjudication', counts: { twice: 50, disagreements: 1 } })
  await people.third.post(`/api/paper-batches/${batch.id}/rulings`).send({ number: unlucky, entry: entries.get(unlucky ?? ''), reason: 'La croix est pâle et bien dans la case.' }).expect(201)
  counted.push(batch)
})

it('5. an envelope of the slip is not there', async () => {
  const sheets = fifty(4)
  const batch = await envelopes(sheets.slice(0, 49), 200, 50)
  await opened(people.opener, batch).expect(422).expect(({ body }) => expect(body.refusals).toEqual([{ code: 'paper-batch.gap-reason', at: 'gapReason', facts: { slip: 50, found: 49 } }]))
  await opened(people.opener, batch, { gapReason: 'Recompté deux fois : quarante-neuf.' }).expect(201)
  const entries = entriesOf(sheets.slice(0, 49), 200)
  await firstly(batch, entries)
  await secondly(people.second, batch, entries)
  counted.push(batch)
})

it('6. a batch without a fault', async () => {
  const sheets = fifty(5)
  const batch = await envelopes(sheets, 250)
  await opened(people.opener, batch).expect(201)
  const entries = entriesOf(sheets, 250)
  await firstly(batch, entries)
  await secondly(people.second, batch, entries)
  counted.push(batch)
})

it('7. the first batch is sent again: none of it is opened, and it is refused', async () => {
  const batch = await received(people.opener, kit, 50)
  for (const { envelope: number } of fifty(0)) await envelope(people.opener, batch, number, {}, somebody(0)).expect(201).expect(({ body }) => expect(body).toMatchObject({ outcome: 'set-aside', reason: 'used-number' }))
  await opened(people.opener, batch).expect(201).expect(({ body }) => expect(body.counts).toMatchObject({ found: 50, taken: 0, setAside: 50 }))
  await first(people.first, batch, fifty(0)[0]?.form ?? '', { choice: '02' }).expect(409)
  await open.staff.post(`/api/paper-batches/${batch.id}/refusal`).send({ reason: 'Copie du premier lot.' }).expect(201).expect(({ body }) => expect(body).toMatchObject({ state: 'refused', counts: { counted: 0 } }))
})

it('the box balances to the sheet, counts each voice once, and nothing by half', async () => {
  for (const batch of counted) await counting(people.third, batch).expect(409)
  expect(await inTheRoll(platform, open.voteId)).toEqual([])
  // 300 came: 297 in envelopes whose number is ours, one envelope lost, one photocopy's original on the shelf, and the sheet whose stub was in the way of its number.
  const { body: day } = await dayClosed(people.opener, kit, { unused: 2, missing: 1 })
  expect(day).toMatchObject({ issued: 300, returned: 297, refusal: null })
  for (const batch of counted) await people.third.post(`/api/paper-batches/${batch.id}/reconciliation`).expect(201).expect(({ body }) => expect(body.state).toBe('balanced'))
  const times: number[] = []
  for (const batch of counted) {
    const began = performance.now()
    const answers = await Promise.all([people.opener, people.second, people.third].map((agent) => counting(agent, batch)))
    times.push(performance.now() - began)
    expect(answers.map(({ status }) => status)).toEqual([201, 201, 201])
  }
  const all = await Promise.all(counted.map((batch) => batchOf(people.opener, batch.id)))
  expect(all.map(({ state, counts }) => [state, counts.found, counts.taken, counts.setAside, counts.absent, counts.forms, counts.counted, counts.voided])).toEqual([
    ['counted', 50, 50, 0, 1, 49, 49, {}], ['counted', 50, 49, 1, 0, 49, 49, {}], ['counted', 50, 48, 2, 0, 48, 47, { unreadable: 1 }], ['counted', 50, 50, 0, 0, 50, 50, {}], ['counted', 49, 49, 0, 0, 49, 49, {}], ['counted', 50, 50, 0, 0, 50, 50, {}],
  ])
  // Every envelope is a voice, or has its reason.
  for (const { counts } of all) expect(Number(counts.found)).toBe(Number(counts.counted) + Number(counts.setAside) + Number(counts.absent) + Object.values(counts.voided).reduce((sum, n) => sum + n, 0))
  const rows = await inTheRoll(platform, open.voteId)
  expect([rows.length, new Set(rows.map(({ status, channel }) => `${status} ${channel}`)), rows.every(({ castCount }) => castCount === 1)]).toEqual([294, new Set(['admitted paper']), true])
  const urn = await inTheUrn(platform, open.voteId)
  expect([urn.length, urn.some(({ superseded }) => superseded)]).toEqual([294, false])
  // What was ruled is what the paper said: the urn holds what the first clerk typed everywhere, but for the form that nobody reads.
  const typed = [...Array.from({ length: 49 }, (_, n) => n), ...Array.from({ length: 49 }, (_, n) => 50 + n), ...Array.from({ length: 47 }, (_, n) => 101 + n), ...Array.from({ length: 50 }, (_, n) => 150 + n), ...Array.from({ length: 49 }, (_, n) => 200 + n), ...Array.from({ length: 50 }, (_, n) => 250 + n)]
    .map((place) => (choiceOf(place).choice.match(/../g) ?? []).map((code) => `o${Number(code)}=1`).join(',')).sort()
  expect(urn.map(({ opening }) => opening.trimEnd().split('\n').at(-1) ?? '').sort()).toEqual(typed)
  expect(Math.max(...times)).toBeLessThan(5000)
  console.log(`a batch of fifty, asked three times at once: ${Math.round(Math.max(...times))} ms at most`)
})

it('stubs of the box say what became of each', async () => {
  const said = async (sheet: Sheet | undefined) => { const stub = sheet && await stubOf(platform, sheet); return stub && [stub.kind, stub.status, stub.reason] }
  expect(await said(fifty(0)[0])).toEqual(['vote', 'received', null])
  expect(await said(fifty(0)[49])).toEqual(['paper', 'set_aside', 'form-absent'])
  expect(await said(fifty(1)[7])).toEqual(['vote', 'received', null])
  expect(await said(fifty(1)[49])).toEqual(['paper', 'expected', null])
  expect(await said(fifty(2)[0])).toEqual(['paper', 'set_aside', 'unreadable'])
  expect(await said(fifty(2)[48])).toEqual(['paper', 'set_aside', 'unsigned'])
  await platform.stranger().get('/api/receipts/K7QM2D9X4TRW').expect(404)
})

it('people of another centre see nothing of it', async () => {
  const roubaix = await signedIn(platform, 'mediator', { place: ROUBAIX })
  for (const batch of counted) await roubaix.get(`/api/paper-batches/${batch.id}`).expect(403)
})
