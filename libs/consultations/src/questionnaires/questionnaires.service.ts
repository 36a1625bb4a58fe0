import { Injectable } from '@nestjs/common'
import { mayActIn, MunicipalityDirectory, placesOf, Territory, type Actor } from '@parvis/identity'
import { Audit, DomainError, one, rows } from '@parvis/platform'
import { DataSource } from 'typeorm'
import type { EntityManager } from 'typeorm'
import { lockForChange, readForStaff } from '../consultations/access'
import { checkAnswers, pointsOf, type Checked } from './answers.rules'
import { FORMAT, openingRefusals, readFile, readQuestionnaire } from './definition.rules'
import { questionsOf, type Questionnaire } from './questionnaire'
import { EMPTY, questionnaireOf, type QuestionnaireRow } from './questionnaire-access'
import type { QuestionnaireDraftView, QuestionnaireFileView, QuestionnaireView, SourcesView } from './questionnaires.dto'
import { TEMPLATES } from './templates'

const SOURCES = 50

/** What is asked: read by everybody from the opening on, prepared by staff until then. */
@Injectable()
export class Questionnaires {
  constructor(private readonly dataSource: DataSource, private readonly directory: MunicipalityDirectory, private readonly territory: Territory, private readonly audit: Audit) {}

  /** Errors: 404 `questionnaire.unknown`. */
  async view(actor: Actor | null, consultationId: string): Promise<QuestionnaireView> {
    const row = await questionnaireOf(this.dataSource, consultationId)
    const { slug, title, state, suspended, opensAt, closesAt, published, scopeCodes } = row
    return {
      consultation: { id: consultationId, slug, title }, state, suspended, opensAt, closesAt, published,
      content: this.mayRead(actor, row) ? row.content : null,
      communes: scopeCodes.map((code) => ({ key: code, label: this.directory.byCode(code)?.name ?? code })),
    }
  }

  /** For who prepares it. Errors: 404, 403 `place.other`. */
  async draft(actor: Actor, consultationId: string): Promise<QuestionnaireDraftView> {
    await readForStaff(this.dataSource.manager, actor, consultationId, 'questionnaire.configure')
    return this.draftView(this.dataSource.manager, consultationId)
  }

  /** Keeps it whole. Errors: 422 with the place of each fault; 409 `questionnaire.changed-meanwhile`, `questionnaire.frozen`. */
  async save(actor: Actor, consultationId: string, revision: number, given: unknown): Promise<QuestionnaireDraftView> {
    await readForStaff(this.dataSource.manager, actor, consultationId, 'questionnaire.configure')
    const { questionnaire, refusals } = readQuestionnaire(given)
    DomainError.throwIfAny(refusals)
    return this.record(actor, consultationId, revision, questionnaire, 'questionnaire.saved')
  }

  /** The same from an exported file. Errors: also 422 `questionnaire.format`. */
  async importFile(actor: Actor, consultationId: string, revision: number, file: unknown): Promise<QuestionnaireDraftView> {
    await readForStaff(this.dataSource.manager, actor, consultationId, 'questionnaire.configure')
    const { questionnaire, refusals } = readFile(file)
    DomainError.throwIfAny(refusals)
    return this.record(actor, consultationId, revision, questionnaire, 'questionnaire.imported')
  }

  /** Errors: 404 `questionnaire.unknown` for what is to be copied (elsewhere too), and those of `save`. */
  async copy(actor: Actor, consultationId: string, revision: number, { template, consultationId: from }: { template?: string, consultationId?: string }): Promise<QuestionnaireDraftView> {
    const ready = template === undefined ? undefined : TEMPLATES.find(({ id }) => id === template)?.content
    const source = ready ?? (from === undefined ? undefined : await this.ownContent(actor, from))
    if (!source) throw new DomainError('questionnaire.unknown', { status: 404 })
    return this.record(actor, consultationId, revision, source, 'questionnaire.copied')
  }

  async file(actor: Actor, consultationId: string): Promise<QuestionnaireFileView> {
    await readForStaff(this.dataSource.manager, actor, consultationId, 'questionnaire.configure')
    return { format: FORMAT, ...(await questionnaireOf(this.dataSource, consultationId)).content ?? EMPTY }
  }

  /** What a new one may be copied from. */
  async sources(actor: Actor, consultationId: string): Promise<SourcesView> {
    await readForStaff(this.dataSource.manager, actor, consultationId, 'questionnaire.configure')
    const places = placesOf(actor, 'questionnaire.configure').places.map(({ kind, code }) => `${kind}:${code}`)
    const consultations = await rows<{ id: string, title: string, content: Questionnaire }>(this.dataSource, `
      select c.id, c.title, q.content from consultations.questionnaire q join consultations.consultation c on c.id = q.consultation_id
      where c.owner_kind || ':' || c.owner_code = any($1) and c.id <> $2 order by q.updated_at desc, c.id limit $3`, [places, consultationId, SOURCES])
    return {
      templates: TEMPLATES.map(({ id, title, content }) => ({ id, title, questions: questionsOf(content).length })),
      consultations: consultations.map(({ id, title, content }) => ({ id, title, questions: questionsOf(content).length })),
    }
  }

