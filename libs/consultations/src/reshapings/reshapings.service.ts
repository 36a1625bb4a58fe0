import { Injectable } from '@nestjs/common'
import { MunicipalityDirectory } from '@parvis/identity'
import type { Actor } from '@parvis/identity'
import { Audit, DomainError, maybe, offsetOf, one, Outbox, rows } from '@parvis/platform'
import type { PageQuery } from '@parvis/platform'
import { createHash } from 'node:crypto'
import { DataSource } from 'typeorm'
import type { EntityManager } from 'typeorm'
import { lockForChange, readForStaff } from '../consultations/access'
import { FIGURES, RESHAPING, SIGNATORIES, SOURCES, UNTOUCHED } from './reshaping-statements'
import type { MergeDto, ReshapedView, ReshapingPlanDto, ReshapingPlanView, ReshapingSourceView, ReshapingsView, ReshapingView, SplitDto } from './reshapings.dto'
import { reshapingRefusals, signatoriesOf } from './reshapings.rules'
import type { Signatory, SourceFacts } from './reshapings.rules'

type Source = ReshapingSourceView & SourceFacts & { version: number }

interface Made {
  consultationId: string
  phaseId: string
  title: string
  body: string
  theme: string
  municipalityCode: string | null
  signed: [Signatory, ...Signatory[]]
}

/** Staff unite proposals into a new one, or split one into new ones. What was there keeps its address, its comments and a trace; supports go along. */
@Injectable()
export class Reshapings {
  constructor(private readonly dataSource: DataSource, private readonly directory: MunicipalityDirectory, private readonly audit: Audit, private readonly outbox: Outbox) {}

  /** What it would do, and what keeps it from being done. */
  async plan(actor: Actor, consultationId: string, { kind, proposalIds }: ReshapingPlanDto): Promise<ReshapingPlanView> {
    const tx = this.dataSource.manager
    await readForStaff(tx, actor, consultationId, 'proposal.select')
    const sources = await rows<Source>(tx, SOURCES, [consultationId, proposalIds])
    const figures = await one<Omit<ReshapingPlanView, 'kind' | 'proposals' | 'refusals' | 'fingerprint'>>(tx, FIGURES, [sources.map(({ id }) => id)])
    return {
      kind, ...figures, fingerprint: fingerprintOf(sources),
      proposals: sources.map(({ id, number, title, body, theme, municipalityCode, supportCount }) => ({ id, number, title, body, theme, municipalityCode, supportCount })),
      refusals: reshapingRefusals(kind, proposalIds.length, sources).map(({ code, facts }) => ({ code, number: typeof facts?.number === 'number' ? facts.number : null })),
    }
  }

  /** Newest first. */
  async list(actor: Actor, consultationId: string, query: PageQuery): Promise<ReshapingsView> {
    await readForStaff(this.dataSource.manager, actor, consultationId, 'proposal.select')
    const { total } = await one<{ total: number }>(this.dataSource, 'select count(*)::integer as total from consultations.reshaping where consultation_id = $1', [consultationId])
    const items = await rows<ReshapingView>(this.dataSource, `select ${RESHAPING} from consultations.reshaping r where r.consultation_id = $1 order by r.done_at desc, r.id limit $2 offset $3`, [consultationId, query.perPage, offsetOf(query)])
    return { items, total, page: query.page, perPage: query.perPage }
  }

  /** Errors: 404 `consultation.unknown`; 409 `reshaping.changed-meanwhile`; 422 `proposal.commune-outside`, and by the rules. */
  async merge(actor: Actor, consultationId: string, { proposalIds, title, body, theme, municipalityCode, reason, fingerprint }: MergeDto): Promise<ReshapedView> {
    return this.dataSource.transaction(async (tx) => {
      const sources = await this.held(tx, actor, consultationId, 'merge', proposalIds, fingerprint)
      const municipality = municipalityCode ? this.directory.resolve(municipalityCode) ?? municipalityCode : null
      if (municipality && !await maybe(tx, 'select 1 from consultations.consultation where id = $1 and $2 = any(scope_codes)', [consultationId, municipality])) {
        throw new DomainError('proposal.commune-outside', { refusals: [{ code: 'proposal.commune-outside', at: 'municipalityCode' }] })
      }
      const signed = signatoriesOf(await rows<Signatory>(tx, SIGNATORIES, [proposalIds]))
      const made = await this.make(tx, { consultationId, phaseId: (sources[0] as Source).phaseId, title, body, theme, municipalityCode: municipality, signed })
      return this.carry(tx, actor, { consultationId, kind: 'merge', reason, from: sources, to: [made] })
    })
  }

