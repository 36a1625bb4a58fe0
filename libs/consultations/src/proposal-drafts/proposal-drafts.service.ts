import { Injectable } from '@nestjs/common'
import type { OnModuleInit } from '@nestjs/common'
import { MunicipalityDirectory } from '@parvis/identity'
import type { Actor } from '@parvis/identity'
import { DomainError, Erasures, iso, maybe, rows, touched } from '@parvis/platform'
import { DataSource } from 'typeorm'
import type { EntityManager } from 'typeorm'
import { openPhase, refuseUnconfirmed, takingPhase } from '../proposals/open-phase'
import type { DraftPlaceDto } from '../proposals/place.dto'
import { ProposalPlaces } from '../proposals/proposal-places.service'
import { Proposals } from '../proposals/proposals.service'
import type { ProposalDraftDto, ProposalDraftsView, ProposalDraftView, SentProposalView } from './proposal-drafts.dto'
import { draftRefusals } from './proposal-drafts.rules'

/** Of one person in one consultation; the table says the same. */
const MOST = 10

const DRAFT = `
  select d.id, json_build_object('id', c.id, 'slug', c.slug, 'title', c.title) as consultation, d.title, d.body, d.theme, d.municipality_code as "municipalityCode",
    d.place, d.lat::float8 as lat, d.lon::float8 as lon, ${iso('d.updated_at')} as "updatedAt", ${iso('f.closes_at')} as "closesAt"
  from consultations.proposal_draft d join consultations.consultation c on c.id = d.consultation_id
  join lateral (select closes_at from consultations.phase where consultation_id = c.id and kind = 'proposals' and state = 'open' order by position limit 1) f on true`

const WRITE = `
  update consultations.proposal_draft set title = $4, body = $5, theme = $6, municipality_code = $7, place = coalesce($8, place),
    lat = case when municipality_code = $7 then lat end, lon = case when municipality_code = $7 then lon end, updated_at = platform.clock()
  where id = $1 and author_id = $2 and consultation_id = $3`

/** In the first of the author's places that is free, unless it was sent already. */
const MAKE = `
  insert into consultations.proposal_draft (id, consultation_id, author_id, slot, title, body, theme, municipality_code, place)
  select $1, $3, $2, free, $4, $5, $6, $7, coalesce($8, '') from generate_series(1, ${MOST}) free
  where not exists (select from consultations.proposal_draft d where d.consultation_id = $3 and d.author_id = $2 and d.slot = free)
    and not exists (select from consultations.proposal p where p.consultation_id = $3 and p.submission_token = $1)
  order by free limit 1 on conflict do nothing`

type Row = Omit<ProposalDraftView, 'municipalityName'>

/** What somebody writes before sending it: theirs alone, kept while the phase takes proposals. */
@Injectable()
export class ProposalDrafts implements OnModuleInit {
  constructor(private readonly dataSource: DataSource, private readonly directory: MunicipalityDirectory, private readonly proposals: Proposals, private readonly places: ProposalPlaces, private readonly erasures: Erasures) {}

  onModuleInit(): void {
    this.erasures.register('proposal-drafts', 3600, (tx) => this.forget(tx))
  }

  async list({ accountId }: Actor): Promise<ProposalDraftsView> {
    const found = await rows<Row>(this.dataSource, `${DRAFT} where d.author_id = $1 order by d.updated_at desc, d.id limit 100`, [accountId])
    return { items: found.map((row) => this.view(row)) }
  }

  /** Errors: 404 `draft.unknown`, for somebody else's too. */
  async read({ accountId }: Actor, id: string): Promise<ProposalDraftView> {
    const row = await maybe<Row>(this.dataSource, `${DRAFT} where d.id = $1 and d.author_id = $2`, [id, accountId])
    if (!row) throw unknownDraft()
    return this.view(row)
  }

