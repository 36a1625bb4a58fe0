import type { Readable } from 'node:stream'
import { Injectable } from '@nestjs/common'
import { mayActIn, MunicipalityDirectory, type Actor } from '@parvis/identity'
import { BEFORE_ALL, Config, csvOf, DomainError, jsonOf, maybe, offsetOf, one, Outbox, rows, type JobStanding } from '@parvis/platform'
import { DataSource } from 'typeorm'
import { readForStaff } from '../consultations/access'
import { cellsOf, columnsOf } from './columns.rules'
import { questionsOf, type Answers, type Questionnaire } from './questionnaire'
import { closedQuestionnaire, EMPTY, questionnaireOf, type QuestionnaireRow } from './questionnaire-access'
import { COUNT_WANTED, QuestionnaireCounts } from './questionnaire-count.service'
import { PUBLICATION_WANTED } from './questionnaire-publication.service'
import type { QuestionnaireCountView, QuestionnaireJobView, QuestionnaireResultsView, TextPageView, TextsQuery } from './questionnaire-results.dto'
import { CELLS, cellMiddle, OTHERS, type QuestionnaireResult } from './results.rules'
import { hasTexts, textField } from './texts.rules'

/** Few at once: what is read becomes garbage before it is old. */
const PIECE = 100

interface PublicationRow {
  headline: string
  nextSteps: string
  texts: string[]
  result: QuestionnaireResult
  at: Date
}

/** What was answered, as counts that may be shown, and the answers themselves for who may have them. */
@Injectable()
export class QuestionnaireResults {
  constructor(
    private readonly dataSource: DataSource,
    private readonly config: Config,
    private readonly directory: MunicipalityDirectory,
    private readonly counts: QuestionnaireCounts,
    private readonly outbox: Outbox,
  ) {}

  /** Everybody's. Errors: 404 `questionnaire.unknown`; 409 `questionnaire.not-published`. */
  async published(consultationId: string): Promise<QuestionnaireResultsView> {
    const row = await questionnaireOf(this.dataSource, consultationId)
    const publication = await this.publication(consultationId)
    if (!publication) throw new DomainError('questionnaire.not-published', { status: 409, facts: { state: row.state } })
    return this.view(row, publication.result, publication)
  }

  /** For staff once it is closed: before, nobody sees what is answered. Errors: 404, 403; 409 `questionnaire.still-open`. */
  async forStaff(actor: Actor, consultationId: string): Promise<QuestionnaireCountView> {
    const tx = this.dataSource.manager
    await readForStaff(tx, actor, consultationId, 'results.publish')
    const row = await closedQuestionnaire(tx, consultationId)
    const publication = await this.publication(consultationId)
    const kept = await this.counts.kept(tx, consultationId)
    const result = publication?.result ?? kept.result
    const request = publication ? null : await maybe<{ id: string, headline: string, nextSteps: string, texts: string[], at: Date }>(tx, 'select id, headline, next_steps as "nextSteps", texts, at from consultations.questionnaire_publication_request where consultation_id = $1', [consultationId])
    const counting = publication ? null : await this.outbox.standing(tx, COUNT_WANTED, { consultationId })
    return {
      results: result && this.view(row, result, publication),
      countedAt: kept.at?.toISOString() ?? null,
      outdated: !publication && kept.outdated,
      count: counting && counting.state !== 'done' ? jobView(counting) : null,
      publication: request && { headline: request.headline, nextSteps: request.nextSteps, texts: request.texts, at: request.at.toISOString(), job: jobView(await this.outbox.standing(tx, PUBLICATION_WANTED, { requestId: request.id })) },
    }
  }

