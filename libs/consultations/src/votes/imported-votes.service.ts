import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { Injectable } from '@nestjs/common'
import { METROPOLIS, MunicipalityDirectory } from '@parvis/identity'
import { Audit, Config, DomainError, one, rows } from '@parvis/platform'
import { methodNamed, type Choice, type Outcome } from '@parvis/voting'
import { randomUUID } from 'node:crypto'
import { DataSource } from 'typeorm'
import type { EntityManager } from 'typeorm'
import { BallotBox } from '../ballots/ballot-box.service'
import { questionOf, type VoteRules } from '../consultations/questions.rules'
import { freeSlug, slugOf } from '../consultations/slug.rules'
import { Publications } from '../results/publication.service'
import { Sealing } from '../results/sealing.service'
import { Tallies, tallyOf } from '../results/tallies.service'

/** A vote that was held elsewhere, as its public file tells it. */
export interface VoteToImport {
  title: string
  summary: string
  /** Where it comes from and by which rule it is counted here. */
  sourceNote: string
  question: string
  phaseTitle: string
  method: string
  rules: VoteRules
  /** ISO 4217, of all amounts. */
  currency: string
  options: readonly { key: string, title: string, description: string, cost: number | null }[]
  ballots: readonly { voterRef: string, choice: Choice, channel: 'paper' | 'online' }[]
  headline(outcome: Outcome): string
  nextSteps: string
}

export interface ImportedVote {
  consultationSlug: string
  voteId: string
  outcome: Outcome
}

/**
 * Takes a vote over with its ballots through the ballot box, seals, counts and publishes it. One transaction: either
 * everybody sees the whole consultation with its result, or nothing of it ever was there, whatever stops the import.
 */
@Injectable()
export class ImportedVotes {
  constructor(
    private readonly dataSource: DataSource,
    private readonly config: Config,
    private readonly directory: MunicipalityDirectory,
    private readonly box: BallotBox,
    private readonly sealing: Sealing,
    private readonly tallies: Tallies,
    private readonly publications: Publications,
    private readonly audit: Audit,
  ) {}

  /** Errors: 422 with the refusals of the question or of a ballot (`at`: its index from 0). `progress` hears how many ballots are in. */
  async take(plan: VoteToImport, progress: (ballots: number) => void = () => {}): Promise<ImportedVote> {
    const question = questionOf(plan.method, plan.rules, plan.options)
    DomainError.throwIfAny(methodNamed(plan.method)?.questionRefusals(question) ?? [{ code: 'vote.unknown-method' }])
    const voteId = randomUUID()
    try {
      const imported = await this.dataSource.transaction(async (tx) => {
        const consultation = await this.open(tx, voteId, plan)
        this.config.ensureVoteKey(voteId)
        await this.box.castMany(tx, voteId, plan.ballots.map(({ voterRef, choice, channel }) =>
          ({ voteId, choice, voter: { voterRef, municipalityCode: null }, channel, evidence: 'E0' })), progress)
        await this.close(tx, voteId)
        await this.sealing.sealIn(tx, voteId)
        await this.sealing.rewriteIn(tx, voteId)
        await this.tallies.count(tx, voteId)
        const tally = await tallyOf(tx, voteId)
        if (!tally) throw new Error(`Vote ${voteId} was not counted`)
        await this.publications.publishIn(tx, null, voteId, { headline: plan.headline(tally.outcome), nextSteps: plan.nextSteps })
        return { consultationSlug: consultation.slug, voteId, outcome: tally.outcome }
      })
      await this.tallies.sweep()
      return imported
    } catch (error) {
      rmSync(join(this.config.secretsDir, `vote-${voteId}.key`), { force: true })
      throw error
    }
  }

  private async open(tx: EntityManager, voteId: string, plan: VoteToImport): Promise<{ id: string, slug: string }> {
    const wanted = slugOf(plan.title)
    const taken = await rows<{ slug: string }>(tx, `select slug from consultations.consultation where slug = $1 or slug like $1 || '-%'`, [wanted])
    const consultation = await one<{ id: string, slug: string }>(tx, `
      insert into consultations.consultation (slug, title, summary, theme, owner_kind, owner_code, scope_codes, residents_only, state, announced_at, origin, source_note)
      values ($1, $2, $3, 'budget', 'metropolis', $4, $5, false, 'running', platform.clock(), 'import', $6) returning id, slug`,
    [freeSlug(wanted, taken.map(({ slug }) => slug)), plan.title, plan.summary, METROPOLIS.code, this.directory.list().map(({ code }) => code), plan.sourceNote])
    const phase = await one<{ id: string }>(tx, `
      insert into consultations.phase (consultation_id, position, kind, title, opens_at, closes_at, state, opened_at)
      values ($1, 1, 'vote', $2, platform.clock(), platform.clock() + interval '1 day', 'open', platform.clock()) returning id`, [consultation.id, plan.phaseTitle])
    await tx.query(`insert into consultations.vote (id, consultation_id, phase_id, question, method, rules, currency, roll_kind, claim_days) values ($1, $2, $3, $4, $5, $6, $7, 'closed', 0)`,
      [voteId, consultation.id, phase.id, plan.question, plan.method, JSON.stringify(plan.rules), plan.currency])
    const column = <T>(of: (option: VoteToImport['options'][number]) => T): T[] => plan.options.map(of)
    await tx.query(`
      insert into consultations.vote_option (vote_id, key, position, title, description, cost)
      select $1, o.key, o.position, o.title, o.description, o.cost from unnest($2::text[], $3::text[], $4::text[], $5::bigint[]) with ordinality as o (key, title, description, cost, position)`,
    [voteId, column(({ key }) => key), column(({ title }) => title), column(({ description }) => description), column(({ cost }) => cost)])
    await tx.query(`update consultations.vote v set state = 'open', closes_at = p.closes_at, admitted_until = p.closes_at from consultations.phase p where p.id = v.phase_id and v.id = $1`, [voteId])
    await this.audit.append(tx, { actorId: null, action: 'vote.imported', subjectKind: 'vote', subjectId: voteId, detail: { ballots: plan.ballots.length, options: plan.options.length } })
    return consultation
  }

  private async close(tx: EntityManager, voteId: string): Promise<void> {
    await tx.query(`
      with closed as (
        update consultations.phase p set state = 'closed', closes_at = platform.clock(), closed_at = platform.clock()
        from consultations.vote v where v.phase_id = p.id and v.id = $1 returning p.consultation_id, p.closes_at
      ), finished as (
        update consultations.consultation c set state = 'finished', finished_at = closed.closes_at from closed where c.id = closed.consultation_id
      )
      update consultations.vote v set state = 'counting', closes_at = closed.closes_at, admitted_until = closed.closes_at from closed where v.id = $1`, [voteId])
  }
}
