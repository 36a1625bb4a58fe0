import { Injectable } from '@nestjs/common'
import type { Actor } from '@parvis/identity'
import { Audit, Config, DomainError, maybe, offsetOf, one } from '@parvis/platform'
import type { FastifyRequest } from 'fastify'
import { DataSource } from 'typeorm'
import type { EntityManager } from 'typeorm'
import type { SentFile, Size } from '../attachments/attachment-files.service'
import { inTurn, prepared, readUpload, type Prepared } from '../attachments/uploads'
import { keepFile } from '../attachments/working-set'
import { hashReceipt, parseReceipt } from '../ballots/receipts'
import { readForStaff } from '../consultations/access'
import { dropUnusedFiles } from './answer-files'
import type { AnswerFilePageView, AnswerFilesQuery, AnswerFileView } from './answer-files.dto'
import { openContent, questionnaireOf } from './questionnaire-access'
import { questionsOf } from './questionnaire'

/** Of one question of one sheet: what counts, what is on the page, and what was just given. */
const SLOTS = 3

const FILE = `a.id, a.name, a.media_type as "mediaType", '"' || left(encode(a.hash, 'hex'), 40) || '"' as etag, t.size, length(t.content) as length, false as open`
const WHOLE = `consultations.attachment a join consultations.attachment_part t on t.attachment_id = a.id and t.size in ('page', 'file')`

/** Files given as answers: read by whoever holds the code, and by staff of the place once the questionnaire is closed. */
@Injectable()
export class AnswerFiles {
  constructor(private readonly dataSource: DataSource, private readonly config: Config, private readonly audit: Audit) {}

  /** Gives one for a question; it is an answer once its page is kept. Errors: 404 `answer-sheet.unknown`, `questionnaire.question-unknown`; 409 as `AnswerSheets.begin`; those of an upload. */
  async give(typed: string, question: string, request: FastifyRequest): Promise<AnswerFileView> {
    const { consultationId } = await this.sheet(this.dataSource.manager, typed)
    await this.refuseQuestion(this.dataSource.manager, consultationId, question)
    const file = await this.received(request)
    return this.dataSource.transaction(async (tx) => {
      const { id } = await this.sheet(tx, typed, 'for update')
      await this.refuseQuestion(tx, consultationId, question)
      await dropUnusedFiles(tx, id, question)
      return this.keep(tx, { consultationId, sheetId: id, question }, file)
    })
  }

  /** The same at a desk, before anything is sent; the session is locked by `lock`. */
  async giveAtDesk(lock: (tx: EntityManager) => Promise<{ id: string, consultationId: string }>, question: string, request: FastifyRequest): Promise<AnswerFileView> {
    await this.dataSource.transaction(async (tx) => this.refuseQuestion(tx, (await lock(tx)).consultationId, question))
    const file = await this.received(request)
    return this.dataSource.transaction(async (tx) => {
      const { id, consultationId } = await lock(tx)
      await this.refuseQuestion(tx, consultationId, question)
      await tx.query('delete from consultations.attachment where assistance_id = $1 and question = $2', [id, question])
      return this.keep(tx, { consultationId, assistanceId: id, question }, file)
    })
  }

  /** For whoever holds the code. Errors: 404 `answer-sheet.unknown`, `attachment.unknown`. */
  async own(typed: string, fileId: string): Promise<SentFile> {
    const { id } = await this.sheet(this.dataSource.manager, typed)
    return found(await maybe<SentFile>(this.dataSource, `select ${FILE} from ${WHOLE} where a.id = $1 and a.sheet_id = $2`, [fileId, id]))
  }

