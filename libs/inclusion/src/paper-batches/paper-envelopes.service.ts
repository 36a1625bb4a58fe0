import { Injectable } from '@nestjs/common'
import { ageBandOf, eligibilityRefusals, ParticipantKeyring, parseReceipt } from '@parvis/consultations'
import { CivilStatus, MunicipalityDirectory, type Actor, type CivilStatusGiven } from '@parvis/identity'
import { Audit, Config, DomainError, maybe, one, rows, touched } from '@parvis/platform'
import { DataSource } from 'typeorm'
import type { EntityManager } from 'typeorm'
import { TypedNames } from '../alerts/typed-names.service'
import { sheetNumberHash } from '../paper-kits/paper-numbers'
import { answersFor, batchFor, batchForDuty, type BatchRow } from './batch-access'
import { LEAST_OPENED, openingOf } from './batch-states.rules'
import type { EnvelopesClosingDto, EnvelopeView, NewEnvelopeDto, SetAsideReason } from './paper-batches.dto'

interface FoundSheet {
  id: string
  kitId: string
  kitState: 'current' | 'to-destroy'
  state: string
  /** The batch that holds its envelope. */
  batchId: string | null
}

interface Person {
  k0: Buffer
  conventionalDate: boolean
  hints: Buffer
  municipalityCode: string
  ageBand: string
  evidence: 'E1' | 'E2'
}

/** Batches that this one may be opened with: of its kit, being opened, with room for its envelopes. $1: the batch. */
export const OTHERS = `
  select o.id, o.number, t.name as centre from inclusion.paper_batch o join inclusion.centre t on t.id = o.centre_id join inclusion.paper_batch b on b.id = $1
  where o.kit_id = b.kit_id and o.id <> b.id and o.state = 'envelopes'
    and (select count(*) from inclusion.paper_envelope e where e.batch_id in (o.id, b.id)) <= 50
  order by o.number limit 50`

/**
 * The outside: who sent a form, never what is on it. A name is turned into a key and dropped. An envelope that cannot be opened is put aside with
 * its reason, and counted: what it answers depends on the paper alone, never on whether this person took part already.
 */
@Injectable()
export class PaperEnvelopes {
  constructor(
    private readonly dataSource: DataSource,
    private readonly config: Config,
    private readonly audit: Audit,
    private readonly civilStatus: CivilStatus,
    private readonly directory: MunicipalityDirectory,
    private readonly keyring: ParticipantKeyring,
    private readonly typedNames: TypedNames,
  ) {}

  /** Errors: those of `batchFor`. */
  async list(actor: Actor, batchId: string): Promise<EnvelopeView[]> {
    const tx = this.dataSource.manager
    const batch = await batchFor(tx, actor, batchId)
    return rows<EnvelopeView>(tx, 'select id, place, outcome, reason from inclusion.paper_envelope where batch_id = $1 order by place desc limit 50', [batch.id])
  }

  /**
   * Errors: those of `batchForDuty`; 409 `paper-batch.one-duty`, `paper-batch.full`, `paper-envelope.here-already` where this batch holds that number;
   * 422 `paper-envelope.number`, `paper-envelope.identity`, refusals of the civil status.
   */
  async record(actor: Actor, batchId: string, dto: NewEnvelopeDto): Promise<EnvelopeView> {
    return this.dataSource.transaction(async (tx) => {
      const batch = await batchForDuty(tx, actor, batchId, 'open')
      const number = parseReceipt(dto.number)
      if (!number) throw new DomainError('paper-envelope.number', { refusals: [{ code: 'paper-envelope.number', at: 'number' }] })
      const sheet = await this.sheet(tx, number)
      if (sheet?.batchId === batchId && dto.another !== true) throw new DomainError('paper-envelope.here-already', { status: 409 })
      const ofPaper = reasonOf(sheet, batch, dto)
      const person = ofPaper === null ? await this.person(tx, actor, batch, dto) : null
      const reason = ofPaper ?? (person === 'not-eligible' ? 'not-eligible' : null)
      const known = person === 'not-eligible' ? null : person
      // A sheet that came is nowhere else any more; whether its envelope is opened is another question.
      const its = sheet && sheet.batchId === null && reason !== 'other-kit' && reason !== 'kit-to-destroy' && reason !== 'sheet-withdrawn' ? sheet.id : null
      const { place } = await one<{ place: number }>(tx, 'select coalesce(max(place), 0)::integer + 1 as place from inclusion.paper_envelope where batch_id = $1', [batchId])
      const kept = await one<EnvelopeView>(tx, `
        insert into inclusion.paper_envelope (batch_id, centre_id, sheet_id, place, outcome, reason, recorded_by, k0, conventional_date, hints, municipality_code, age_band, evidence)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) returning id, place, outcome, reason`,
      [batchId, batch.centreId, its, place, reason === null ? 'taken' : 'set-aside', reason, actor.accountId,
        known?.k0 ?? null, known?.conventionalDate ?? null, known?.hints ?? null, known?.municipalityCode ?? null, known?.ageBand ?? null, known?.evidence ?? null])
      if (its) await tx.query(`update inclusion.paper_sheet set state = 'returned' where id = $1 and state in ('printed', 'issued', 'missing')`, [its])
      if (place === 1) await this.audit.append(tx, { actorId: actor.accountId, action: 'paper-batch.opened', subjectKind: 'consultation', subjectId: batch.consultationId, detail: { batch: batch.number } })
      return kept
    })
  }