  /**
   * Keeps what is written under the identifier that the form made: sent twice it is one draft, sent again it is written over.
   * Errors: 404 `consultation.unknown`; 409 `draft.sent`, `proposal.token-taken`; 422 `phase.not-open`, `proposal.commune-outside`, `draft.too-many`.
   */
  async keep({ accountId }: Actor, consultationId: string, id: string, draft: ProposalDraftDto): Promise<void> {
    await this.dataSource.transaction(async (tx) => {
      const { scopeCodes } = takingPhase(await openPhase(tx, consultationId))
      const { municipality } = await this.places.of(tx, scopeCodes, { municipalityCode: draft.municipalityCode })
      const values = [id, accountId, consultationId, draft.title, draft.body, draft.theme, municipality, draft.place ?? null]
      // Two that are kept at once may want the same place: the index gives it to one, the other takes the next.
      for (let tries = 0; tries <= MOST; tries++) {
        if (await touched(tx, WRITE, values) > 0 || await touched(tx, MAKE, values) > 0) return
      }
      const taken = await maybe<{ sent: boolean }>(tx, `
        select true as sent from consultations.proposal where author_id = $2 and submission_token = $1 union all select false from consultations.proposal_draft where id = $1 limit 1`, [id, accountId])
      if (taken) throw new DomainError(taken.sent ? 'draft.sent' : 'proposal.token-taken', { status: 409 })
      throw new DomainError('draft.too-many', { facts: { limit: MOST } })
    })
  }

  /** Where it is, written over whole. Errors: 404 `draft.unknown`; 422 `phase.not-open` and those of a place. */
  async locate({ accountId }: Actor, id: string, { place, ...given }: DraftPlaceDto): Promise<void> {
    await this.dataSource.transaction(async (tx) => {
      const draft = await maybe<{ consultationId: string }>(tx, 'select consultation_id as "consultationId" from consultations.proposal_draft where id = $1 and author_id = $2 for update', [id, accountId])
      if (!draft) throw unknownDraft()
      const { scopeCodes } = takingPhase(await openPhase(tx, draft.consultationId))
      const { municipality, lat, lon } = await this.places.of(tx, scopeCodes, given)
      await tx.query('update consultations.proposal_draft set municipality_code = $2, lat = $3, lon = $4, place = $5, updated_at = platform.clock() where id = $1', [id, municipality, lat, lon, place ?? ''])
    })
  }

  /** Nothing happens when it is gone already. */
  async remove({ accountId }: Actor, id: string): Promise<void> {
    await this.dataSource.query('delete from consultations.proposal_draft where id = $1 and author_id = $2', [id, accountId])
  }

  /** Makes the proposal of it, once; sent again, it answers the same. Errors: 404 `draft.unknown`; 422 by the rules, and those of `Proposals.submit`. */
  async submit(actor: Actor, id: string): Promise<SentProposalView> {
    refuseUnconfirmed(actor)
    return this.dataSource.transaction(async (tx) => {
      const draft = await maybe<{ consultationId: string, title: string, body: string, theme: string, municipalityCode: string | null, place: string, lat: number | null, lon: number | null }>(tx, `
        select consultation_id as "consultationId", title, body, theme, municipality_code as "municipalityCode", place, lat::float8 as lat, lon::float8 as lon
        from consultations.proposal_draft where id = $1 and author_id = $2 for update`, [id, actor.accountId])
      if (!draft) return this.alreadySent(tx, actor, id)
      DomainError.throwIfAny(draftRefusals(draft))
      const { number } = await this.proposals.submit(tx, { ...draft, submissionToken: id, channel: 'online', authorId: actor.accountId, authorName: actor.displayName })
      await tx.query('delete from consultations.proposal_draft where id = $1', [id])
      return { number }
    })
  }

  private async alreadySent(tx: EntityManager, { accountId }: Actor, id: string): Promise<SentProposalView> {
    const sent = await maybe<{ number: number }>(tx, 'select number from consultations.proposal where author_id = $1 and submission_token = $2', [accountId, id])
    if (!sent) throw unknownDraft()
    return sent
  }

  /** What was not sent when the phase closed goes. */
  private async forget(tx: EntityManager): Promise<number> {
    return touched(tx, `
      delete from consultations.proposal_draft d where not exists (
        select from consultations.phase f where f.consultation_id = d.consultation_id and f.kind = 'proposals' and f.state = 'open')`)
  }

  private view(row: Row): ProposalDraftView {
    return { ...row, municipalityName: row.municipalityCode && (this.directory.byCode(row.municipalityCode)?.name ?? row.municipalityCode) }
  }
}

const unknownDraft = () => new DomainError('draft.unknown', { status: 404 })
