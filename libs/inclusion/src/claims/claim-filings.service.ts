import { createHmac } from 'node:crypto'
import { Injectable } from '@nestjs/common'
import { CLAIM_WORDS, hashReceipt, ParticipantKeyring, parseReceipt } from '@parvis/consultations'
import { CivilStatus, mayActIn, METROPOLIS, MunicipalityDirectory } from '@parvis/identity'
import type { Actor } from '@parvis/identity'
import { Audit, Config, DomainError, maybe, one, Sealed, type Refusal } from '@parvis/platform'
import { DataSource } from 'typeorm'
import type { EntityManager } from 'typeorm'
import { claimCode, type ClaimWords } from './claim-columns'
import type { FileClaimAtDeskDto, FileClaimDto, FiledClaimView } from './claims.dto'
import { contactRefusals, workingDayAfter, WORKING_DAYS } from './claims.rules'

/** Claims without an account, on the whole platform, in one hour: beyond them the desk and the account stay open (README item 18: never by address). */
const MOST_IN_AN_HOUR = 200

interface About {
  consultationId: string | null
  voteId: string | null
  centreId: string | null
  concernedId: string | null
  ownerKind: string
  ownerCode: string
  /** Of a ballot that was not sealed: what a decision may change. */
  ballotReceipt: string | null
}

/** Takes a claim: by anybody, by an account, or at a desk for whoever stands there. It is answered at once, by a code and a day. */
@Injectable()
export class ClaimFilings {
  private readonly sealed: Sealed

  constructor(
    private readonly dataSource: DataSource,
    private readonly config: Config,
    private readonly audit: Audit,
    private readonly keyring: ParticipantKeyring,
    private readonly civilStatus: CivilStatus,
    private readonly directory: MunicipalityDirectory,
  ) {
    this.sealed = new Sealed(config, CLAIM_WORDS)
  }

  /** Errors: 422 `claim.receipt-unknown`, `consultation.unknown`, what is missing to answer; 429 `claim.too-many`. */
  async file(actor: Actor | null, claim: FileClaimDto): Promise<FiledClaimView> {
    return this.dataSource.transaction(async (tx) => {
      const about = await this.about(tx, claim)
      DomainError.throwIfAny(contactRefusals(claim.reply, claim.contact ?? ''))
      if (!actor) await this.refuseFlood(tx)
      return this.keep(tx, claim, about, { door: actor ? 'account' : 'online', accountId: actor?.accountId ?? null, receivedBy: null })
    })
  }

  /** Errors: those of `file`; 403 `place.other`, 404 `centre.unknown`; 422 `claim.identity-consultation`, `claim.document-needed`, and those of a civil status at `identity`. */
  async fileAtDesk(actor: Actor, { deskId, identity, documentSeen, ...claim }: FileClaimAtDeskDto): Promise<FiledClaimView> {
    return this.dataSource.transaction(async (tx) => {
      const desk = await maybe<{ slug: string }>(tx, 'select slug from inclusion.centre where id = $1 and active', [deskId])
      if (!desk) throw new DomainError('centre.unknown', { status: 404 })
      if (!mayActIn(actor, 'desk.use', { kind: 'centre', code: desk.slug })) throw new DomainError('place.other', { status: 403 })
      const about = await this.about(tx, claim)
      const person = identity && { ...identity, municipalityCode: this.directory.resolve(identity.municipalityCode) ?? identity.municipalityCode }
      DomainError.throwIfAny([
        ...contactRefusals(claim.reply, claim.contact ?? ''),
        ...(identity && !about.consultationId ? [{ code: 'claim.identity-consultation', at: 'consultationId' }] : []),
        // A name that nobody proved changes nothing of a ballot: it is not even kept.
        ...(identity && !documentSeen ? [{ code: 'claim.document-needed', at: 'documentSeen' }] : []),
        ...(person ? (await this.civilStatus.refusals(person, tx)).map((refusal): Refusal => ({ ...refusal, at: `identity.${refusal.at}` })) : []),
      ])
      const key = person && about.consultationId ? this.keyring.keyOf(about.consultationId, person) : null
      return this.keep(tx, claim, about, { door: 'desk', accountId: null, receivedBy: actor.accountId }, key ? { k0: key.k0.toString('hex'), conventionalDate: key.conventionalDate } : {})
    })
  }