  /** Each part begins with those who supported the whole: they were for all of it, and may take back what they are not for. Errors: as for `merge`. */
  async split(actor: Actor, consultationId: string, { proposalId, parts, reason, fingerprint }: SplitDto): Promise<ReshapedView> {
    return this.dataSource.transaction(async (tx) => {
      const sources = await this.held(tx, actor, consultationId, 'split', [proposalId], fingerprint)
      const { phaseId, theme, municipalityCode } = sources[0] as Source
      const signed = signatoriesOf(await rows<Signatory>(tx, SIGNATORIES, [[proposalId]]))
      const made: { id: string, number: number }[] = []
      for (const { title, body } of parts) made.push(await this.make(tx, { consultationId, phaseId, title, body, theme, municipalityCode, signed }))
      return this.carry(tx, actor, { consultationId, kind: 'split', reason, from: sources, to: made })
    })
  }

  /** While nobody has acted on what came of it. Errors: 404 `reshaping.unknown`; 403 `place.other`; 409 `reshaping.acted-on`. */
  async undo(actor: Actor, id: string): Promise<void> {
    await this.dataSource.transaction(async (tx) => {
      const found = await maybe<{ consultationId: string, kind: 'merge' | 'split' }>(tx, 'select consultation_id as "consultationId", kind from consultations.reshaping where id = $1', [id])
      if (!found) throw new DomainError('reshaping.unknown', { status: 404 })
      await this.hold(tx, actor, found.consultationId)
      const links = await rows<{ from: string, to: string }>(tx, 'select from_id as "from", to_id as "to" from consultations.proposal_link where reshaping_id = $1', [id])
      const [from, to] = [[...new Set(links.map((link) => link.from))], [...new Set(links.map((link) => link.to))]]
      await tx.query('select id from consultations.proposal where id = any($1) order by id for no key update', [[...from, ...to]])
      // A statement after the waits: it sees what others did meanwhile, and nobody does more until this ends.
      if (!await maybe(tx, `select 1 from consultations.reshaping r where r.id = $1 and ${UNTOUCHED}`, [id])) throw new DomainError('reshaping.acted-on', { status: 409 })
      await tx.query('select consultations.return_supports($1, $2, $3)', [id, from, to])
      await tx.query(`update consultations.proposal set state = case when id = any($1) then 'submitted' else 'undone' end, updated_at = platform.clock() where id = any($1) or id = any($2)`, [from, to])
      await tx.query('update consultations.proposal_link set live = false where reshaping_id = $1', [id])
      await tx.query('update consultations.reshaping set undone_at = platform.clock(), undone_by = $2 where id = $1', [id, actor.accountId])
      await this.tell(tx, id, from, 'proposal.reshaping-undone')
      await this.audit.append(tx, { actorId: actor.accountId, action: 'proposal.reshaping-undone', subjectKind: 'proposal', subjectId: (found.kind === 'merge' ? to : from)[0] ?? '', detail: { count: found.kind === 'merge' ? from.length : to.length } })
    })
  }

  /**
   * Nobody gives a support, takes one back, proposes, corrects or comments until this ends: all of them hold a phase. In the order of all:
   * consultation, numbers, phases, proposals.
   */
  private async hold(tx: EntityManager, actor: Actor, consultationId: string): Promise<void> {
    await tx.query("set local statement_timeout = '2min'")
    await lockForChange(tx, actor, consultationId, 'proposal.select')
    await tx.query("select pg_advisory_xact_lock(hashtextextended('proposal-number:' || $1, 0))", [consultationId])
    await tx.query(`select id from consultations.phase where consultation_id = $1 and kind = 'proposals' order by position for no key update`, [consultationId])
  }

  private async held(tx: EntityManager, actor: Actor, consultationId: string, kind: 'merge' | 'split', ids: string[], fingerprint: string): Promise<Source[]> {
    await this.hold(tx, actor, consultationId)
    await tx.query('select id from consultations.proposal where consultation_id = $1 and id = any($2) order by id for no key update', [consultationId, ids])
    const sources = await rows<Source>(tx, SOURCES, [consultationId, ids])
    DomainError.throwIfAny(reshapingRefusals(kind, ids.length, sources))
    if (fingerprintOf(sources) !== fingerprint) throw new DomainError('reshaping.changed-meanwhile', { status: 409 })
    return sources
  }