  /** An envelope that was entered wrongly, while they are entered. Errors: those of `batchForDuty`; 404 `paper-envelope.unknown`. */
  async remove(actor: Actor, batchId: string, id: string): Promise<void> {
    await this.dataSource.transaction(async (tx) => {
      await batchForDuty(tx, actor, batchId, 'open')
      await this.opens(tx, actor, batchId)
      if (await touched(tx, 'delete from inclusion.paper_envelope where batch_id = $1 and id = $2', [batchId, id]) === 0) throw new DomainError('paper-envelope.unknown', { status: 404 })
    })
  }

  /**
   * All of them are entered: from here on somebody else sees the forms. Errors: those of `batchForDuty`; 409 `paper-batch.too-few`;
   * 422 `paper-batch.gap-reason`.
   */
  async close(actor: Actor, batchId: string, { gapReason, aloneReason }: EnvelopesClosingDto): Promise<void> {
    await this.dataSource.transaction(async (tx) => {
      const batch = await batchForDuty(tx, actor, batchId, 'open')
      const { found, taken, others } = await one<{ found: number, taken: number, others: number }>(tx, `
        select count(*)::integer as found, count(*) filter (where outcome = 'taken')::integer as taken, (select count(*)::integer from (${OTHERS}) o) as others from inclusion.paper_envelope where batch_id = $1`, [batchId])
      const expected = batch.slip + batch.joined
      if (found !== expected && !gapReason) throw new DomainError('paper-batch.gap-reason', { refusals: [{ code: 'paper-batch.gap-reason', at: 'gapReason', facts: { slip: expected, found } }] })
      const alone = openingOf(taken, others) === 'alone' && answersFor(actor, batch) ? aloneReason ?? null : null
      if (taken > 0 && taken < LEAST_OPENED && alone === null) throw new DomainError('paper-batch.too-few', { status: 409, facts: { taken, least: LEAST_OPENED } })
      await tx.query(`update inclusion.paper_batch set state = 'forms', found = $2, gap_reason = $3, alone_reason = $4, alone_by = $5 where id = $1`,
        [batchId, found, found === expected ? null : gapReason, alone, alone === null ? null : actor.accountId])
      await this.audit.append(tx, { actorId: actor.accountId, action: 'paper-batch.envelopes-closed', subjectKind: 'consultation', subjectId: batch.consultationId, detail: { batch: batch.number, envelopes: found, forms: taken } })
    })
  }

