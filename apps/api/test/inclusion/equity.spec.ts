import { randomBytes, randomUUID } from 'node:crypto'
import { startApp, type TestPlatform } from '../support/app'
import { answered, withQuestionnaireOpen } from '../support/questionnaires'
import { signedIn, withVoteOpen, type OpenVote } from '../support/votes'

let platform: TestPlatform
let open: OpenVote
let at: string
beforeAll(async () => {
  platform = await startApp()
  open = await withVoteOpen(platform)
  at = `/api/console/consultations/${open.consultationId}/equity`
  await platform.db.owner.query(`update consultations.consultation set scope_codes = '{59350,59512,59599}' where id = $1`, [open.consultationId])
}, 60_000)
afterAll(() => platform.stop())

/** So many people on the roll of the vote, as doors put them there. */
async function came(people: number, municipality: string, channel = 'online', centre: string | null = null): Promise<void> {
  const rows = Array.from({ length: people }, () => ({ id: randomUUID(), k0: randomBytes(16).toString('hex'), hash: randomBytes(32).toString('hex') }))
  await platform.db.owner.query(`
    insert into roll.entry (id, vote_id, status, k0, homonym_index, municipality_code, channel, transport, evidence, centre_id, cast_count, receipt_hash, day)
    select r.id, $1, 'admitted', decode(r.k0, 'hex'), 0, $3, $4, 'direct', 'E1', (select id from inclusion.centre where slug = $5), 1, decode(r.hash, 'hex'), platform.today() from jsonb_to_recordset($2) as r(id uuid, k0 text, hash text)`,
  [open.voteId, JSON.stringify(rows), municipality, channel, centre])
}

it('is for those who prepare it', async () => {
  for (const path of [at, `${at}.csv`]) {
    await platform.stranger().get(path).expect(401)
    await (await platform.as('citizen')).get(path).expect(403)
    expect((await (await platform.as('staff', { place: '59350' })).get(path).expect(403)).body.code).toBe('place.other')
    await open.staff.get(path.replace(open.consultationId, randomUUID())).expect(404)
    expect((await open.staff.get(`${path}?roll=${randomUUID()}`).expect(404)).body.code).toBe('equity.roll-unknown')
    expect((await open.staff.get(`${path}?roll=${'x'.repeat(40)}`).expect(400)).body.refusals).toMatchObject([{ at: 'roll' }])
  }
})

it('says to the ten who came while the vote is open, and nothing of fewer', async () => {
  const { body: before } = await open.staff.get(at).expect(200)
  expect(before).toMatchObject({ rolls: [{ id: open.voteId, kind: 'vote', title: 'Quels projets voulez-vous ?', open: true }], roll: open.voteId, people: null, channels: [], centres: [] })
  expect(before.communes.map((commune: { people: null, standing: string }) => [commune.people, commune.standing])).toEqual(Array(3).fill([null, 'unsure']))

  await came(473, '59350')
  await came(188, '59512', 'kiosk')
  await came(12, '59512', 'on_behalf', 'centre-59512')
  await came(25, '59599')
  await came(4, '59599', 'phone', 'centre-59599')
  const { body } = await open.staff.get(at).expect(200)
  expect(body).toMatchObject({ people: 700, channels: [{ channel: 'online', people: 490 }, { channel: 'kiosk', people: 180 }, { channel: 'on_behalf', people: 10 }], centres: [{ slug: 'centre-59512', people: 10 }] })
  expect(body.centres).toHaveLength(1)
  expect(body.communes.map(({ name, people, standing, staffedHours }: Record<string, unknown>) => [name, people, standing, staffedHours])).toEqual([
    ['Tourcoing', 20, 'under-half', 0], ['Lille', 470, 'within', 0], ['Roubaix', 200, 'within', 0],
  ])
  expect(body.medianPerThousand).toBeGreaterThan(1.5)
})

it('counts the hours of those who serve the commune, closures left out', async () => {
  const hours = async () => (await open.staff.get(at).expect(200)).body.communes[0].staffedHours as number
  await platform.db.owner.query(`update inclusion.centre set opening_hours = 'Mo-Su 09:00-12:30' where slug = 'centre-59599'`)
  expect(await hours()).toBe(24.5)
  await platform.db.owner.query(`insert into inclusion.centre_closure (centre_id, from_day, to_day, reason) select id, platform.today(), platform.today() + 1, 'Travaux' from inclusion.centre where slug = 'centre-59599'`)
  expect(await hours()).toBe(17.5)
  // One that stands elsewhere and serves it too.
  await platform.db.owner.query(`update inclusion.centre set opening_hours = 'Mo-Su 09:00-10:00', serves = serves || '59599'::text where slug = 'centre-59512'`)
  expect(await hours()).toBe(24.5)
  await platform.db.owner.query(`update inclusion.centre set active = false where slug = 'centre-59512'`)
  expect(await hours()).toBe(17.5)
})

it('is taken as a file', async () => {
  const { text } = await open.staff.get(`${at}.csv?roll=${open.voteId}`).expect(200).expect('content-type', /text\/csv/)
  expect(text.replace('\ufeff', '').split(/\r?\n/).slice(0, 2)).toEqual(['commune_code,commune,habitants,personnes_au_moins,pour_mille_au_moins,situation,heures_ouvertes', expect.stringMatching(/^59599,Tourcoing,\d+,20,0\.[23],sous la moitié du milieu,17\.5$/)])
  // Fewer than ten is not nobody.
  for (const row of text.split(/\r?\n/).filter((line) => line.includes('moins de 10'))) expect(row).toMatch(/^\d{5},[^,]+,\d+,moins de 10,,/)
  expect(text).not.toMatch(/,0,0,/)
})

it('does not let the application read the roll itself', async () => {
  await expect(platform.db.app.query('select municipality_code from roll.entry limit 1')).rejects.toThrow(/permission denied/)
})

it('tells of a questionnaire in the same way', async () => {
  const asked = await withQuestionnaireOpen(platform)
  for (let person = 0; person < 11; person++) await answered(platform, asked.slug, `Delattre${String.fromCharCode(97 + person)}`, person < 10 ? {} : { municipalityCode: '59512' })
  const { body } = await (await signedIn(platform, 'staff')).get(`/api/console/consultations/${asked.id}/equity?roll=questionnaire`).expect(200)
  expect(body).toMatchObject({ roll: 'questionnaire', people: 10, channels: [{ channel: 'online', people: 10 }] })
  expect(body.communes.filter(({ people }: { people: number | null }) => people !== null)).toMatchObject([{ code: '59350', people: 10 }])
  expect(body.communes).toHaveLength(95)
})

it('has nothing to tell before anybody can take part', async () => {
  const staff = await signedIn(platform, 'staff')
  const { body: draft } = await staff.post('/api/consultations').send({ title: 'Plus tard', summary: 'Un texte court.', theme: 'environment' }).expect(201)
  expect((await staff.get(`/api/console/consultations/${draft.id}/equity`).expect(200)).body).toEqual({ rolls: [], roll: null, people: null, medianPerThousand: 0, communes: [], channels: [], centres: [] })
})