  private async make(tx: EntityManager, { consultationId, phaseId, title, body, theme, municipalityCode, signed: [first, ...others] }: Made): Promise<{ id: string, number: number }> {
    const made = await one<{ id: string, number: number }>(tx, `
      insert into consultations.proposal (consultation_id, phase_id, number, title, body, theme, municipality_code, author_id, author_name, channel, signer_key, submission_token, created_at, updated_at)
      select $1, $2, (select coalesce(max(number), 0) + 1 from consultations.proposal where consultation_id = $1), $3, $4, $5, $6, $7, $8, $9, decode($10, 'hex'), gen_random_uuid(), now.at, now.at from (select platform.clock() as at) now returning id, number`,
    [consultationId, phaseId, title, body, theme, municipalityCode, first.accountId, first.name, first.channel, first.key])
    await tx.query('insert into consultations.proposal_version (proposal_id, version, title, body, theme) values ($1, 1, $2, $3, $4)', [made.id, title, body, theme])
    await tx.query(`
      insert into consultations.proposal_coauthor (proposal_id, account_id, name, channel, signer_key, since)
      select $1, s."accountId", s.name, s.channel, decode(s.key, 'hex'), platform.clock() + s.place * interval '1 microsecond' from jsonb_to_recordset($2::jsonb) as s("accountId" uuid, key text, name text, channel text, place integer)`,
    [made.id, JSON.stringify(others.map((other, place) => ({ ...other, place })))])
    return made
  }

  private async carry(tx: EntityManager, actor: Actor, { consultationId, kind, reason, from, to }: { consultationId: string, kind: 'merge' | 'split', reason: string, from: Source[], to: { id: string, number: number }[] }): Promise<ReshapedView> {
    const { id } = await one<{ id: string }>(tx, 'insert into consultations.reshaping (consultation_id, kind, reason, done_by) values ($1, $2, $3, $4) returning id', [consultationId, kind, reason, actor.accountId])
    const [sources, results] = [from.map((source) => source.id), to.map((made) => made.id)]
    await tx.query('insert into consultations.proposal_link (reshaping_id, from_id, to_id) select $1, f.id, t.id from unnest($2::uuid[]) f(id) cross join unnest($3::uuid[]) t(id)', [id, sources, results])
    const { supports } = await one<{ supports: number }>(tx, 'select consultations.carry_supports($1, $2, $3) as supports', [id, sources, results])
    await tx.query('update consultations.proposal set state = $2, updated_at = platform.clock() where id = any($1)', [sources, kind === 'merge' ? 'merged' : 'split'])
    // Who followed what was there follows what came of it; what they follow stays, for the way back.
    await tx.query(`
      insert into consultations.follow (account_id, kind, target) select distinct f.account_id, 'proposal', t.id
      from consultations.follow f cross join unnest($2::text[]) t(id) where f.kind = 'proposal' and f.target = any($1::text[]) on conflict do nothing`, [sources, results])
    const told = await this.tell(tx, id, sources, kind === 'merge' ? 'proposal.merged' : 'proposal.split')
    await this.audit.append(tx, {
      actorId: actor.accountId, action: kind === 'merge' ? 'proposal.merged' : 'proposal.split', subjectKind: 'proposal', subjectId: (kind === 'merge' ? results : sources)[0] ?? '',
      detail: { count: kind === 'merge' ? sources.length : results.length, supports, authorsTold: told, reason },
    })
    return { id, numbers: to.map(({ number }) => number) }
  }

  /** News for who follows a source, a mail for each who signs one. @returns how many are written to */
  private async tell(tx: EntityManager, reshapingId: string, sources: string[], kind: string): Promise<number> {
    await this.outbox.announceAll(tx, kind, sources.map((proposalId) => ({ proposalId })))
    const signed = await rows<Signatory>(tx, SIGNATORIES, [sources])
    const accounts = [...new Set(signed.flatMap(({ accountId }) => accountId ?? []))]
    await this.outbox.announceAll(tx, 'reshaping.told', accounts.map((accountId) => ({ reshapingId, accountId, undone: kind === 'proposal.reshaping-undone' })))
    return accounts.length
  }
}

/** Of the texts that were read: supports go on coming, and all of them go along. */
const fingerprintOf = (sources: readonly Source[]): string => createHash('sha256').update(sources.map(({ id, version, state }) => `${id}:${version}:${state}`).join()).digest('hex')
