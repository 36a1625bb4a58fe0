import { Injectable } from '@nestjs/common'
import { CivilStatus } from '@parvis/identity'
import type { Actor, CivilStatusGiven } from '@parvis/identity'
import { Audit, DomainError, maybe, one, Outbox, prepared, preparedOne } from '@parvis/platform'
import { DataSource } from 'typeorm'
import type { EntityManager } from 'typeorm'
import { eligibilityRefusals } from '../ballots/eligibility.rules'
import { publishWorkingSet, showFirstPicture } from '../attachments/working-set'
import { ParticipantKeyring } from '../ballots/participant-keyring'
import type { Channel } from '../ballots/precedence.rules'
import { acceptingPhase, openPhase, refuseUnconfirmed } from './open-phase'
import { ownForChange, lastVersionForEdit } from './own-proposal'
import { ProposalPlaces } from './proposal-places.service'
import type { EditProposalDto, SubmitProposalDto, SupportView } from './proposals.dto'

export interface NewProposal {
  consultationId: string
  title: string
  body: string
  theme: string
  municipalityCode?: string | null
  /** In words. */
  place?: string
  lat?: number | null
  lon?: number | null
  /** Made by the form: the same form sent twice makes one proposal. */
  submissionToken: string
  channel: Channel
  transport?: 'direct' | 'offline'
  /** Null at a counter, where nobody's account is asked. */
  authorId?: string | null
  authorName?: string
  assistanceId?: string | null
  /** K0 of who is helped at a counter; an account's is made from its civil status, where it gave one. */
  k0?: Buffer
  /** 32 bytes: what the server keeps of a receipt given at a counter. */
  receiptHash?: Buffer | null
}

export interface NewSupport {
  proposalId: string
  /** K0 of the person in this consultation, 16 bytes (`ParticipantKeyring`). */
  supporterKey: Buffer
  /** The account that supports, in this consultation, 32 bytes; none at a desk. */
  accountRef?: Buffer
  channel: Channel
  transport?: 'direct' | 'offline'
  assistanceId?: string | null
  receiptHash?: Buffer | null
}

/** What decides who may support, bound by the announcement; whether supports are taken is asked again when one is written. */
interface SupportFacts {
  consultationId: string
  withdrawn: boolean
  suspended: boolean
  minAge: number
  residentsOnly: boolean
  scopeCodes: string[]
  /** Of the phase that takes proposals now; null when none does. */
  opensAt: Date | null
}

const SUPPORT_FACTS = prepared(`
  select p.consultation_id as "consultationId", p.state in ('withdrawn', 'hidden') as withdrawn, c.suspended_at is not null as suspended, c.min_age as "minAge",
    c.residents_only as "residentsOnly", to_json(c.scope_codes) as "scopeCodes",
    (select f.opens_at from consultations.phase f where f.consultation_id = c.id and f.kind = 'proposals' and f.state = 'open' and platform.clock() < f.closes_at order by f.position limit 1) as "opensAt"
  from consultations.proposal p join consultations.consultation c on c.id = p.consultation_id where p.id = $1 and c.state <> 'draft'`)

type SupportRefusal = 'proposal.unknown' | 'consultation.suspended' | 'phase.not-open' | 'proposal.withdrawn' | 'proposal.undone' | 'support.too-many'

const ADD_SUPPORT = prepared('select refusal, support_count as "supportCount", counted from consultations.add_support($1, $2, $3, $4, $5, $6)')

/** Proposals and their supports, whichever door they come through. */
@Injectable()
export class Proposals {
  constructor(
    private readonly dataSource: DataSource,
    private readonly places: ProposalPlaces,
    private readonly civilStatus: CivilStatus,
    private readonly keyring: ParticipantKeyring,
    private readonly audit: Audit,
    private readonly outbox: Outbox,
  ) {}

  /** A person's own proposal. Errors: 422 `account.email-unconfirmed`, and those of `submit`. */
  async submitOwn(actor: Actor, consultationId: string, { submissionToken, ...text }: SubmitProposalDto): Promise<{ id: string, number: number }> {
    refuseUnconfirmed(actor)
    return this.submit(null, { ...text, consultationId, submissionToken, channel: 'online', authorId: actor.accountId, authorName: actor.displayName })
  }

