// Whether the keys find what they promise, on people who never were: names by their frequency, and slips at the rates that the study of
// keys expects (usage surname given for the birth surname 4.5 %, surname mistyped 2 %, given name 1 %, commune 1.5 %, names the other way
// round 0.5 %, birth date 0.7 %), each exactly as often.
import { BallotBox, ParticipantKeyring, type CastRequest } from '@parvis/consultations'
import type { CivilStatusGiven } from '@parvis/identity'
import { approvals } from '@parvis/voting'
import { DataSource } from 'typeorm'
import { startApp, type TestPlatform } from '../support/app'
import { signedIn, withVoteOpen, type OpenVote } from '../support/votes'

const PEOPLE = 3000
const SLIPS = { usage: 0.045, surname: 0.02, given: 0.01, commune: 0.015, swap: 0.005, date: 0.007 } as const
const COMMUNES = ['59350', '59512', '59599', '59009', '59378', '59328', '59017', '59163']

let platform: TestPlatform
let open: OpenVote
beforeAll(async () => {
  platform = await startApp()
  open = await withVoteOpen(platform)
})
afterAll(() => platform.stop())

/** Park and Miller's generator: the same people every time. */
let state = 20_270_501
const random = (below: number): number => {
  state = (state * 48271) % 2147483647
  return state % below
}
const drawn = <T>(list: readonly T[]): T => list[random(list.length)] as T
function shuffled<T>(list: readonly T[]): T[] {
  const copy = [...list]
  for (let at = copy.length - 1; at > 0; at--) {
    const other = random(at + 1)
    ;[copy[at], copy[other]] = [copy[other] as T, copy[at] as T]
  }
  return copy
}

const ONSETS = ['B', 'Br', 'C', 'Ch', 'D', 'Del', 'F', 'G', 'Gu', 'H', 'L', 'M', 'N', 'P', 'R', 'S', 'T', 'V', 'Van', 'W']
const NUCLEI = ['a', 'e', 'i', 'o', 'u', 'au', 'eau', 'oi', 'é', 'ou', 'ai', 'y']
const ENDS = ['', 'n', 'r', 'l', 's', 'x', 'rt', 'nd', 't', 'cq', 'ke', 'ghe']
const GIVEN = ['Marie', 'Jean', 'Fatima', 'Mohamed', 'Léa', 'Louis', 'Chloé', 'Hugo', 'Jade', 'Gabriel', 'Emma', 'Adam', 'Alice', 'Raphaël', 'Inès', 'Nathan', 'Zoé', 'Ethan', 'Anna', 'Paul', 'Agnieszka', 'Krzysztof', 'Thi Mai', 'Minh', 'Anne-Marie', 'Jean-Pierre', 'Françoise', 'Gérard', 'Nathalie', 'Philippe', 'Isabelle', 'Yasmine', 'Karim', 'Sofia', 'Lucas', 'Manon', 'Théo', 'Camille', 'Arthur', 'Juliette']
const inventedName = (): string => `${drawn(ONSETS)}${drawn(NUCLEI)}${drawn(ONSETS).toLowerCase()}${drawn(NUCLEI)}${drawn(ENDS)}`
/** Few names that many bear, and many that few do: isonymy of surnames near 10⁻³, of given names above 1 %, as the study takes them. */
const SURNAMES = Array.from({ length: 2500 }, inventedName)
const unequal = <T>(list: readonly T[]): T => list[Math.floor(list.length * (random(1_000_000) / 1_000_000) ** 1.6)] as T
const dateOf = (from: number, to: number): string => `${from + random(to - from)}-${String(1 + random(12)).padStart(2, '0')}-${String(1 + random(28)).padStart(2, '0')}`

function somebody(): CivilStatusGiven {
  const birthSurname = unequal(SURNAMES)
  const usage = random(10) < 4 ? unequal(SURNAMES) : birthSurname
  return { birthSurname, ...(usage === birthSurname ? {} : { usageSurname: usage }), givenNames: [unequal(GIVEN), ...(random(2) ? [drawn(GIVEN)] : [])].join(', '), birthDate: dateOf(1935, 2008), municipalityCode: drawn(COMMUNES) }
}

/** One slip of a finger: a letter too many, too few, another one, or two that changed places. */
function mistyped(name: string): string {
  const at = random(name.length - 1)
  const letter = 'abcdefghijklmnopqrstuvwxyz'.charAt(random(26))
  return [
    () => name.slice(0, at) + name.charAt(at) + name.slice(at), () => name.slice(0, at) + name.slice(at + 1),
    () => name.slice(0, at) + letter + name.slice(at + 1), () => name.slice(0, at) + name.charAt(at + 1) + name.charAt(at) + name.slice(at + 2),
  ][random(4)]?.() ?? name
}

type Slip = keyof typeof SLIPS
/** What the same person says at the second door. */
function saidAgain(person: CivilStatusGiven, slips: ReadonlySet<Slip>): CivilStatusGiven {
  let { birthSurname, usageSurname, givenNames, birthDate, municipalityCode } = person
  if (slips.has('usage') && usageSurname) [birthSurname, usageSurname] = random(2) ? [usageSurname, undefined] : [usageSurname, birthSurname]
  if (slips.has('surname')) birthSurname = mistyped(birthSurname)
  const [first = '', ...others] = givenNames.split(', ')
  if (slips.has('given')) givenNames = [mistyped(first), ...others].join(', ')
  if (slips.has('commune')) municipalityCode = drawn(COMMUNES.filter((code) => code !== municipalityCode))
  if (slips.has('swap')) [birthSurname, givenNames] = [givenNames.split(',', 1)[0] ?? '', birthSurname]
  if (slips.has('date')) {
    const [year = '', month = '', day = ''] = birthDate.split('-')
    birthDate = random(2) && Number(day) <= 12 ? `${year}-${day}-${month}` : `${year}-${month}-${String((Number(day) % 28) + 1).padStart(2, '0')}`
  }
  return { birthSurname, ...(usageSurname ? { usageSurname } : {}), givenNames, birthDate, municipalityCode }
}

