import { createHmac } from 'node:crypto'
import { prepared, preparedOne, rows } from '@parvis/platform'
import type { EntityManager } from 'typeorm'
import type { VoteRules } from '../consultations/questions.rules'
import type { Channel, IdentityEvidence } from './precedence.rules'

/** A vote as the ballot box needs it. */
export interface VoteAtBox {
  id: string
  consultationId: string
  state: 'draft' | 'open' | 'counting' | 'sealed' | 'tallied' | 'published'
  method: string
  rules: VoteRules
  rollKind: 'open' | 'closed'
  opensAt: Date
  closesAt: Date
  suspended: boolean
  /** Where one must live; null: anywhere. */
  communes: string[] | null
  minimumAge: number
}

export interface EntryAtBox {
  id: string
  status: 'admitted' | 'contested' | 'rejected' | 'withdrawn'
  channel: Channel
  castCount: number
}

export interface FoundEntry extends EntryAtBox {
  evidence: IdentityEvidence
  samePerson: boolean
  sameAccount: boolean
  sameAssistance: boolean
}

const COLUMNS = `v.id, v.consultation_id as "consultationId", v.state, v.method, v.rules, v.roll_kind as "rollKind",
  p.opens_at as "opensAt", coalesce(v.closes_at, p.closes_at) as "closesAt", c.suspended_at is not null as suspended,
  case when c.residents_only then to_json(c.scope_codes) end as communes, c.min_age as "minimumAge"`

const select = (lock: string): string => `
  select ${COLUMNS}
  from consultations.vote v
  join consultations.phase p on p.id = v.phase_id
  join consultations.consultation c on c.id = v.consultation_id
  where v.id = $1 and c.state <> 'draft' ${lock}`

const VOTE = prepared(select(''))
const VOTE_HELD = prepared(select('for share of v'))

/** Both in one round trip, in the same order: the rows of the roll are looked up for a vote that is held already. */
const VOTE_AND_ENTRIES = prepared(`
  with held as materialized (${select('for share of v')})
  select held.*, l.entries
  from held cross join lateral (
    select coalesce(json_agg(json_build_object('id', e.id, 'status', e.status, 'channel', e.channel, 'evidence', e.evidence, 'samePerson', e.same_person,
      'sameAccount', e.same_account, 'sameAssistance', e.same_assistance, 'castCount', e.cast_count)), '[]') as entries
    from roll.lookup(held.id, $2, $3, $4) e) l`)

/**
 * The vote, and with `lock` a hold on it: closing and sealing wait until the ballot is in. The consultation is not held: the phase
 * clock locks it before its votes, and the two would wait for each other. A ballot that passes a suspension by an instant is kept.
 */
export async function voteAtBox(tx: EntityManager, voteId: string, { lock }: { lock: boolean }): Promise<VoteAtBox | null> {
  return preparedOne<VoteAtBox>(tx, lock ? VOTE_HELD : VOTE, [voteId])
}

/** The vote, held, with the rows of one person, locked: `voteAtBox` and `findEntries` at once. */
export async function voteAndEntries(tx: EntityManager, voteId: string, { k0, accountRef, assistanceId }: Sought): Promise<{ vote: VoteAtBox, entries: FoundEntry[] } | null> {
  const row = await preparedOne<VoteAtBox & { entries: FoundEntry[] }>(tx, VOTE_AND_ENTRIES, [voteId, k0, accountRef, assistanceId])
  if (!row) return null
  const { entries, ...vote } = row
  return { vote, entries }
}

export interface Sought {
  k0: Buffer
  accountRef: Buffer | null
  assistanceId: string | null
}

/** For each person the rows of the same civil status or account, locked until the transaction ends. People are locked in the order given. */
export async function findEntries(tx: EntityManager, voteId: string, people: readonly Sought[]): Promise<FoundEntry[][]> {
  const found = await rows<FoundEntry & { place: number }>(tx, `
    select p.place::integer as place, l.id, l.status, l.channel, l.evidence, l.same_person as "samePerson", l.same_account as "sameAccount",
      l.same_assistance as "sameAssistance", l.cast_count as "castCount"
    from unnest($2::bytea[], $3::bytea[], $4::uuid[]) with ordinality as p (k0, account_ref, assistance, place)
    cross join lateral roll.lookup($1, p.k0, p.account_ref, p.assistance) l`,
  [voteId, people.map(({ k0 }) => k0), people.map(({ accountRef }) => accountRef), people.map(({ assistanceId }) => assistanceId)])
  const entries = people.map((): FoundEntry[] => [])
  for (const { place, ...entry } of found) entries[place - 1]?.push(entry)
  return entries
}

/** What an account may know of its own part in a vote. */
export function ownEntries(tx: EntityManager, voteId: string, accountRef: Buffer): Promise<(EntryAtBox & { day: string })[]> {
  return rows(tx, 'select id, status, channel, cast_count as "castCount", day::text from roll.own_entries($1, $2)', [voteId, accountRef])
}

const OWN_DOORS: readonly Channel[] = ['online', 'accompanied']

/** A row that counts, or may once it is reviewed. */
export const isStanding = <E extends EntryAtBox>(entry: E): entry is E & { status: 'admitted' | 'contested' } => entry.status === 'admitted' || entry.status === 'contested'

/** Whether an account may still replace its own row: not once a counter or paper took it over, nor after it was rejected or taken back. */
export const stillOwn = (entry: EntryAtBox): boolean => isStanding(entry) && OWN_DOORS.includes(entry.channel)

/** What stands for an account in the roll of one vote: two votes cannot be compared. */
export function accountReference(masterPepper: Uint8Array, voteId: string, accountId: string): Buffer {
  return createHmac('sha256', masterPepper).update(`vote/account/v1\n${voteId}\n${accountId}`).digest()
}

/**
 * Identifier of an account's row before it exists, so that the ballot form can already show the pseudonym that the browser
 * commits to. Looks drawn at random to whoever lacks the key of the vote.
 *
 * @param lost rows of the account that it may no longer replace: a new one needs another identifier
 */
export function ownEntryId(voteKey: Uint8Array, voteId: string, accountId: string, lost: number): string {
  const bytes = createHmac('sha256', voteKey).update(`vote/entry/v1\n${voteId}\n${accountId}\n${lost}`).digest().subarray(0, 16)
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}

/** The row an account votes under: its own one, or the one it is about to make; and the ordinal its next ballot has. */
export function ownSeat(entries: readonly EntryAtBox[], voteKey: Uint8Array, voteId: string, accountId: string): { entryId: string, n: number, voted: boolean } {
  const own = entries.find(stillOwn)
  if (own) return { entryId: own.id, n: own.castCount + 1, voted: true }
  return { entryId: ownEntryId(voteKey, voteId, accountId, entries.length), n: 1, voted: false }
}