  /**
   * Records a proposal, once per `submissionToken`; sent again, it answers the same. Joins the transaction given.
   * Errors: 404 `consultation.unknown`; 422 `consultation.suspended`, `phase.not-open`, `proposal.commune-outside`; 409 `proposal.token-taken`.
   */
  async submit(tx: EntityManager | null, proposal: NewProposal): Promise<{ id: string, number: number }> {
    if (!tx) return this.dataSource.transaction((own) => this.submit(own, proposal))
    // Held to the end: numbers follow each other, and a form sent twice at once finds its first copy.
    await tx.query("select pg_advisory_xact_lock(hashtextextended('proposal-number:' || $1, 0))", [proposal.consultationId])
    const again = await maybe<{ id: string, number: number, authorId: string | null }>(tx,
      'select id, number, author_id as "authorId" from consultations.proposal where consultation_id = $1 and submission_token = $2', [proposal.consultationId, proposal.submissionToken])
    if (again) {
      if (again.authorId !== (proposal.authorId ?? null)) throw new DomainError('proposal.token-taken', { status: 409 })
      return { id: again.id, number: again.number }
    }
    const phase = acceptingPhase(await openPhase(tx, proposal.consultationId))
    const { municipality, lat, lon } = await this.places.of(tx, phase.scopeCodes, proposal)
    const place = proposal.place ?? ''
    const signerKey = proposal.k0 ? this.keyring.signerIn(proposal.consultationId, proposal.k0)
      : proposal.authorId ? this.keyring.signerOf(proposal.consultationId, await this.civilStatus.civilStatusOf(tx, proposal.authorId)) : null
    const row = await one<{ id: string, number: number }>(tx, `
      insert into consultations.proposal (consultation_id, phase_id, number, title, body, theme, municipality_code, author_id, author_name, channel, transport, assistance_id, receipt_hash, submission_token, place, lat, lon, signer_key, created_at)
      select $1, $2, coalesce(max(number), 0) + 1, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17,
        -- It was taken in time: what it waited for since is not its lateness.
        (select least(platform.clock(), f.closes_at - interval '1 ms') from consultations.phase f where f.id = $2) from consultations.proposal where consultation_id = $1
      returning id, number`,
    [proposal.consultationId, phase.phaseId, proposal.title, proposal.body, proposal.theme, municipality, proposal.authorId ?? null, proposal.authorName ?? '',
      proposal.channel, proposal.transport ?? 'direct', proposal.assistanceId ?? null, proposal.receiptHash ?? null, proposal.submissionToken, place, lat, lon, signerKey])
    const attachments = await publishWorkingSet(tx, proposal.submissionToken, proposal)
    await tx.query('insert into consultations.proposal_version (proposal_id, version, title, body, theme, place, lat, lon, attachments) values ($1, 1, $2, $3, $4, $5, $6, $7, $8)', [row.id, proposal.title, proposal.body, proposal.theme, place, lat, lon, JSON.stringify(attachments)])
    if (attachments.length > 0) await showFirstPicture(tx, row.id, attachments)
    await keepReceipt(tx, 'proposal', proposal.consultationId, row.id, proposal.receiptHash)
    await this.audit.append(tx, { actorId: proposal.authorId ?? null, action: 'proposal.submitted', subjectKind: 'proposal', subjectId: row.id, detail: { consultationId: proposal.consultationId, number: row.number, channel: proposal.channel } })
    await this.outbox.announce(tx, 'proposal.submitted', { consultationId: proposal.consultationId, proposalId: row.id })
    return row
  }

