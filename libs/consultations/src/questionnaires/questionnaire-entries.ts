import { createHmac } from 'node:crypto'
import { one, rows } from '@parvis/platform'
import type { EntityManager } from 'typeorm'
import { admission, type Channel, type IdentityEvidence } from '../ballots/precedence.rules'
import type { AgeBand } from './results.rules'

/** Somebody who takes part in a questionnaire, as a door knows them. */
export interface Participant {
  consultationId: string
  /** 16 bytes, from `ParticipantKeyring`. */
  k0: Buffer
  conventionalDate: boolean
  municipalityCode: string
  ageBand: AgeBand
  /** The account that answers, in this consultation, 32 bytes; null at a desk and for who has none. */
  accountRef: Buffer | null
  channel: Channel
  transport: 'direct' | 'offline'
  evidence: IdentityEvidence
  centreId: string | null
  assistanceId: string | null
}

interface FoundEntry {
  id: string
  status: 'admitted' | 'contested'
  channel: Channel
  evidence: IdentityEvidence
  samePerson: boolean
  sameAccount: boolean
  sameAssistance: boolean
}

/** The key that ties entries to answers in one questionnaire. Outside the database, like the pepper it comes from. */
const tieKey = (masterPepper: Uint8Array, consultationId: string): Buffer => createHmac('sha256', masterPepper).update(`questionnaire/tie/v1\n${consultationId}`).digest()

const bytesOf = (uuid: string): Buffer => Buffer.from(uuid.replaceAll('-', ''), 'hex')

/** What ties an entry to its answers: 32 bytes. */
export const pseudonymOf = (masterPepper: Uint8Array, consultationId: string, entryId: string): Buffer => createHmac('sha256', tieKey(masterPepper, consultationId)).update(bytesOf(entryId)).digest()

const BLOCK = 64

/** HMAC-SHA256 of `entry` as PostgreSQL computes it, with the two padded keys as parameters: entries and answers meet inside one statement. */
export const pseudonymSql = (entry: string, inner: string, outer: string): string => `sha256(${outer}::bytea || sha256(${inner}::bytea || uuid_send(${entry})))`

export function tiePads(masterPepper: Uint8Array, consultationId: string): { inner: Buffer, outer: Buffer } {
  const key = Buffer.alloc(BLOCK)
  tieKey(masterPepper, consultationId).copy(key)
  return { inner: Buffer.from(key.map((byte) => byte ^ 0x36)), outer: Buffer.from(key.map((byte) => byte ^ 0x5c)) }
}

/** Until the transaction ends nobody else of this civil status, or of this account, is admitted. Always in one order, so that two never wait in a circle. */
export async function holdPerson(tx: EntityManager, { consultationId, k0, accountRef }: { consultationId: string, k0: Buffer | null, accountRef: Buffer | null }): Promise<void> {
  const names = [...(k0 ? [k0] : []), ...(accountRef ? [accountRef] : [])].map((key) => `questionnaire:${consultationId}:${key.toString('hex')}`).sort()
  for (const name of names) await tx.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [name])
}

const OWN_DOORS: readonly Channel[] = ['online', 'accompanied']

/**
 * Which entry answers go under (README item 12): a new one, the one they replace, or one that is kept apart until it is reviewed.
 * The indexes of the table decide once more.
 */
export async function admit(tx: EntityManager, participant: Participant): Promise<{ entryId: string, decision: 'first' | 'replace' | 'contested' }> {
  await holdPerson(tx, participant)
  const { consultationId, k0, accountRef, assistanceId, channel, evidence, conventionalDate } = participant
  const found = await rows<FoundEntry>(tx, `
    select id, status, channel, evidence, k0 = $2 as "samePerson", coalesce(account_ref = $3, false) as "sameAccount", coalesce(assistance_id = $4, false) as "sameAssistance"
    from consultations.questionnaire_entry
    where consultation_id = $1 and status <> 'rejected' and (k0 = $2 or account_ref = $3 or assistance_id = $4) order by homonym, day, id for update`, [consultationId, k0, accountRef, assistanceId])
  const corrected = found.find((entry) => entry.sameAssistance && entry.channel === channel)
  if (corrected) return { entryId: await replace(tx, corrected, participant), decision: corrected.status === 'contested' ? 'contested' : 'replace' }
  const standing = found.map((entry) => ({ ...entry, sameAccount: entry.sameAccount && OWN_DOORS.includes(entry.channel) }))
  const { decision, rowId } = admission(standing.filter((entry) => entry.samePerson || entry.sameAccount), { channel, evidence }, conventionalDate)
  const replaced = found.find(({ id }) => id === rowId)
  if (decision === 'replace' && replaced) return { entryId: await replace(tx, replaced, participant), decision: replaced.status === 'contested' ? 'contested' : 'replace' }
  const { id } = await one<{ id: string }>(tx, `
    insert into consultations.questionnaire_entry (consultation_id, k0, conventional_date, account_ref, municipality_code, age_band, channel, transport, evidence, centre_id, assistance_id, contests, status)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) returning id`,
  [...columns(participant), decision === 'contested' ? rowId : null, decision === 'contested' ? 'contested' : 'admitted'])
  return { entryId: id, decision }
}

const columns = (one: Participant): unknown[] => [one.consultationId, one.k0, one.conventionalDate, one.accountRef, one.municipalityCode, one.ageBand, one.channel, one.transport, one.evidence, one.centreId, one.assistanceId]

/** An account that gives another civil status keeps its one entry; the key follows unless somebody stands there already. */
async function replace(tx: EntityManager, { id }: FoundEntry, participant: Participant): Promise<string> {
  await tx.query(`
    update consultations.questionnaire_entry e set conventional_date = $3, account_ref = $4, municipality_code = $5, age_band = $6, channel = $7, transport = $8, evidence = $9, centre_id = $10,
      assistance_id = $11, day = platform.today(),
      k0 = case when e.k0 <> $2 and exists (select from consultations.questionnaire_entry o where o.consultation_id = $1 and o.k0 = $2 and o.status <> 'rejected') then e.k0 else $2 end
    where id = $12`, [...columns(participant), id])
  return id
}