  private async keep(tx: EntityManager, claim: FileClaimDto, about: About, by: { door: 'online' | 'account' | 'desk', accountId: string | null, receivedBy: string | null }, proof: Pick<ClaimWords, 'k0' | 'conventionalDate'> = {}): Promise<FiledClaimView> {
    const id = this.idOf(claim)
    const code = claimCode(this.config, id)
    const { today } = await one<{ today: string }>(tx, `select to_char(platform.today(), 'YYYY-MM-DD') as today`)
    const dueOn = workingDayAfter(today, WORKING_DAYS)
    const words: ClaimWords = { words: claim.words, centreTyped: claim.centre ?? '', ...(about.ballotReceipt ? { receipt: about.ballotReceipt } : {}), ...proof }
    const kept = await maybe(tx, `
      insert into inclusion.claim (id, kind, door, code_hash, language, owner_kind, owner_code, consultation_id, vote_id, centre_id, concerned_id, received_by, account_id, words, reply, contact, due_on)
      values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17) on conflict (id) do nothing returning id`,
    [id, claim.kind, by.door, hashReceipt(this.config.receiptKey, parseReceipt(code) ?? ''), claim.language, about.ownerKind, about.ownerCode, about.consultationId, about.voteId, about.centreId, about.concernedId,
      by.receivedBy, by.accountId, this.sealed.seal(JSON.stringify(words), id), claim.reply, claim.reply === 'code' ? null : this.sealed.seal(claim.contact ?? '', id), dueOn])
    // Neither the person nor the receipt: what was claimed, and about which consultation.
    if (kept) await this.audit.append(tx, { actorId: by.receivedBy, action: 'claim.filed', subjectKind: 'claim', subjectId: id, detail: { claimKind: claim.kind, ...(about.consultationId ? { consultationId: about.consultationId } : {}) } })
    return { code, dueOn }
  }

  private async about(tx: EntityManager, { receipt, consultationId, centre }: FileClaimDto): Promise<About> {
    const shown = receipt?.trim() ? await this.receipt(tx, receipt) : null
    const named = await maybe<{ id: string, voteId: string | null, ownerKind: string, ownerCode: string }>(tx, `
      select c.id, c.owner_kind as "ownerKind", c.owner_code as "ownerCode",
        coalesce((select v.id from consultations.vote v where v.id = $2), (select v.id from consultations.vote v where v.consultation_id = c.id and v.state in ('open', 'counting') order by v.closes_at, v.id limit 1)) as "voteId"
      from consultations.consultation c where c.id = $1 and c.state <> 'draft'`, [shown?.consultationId ?? consultationId ?? null, shown?.voteId ?? null])
    if (!named && (shown || consultationId)) throw new DomainError('consultation.unknown', { refusals: [{ code: 'consultation.unknown', at: 'consultationId' }] })
    const place = centre ? await this.place(tx, centre) : null
    return {
      consultationId: named?.id ?? null, voteId: named?.voteId ?? null, centreId: shown?.centreId ?? place?.id ?? null, concernedId: shown?.mediatorId ?? null,
      ownerKind: named?.ownerKind ?? 'metropolis', ownerCode: named?.ownerCode ?? METROPOLIS.code, ballotReceipt: shown?.voteId ? parseReceipt(receipt ?? '') : null,
    }
  }

  /** The place that somebody means: its name, its slug, or a part of the name that one place alone has. Nobody of it decides, so a part must not be lost. */
  private async place(tx: EntityManager, typed: string): Promise<{ id: string } | null> {
    return maybe<{ id: string }>(tx, `
      select id from (
        select id, slug, slug = $1 or search.fold(name) = search.fold($1) as whole, count(*) over () as found
        from inclusion.centre where active and (slug = $1 or search.fold(name) = search.fold($1) or (length(search.fold($1)) >= 4 and position(search.fold($1) in search.fold(name)) > 0))
      ) near where whole or found = 1 order by whole desc, slug limit 1`, [typed])
  }

  /** What a code stands for, and who entered it. Error: 422 `claim.receipt-unknown` at `receipt`, as `/recu` says it. */
  private async receipt(tx: EntityManager, typed: string): Promise<{ consultationId: string, voteId: string | null, centreId: string | null, mediatorId: string | null }> {
    const code = parseReceipt(typed)
    const found = code && await maybe<{ consultationId: string, voteId: string | null, centreId: string | null, mediatorId: string | null }>(tx, `
      select v.consultation_id as "consultationId", v.id as "voteId", t.id as "centreId", s.mediator_id as "mediatorId"
      from roll.desk_of_receipt($1) r join consultations.vote v on v.id = r.vote_id left join inclusion.centre t on t.id = r.centre_id left join inclusion.assisted_session s on s.id = r.assistance_id
      union all
      select r.consultation_id, null, s.centre_id, s.mediator_id from consultations.receipt r
      left join consultations.proposal p on p.id = r.proposal_id and r.kind = 'proposal' left join inclusion.assisted_session s on s.id = p.assistance_id where r.hash = $1`, [hashReceipt(this.config.receiptKey, code)])
    if (!found) throw new DomainError('claim.receipt-unknown', { refusals: [{ code: 'claim.receipt-unknown', at: 'receipt' }] })
    return found
  }

  private async refuseFlood(tx: EntityManager): Promise<void> {
    const { n } = await one<{ n: number }>(tx, `select count(*)::integer as n from inclusion.claim where door = 'online' and filed_at > platform.clock() - interval '1 hour'`)
    if (n >= MOST_IN_AN_HOUR) throw new DomainError('claim.too-many', { status: 429 })
  }

  /** The same for the same form with the same words: who sends it twice makes one claim, and nobody else's is found by a token. */
  private idOf({ submissionToken, kind, words, contact, receipt }: FileClaimDto): string {
    const bytes = createHmac('sha256', this.config.receiptKey).update(`claim/v1\n${JSON.stringify([submissionToken, kind, words, contact ?? '', receipt ?? ''])}`).digest().subarray(0, 16)
    bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40
    bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80
    return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
  }
}