  /** Changes the text while the phase lets it; every version is kept. Errors: 403 `proposal.not-author`, 409 `proposal.changed-meanwhile`, 422 by the rules and as for `submit`. */
  async edit(actor: Actor, id: string, { version, ...wanted }: EditProposalDto): Promise<void> {
    await this.dataSource.transaction(async (tx) => {
      const proposal = await ownForChange(tx, actor, id)
      const last = await lastVersionForEdit(tx, id, version)
      const text = { title: wanted.title ?? proposal.title, body: wanted.body ?? proposal.body, theme: wanted.theme ?? proposal.theme, place: wanted.place ?? proposal.place }
      const kept = { municipality: proposal.municipalityCode, lat: numberOf(proposal.lat), lon: numberOf(proposal.lon) }
      const moved = wanted.lat !== undefined || wanted.lon !== undefined
      const at = moved ? await this.places.of(tx, proposal.scopeCodes, { municipalityCode: proposal.municipalityCode, lat: wanted.lat, lon: wanted.lon }) : kept
      if (text.title === proposal.title && text.body === proposal.body && text.theme === proposal.theme && text.place === proposal.place && at.lat === kept.lat && at.lon === kept.lon) return
      const values = [text.title, text.body, text.theme, text.place, at.lat, at.lon]
      // What it shows stays as it is: pictures and documents are changed on their own page.
      await tx.query(`insert into consultations.proposal_version (proposal_id, version, title, body, theme, place, lat, lon, attachments)
        select $1, $2::integer, $3, $4, $5, $6, $7, $8, v.attachments from consultations.proposal_version v where v.proposal_id = $1 and v.version = $2::integer - 1`, [id, last + 1, ...values])
      await tx.query('update consultations.proposal set title = $2, body = $3, theme = $4, place = $5, lat = $6, lon = $7, municipality_code = $8, edited_at = platform.clock(), updated_at = platform.clock() where id = $1', [id, ...values, at.municipality])
      await this.audit.append(tx, { actorId: actor.accountId, action: 'proposal.edited', subjectKind: 'proposal', subjectId: id, detail: { version: last + 1 } })
    })
  }

  /** What several people sign is left by one of them, never withdrawn. Errors: 403 `proposal.not-author`, `proposal.not-first-author`; 409 `proposal.in-vote`, `proposal.shared`; 422 as for `submit`. */
  async withdraw(actor: Actor, id: string): Promise<void> {
    await this.dataSource.transaction(async (tx) => {
      // Whoever makes an option of it holds it too: of the two, the second sees what the first did.
      await ownForChange(tx, actor, id, 'first')
      if (await maybe(tx, 'select 1 from consultations.proposal_coauthor where proposal_id = $1 limit 1', [id])) throw new DomainError('proposal.shared', { status: 409 })
      if (await maybe(tx, 'select 1 from consultations.vote_option where proposal_id = $1 limit 1', [id])) throw new DomainError('proposal.in-vote', { status: 409 })
      await tx.query(`update consultations.proposal set state = 'withdrawn', withdrawn_at = platform.clock(), updated_at = platform.clock() where id = $1`, [id])
      await this.audit.append(tx, { actorId: actor.accountId, action: 'proposal.withdrawn', subjectKind: 'proposal', subjectId: id })
      await this.outbox.announce(tx, 'proposal.withdrawn', { proposalId: id })
    })
  }

  /** A person's own support. Errors: 422 `account.email-unconfirmed`, `account.civil-status-needed`, those of eligibility, and of `support`. */
  async supportOwn(actor: Actor, proposalId: string): Promise<SupportView> {
    refuseUnconfirmed(actor)
    const proposal = await preparedOne<SupportFacts>(this.dataSource, SUPPORT_FACTS, [proposalId])
    refuseSupport(!proposal ? 'proposal.unknown' : proposal.suspended ? 'consultation.suspended' : proposal.opensAt === null ? 'phase.not-open' : proposal.withdrawn ? 'proposal.withdrawn' : null)
    const { consultationId, minAge, residentsOnly, scopeCodes, opensAt } = proposal as SupportFacts
    const person = await this.personOf(this.dataSource.manager, actor)
    DomainError.throwIfAny(eligibilityRefusals({ minimumAge: minAge, communes: residentsOnly ? scopeCodes : [person.municipalityCode], opensAt: opensAt?.toISOString() ?? '' },
      { birthDate: person.birthDate, inseeCode: person.municipalityCode }))
    const { k0 } = this.keyring.keyOf(consultationId, person)
    return { supported: true, ...await addSupport(this.dataSource, { proposalId, supporterKey: k0, accountRef: this.keyring.accountIn(consultationId, actor.accountId), channel: 'online' }) }
  }

