import { randomUUID } from 'node:crypto'
import type TestAgent from 'supertest/lib/agent'
import { startApp } from '../support/app'
import type { TestPlatform } from '../support/app'
import { aDraft, anAnnounced, inDays, moveOn, pass, withCentres } from '../support/consultations'
import type { Made } from '../support/consultations'
import { signedIn } from '../support/votes'

interface Meeting { id: string, number: number, revision: number, state: string, registered: number, waiting: number, came: number | null, questions: { number: number, state: string, revision: number, dueOn: string | null, answer: string }[], online: { url: string | null } | null, place: { name: string, centreSlug: string | null, municipalityName: string } | null, mine: { state: string, queue: number | null } | null, minutes: { text: string, came: number | null, registered: number | null } | null, registration: string, placesLeft: number | null }

let platform: TestPlatform
let staff: TestAgent
let open: Made
beforeAll(async () => {
  platform = await startApp()
  await withCentres(platform)
  staff = await platform.as('staff')
  open = await anAnnounced(platform, staff)
})
afterAll(() => platform.stop())

/** Everything that staff type. */
const fieldsOf = async (over: Record<string, unknown> = {}): Promise<Record<string, unknown>> => ({
  title: 'Parlons de l’ombre sur nos places', body: 'Une heure pour comprendre, une heure pour demander.', kind: 'in_person', centreSlug: 'centre-59350', access: 'Métro Gambetta.', accessibility: ['step-free', 'induction-loop'],
  onlineFor: 'registered', startsAt: await inDays(platform, 10, 18), endsAt: await inDays(platform, 10, 20), agenda: [{ time: '19:00', title: 'Vos questions' }, { time: '18:00', title: 'Accueil' }],
  languages: ['français'], places: null, eraseAfterDays: 30, ...over,
})
const make = async (over: Record<string, unknown> = {}, consultation = open.id, agent = staff): Promise<Meeting> => (await agent.post(`/api/consultations/${consultation}/meetings`).send(await fieldsOf(over)).expect(201)).body as Meeting
const published = async (over: Record<string, unknown> = {}): Promise<Meeting> => {
  const { id } = await make(over)
  return (await staff.post(`/api/meetings/${id}/publication`).expect(201)).body as Meeting
}
const at = (number: number): string => `/api/consultations/${open.slug}/meetings/${number}`
const someone = (over: Record<string, unknown> = {}): Record<string, unknown> => ({ name: 'Ginette Delattre', submissionToken: randomUUID(), ...over })
const register = (number: number, over: Record<string, unknown> = {}, agent = platform.stranger()) => agent.post(`${at(number)}/registrations`).send(someone(over))
const mails = async (to: string): Promise<string[]> => (await platform.db.owner.query<{ body: string }>('select body from platform.mailbox where recipient = $1 order by id', [to])).rows.map(({ body }) => body)
const again = async (): Promise<void> => {
  staff = await signedIn(platform, 'staff')
}