  /** For staff of the place, once it is closed; each reading is in the journal. Errors: 404 `attachment.unknown`, 403 `place.other`, 409 `questionnaire.still-open`. */
  async forStaff(actor: Actor, consultationId: string, fileId: string): Promise<SentFile> {
    await this.refuseUnlessClosed(actor, consultationId)
    const file = found(await maybe<SentFile>(this.dataSource, `
      select ${FILE} from ${WHOLE} join consultations.answer_sheet s on s.id = a.sheet_id
      where a.id = $1 and a.consultation_id = $2 and s.state = 'counted' and s.sent -> a.question ->> 'file' = a.id::text`, [fileId, consultationId]))
    await this.dataSource.transaction((tx) => this.audit.append(tx, { actorId: actor.accountId, action: 'questionnaire.file-read', subjectKind: 'consultation', subjectId: consultationId, detail: { file: fileId } }))
    return file
  }

  /** Of one question, in an order of its own. Errors: as `forStaff`, 404 `questionnaire.question-unknown`. */
  async list(actor: Actor, consultationId: string, query: AnswerFilesQuery): Promise<AnswerFilePageView> {
    const content = await this.refuseUnlessClosed(actor, consultationId)
    if (!content?.some(({ key, kind }) => key === query.question && kind === 'file')) throw unknownQuestion()
    const page = await one<{ total: number, items: AnswerFileView[] }>(this.dataSource, `
      with files as materialized (select a.id, a.name, a.bytes, md5($2 || s.id::text) as place from consultations.answer_sheet s join consultations.attachment a on a.sheet_id = s.id and a.question = $2 and s.sent -> $2 ->> 'file' = a.id::text
        where s.consultation_id = $1 and s.state = 'counted')
      select (select count(*)::integer from files) as total, coalesce((select json_agg(json_build_object('file', p.id, 'name', p.name, 'bytes', p.bytes)) from (select * from files order by place limit $3 offset $4) p), '[]') as items`,
    [consultationId, query.question, query.perPage, offsetOf(query)])
    return { ...page, page: query.page, perPage: query.perPage }
  }

  private async received(request: FastifyRequest): Promise<Prepared> {
    return inTurn(async () => prepared(await readUpload(request)))
  }

  private async keep(tx: EntityManager, owner: { consultationId: string, question: string, sheetId?: string, assistanceId?: string }, file: Prepared): Promise<AnswerFileView> {
    const id = await keepFile(tx, owner, file, '', SLOTS)
    if (!id) throw new DomainError('attachment.too-many-answers', { status: 409, facts: { most: SLOTS } })
    return { file: id, name: file.name, bytes: file.bytes }
  }

  private async refuseUnlessClosed(actor: Actor, consultationId: string): Promise<ReturnType<typeof questionsOf> | null> {
    await readForStaff(this.dataSource.manager, actor, consultationId, 'consultation.export')
    const { state, closesAt, content } = await questionnaireOf(this.dataSource, consultationId)
    if (state !== 'closed') throw new DomainError('questionnaire.still-open', { status: 409, facts: { closesAt } })
    return content && questionsOf(content)
  }

  private async refuseQuestion(tx: EntityManager, consultationId: string, question: string): Promise<void> {
    const content = openContent(await questionnaireOf(tx, consultationId))
    if (!questionsOf(content).some(({ key, kind }) => key === question && kind === 'file')) throw unknownQuestion()
  }

  private async sheet(tx: EntityManager, typed: string, lock = ''): Promise<{ id: string, consultationId: string }> {
    const code = parseReceipt(typed)
    const row = code && await maybe<{ id: string, consultationId: string }>(tx, `select id, consultation_id as "consultationId" from consultations.answer_sheet where code_hash = $1 ${lock}`, [hashReceipt(this.config.receiptKey, code)])
    if (!row) throw new DomainError('answer-sheet.unknown', { status: 404 })
    return row
  }
}

function found(file: SentFile | null): SentFile {
  if (!file) throw new DomainError('attachment.unknown', { status: 404 })
  return { ...file, size: file.size as Size }
}

const unknownQuestion = (): DomainError => new DomainError('questionnaire.question-unknown', { status: 404 })
