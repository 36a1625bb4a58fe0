import { Injectable } from '@nestjs/common'
import { MunicipalityDirectory } from '@parvis/identity'
import { DomainError, maybe, rows } from '@parvis/platform'
import { drawnOrder, type Outcome } from '@parvis/voting'
import { stringify } from 'csv-stringify/sync'
import { Readable } from 'node:stream'
import { DataSource } from 'typeorm'
import type { VoteRules } from '../consultations/questions.rules'
import type { OptionView } from '../votes/votes.dto'
import type { ResultOptionView, ResultsConsultationView, ResultsView, ResultView } from './results.dto'
import { sealedBallots } from './sealed-ballots'
import { SMALL_CELL_THRESHOLD } from './small-cells.rules'
import { publicTurnout, type TurnoutCell } from './turnout.rules'

/** Fewer ballots than this could be told apart by people who know each other: then only the sums are published. */
const LEAST_BALLOTS_PUBLISHED = 50

interface ConsultationRow extends Omit<ResultsConsultationView, 'owner'> {
  ownerKind: 'metropolis' | 'municipality'
  ownerCode: string
  communes: string[]
}

interface ResultRow {
  voteId: string
  question: string
  method: string
  methodVersion: string
  rules: VoteRules
  currency: string
  headline: string
  nextSteps: string
  seed: string | null
  publishedAt: Date
  closedAt: Date
  inputHash: string
  outcome: Outcome
  turnout: TurnoutCell[]
  options: OptionView[]
}

/** Published results, for everybody. */
@Injectable()
export class Results {
  constructor(private readonly dataSource: DataSource, private readonly directory: MunicipalityDirectory) {}

  /** Error: 404 `results.unknown` as long as nothing is published. */
  async read(slug: string): Promise<ResultsView> {
    const consultation = await maybe<ConsultationRow>(this.dataSource, `
      select id, slug, title, summary, owner_kind as "ownerKind", owner_code as "ownerCode", origin, source_note as "sourceNote", scope_codes as communes
      from consultations.consultation where slug = $1 and state <> 'draft'`, [slug])
    const found = consultation ? await this.published(consultation.id) : []
    if (!consultation || found.length === 0) throw unknownResults()
    const { ownerKind, ownerCode, communes, ...rest } = consultation
    return {
      consultation: { ...rest, owner: { kind: ownerKind, code: ownerCode, name: this.directory.nameOf(ownerKind, ownerCode) } },
      results: await Promise.all(found.map((row) => this.view(row, communes))),
    }
  }

  /** Options as a table for spreadsheets: UTF-8 with its mark, comma separated, formulas made harmless. */
  async table(slug: string, voteId: string | undefined): Promise<string> {
    const { options, currency } = chosen((await this.read(slug)).results, voteId)
    const amounts = (cents: number | null): string => (cents === null ? '' : (cents / 100).toFixed(2))
    return stringify(options.map(({ rank, key, title, cost, votes, fate, selectedAs }) => [rank, key, title, amounts(cost), cost === null ? '' : currency, votes, fate, selectedAs ?? '']), {
      header: true, columns: ['rank', 'option', 'title', 'cost', 'currency', 'votes', 'outcome', 'selected_as'], bom: true, escape_formulas: true,
    })
  }

  /**
   * Every counted ballot as a line of JSON, `{"opening","nonce"}`, in stored order: whoever holds the commitment finds their own,
   * everybody can count again. Error: 404 `results.ballots-not-published` below fifty.
   */
  async ballots(slug: string, voteId: string | undefined): Promise<Readable> {
    const result = chosen((await this.read(slug)).results, voteId)
    if (!result.ballotsPublished) throw new DomainError('results.ballots-not-published', { status: 404, facts: { least: LEAST_BALLOTS_PUBLISHED } })
    return Readable.from(this.lines(result.voteId), { objectMode: false, highWaterMark: 65_536 })
  }