describe('preparing a meeting', () => {
  it('is for staff of the place: not a stranger, not a citizen, not another commune', async () => {
    const { id } = await make()
    const other = await platform.as('staff', { place: '59512' })
    const path = `/api/consultations/${open.id}/meetings`
    await platform.stranger().post(path).send(await fieldsOf()).expect(401)
    await (await platform.as('citizen')).post(path).send(await fieldsOf()).expect(403)
    expect((await other.post(path).send(await fieldsOf()).expect(403)).body.code).toBe('place.other')
    for (const send of [() => other.get(`/api/meetings/${id}`), () => other.post(`/api/meetings/${id}/publication`), () => other.delete(`/api/meetings/${id}`), () => other.get(`/api/meetings/${id}/registrations`), () => other.get(`/api/meetings/${id}/registrations.csv`)]) {
      expect((await send().expect(404)).body.code).toBe('meeting.unknown')
    }
    await staff.post(`/api/meetings/${id}/publication`).expect(201)
    for (const send of [() => other.get(`/api/meetings/${id}`), () => other.get(`/api/meetings/${id}/registrations`), () => other.get(`/api/meetings/${id}/registrations.csv`), () => other.post(`/api/meetings/${id}/cancellation`).send({ reason: 'Une raison assez longue.' }), () => other.put(`/api/meetings/${id}/attendance`).send({ came: [], walkIns: 1 }), () => other.get(`/api/console/consultations/${open.id}/meetings`)]) {
      expect((await send().expect(403)).body.code).toBe('place.other')
    }
    for (const path of ['registrations', 'registrations.csv']) {
      await platform.stranger().get(`/api/meetings/${id}/${path}`).expect(401)
      await (await platform.as('citizen')).get(`/api/meetings/${id}/${path}`).expect(403)
    }
  })

  it('copies the place of a centre, sorts the agenda, and stays hidden until it is published', async () => {
    const made = await make()
    expect(made).toMatchObject({ state: 'draft', place: { name: 'Centre Lille', centreSlug: 'centre-59350', municipalityName: 'Lille', accessibility: ['step-free', 'induction-loop'] }, agenda: [{ time: '18:00' }, { time: '19:00' }] })
    for (const path of [at(made.number), `${at(made.number)}/calendar.ics`]) expect((await platform.stranger().get(path).expect(404)).body.code).toBe('meeting.unknown')
    expect((await register(made.number).expect(404)).body.code).toBe('meeting.unknown')
    const before = (await platform.stranger().get(`/api/consultations/${open.slug}/meetings?perPage=50`).expect(200)).body.items as Meeting[]
    expect(before.map(({ id }) => id)).not.toContain(made.id)
    expect((await platform.stranger().get(`/api/consultations/${open.slug}/meetings.ics`).expect(200)).text).not.toContain(made.id)
    await staff.post(`/api/meetings/${made.id}/publication`).expect(201)
    expect((await staff.post(`/api/meetings/${made.id}/publication`).expect(422)).body.code).toBe('meeting.wrong-state')
    // Counted by commune for the map, each of them once; what is not public is not counted.
    const held = async () => ((await platform.stranger().get('/api/meeting-communes').expect(200)).body.items as { count: number }[]).reduce((sum, { count }) => sum + count, 0)
    const counted = await held()
    expect(counted).toBeGreaterThan(0)
    await make()
    expect(await held()).toBe(counted)
    expect((await platform.stranger().get(at(made.number)).expect(200)).body).toMatchObject({ state: 'published', registration: 'open', mine: null, minutes: null })
    expect((await staff.delete(`/api/meetings/${made.id}`).expect(422)).body.code).toBe('meeting.wrong-state')
    await staff.delete(`/api/meetings/${(await make()).id}`).expect(204)
  })

  it('says what is missing, field by field, and writes nothing', async () => {
    const path = `/api/consultations/${open.id}/meetings`
    const refusals = async (over: Record<string, unknown>): Promise<string[]> => ((await staff.post(path).send(await fieldsOf(over)).expect(422)).body.refusals as { code: string, at: string }[]).map(({ code, at: field }) => `${code}@${field}`)
    expect(await refusals({ endsAt: await inDays(platform, 9, 20) })).toEqual(['meeting.ends-before-start@endsAt'])
    expect(await refusals({ centreSlug: 'nulle-part' })).toEqual(['centre.unknown@centreSlug'])
    expect(await refusals({ centreSlug: undefined, address: '1 rue', municipalityCode: '75056' })).toEqual(['municipality.unknown@municipalityCode'])
    for (const onlineUrl of ['javascript:alert(1)', 'http://visio.example.org', 'https://moi@visio.example.org', 'data:text/html,<script>']) expect(await refusals({ kind: 'both', onlineUrl })).toEqual(['meeting.link-unsafe@onlineUrl'])
    for (const over of [{ kind: 'dance' }, { title: 'x' }, { startsAt: 'demain' }, { agenda: [{ time: '25:00', title: 'x' }] }, { accessibility: ['magic'] }, { places: 0 }, { eraseAfterDays: 0 }, { state: 'published' }]) {
      await staff.post(path).send(await fieldsOf(over)).expect(400)
    }
    const bare = await make({ centreSlug: undefined })
    expect(((await staff.post(`/api/meetings/${bare.id}/publication`).expect(422)).body.refusals as { code: string }[]).map(({ code }) => code)).toEqual(['meeting.address-missing', 'meeting.commune-missing'])
    const draft = await aDraft(platform, staff)
    const early = await make({}, draft.id)
    expect((await staff.post(`/api/meetings/${early.id}/publication`).expect(422)).body.code).toBe('meeting.consultation-not-announced')
  })

  it('refuses the second of two who change it at once', async () => {
    const { id, revision } = await make()
    await staff.put(`/api/meetings/${id}`).send({ ...await fieldsOf({ title: 'Premier titre' }), revision }).expect(200)
    expect((await staff.put(`/api/meetings/${id}`).send({ ...await fieldsOf({ title: 'Second titre' }), revision }).expect(409)).body.code).toBe('meeting.changed-meanwhile')
  })
})