  /** Judges answers and keeps nothing: for the preview, and for the desk before it reads back. Errors: 404; 409 `questionnaire.not-open` to who may not prepare it. */
  async check(actor: Actor | null, consultationId: string, answers: Record<string, unknown>, section: string | undefined): Promise<Checked> {
    const row = await questionnaireOf(this.dataSource, consultationId)
    if (!row.content || !this.mayRead(actor, row)) throw new DomainError('questionnaire.not-open', { status: 409, facts: { state: row.state } })
    const outside = await this.outside(row.content, answers)
    if (section === undefined) return checkAnswers(row.content, {}, answers, null, this.communes(), outside)
    // What was answered on other pages stands, as far as it can be read.
    const page = new Set(row.content.sections.find(({ key }) => key === section)?.items.map(({ key }) => key))
    const [here, elsewhere] = [pick(answers, (key) => page.has(key)), pick(answers, (key) => !page.has(key))]
    return checkAnswers(row.content, checkAnswers(row.content, {}, elsewhere, null, this.communes(), outside).answers, here, [section], this.communes(), outside)
  }

  communes(): ReadonlySet<string> {
    return new Set(this.directory.list().map(({ code }) => code))
  }

  /** Questions whose point is not in its commune, or in one of which we have no map: such a point is refused, its commune alone would do. */
  async outside(content: Questionnaire, answers: Record<string, unknown>, db: DataSource | EntityManager = this.dataSource): Promise<ReadonlySet<string>> {
    const outside = new Set<string>()
    for (const { key, commune, ...point } of pointsOf(content, answers)) if (!await this.territory.isIn(commune, point, db)) outside.add(key)
    return outside
  }

  /** The commune that a code, also one of a former commune, stands for today. */
  presentCode(code: string): string {
    return this.directory.resolve(code) ?? code
  }

  private mayRead(actor: Actor | null, { state, ownerKind, ownerCode }: QuestionnaireRow): boolean {
    return state !== 'scheduled' || mayActIn(actor, 'questionnaire.configure', { kind: ownerKind, code: ownerCode })
  }

  private async ownContent(actor: Actor, consultationId: string): Promise<Questionnaire | undefined> {
    const row = await questionnaireOf(this.dataSource, consultationId)
    return mayActIn(actor, 'questionnaire.configure', { kind: row.ownerKind, code: row.ownerCode }) ? row.content ?? undefined : undefined
  }

  /** Keeps what is asked, with who did it and how. */
  private async record(actor: Actor, consultationId: string, revision: number, content: Questionnaire, action: string): Promise<QuestionnaireDraftView> {
    return this.dataSource.transaction(async (tx) => {
      await lockForChange(tx, actor, consultationId, 'questionnaire.configure')
      const { state } = await questionnaireOf(tx, consultationId)
      if (state !== 'scheduled') throw new DomainError('questionnaire.frozen', { status: 409, facts: { state } })
      // Of two who save at once, the database lets one through.
      const kept = await rows(tx, revision === 0
        ? 'insert into consultations.questionnaire (consultation_id, content) select $1, $2 where $3::integer = 0 on conflict do nothing returning revision'
        : 'update consultations.questionnaire set content = $2, revision = revision + 1, updated_at = platform.clock() where consultation_id = $1 and revision = $3 returning revision',
      [consultationId, JSON.stringify(content), revision])
      if (kept.length === 0) throw new DomainError('questionnaire.changed-meanwhile', { status: 409 })
      await this.audit.append(tx, { actorId: actor.accountId, action, subjectKind: 'consultation', subjectId: consultationId, detail: { questions: questionsOf(content).length } })
      return this.draftView(tx, consultationId)
    })
  }

  private async draftView(tx: EntityManager, consultationId: string): Promise<QuestionnaireDraftView> {
    const { revision, state, opensAt, closesAt, content, published } = await questionnaireOf(tx, consultationId)
    const { counted, contested } = await one<{ counted: number, contested: number }>(tx, `
      select (select count(*)::integer from consultations.answer_sheet s where s.consultation_id = $1 and s.state = 'counted') as counted,
        (select count(*)::integer from consultations.questionnaire_entry e where e.consultation_id = $1 and e.status = 'contested') as contested`, [consultationId])
    return {
      revision, state, editable: state === 'scheduled', opensAt, closesAt, content: content ?? EMPTY, refusals: openingRefusals(content),
      participation: state === 'scheduled' ? null : Math.floor(counted / 10) * 10, contestedPending: contested, published,
    }
  }
}

const pick = (answers: Record<string, unknown>, which: (key: string) => boolean): Record<string, unknown> => Object.fromEntries(Object.entries(answers).filter(([key]) => which(key)))
