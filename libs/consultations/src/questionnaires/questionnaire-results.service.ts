import { createHash } from 'node:crypto'
import type { Readable } from 'node:stream'
import { Injectable } from '@nestjs/common'
import { mayActIn, MunicipalityDirectory, type Actor } from '@parvis/identity'
import { Audit, Config, csvOf, DomainError, jsonOf, maybe, offsetOf, one, Outbox, rows, type PageQuery } from '@parvis/platform'
import { DataSource } from 'typeorm'
import { readForStaff } from '../consultations/access'
import { cellsOf, columnsOf } from './columns.rules'
import { questionsOf, type Answers, type Item, type Questionnaire } from './questionnaire'
import { EMPTY, questionnaireOf, type QuestionnaireRow } from './questionnaire-access'
import { pseudonymSql, tiePads } from './questionnaire-entries'
import type { QuestionnairePublicationDto, QuestionnaireResultsView, TextPageView } from './questionnaire-results.dto'
import { factsOf, OTHERS, QuestionnaireCount, type QuestionnaireResult } from './results.rules'

const BEFORE_ALL = '00000000-0000-0000-0000-000000000000'
const PIECE = 500

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
    private readonly audit: Audit,
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
  async forStaff(actor: Actor, consultationId: string): Promise<QuestionnaireResultsView> {
    await readForStaff(this.dataSource.manager, actor, consultationId, 'results.publish')
    const row = await this.closed(consultationId)
    const publication = await this.publication(consultationId)
    return this.view(row, publication?.result ?? await this.count(row), publication)
  }

  /** Freezes the counts and makes them public; what tied answers to entries ends here. Errors: also 409 `questionnaire.contested-pending`, `results.already-published`; 422 `questionnaire.texts`. */
  async publish(actor: Actor, consultationId: string, { headline, nextSteps, texts }: QuestionnairePublicationDto): Promise<void> {
    await readForStaff(this.dataSource.manager, actor, consultationId, 'results.publish')
    const row = await this.closed(consultationId)
    const content = row.content ?? EMPTY
    const wrong = texts.filter((key) => !questionsOf(content).some((item) => item.key === key && hasTexts(item)))
    DomainError.throwIfAny(wrong.map((key) => ({ code: 'questionnaire.texts', at: 'texts', facts: { key } })))
    await this.dataSource.transaction(async (tx) => {
      await tx.query('select from consultations.phase where consultation_id = $1 for no key update', [consultationId])
      const { pending, done } = await one<{ pending: number, done: boolean }>(tx, `
        select (select count(*)::integer from consultations.questionnaire_entry where consultation_id = $1 and status = 'contested') as pending,
          exists (select from consultations.questionnaire_publication where consultation_id = $1) as done`, [consultationId])
      if (done) throw new DomainError('results.already-published', { status: 409 })
      if (pending > 0) throw new DomainError('questionnaire.contested-pending', { status: 409, facts: { contested: pending } })
      const result = await this.count(row)
      await tx.query('insert into consultations.questionnaire_publication (consultation_id, headline, next_steps, texts, result, published_by) values ($1, $2, $3, $4, $5, $6)',
        [consultationId, headline, nextSteps, texts, JSON.stringify(result), actor.accountId])
      await tx.query('update consultations.answer_sheet set pseudonym = null where consultation_id = $1 and pseudonym is not null', [consultationId])
      await this.audit.append(tx, { actorId: actor.accountId, action: 'questionnaire.published', subjectKind: 'consultation', subjectId: consultationId, detail: { result: createHash('sha256').update(JSON.stringify(result)).digest('hex') } })
      await this.outbox.announce(tx, 'questionnaire.published', { consultationId })
    })
  }

  /** Free texts of one question, a page of them: for everybody where they were published, for staff once it is closed. Errors: 404 `questionnaire.question-unknown`. */
  async texts(actor: Actor | null, consultationId: string, question: string, query: PageQuery): Promise<TextPageView> {
    const row = await questionnaireOf(this.dataSource, consultationId)
    const item = questionsOf(row.content ?? EMPTY).find(({ key }) => key === question)
    const staff = row.state === 'closed' && mayActIn(actor, 'results.publish', { kind: row.ownerKind, code: row.ownerCode })
    const publication = await this.publication(consultationId)
    if (!item || !hasTexts(item) || !(staff || publication?.texts.includes(question))) throw new DomainError('questionnaire.question-unknown', { status: 404 })
    const field = item.kind === 'line' || item.kind === 'prose' ? 'text' : 'other'
    // Ordered by a number drawn by chance, another one for each question: nothing tells which texts are of one person.
    const found = await one<{ total: number, items: string[] }>(this.dataSource, `
      with texts as materialized (select s.sent -> $2 ->> $3 as text, md5($2 || s.id::text) as place from consultations.answer_sheet s where s.consultation_id = $1 and s.state = 'counted' and s.sent -> $2 ->> $3 is not null)
      select (select count(*)::integer from texts) as total, coalesce((select json_agg(p.text) from (select text from texts order by place limit $4 offset $5) p), '[]') as items`,
    [consultationId, question, field, query.perPage, offsetOf(query)])
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
        for (const table of question.tables) for (const { key, count } of table.cells) yield { question: item?.label, ligne: table.key && name(table.key), reponse: name(key), nombre: count }
      }
    })())
  }

  private async exportable(actor: Actor, consultationId: string): Promise<Questionnaire> {
    await readForStaff(this.dataSource.manager, actor, consultationId, 'consultation.export')
    return (await this.closed(consultationId)).content ?? EMPTY
  }

  private async* rowsOf(consultationId: string, content: Questionnaire): AsyncGenerator<Record<string, unknown>> {
    const columns = columnsOf(content)
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

  private async closed(consultationId: string): Promise<QuestionnaireRow> {
    const row = await questionnaireOf(this.dataSource, consultationId)
    if (row.state !== 'closed') throw new DomainError('questionnaire.still-open', { status: 409, facts: { closesAt: row.closesAt } })
    return row
  }

  /** Entries and answers are matched by the database, a piece at a time: nothing grows with how many there are, and no statement is long. */
  private async count({ consultationId, content }: QuestionnaireRow): Promise<QuestionnaireResult> {
    const count = new QuestionnaireCount(content ?? EMPTY)
    const { inner, outer } = tiePads(this.config.masterPepper, consultationId)
    for (let after = BEFORE_ALL; ;) {
      const piece = await rows<{ id: string, sent: Answers | null } & Parameters<typeof factsOf>[0]>(this.dataSource, `
        select e.id, s.sent, e.channel, e.municipality_code as "municipalityCode", e.age_band as "ageBand"
        from (select * from consultations.questionnaire_entry where consultation_id = $1 and id > $4 order by id limit ${PIECE}) e
          left join consultations.answer_sheet s on s.consultation_id = $1 and s.state = 'counted' and s.pseudonym = ${pseudonymSql('e.id', '$2', '$3')}
        order by e.id`, [consultationId, inner, outer, after])
      for (const { sent, ...facts } of piece) if (sent) count.add(sent, factsOf(facts))
      const last = piece.at(-1)
      if (!last || piece.length < PIECE) break
      after = last.id
    }
    return count.result()
  }

  private publication(consultationId: string): Promise<PublicationRow | null> {
    return maybe<PublicationRow>(this.dataSource, 'select headline, next_steps as "nextSteps", texts, result, at from consultations.questionnaire_publication where consultation_id = $1', [consultationId])
  }

  private view(row: QuestionnaireRow, result: QuestionnaireResult, publication: PublicationRow | null): QuestionnaireResultsView {
    const name = (code: string): string => this.directory.byCode(code)?.name ?? code
    const communes = new Set([...result.dimensions.filter(({ by }) => by === 'commune').flatMap(({ cells }) => cells.map(({ key }) => key)), ...result.questions.flatMap(({ key, tables }) => (isCommune(row.content, key) ? tables.flatMap(({ cells }) => cells.map((cell) => cell.key)) : []))])
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

export const hasTexts = ({ kind, other }: Item): boolean => kind === 'line' || kind === 'prose' || other === true

const isCommune = (content: Questionnaire | null, key: string): boolean => questionsOf(content ?? EMPTY).some((item) => item.key === key && item.kind === 'commune')

const headersOf = (content: Questionnaire): string[] => columnsOf(content).map(({ name }) => name)