  /** Takes a support back; nothing happens when there was none. A person's key covers every door. */
  async unsupportOwn(actor: Actor, proposalId: string): Promise<SupportView> {
    refuseUnconfirmed(actor)
    return this.dataSource.transaction(async (tx) => {
      const { proposal } = await this.supportable(tx, proposalId)
      const { k0 } = this.keyring.keyOf(proposal.consultationId, await this.personOf(tx, actor))
      const { supportCount } = await one<{ supportCount: number }>(tx, 'select consultations.take_support_back($1, $2, $3) as "supportCount"',
        [proposalId, k0, this.keyring.accountIn(proposal.consultationId, actor.accountId)])
      return { supported: false, supportCount, counted: false }
    })
  }

  /**
   * Records a support, once per person whichever the door; again, it answers the same. Joins the transaction given.
   * Errors: 404 `proposal.unknown`; 422 `proposal.withdrawn`, `consultation.suspended`, `phase.not-open`.
   */
  async support(tx: EntityManager | null, support: NewSupport): Promise<{ supportCount: number }> {
    if (!tx) return this.dataSource.transaction((own) => this.support(own, support))
    const { supportCount } = await addSupport(tx, support)
    if (support.receiptHash) {
      const { consultationId } = await one<{ consultationId: string }>(tx, 'select consultation_id as "consultationId" from consultations.proposal where id = $1', [support.proposalId])
      await keepReceipt(tx, 'support', consultationId, support.proposalId, support.receiptHash)
    }
    return { supportCount }
  }

  /** The same at a desk, for a person known by their key; whatever was found, nothing is said. Errors: those of `support`. */
  async unsupport(tx: EntityManager, proposalId: string, supporterKey: Buffer): Promise<void> {
    await this.supportable(tx, proposalId)
    await tx.query('select consultations.take_support_back($1, $2, null)', [proposalId, supporterKey])
  }

  private async supportable(tx: EntityManager, proposalId: string): Promise<{ proposal: { consultationId: string } }> {
    const proposal = await maybe<{ consultationId: string, state: string }>(tx, 'select consultation_id as "consultationId", state from consultations.proposal where id = $1', [proposalId])
    if (!proposal) throw new DomainError('proposal.unknown', { status: 404 })
    acceptingPhase(await openPhase(tx, proposal.consultationId))
    if (proposal.state === 'withdrawn') throw new DomainError('proposal.withdrawn')
    return { proposal }
  }

  private async personOf(tx: EntityManager, actor: Actor): Promise<CivilStatusGiven> {
    const person = await this.civilStatus.ofActor(actor, tx)
    if (!person) throw new DomainError('account.civil-status-needed')
    return person
  }
}

const numberOf = (text: string | null): number | null => (text === null ? null : Number(text))

/** One statement, and alone one transaction: what is asked before it is asked again under the lock of the phase. */
async function addSupport(db: DataSource | EntityManager, { proposalId, supporterKey, accountRef, channel, transport, assistanceId }: NewSupport): Promise<{ supportCount: number, counted: boolean }> {
  const answer = await preparedOne<{ refusal: SupportRefusal | null, supportCount: number, counted: boolean }>(db, ADD_SUPPORT,
    [proposalId, supporterKey, channel, transport ?? 'direct', assistanceId ?? null, accountRef ?? null])
  refuseSupport(answer?.refusal ?? null)
  return { supportCount: answer?.supportCount ?? 0, counted: answer?.counted ?? false }
}

function refuseSupport(refusal: SupportRefusal | null): void {
  if (refusal === null) return
  throw new DomainError(refusal, refusal === 'proposal.unknown' ? { status: 404 } : refusal === 'phase.not-open' ? { facts: { kind: 'proposals' } } : {})
}

async function keepReceipt(tx: EntityManager, kind: 'proposal' | 'support', consultationId: string, proposalId: string, hash?: Buffer | null): Promise<void> {
  if (hash) await tx.query('insert into consultations.receipt (hash, kind, consultation_id, proposal_id) values ($1, $2, $3, $4) on conflict (hash) do nothing', [hash, kind, consultationId, proposalId])
}