  /** Opens a batch with another one of its kit: its envelopes go there, with where they were handed in. Errors: those of `batchForDuty`; 409 `paper-batch.not-joined`. */
  async join(actor: Actor, batchId: string, intoId: string): Promise<void> {
    await this.dataSource.transaction(async (tx) => {
      // Two that join each other, or one that others join meanwhile, wait in one order.
      for (const id of [batchId, intoId].sort()) await tx.query('select from inclusion.paper_batch where id = $1 for update', [id])
      const batch = await batchForDuty(tx, actor, batchId, 'open')
      const into = (await rows<{ id: string, number: number }>(tx, OTHERS, [batchId])).find(({ id }) => id === intoId)
      if (!into) throw new DomainError('paper-batch.not-joined', { status: 409 })
      const { found } = await one<{ found: number }>(tx, 'select count(*)::integer as found from inclusion.paper_envelope where batch_id = $1', [batchId])
      if (found !== batch.slip + batch.joined) throw new DomainError('paper-batch.not-all-entered', { status: 409, facts: { slip: batch.slip + batch.joined, found } })
      await tx.query(`
        update inclusion.paper_envelope e set batch_id = $2, place = e.place + (select coalesce(max(o.place), 0) from inclusion.paper_envelope o where o.batch_id = $2) where e.batch_id = $1`, [batchId, intoId])
      await tx.query(`update inclusion.paper_batch set state = 'merged', found = $2, merged_into = $3, settled_by = $4, settled_on = platform.today() where id = $1`, [batchId, found, intoId, actor.accountId])
      await tx.query('update inclusion.paper_batch set joined = joined + $2 where id = $1', [intoId, found])
      await this.audit.append(tx, { actorId: actor.accountId, action: 'paper-batch.joined', subjectKind: 'consultation', subjectId: batch.consultationId, detail: { batch: batch.number, into: into.number } })
    })
  }

  /** Whoever corrects takes part in the opening. */
  private async opens(tx: EntityManager, actor: Actor, batchId: string): Promise<void> {
    await tx.query(`select inclusion.take_paper_duty($1, $2, 'open')`, [batchId, actor.accountId])
  }

  private async sheet(tx: EntityManager, number: string): Promise<FoundSheet | null> {
    return maybe<FoundSheet>(tx, `
      select s.id, s.kit_id as "kitId", k.state as "kitState", s.state, e.batch_id as "batchId"
      from inclusion.paper_sheet s join inclusion.paper_kit k on k.id = s.kit_id left join inclusion.paper_envelope e on e.sheet_id = s.id
      where s.envelope_hash = $1 for update of s`, [sheetNumberHash(this.config.receiptKey, 'envelope', number)])
  }

  private async person(tx: EntityManager, actor: Actor, batch: BatchRow, { identity, evidence }: NewEnvelopeDto): Promise<Person | 'not-eligible'> {
    if (!identity) throw new DomainError('paper-envelope.identity', { refusals: [{ code: 'paper-envelope.identity', at: 'identity' }] })
    const { birthSurname, usageSurname, givenNames, birthDate } = identity
    const municipalityCode = this.directory.resolve(identity.municipalityCode) ?? identity.municipalityCode
    const person: CivilStatusGiven = { birthSurname, ...(usageSurname ? { usageSurname } : {}), givenNames, birthDate, municipalityCode }
    DomainError.throwIfAny((await this.civilStatus.refusals(person, tx)).map(({ code, at }) => ({ code, at: `identity.${at}` })))
    const asked = await one<{ opensAt: Date, openDay: string, minimumAge: number, communes: string[] | null }>(tx, `
      select p.opens_at as "opensAt", (p.opens_at at time zone 'UTC')::date::text as "openDay", c.min_age as "minimumAge", case when c.residents_only then to_json(c.scope_codes) end as communes
      from consultations.phase p join consultations.consultation c on c.id = p.consultation_id where p.id = $1`, [batch.phaseId])
    const refusals = eligibilityRefusals({ minimumAge: asked.minimumAge, communes: asked.communes ?? [municipalityCode], opensAt: asked.opensAt.getTime() }, { birthDate, inseeCode: municipalityCode })
    if (refusals.length > 0) return 'not-eligible'
    await this.typedNames.note(tx, actor, batch.centreId, person)
    return { ...this.keyring.keyOf(batch.consultationId, person), municipalityCode, ageBand: ageBandOf(birthDate, asked.openDay), evidence: evidence ?? 'E1' }
  }
}

/** Why an envelope is not opened, by what it is and not by who sent it. */
function reasonOf(sheet: FoundSheet | null, batch: BatchRow, { signed, legible }: NewEnvelopeDto): SetAsideReason | null {
  if (!sheet) return 'unknown-number'
  if (sheet.batchId !== null) return 'used-number'
  if (sheet.kitId !== batch.kitId) return sheet.kitState === 'to-destroy' ? 'kit-to-destroy' : 'other-kit'
  if (sheet.kitState === 'to-destroy') return 'kit-to-destroy'
  if (!['printed', 'issued', 'missing', 'returned'].includes(sheet.state)) return 'sheet-withdrawn'
  if (!signed) return 'unsigned'
  return legible ? null : 'no-identity'
}