describe('coming to a meeting', () => {
  it('needs a name and nothing else; the code looks at it and cancels it, and is kept as a hash', async () => {
    const { id, number } = await published({ places: 5 })
    const body = someone()
    const made = (await platform.stranger().post(`${at(number)}/registrations`).send(body).expect(201)).body as { code: string, state: string }
    expect(made).toMatchObject({ state: 'confirmed', queue: null, code: expect.stringMatching(/^([0-9A-HJKMNP-TV-Z]{4}-){2}[0-9A-HJKMNP-TV-Z]{4}$/) })
    expect((await platform.stranger().post(`${at(number)}/registrations`).send(body).expect(201)).body).toEqual(made)
    const { rows: [kept] } = await platform.db.owner.query<{ row: string }>('select r::text as row from consultations.meeting_registration r where meeting_id = $1', [id])
    expect(kept?.row).not.toContain(made.code.replaceAll('-', ''))
    const read = (await platform.stranger().get(`/api/meeting-registrations/${made.code.toLowerCase()}`).expect(200)).body
    expect(read).toMatchObject({ state: 'confirmed', cancellable: true, meeting: { id } })
    expect(JSON.stringify(read)).not.toContain('Ginette')
    expect((await platform.stranger().get('/api/meeting-registrations/0000-0000-0000').expect(404)).body.code).toBe('meeting.code-unknown')
    expect((await platform.stranger().post('/api/meeting-registrations/xyz/cancellation').expect(404)).body.code).toBe('meeting.code-unknown')
    for (let twice = 0; twice < 2; twice++) expect((await platform.stranger().post(`/api/meeting-registrations/${made.code}/cancellation`).expect(201)).body).toMatchObject({ state: 'cancelled', cancellable: false })
    expect((await platform.stranger().get(at(number)).expect(200)).body).toMatchObject({ placesLeft: 5 })
    for (const over of [{ name: 'x' }, { email: 'pas une adresse' }, { phone: '<b>' }, { submissionToken: '1' }, { channel: 'paper' }, { needs: 'x'.repeat(1001) }]) await register(number, over).expect(400)
  })

  it('with an account is once, shown to that person alone, and cancelled by them', async () => {
    const { id, number } = await published({ kind: 'both', onlineUrl: 'https://visio.example.org/salle' })
    const citizen = await signedIn(platform, 'citizen', { named: 'venue' })
    expect((await citizen.get(at(number)).expect(200)).body).toMatchObject({ mine: null, online: { url: null, for: 'registered' } })
    await register(number, {}, citizen).expect(201)
    expect((await register(number, {}, citizen).expect(409)).body.code).toBe('meeting.already-registered')
    expect((await citizen.get(at(number)).expect(200)).body).toMatchObject({ mine: { state: 'confirmed' }, online: { url: 'https://visio.example.org/salle' } })
    expect((await platform.stranger().get(at(number)).expect(200)).body).toMatchObject({ mine: null, online: { url: null } })
    expect((await citizen.get('/api/account/data').expect(200)).body.meetings).toMatchObject([{ name: 'Ginette Delattre', state: 'confirmed' }])
    await platform.stranger().delete(`/api/meetings/${id}/registration`).expect(401)
    await citizen.delete(`/api/meetings/${id}/registration`).expect(204)
    expect((await citizen.delete(`/api/meetings/${id}/registration`).expect(404)).body.code).toBe('meeting.not-registered')
    await register(number, {}, citizen).expect(201)
  })

  it('gives one place left to exactly one of two hundred at once; the others wait in their order', async () => {
    const { id, number } = await published({ places: 3 })
    await register(number).expect(201)
    await register(number).expect(201)
    const answers = await Promise.all(Array.from({ length: 200 }, () => register(number)))
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201]))
    const bodies = answers.map(({ body }) => body as { state: string, queue: number | null, code: string })
    expect(bodies.filter(({ state }) => state === 'confirmed')).toHaveLength(1)
    expect(bodies.filter(({ state }) => state === 'waiting').map(({ queue }) => queue).sort((a, b) => (a ?? 0) - (b ?? 0))).toEqual(Array.from({ length: 199 }, (_, n) => n + 1))
    expect((await staff.get(`/api/meetings/${id}`).expect(200)).body).toMatchObject({ registered: 3, waiting: 199, placesLeft: 0, registration: 'waiting-list' })
    // Ten leave at once: the first ten who wait come in, and nobody else.
    const codes = bodies.filter(({ state }) => state === 'waiting').sort((a, b) => (a.queue ?? 0) - (b.queue ?? 0)).map(({ code }) => code)
    const inside = bodies.find(({ state }) => state === 'confirmed')?.code ?? ''
    await Promise.all([inside, ...codes.slice(50, 59)].map((code) => platform.stranger().post(`/api/meeting-registrations/${code}/cancellation`).expect(201)))
    expect((await platform.stranger().get(`/api/meeting-registrations/${codes[0]}`).expect(200)).body).toMatchObject({ state: 'confirmed' })
    expect((await platform.stranger().get(`/api/meeting-registrations/${codes[1]}`).expect(200)).body).toMatchObject({ state: 'waiting', queue: 1 })
    expect((await staff.get(`/api/meetings/${id}`).expect(200)).body).toMatchObject({ registered: 3, waiting: 189 })
    // The database itself holds the limit.
    await expect(platform.db.owner.query(`update consultations.meeting_registration set state = 'confirmed' where meeting_id = $1 and state = 'waiting'`, [id])).rejects.toThrow('meeting_places_held')
  }, 120_000)

  it('makes one of a form sent thirty times at once, and one of an account that sends thirty forms', async () => {
    const { id, number } = await published({ places: 10 })
    const body = someone()
    await Promise.all(Array.from({ length: 30 }, () => platform.stranger().post(`${at(number)}/registrations`).send(body).expect(201)))
    const citizen = await signedIn(platform, 'citizen', { named: 'pressée' })
    const answers = await Promise.all(Array.from({ length: 30 }, () => register(number, {}, citizen)))
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1)
    expect((await staff.get(`/api/meetings/${id}`).expect(200)).body).toMatchObject({ registered: 2 })
  })

  it('by a mediator goes through the same door, with its channel; not at another centre', async () => {
    const { id, number } = await published({ places: 1 })
    const mediator = await signedIn(platform, 'mediator', { place: 'centre-59350' })
    const path = `/api/desk/meetings/${id}/registrations`
    const entry = someone({ centre: 'centre-59350', channel: 'on_behalf', phone: '06 12 34 56 78', needs: 'Un interprète en arabe.' })
    await platform.stranger().post(path).send(entry).expect(401)
    await (await platform.as('citizen')).post(path).send(entry).expect(403)
    expect((await mediator.post(path).send({ ...entry, centre: 'centre-59512' }).expect(403)).body.code).toBe('place.other')
    const made = (await mediator.post(path).send(entry).expect(201)).body as { state: string }
    expect(made.state).toBe('confirmed')
    expect((await mediator.post(path).send({ ...entry, submissionToken: randomUUID(), channel: 'phone' }).expect(201)).body).toMatchObject({ state: 'waiting', queue: 1 })
    const list = (await staff.get(`/api/meetings/${id}/registrations`).expect(200)).body.items as { channel: string, needs: string, id: string }[]
    expect(list).toMatchObject([{ channel: 'on_behalf', centreSlug: 'centre-59350', needs: 'Un interprète en arabe.' }, { channel: 'phone', state: 'waiting', queue: 1 }])
    expect(JSON.stringify((await platform.stranger().get(at(number)).expect(200)).body)).not.toContain('arabe')
    await staff.delete(`/api/meetings/${id}/registrations/${list[0]?.id}`).expect(204)
    expect((await staff.delete(`/api/meetings/${id}/registrations/${list[0]?.id}`).expect(404)).body.code).toBe('meeting.registration-unknown')
    expect((await staff.get(`/api/meetings/${id}`).expect(200)).body).toMatchObject({ registered: 1, waiting: 0 })
  })

  it('gives the place of an account that is erased to who waits', async () => {
    const { id, number } = await published({ places: 1 })
    const leaving = await platform.person('citizen', { named: 'partante' })
    await register(number, { name: 'Partie Depuis' }, leaving.agent).expect(201)
    await register(number).expect(201)
    await platform.db.owner.query('delete from identity.account where id = $1', [leaving.accountId])
    await platform.settle()
    const list = (await staff.get(`/api/meetings/${id}/registrations`).expect(200)).body.items as { state: string, name: string }[]
    expect(list.map(({ state, name }) => [state, name])).toEqual([['confirmed', 'Ginette Delattre'], ['cancelled', '']])
  })

  it('is refused when it is cancelled, suspended, or one address takes a street', async () => {
    const { id, number } = await published()
    for (let n = 0; n < 6; n++) await register(number, { email: 'rue@example.org' }).expect(201)
    expect((await register(number, { email: 'Rue@example.org' }).expect(422)).body).toMatchObject({ code: 'meeting.address-full', refusals: [{ at: 'email' }] })
    const guardian = await signedIn(platform, 'guardian')
    await guardian.post(`/api/consultations/${open.id}/suspension`).send({ reason: 'Un recours est déposé devant le tribunal.' }).expect(201)
    expect((await register(number).expect(422)).body.code).toBe('consultation.suspended')
    expect((await platform.stranger().get(at(number)).expect(200)).body).toMatchObject({ suspended: true, registration: 'closed' })
    await guardian.delete(`/api/consultations/${open.id}/suspension`)
    await staff.post(`/api/meetings/${id}/cancellation`).send({ reason: 'court' }).expect(400)
    await staff.post(`/api/meetings/${id}/cancellation`).send({ reason: 'La salle est inondée, une autre date suivra.' }).expect(201)
    expect((await register(number).expect(422)).body.code).toBe('meeting.cancelled')
    expect((await platform.stranger().get(at(number)).expect(200)).body).toMatchObject({ state: 'cancelled', cancelReason: 'La salle est inondée, une autre date suivra.' })
  })
})