  /** Free texts of one question, a page of them: for everybody where they were published, for staff once it is closed. Errors: 404 `questionnaire.question-unknown`. */
  async texts(actor: Actor | null, consultationId: string, question: string, query: TextsQuery): Promise<TextPageView> {
    const row = await questionnaireOf(this.dataSource, consultationId)
    const item = questionsOf(row.content ?? EMPTY).find(({ key }) => key === question)
    const staff = row.state === 'closed' && mayActIn(actor, 'results.publish', { kind: row.ownerKind, code: row.ownerCode })
    const shown = (await this.publication(consultationId))?.texts.includes(question) ?? false
    if (!item || !hasTexts(item) || !(staff || shown)) throw new DomainError('questionnaire.question-unknown', { status: 404 })
    const words = query.q?.trim() || null
    const page = [query.perPage, offsetOf(query), words]
    const found = shown
      ? await one<{ total: number, items: string[] }>(this.dataSource, `
        with asked as (select place, text from consultations.questionnaire_text where consultation_id = $1 and question = $2 and ($5::text is null or search @@ ${WORDS('$5')}))
        select (select count(*)::integer from asked) as total, coalesce((select json_agg(p.text) from (select text from asked order by place limit $3 offset $4) p), '[]') as items`, [consultationId, question, ...page])
      // Ordered by a number drawn by chance, another one for each question: nothing tells which texts are of one person.
      : await one<{ total: number, items: string[] }>(this.dataSource, `
        with texts as materialized (
          select s.sent -> $2 ->> $6 as text, md5($2 || s.id::text) as place from consultations.answer_sheet s
          where s.consultation_id = $1 and s.state = 'counted' and s.sent -> $2 ->> $6 is not null and ($5::text is null or to_tsvector('public.french_unaccent', s.sent -> $2 ->> $6) @@ ${WORDS('$5')}))
        select (select count(*)::integer from texts) as total, coalesce((select json_agg(p.text) from (select text from texts order by place limit $3 offset $4) p), '[]') as items`,
      [consultationId, question, ...page, textField(item)])
    return { ...found, page: query.page, perPage: query.perPage }
  }

  /** Answers one by one, for who may export: nothing says when, by which door or from where each came. Errors: 404, 403; 409 `questionnaire.still-open`. */
  async csv(actor: Actor, consultationId: string): Promise<Readable> {
    const content = await this.exportable(actor, consultationId)
    return csvOf(headersOf(content), this.rowsOf(consultationId, content))
  }

  async json(actor: Actor, consultationId: string): Promise<Readable> {
    return jsonOf(this.rowsOf(consultationId, await this.exportable(actor, consultationId)))
  }

  /** The same for the complete file of a consultation; null where there is no questionnaire that is closed. */
  async exportOf(consultationId: string): Promise<{ csv: Readable, lines: number, content: Questionnaire, publication: PublicationRow | null } | null> {
    const row = await maybe<{ state: string, content: Questionnaire | null, lines: number }>(this.dataSource, `
      select p.state, q.content, (select count(*)::integer from consultations.answer_sheet s where s.consultation_id = $1 and s.state = 'counted') as lines
      from consultations.phase p left join consultations.questionnaire q on q.consultation_id = p.consultation_id where p.consultation_id = $1 and p.kind = 'questionnaire'`, [consultationId])
    if (row?.state !== 'closed' || !row.content) return null
    return { csv: csvOf(headersOf(row.content), this.rowsOf(consultationId, row.content)), lines: row.lines + 1, content: row.content, publication: await this.publication(consultationId) }
  }

  /** Counts as they are published, as a table for anybody. Errors: as `published`. */
  async table(consultationId: string): Promise<Readable> {
    const { questions, content } = await this.published(consultationId)
    const labels = new Map(questionsOf(content).map((item) => [item.key, item]))
    return csvOf(['question', 'ligne', 'reponse', 'nombre'], (async function* () {
      for (const question of questions) {
        const item = labels.get(question.key)
        const name = (key: string): string => [...item?.options ?? [], ...item?.rows ?? []].find((one) => one.key === key)?.label ?? key
        yield { question: item?.label, ligne: '', reponse: 'repondu', nombre: question.answered }
        for (const table of question.tables) for (const { key, count } of table.cells) yield { question: item?.label, ligne: table.key === CELLS ? 'carte' : table.key && name(table.key), reponse: table.key === CELLS ? placeOf(key) : name(key), nombre: count }
      }
    })())
  }