const k0Of = (person: CivilStatusGiven): string => platform.app.get(ParticipantKeyring).keyOf(open.consultationId, person).k0.toString('hex')

async function castAll(people: readonly CivilStatusGiven[], door: Pick<CastRequest, 'channel' | 'evidence'>): Promise<void> {
  const keyring = platform.app.get(ParticipantKeyring)
  for (let from = 0; from < people.length; from += 1000) {
    const requests = people.slice(from, from + 1000).map((person): CastRequest => ({
      voteId: open.voteId, choice: approvals(['o1']), voter: { ...keyring.keyOf(open.consultationId, person), municipalityCode: person.municipalityCode }, ...door,
    }))
    await platform.app.get(DataSource).transaction((tx) => platform.app.get(BallotBox).castMany(tx, open.voteId, requests))
  }
}

it('catches who comes twice, disturbs nearly nobody else, and admits every homonym', async () => {
  const seen = new Set<string>()
  const people: CivilStatusGiven[] = []
  while (people.length < PEOPLE) {
    const one = somebody()
    if (!seen.has(k0Of(one))) people.push(one)
    seen.add(k0Of(one))
  }
  const named = people.flatMap(({ usageSurname }, index) => (usageSurname ? [index] : []))
  const slips = people.map(() => new Set<Slip>())
  for (const [slip, rate] of Object.entries(SLIPS) as [Slip, number][]) for (const index of shuffled(slip === 'usage' ? named : people.map((_, at) => at)).slice(0, Math.round(rate * PEOPLE))) slips[index]?.add(slip)
  const again = people.map((person, index) => saidAgain(person, slips[index] ?? new Set()))

  await castAll(people, { channel: 'online', evidence: 'E1' })
  const alone = await pairsNow()
  // People who look like somebody else although nobody came twice.
  expect(new Set(alone.flatMap(({ one, other }) => [one, other])).size / PEOPLE).toBeLessThanOrEqual(0.001)

  await castAll(again, { channel: 'on_behalf', evidence: 'E2' })
  const { rows: [roll] } = await platform.db.owner.query<{ known: number, admitted: number }>(`
    select count(*) filter (where cast_count = 2 or status = 'contested')::integer as known, count(*) filter (where status = 'admitted')::integer as admitted from roll.entry where vote_id = $1`, [open.voteId])
  const byK0 = roll?.known ?? 0
  expect(byK0 / PEOPLE).toBeGreaterThanOrEqual(0.9)
  // Nobody was refused for what agreed: who was not recognised by K0 is admitted beside the first.
  expect(roll?.admitted).toBe(PEOPLE * 2 - byK0)

  const owner = new Map<string, Set<number>>()
  for (const list of [people, again]) for (const [index, person] of list.entries()) owner.set(k0Of(person), (owner.get(k0Of(person)) ?? new Set()).add(index))
  const pairs = await pairsNow()
  const right = new Set<number>()
  const wrong = new Set<string>()
  for (const { one, other } of pairs) {
    const same = [...owner.get(one) ?? []].filter((index) => owner.get(other)?.has(index))
    for (const index of same) right.add(index)
    if (same.length === 0) for (const key of [one, other]) wrong.add(key)
  }
  const caught = (byK0 + right.size) / PEOPLE
  console.info(`of ${PEOPLE}: ${(byK0 / PEOPLE * 100).toFixed(1)} % by K0, ${(caught * 100).toFixed(1)} % by all keys, ${pairs.length} pairs to look at, ${wrong.size} people in one wrongly`)
  expect(caught).toBeGreaterThanOrEqual(0.96)
  expect(wrong.size / PEOPLE).toBeLessThanOrEqual(0.001)

  await review('same_person')
  // Homonyms: other people of one civil status, by their own accounts, on ordinary and on conventional dates.
  const homonyms = [...people.slice(0, 8), ...Array.from({ length: 4 }, () => ({ ...somebody(), birthDate: '1950-01-01' }))]
  await castAll(homonyms.slice(8), { channel: 'online', evidence: 'E1' })
  const before = await admitted()
  await castAll(homonyms, { channel: 'online', evidence: 'E1' })
  expect(await admitted()).toBe(before)
  expect(await review('homonym')).toBe(homonyms.length)
  expect(await admitted()).toBe(before + homonyms.length)
}, 600_000)

/** Everything that waits; @returns how many */
async function review(decision: string): Promise<number> {
  await signedIn(platform, 'staff')
  const { body } = await open.staff.get(`/api/votes/${open.voteId}/contested`).expect(200)
  const { items } = body as { items: { id: string }[] }
  for (const { id } of items) await open.staff.post(`/api/votes/${open.voteId}/contested/${id}/review`).send({ decision, reason: 'Le lieu a vu les pièces d’identité.' }).expect(200)
  return items.length
}

async function pairsNow(): Promise<{ one: string, other: string }[]> {
  return (await platform.db.owner.query<{ one: string, other: string }>(`
    select encode(s.k0, 'hex') as one, encode(g.k0, 'hex') as other from roll.duplicates($1, gen_random_uuid(), 100000, 0) d join roll.entry s on s.id = d.stays join roll.entry g on g.id = d.goes`, [open.voteId])).rows
}

const admitted = async (): Promise<number> => (await platform.db.owner.query<{ n: number }>(`select count(*)::integer as n from roll.entry where vote_id = $1 and status = 'admitted'`, [open.voteId])).rows[0]?.n ?? 0