  private async* lines(voteId: string): AsyncGenerator<string> {
    for await (const part of sealedBallots(this.dataSource, voteId)) {
      yield part.map(({ opening, nonce }) => `${JSON.stringify({ opening, nonce: nonce.toString('base64') })}\n`).join('')
    }
  }

  private published(consultationId: string): Promise<ResultRow[]> {
    return rows<ResultRow>(this.dataSource, `
      select v.id as "voteId", v.question, t.method, t.method_version as "methodVersion", v.rules, v.currency, p.headline, p.next_steps as "nextSteps",
        t.drawn_seed as seed, p.at as "publishedAt", v.closes_at as "closedAt",
        encode(t.input_hash, 'hex') as "inputHash", coalesce(t.drawn_outcome, t.outcome) as outcome, t.turnout,
        (select jsonb_agg(jsonb_build_object('key', o.key, 'title', o.title, 'description', o.description, 'cost', o.cost, 'proposalNumber', r.number) order by o.position, o.key)
          from consultations.vote_option o left join consultations.proposal r on r.id = o.proposal_id where o.vote_id = v.id) as options
      from consultations.vote v
      join consultations.phase f on f.id = v.phase_id
      join consultations.publication p on p.vote_id = v.id
      join consultations.tally t on t.id = p.tally_id
      where v.consultation_id = $1 and v.state = 'published' order by f.position`, [consultationId])
  }

  private async view(row: ResultRow, communes: readonly string[]): Promise<ResultView> {
    const { voteId, question, method, methodVersion, rules, currency, headline, nextSteps, inputHash, outcome, seed, publishedAt, closedAt } = row
    const turnout = publicTurnout(row.turnout, communes)
    return {
      voteId,
      question,
      method,
      methodVersion,
      rules,
      currency,
      headline,
      nextSteps,
      inputHash,
      publishedAt: publishedAt.toISOString(),
      closedAt: closedAt.toISOString(),
      outcome: {
        kind: outcome.budget === undefined ? 'approval' : 'budget',
        winners: outcome.winners.length,
        options: outcome.options.length,
        totalCost: outcome.totalCost ?? null,
        budget: outcome.budget ?? null,
        counted: outcome.counted,
        blank: outcome.blank,
        invalid: outcome.invalid,
        cast: outcome.cast,
        explanation: outcome.explanation ?? null,
      },
      options: optionsOf(row),
      ties: outcome.ties,
      draw: seed === null ? null : { seed, order: await drawnOrder(row.options.map(({ key }) => key), seed) },
      turnout: {
        ...turnout,
        municipalities: turnout.municipalities.map(({ code, count }) => ({ code, name: code && (this.directory.byCode(code)?.name ?? code), count })),
        threshold: SMALL_CELL_THRESHOLD,
      },
      ballotsPublished: outcome.counted >= LEAST_BALLOTS_PUBLISHED,
    }
  }
}

function optionsOf({ options, outcome }: ResultRow): ResultOptionView[] {
  const selected = outcome.winners
  const outcomes = new Map(outcome.options.map((one) => [one.option, one]))
  const place = new Map(outcome.ranking.flat().map((key, index) => [key, index]))
  return options
    .map(({ key, title, description, cost, proposalNumber }) => {
      const { score = 0, rank = options.length, fate = 'not-selected' } = outcomes.get(key) ?? {}
      const index = selected.indexOf(key)
      return { key, title, description, cost, proposalNumber, votes: score, rank, fate, selectedAs: index >= 0 ? index + 1 : null }
    })
    .sort((one, other) => (place.get(one.key) ?? 0) - (place.get(other.key) ?? 0))
}

function chosen(results: readonly ResultView[], voteId: string | undefined): ResultView {
  const result = voteId === undefined ? results[0] : results.find((one) => one.voteId === voteId)
  if (!result) throw unknownResults()
  return result
}

const unknownResults = () => new DomainError('results.unknown', { status: 404 })