  private async exportable(actor: Actor, consultationId: string): Promise<Questionnaire> {
    await readForStaff(this.dataSource.manager, actor, consultationId, 'consultation.export')
    return (await closedQuestionnaire(this.dataSource, consultationId)).content ?? EMPTY
  }

  private async* rowsOf(consultationId: string, content: Questionnaire): AsyncGenerator<Record<string, unknown>> {
    const columns = columnsOf(content, (file) => `${this.config.origin}/api/consultations/${consultationId}/questionnaire/files/${file}`)
    const names = headersOf(content)
    for (let after = BEFORE_ALL; ;) {
      const piece = await rows<{ id: string, sent: Answers }>(this.dataSource, `
        select id, sent from consultations.answer_sheet where consultation_id = $1 and state = 'counted' and id > $2 order by id limit ${PIECE}`, [consultationId, after])
      for (const { sent } of piece) yield Object.fromEntries(cellsOf(columns, sent).map((cell, index) => [names[index] ?? '', cell]))
      const last = piece.at(-1)
      if (!last || piece.length < PIECE) return
      after = last.id
    }
  }

  private publication(consultationId: string): Promise<PublicationRow | null> {
    return maybe<PublicationRow>(this.dataSource, 'select headline, next_steps as "nextSteps", texts, result, at from consultations.questionnaire_publication where consultation_id = $1', [consultationId])
  }

  private view(row: QuestionnaireRow, result: QuestionnaireResult, publication: PublicationRow | null): QuestionnaireResultsView {
    const name = (code: string): string => this.directory.byCode(code)?.name ?? code
    const communes = new Set([...result.dimensions.filter(({ by }) => by === 'commune').flatMap(({ cells }) => cells.map(({ key }) => key)), ...result.questions.flatMap(({ key, tables }) => (isCommune(row.content, key) ? tables.filter((table) => table.key !== CELLS).flatMap(({ cells }) => cells.map((cell) => cell.key)) : []))])
    return {
      consultation: { id: row.consultationId, slug: row.slug, title: row.title },
      headline: publication?.headline ?? null, nextSteps: publication?.nextSteps ?? null, publishedAt: publication?.at.toISOString() ?? null,
      opensAt: row.opensAt, closesAt: row.closesAt, content: row.content ?? EMPTY,
      communes: [...communes].filter((key) => key !== OTHERS).map((key) => ({ key, label: name(key) })),
      participants: result.participants,
      dimensions: result.dimensions.map(({ by, cells }) => ({ by, cells: cells.map((cell) => ({ ...cell, label: by === 'commune' ? name(cell.key) : cell.key })) })),
      questions: result.questions.map((question) => ({
        ...question, textsShown: publication?.texts.includes(question.key) ?? false,
        tables: question.tables.map((table) => ({ ...table, bins: table.bins?.map(({ key, from, to }) => ({ key, from: from === null ? null : String(from), to: to === null ? null : String(to) })) })),
      })),
    }
  }
}

/** What somebody looks for, as PostgreSQL reads it: accents and endings do not matter. */
const WORDS = (parameter: string): string => `websearch_to_tsquery('public.french_unaccent', ${parameter})`

/** A job that was swept after its end, or never begun, waits for nobody: it is asked for again. */
const jobView = (standing: JobStanding | null): QuestionnaireJobView => ({ state: standing?.state ?? 'failed', done: standing?.progress?.done ?? null, total: standing?.progress?.total ?? null })

/** A cell of the map in the table: its commune, and its middle. */
function placeOf(key: string): string {
  const { commune, lat, lon } = cellMiddle(key)
  return `${commune} ${lat} ${lon}`
}


const isCommune = (content: Questionnaire | null, key: string): boolean => questionsOf(content ?? EMPTY).some((item) => item.key === key && (item.kind === 'commune' || item.kind === 'point'))

const headersOf = (content: Questionnaire): string[] => columnsOf(content).map(({ name }) => name)