describe('what people are told', () => {
  it('confirmation with the code, moving up, a new hour, and the reason of a cancellation: each once', async () => {
    const meeting = await published({ places: 1 })
    const first = (await register(meeting.number, { email: 'premiere@example.org' }).expect(201)).body as { code: string }
    await register(meeting.number, { email: 'seconde@example.org', language: 'nl' }).expect(201)
    await register(meeting.number, {}).expect(201)
    await platform.settle()
    expect(await mails('premiere@example.org')).toEqual([expect.stringContaining(first.code)])
    expect((await mails('seconde@example.org'))[0]).toContain('wachtlijst')
    await platform.stranger().post(`/api/meeting-registrations/${first.code}/cancellation`).expect(201)
    await platform.settle()
    expect((await mails('seconde@example.org')).at(-1)).toContain('ze is voor u')
    const { revision } = (await staff.get(`/api/meetings/${meeting.id}`).expect(200)).body as Meeting
    expect((await staff.put(`/api/meetings/${meeting.id}`).send({ ...await fieldsOf({ places: 1, title: 'Un autre titre, même heure' }), revision }).expect(200)).body.sequence).toBeUndefined()
    await platform.settle()
    expect(await mails('seconde@example.org')).toHaveLength(2)
    await staff.put(`/api/meetings/${meeting.id}`).send({ ...await fieldsOf({ places: 1, startsAt: await inDays(platform, 11, 18), endsAt: await inDays(platform, 11, 20) }), revision: revision + 1 }).expect(200)
    await platform.settle()
    expect((await mails('seconde@example.org')).at(-1)).toContain('gewijzigd')
    await staff.post(`/api/meetings/${meeting.id}/cancellation`).send({ reason: 'La salle est inondée, une autre date suivra.' }).expect(201)
    await platform.settle()
    await platform.settle()
    expect((await mails('seconde@example.org')).at(-1)).toContain('La salle est inondée')
    expect(await mails('seconde@example.org')).toHaveLength(4)
    expect(await mails('premiere@example.org')).toHaveLength(1)
  })

  it('a reminder two days before, once, also when two processes do it at once and after a crash', async () => {
    const meeting = await published({ startsAt: await inDays(platform, 6, 18), endsAt: await inDays(platform, 6, 20) })
    for (let n = 0; n < 230; n++) await platform.db.owner.query(`insert into consultations.meeting_registration (meeting_id, state, channel, name, email, token, told_sequence) values ($1, 'confirmed', 'online', 'Une personne', $2, $3, 0)`, [meeting.id, `rappel-${n}@example.org`, randomUUID()])
    await platform.settle()
    expect(await mails('rappel-7@example.org')).toEqual([])
    // At whatever hour this runs: two days before, in the evening.
    const { rows: [wait] } = await platform.db.owner.query<{ seconds: number }>(`select extract(epoch from starts_at - interval '44 hours' - platform.clock())::integer as seconds from consultations.meeting where id = $1`, [meeting.id])
    await moveOn(platform, `${wait?.seconds ?? 0} seconds`)
    await again()
    await Promise.all([platform.settle(), platform.settle()])
    // The process that marked them died before its mails left: the rows of the outbox are there, and are sent once.
    await platform.settle()
    const { rows: [sent] } = await platform.db.owner.query<{ mails: number, people: number }>(`select count(*)::integer as mails, count(distinct recipient)::integer as people from platform.mailbox where recipient like 'rappel-%'`)
    expect(sent).toEqual({ mails: 230, people: 230 })
    expect(await mails('rappel-7@example.org')).toEqual([expect.stringContaining('dans deux jours')])
  })
})

describe('after a meeting', () => {
  let meeting: Meeting
  let mediator: TestAgent
  beforeAll(async () => {
    await again()
    meeting = await published({ places: 20, startsAt: await inDays(platform, 3, 18), endsAt: await inDays(platform, 3, 20) })
    for (let n = 0; n < 12; n++) await register(meeting.number, { name: `Personne ${n}`, email: `venue-${n}@example.org`, needs: n === 0 ? '=HYPERLINK("https://mal.example")' : '' }).expect(201)
    expect((await staff.put(`/api/meetings/${meeting.id}/attendance`).send({ came: [], walkIns: 1 }).expect(422)).body.code).toBe('meeting.not-begun')
    expect((await staff.post(`/api/meetings/${meeting.id}/questions`).send({ question: 'Combien cela coûte ?', answer: 'Rien.' }).expect(422)).body.code).toBe('meeting.not-begun')
    expect((await staff.put(`/api/meetings/${meeting.id}/minutes`).send({ revision: meeting.revision, minutes: 'Dit.', links: [], publish: true }).expect(422)).body.code).toBe('meeting.not-held')
    await pass(platform, '4 days')
    await again()
    mediator = await signedIn(platform, 'mediator', { place: 'centre-59350' })
  })

  it('nobody registers or cancels any more, and its fields stay', async () => {
    expect((await platform.stranger().get(at(meeting.number)).expect(200)).body).toMatchObject({ state: 'held', registration: 'closed' })
    expect((await register(meeting.number).expect(422)).body.code).toBe('meeting.begun')
    expect((await staff.put(`/api/meetings/${meeting.id}`).send({ ...await fieldsOf(), revision: meeting.revision }).expect(422)).body.code).toBe('meeting.over')
    const past = (await platform.stranger().get('/api/meetings?when=past&municipality=59350').expect(200)).body.items as Meeting[]
    expect(past.map(({ id }) => id)).toContain(meeting.id)
    expect((await platform.stranger().get('/api/meetings?when=past&municipality=59512').expect(200)).body.items).toEqual([])
    for (const query of ['when=ever', 'municipality=x', 'from=2027', 'perPage=51', 'filter=x']) await platform.stranger().get(`/api/meetings?${query}`).expect(400)
  })

  it('each question is answered or dated, and a late one waits on the page of staff', async () => {
    const path = `/api/meetings/${meeting.id}/questions`
    expect((await staff.post(path).send({ question: 'Qui paie les arbres ?' }).expect(422)).body).toMatchObject({ code: 'meeting.answer-or-day', refusals: [{ at: 'dueOn' }] })
    expect((await staff.post(path).send({ question: 'Qui paie les arbres ?', dueOn: '2020-01-01' }).expect(422)).body.code).toBe('meeting.day-past')
    const day = (await inDays(platform, 2)).slice(0, 10)
    await staff.post(path).send({ question: 'Qui paie les arbres ?', dueOn: day }).expect(201)
    await staff.post(path).send({ question: 'Et l’eau ?', answer: 'Deux fontaines par place.' }).expect(201)
    const desk = `/api/desk/meetings/${meeting.id}/questions`
    await platform.stranger().post(desk).send({ centre: 'centre-59350', question: 'Quand ?', dueOn: day }).expect(401)
    const elsewhere = await signedIn(platform, 'mediator', { place: 'centre-59512' })
    expect((await elsewhere.post(desk).send({ centre: 'centre-59512', question: 'Quand ?', dueOn: day }).expect(403)).body.code).toBe('place.other')
    expect((await mediator.post(desk).send({ centre: 'centre-59350', question: 'Quand ?', dueOn: day }).expect(201)).body).toEqual({ number: 3 })
    expect(((await platform.stranger().get(at(meeting.number)).expect(200)).body as Meeting).questions.map(({ state }) => state)).toEqual(['awaited', 'answered', 'awaited'])
    const tasks = async (): Promise<object[]> => ((await staff.get(`/api/console/today?consultation=${open.id}`).expect(200)).body.tasks as { kind: string }[]).filter(({ kind }) => kind === 'question')
    expect(await tasks()).toMatchObject([{ meetingId: meeting.id, count: 2, late: false }])
    await pass(platform, '4 days')
    await again()
    expect(await tasks()).toMatchObject([{ meetingId: meeting.id, count: 2, late: true }])
    expect(((await platform.stranger().get(at(meeting.number)).expect(200)).body as Meeting).questions[0]).toMatchObject({ state: 'late', dueOn: day })
    await platform.stranger().put(`${path}/1`).send({}).expect(401)
    await staff.put(`${path}/1`).send({ revision: 1, question: 'Qui paie les arbres ?', answer: 'La métropole.' }).expect(200)
    expect((await staff.put(`${path}/1`).send({ revision: 1, question: 'Qui paie ?', answer: 'Autre.' }).expect(409)).body.code).toBe('meeting.changed-meanwhile')
    expect((await staff.put(`${path}/9`).send({ revision: 1, question: 'Qui paie ?', answer: 'Autre.' }).expect(404)).body.code).toBe('meeting.question-unknown')
    expect(await tasks()).toMatchObject([{ count: 1 }])
  })

  it('counts who came, hides counts of fewer than ten, and publishes the minutes with safe links alone', async () => {
    const list = (await staff.get(`/api/meetings/${meeting.id}/registrations`).expect(200)).body.items as { id: string }[]
    const { revision } = (await staff.put(`/api/meetings/${meeting.id}/attendance`).send({ came: list.slice(0, 5).map(({ id }) => id), walkIns: 3 }).expect(200)).body as Meeting
    const path = `/api/meetings/${meeting.id}/minutes`
    const hostile = '<script>alert(1)</script> On a parlé de [l’ombre](javascript:alert(1)).'
    expect((await staff.put(path).send({ revision, minutes: '', links: [], publish: true }).expect(422)).body.code).toBe('meeting.minutes-missing')
    expect((await staff.put(path).send({ revision, minutes: 'Dit.', links: [{ title: 'x', url: 'javascript:alert(1)' }], publish: true }).expect(422)).body).toMatchObject({ code: 'meeting.link-unsafe', refusals: [{ at: 'links.0.url' }] })
    await staff.put(path).send({ revision, minutes: hostile, links: [{ title: 'La présentation', url: 'https://documents.example.org/ombre' }], publish: false }).expect(200)
    expect((await platform.stranger().get(at(meeting.number)).expect(200)).body.minutes).toBeNull()
    expect((await platform.stranger().get('/api/search?q=alert').expect(200)).body.counts.meeting).toBe(0)
    await staff.put(path).send({ revision: revision + 1, minutes: hostile, links: [], publish: true }).expect(200)
    expect((await platform.stranger().get(at(meeting.number)).expect(200)).body.minutes).toMatchObject({ text: hostile, came: null, registered: 12 })
    await staff.put(`/api/meetings/${meeting.id}/attendance`).send({ came: list.slice(0, 5).map(({ id }) => id), walkIns: 6 }).expect(200)
    expect((await platform.stranger().get(at(meeting.number)).expect(200)).body.minutes).toMatchObject({ came: 11 })
    const found = (await platform.stranger().get('/api/search?q=ombre&kind=meeting').expect(200)).body
    expect(found.items).toContainEqual(expect.objectContaining({ kind: 'meeting', number: meeting.number, consultation: expect.objectContaining({ slug: open.slug }) }))
  })

  it('gives everybody the same files: CSV, JSON, calendar; nobody’s name in any of them', async () => {
    const csv = (await platform.stranger().get(`/api/consultations/${open.slug}/meetings.csv`).expect(200)).text
    const json = JSON.parse((await platform.stranger().get(`/api/consultations/${open.slug}/meetings.json`).buffer(true).parse((response, done) => {
      let text = ''
      response.on('data', (piece: Buffer) => { text += piece.toString() }).on('end', () => done(null, text))
    }).expect(200)).body as string) as { numero: number, presents: number | null }[]
    expect(json.find(({ numero }) => numero === meeting.number)).toMatchObject({ presents: 11, inscrits: 12, questions: 3, questions_repondues: 2 })
    for (const file of [csv, JSON.stringify(json)]) expect(file).not.toMatch(/Ginette|Personne \d|venue-/)
    const list = (await staff.get(`/api/meetings/${meeting.id}/registrations.csv`).expect(200)).text
    expect(list).toContain('venue-3@example.org')
    // A spreadsheet runs nothing that somebody wrote.
    expect(list).not.toMatch(/(^|[;,"])=HYPERLINK/m)
    const ics = (await platform.stranger().get(`${at(meeting.number)}/calendar.ics`).expect(200)).text
    expect(ics).toContain(`UID:meeting-${meeting.id}@localhost`)
    expect(ics).toContain('BEGIN:VEVENT')
  })

  it('forgets who registered when its days are over, and keeps the counts', async () => {
    await pass(platform, '31 days')
    await again()
    const { items, erasedAt } = (await staff.get(`/api/meetings/${meeting.id}/registrations`).expect(200)).body as { items: { name: string, email: string | null, needs: string, came: boolean }[], erasedAt: string | null }
    expect(erasedAt).not.toBeNull()
    expect(items).toHaveLength(12)
    expect(items.every(({ name, email, needs }) => name === '' && email === null && needs === '')).toBe(true)
    expect((await staff.get(`/api/meetings/${meeting.id}`).expect(200)).body).toMatchObject({ registered: 12, came: 11 })
    const { rows: [left] } = await platform.db.owner.query<{ rows: string }>('select string_agg(r::text, chr(10)) as rows from consultations.meeting_registration r where meeting_id = $1', [meeting.id])
    expect(left?.rows).not.toMatch(/venue-|Personne \d|HYPERLINK/)
  })
})

describe('calendars', () => {
  it('keep one identifier, count changes, and say what is cancelled', async () => {
    await again()
    const meeting = await published({ title: 'Réunion; avec, des signes\\ et une longue suite de mots pour que la ligne soit pliée en deux', startsAt: await inDays(platform, 20, 18), endsAt: await inDays(platform, 20, 20) })
    const read = async (): Promise<string> => (await platform.stranger().get(`${at(meeting.number)}/calendar.ics`).expect(200)).text.replace(/\r\n /g, '')
    const before = await read()
    expect(before).toMatch(/SEQUENCE:0\r\n/)
    expect(before).toContain('STATUS:CONFIRMED')
    expect(before).toContain('SUMMARY:Réunion\\; avec\\, des signes\\\\ et une longue suite')
    const { startsAt } = (await platform.stranger().get(at(meeting.number)).expect(200)).body as { startsAt: string }
    expect(before).toContain(`DTSTART:${startsAt.replace(/[-:]|\.\d{3}/g, '')}`)
    await staff.post(`/api/meetings/${meeting.id}/cancellation`).send({ reason: 'La salle est inondée, une autre date suivra.' }).expect(201)
    const after = await read()
    expect(after).toMatch(/SEQUENCE:1\r\n/)
    expect(after).toContain('STATUS:CANCELLED')
    expect(after.match(/UID:.*/)?.[0]).toBe(before.match(/UID:.*/)?.[0])
    for (const path of ['/api/meetings.ics', '/api/meetings.ics?municipality=59350', `/api/consultations/${open.slug}/meetings.ics`]) {
      const answer = await platform.stranger().get(path).expect(200)
      expect(answer.headers['content-type']).toContain('text/calendar')
      expect(answer.text).toContain(meeting.id)
    }
    expect((await platform.stranger().get('/api/meetings.ics?municipality=59512').expect(200)).text).not.toContain(meeting.id)
    await platform.stranger().get('/api/meetings.ics?municipality=x').expect(400)
  })
})
