import { createHmac, randomUUID } from 'node:crypto'
import { Injectable } from '@nestjs/common'
import type { OnModuleInit } from '@nestjs/common'
import { CivilStatus, type Actor, type CivilStatusGiven } from '@parvis/identity'
import { Config, DomainError, Erasures, iso, maybe, one, type Refusal, touched } from '@parvis/platform'
import { DataSource } from 'typeorm'
import type { EntityManager } from 'typeorm'
import { eligibilityRefusals } from '../ballots/eligibility.rules'
import { ParticipantKeyring } from '../ballots/participant-keyring'
import type { Channel, IdentityEvidence } from '../ballots/precedence.rules'
import { formatReceipt, hashReceipt, parseReceipt, receiptCode } from '../ballots/receipts'
import { retrying } from '../ballots/retry'
import { checkAnswers, draftAnswers, keptAnswers, sendingRefusals, visibleKeys } from './answers.rules'
import type { AnswerSheetView, DraftAnswersDto, DraftKeptView, GivenCivilStatusDto, SentAnswersView, SheetCodeView } from './answer-sheets.dto'
import { confirmFiles, dropUnusedFiles, handOverFiles } from './answer-files'
import type { Answers } from './questionnaire'
import { openContent, questionnaireOf, type QuestionnaireRow } from './questionnaire-access'
import { admit, pseudonymOf, type Participant } from './questionnaire-entries'
import { Questionnaires } from './questionnaires.service'
import { ageBandOf, type AgeBand } from './results.rules'

/** Drafts that nobody came back to for so long are removed. */
const DRAFT_DAYS = 60

/** Milliseconds, by the platform's clock. */
const NOW = '(extract(epoch from platform.clock()) * 1000)::bigint'
const stamped = (page: string, place: string): string => `page_order || jsonb_build_object(${page}::text, ${place})`

interface SheetRow {
  id: string
  consultationId: string
  state: 'draft' | 'counted' | 'contested' | 'set-aside'
  answers: Answers
  sent: Answers | null
}

/** Somebody for whom answers are entered at a counter. */
export interface AssistedAnswers {
  consultationId: string
  answers: Record<string, unknown>
  k0: Buffer
  conventionalDate: boolean
  municipalityCode: string
  ageBand: AgeBand
  channel: Channel
  evidence: IdentityEvidence
  centreId: string
  assistanceId: string
}

/** Somebody whose form came on paper. */
export interface PaperAnswers extends Pick<AssistedAnswers, 'k0' | 'conventionalDate' | 'municipalityCode' | 'ageBand' | 'evidence' | 'centreId'> {
  /** As `answersOnPaper` read them. */
  answers: Answers
  /** Hash of the receipt that they tore off, 32 bytes. */
  stub: Buffer
}

/** What somebody answers, page by page and at last sent; the same service for every door. */
@Injectable()
export class AnswerSheets implements OnModuleInit {
  constructor(
    private readonly dataSource: DataSource,
    private readonly config: Config,
    private readonly erasures: Erasures,
    private readonly civilStatus: CivilStatus,
    private readonly keyring: ParticipantKeyring,
    private readonly questionnaires: Questionnaires,
  ) {}

  onModuleInit(): void {
    this.erasures.register('answer-drafts', 3600, (tx) => this.expire(tx))
  }

  /** A new sheet, without answers, and the code that opens it. Errors: 404; 409 `questionnaire.not-open`, `consultation.suspended`. */
  async begin(consultationId: string): Promise<SheetCodeView> {
    openContent(await questionnaireOf(this.dataSource, consultationId))
    const code = this.newCode(consultationId)
    await this.dataSource.query('insert into consultations.answer_sheet (consultation_id, code_hash) values ($1, $2)', [consultationId, this.hash(code)])
    return { code: formatReceipt(code) }
  }

  /** Error: 404 `answer-sheet.unknown`, for a mistyped code too. */
  async read(typed: string): Promise<AnswerSheetView> {
    const tx = this.dataSource.manager
    return this.view(tx, await this.sheet(tx, typed, ''))
  }

  /** Keeps one page. What was sent stays as it is until it is sent again. Errors: 404; 409 as `begin`; 422 with each question at fault. */
  async savePage(typed: string, section: string, answers: Record<string, unknown>): Promise<AnswerSheetView> {
    return this.dataSource.transaction(async (tx) => {
      const sheet = await this.sheet(tx, typed, 'for update')
      const content = openContent(await questionnaireOf(tx, sheet.consultationId))
      if (!content.sections.some(({ key }) => key === section)) throw new DomainError('questionnaire.page-unknown', { status: 404 })
      const checked = checkAnswers(content, sheet.answers, answers, [section], this.questionnaires.communes(), await this.questionnaires.outside(content, answers, tx))
      DomainError.throwIfAny(checked.refusals)
      const kept = await confirmFiles(tx, { sheetId: sheet.id }, content, checked.answers)
      await tx.query(`update consultations.answer_sheet set answers = $2, day = platform.today(), page_order = ${stamped('$3', `greatest((page_order ->> $3)::bigint, ${NOW} + $4)`)} where id = $1`,
        [sheet.id, JSON.stringify(kept), section, this.orderOf(typed)])
      await dropUnusedFiles(tx, sheet.id)
      return this.view(tx, { ...sheet, answers: kept })
    })
  }

  /**
   * Keeps what can be read of a page that is being typed, unless something typed later stands there: the row decides, whichever
   * tab or device comes first. Errors: 404; 409 as `begin`.
   */
  async keepDraft(typed: string, section: string, { answers, shown, typedAt }: DraftAnswersDto): Promise<DraftKeptView> {
    return this.dataSource.transaction(async (tx) => {
      const sheet = await this.sheet(tx, typed, 'for update')
      const content = openContent(await questionnaireOf(tx, sheet.consultationId))
      if (!content.sections.some(({ key }) => key === section)) throw new DomainError('questionnaire.page-unknown', { status: 404 })
      const kept = draftAnswers(content, sheet.answers, answers, section, shown, this.questionnaires.communes())
      const place = `least($4::bigint, ${NOW}) + $5`
      const written = await maybe(tx, `
        update consultations.answer_sheet set answers = $2, day = platform.today(), page_order = ${stamped('$3', place)}
        where id = $1 and coalesce((page_order ->> $3)::bigint, 0) <= ${place} returning id`, [sheet.id, JSON.stringify(kept), section, typedAt, this.orderOf(typed)])
      const { at } = await one<{ at: string }>(tx, `select ${iso('platform.clock()')} as at`)
      return { kept: written !== null, at }
    })
  }

  /**
   * Sends what stands on the sheet. Who gave a civil status once gives none again: the sheet is tied already.
   * Errors: 404; 409 as `begin`; 422 what is missing, `civil-status.missing`, `account.email-unconfirmed`, eligibility.
   */
  async send(actor: Actor | null, typed: string, given: GivenCivilStatusDto | undefined): Promise<SentAnswersView> {
    return retrying(() => this.dataSource.transaction(async (tx) => {
      const sheet = await this.sheet(tx, typed, 'for update')
      const row = await questionnaireOf(tx, sheet.consultationId)
      const content = openContent(row)
      // What was typed for a question that is hidden now is not sent.
      const answers = keptAnswers(content, sheet.answers)
      DomainError.throwIfAny(sendingRefusals(content, answers))
      if (sheet.state === 'draft') await this.tie(tx, row, sheet.id, await this.participant(tx, actor, row, given), answers)
      else await tx.query('update consultations.answer_sheet set answers = $2, sent = $2, day = platform.today() where id = $1', [sheet.id, JSON.stringify(answers)])
      // What a file replaced, and counted until now, goes.
      await dropUnusedFiles(tx, sheet.id)
      const code = parseReceipt(typed) ?? ''
      await keepReceipt(tx, row.consultationId, this.hash(code))
      return { code: formatReceipt(code), status: 'received' as const, changeableUntil: row.closesAt }
    }))
  }

  /** A new code for what this account sent; the older one goes on proving that it was received. Error: 404 `answer-sheet.unknown`. */
  async own({ accountId }: Actor, consultationId: string): Promise<SheetCodeView> {
    return this.dataSource.transaction(async (tx) => {
      const entry = await maybe<{ id: string }>(tx, `
        select id from consultations.questionnaire_entry where consultation_id = $1 and account_ref = $2 and status <> 'rejected'`, [consultationId, this.keyring.accountIn(consultationId, accountId)])
      const code = this.newCode(consultationId)
      const found = entry && await maybe<{ id: string }>(tx, 'select id from consultations.answer_sheet where pseudonym = $1 for update', [pseudonymOf(this.config.masterPepper, consultationId, entry.id)])
      if (!found) throw new DomainError('answer-sheet.unknown', { status: 404 })
      await tx.query(`update consultations.answer_sheet set code_hash = $2, page_order = '{}' where id = $1`, [found.id, this.hash(code)])
      await keepReceipt(tx, consultationId, this.hash(code))
      return { code: formatReceipt(code) }
    })
  }

  /** At a counter: written and sent at once. Another time in one session corrects the first. Joins the transaction given. Errors: as `send`. */
  async enter(tx: EntityManager, { consultationId, answers, ...person }: AssistedAnswers): Promise<{ code: string }> {
    const row = await questionnaireOf(tx, consultationId)
    const content = openContent(row)
    const checked = checkAnswers(content, {}, answers, null, this.questionnaires.communes(), await this.questionnaires.outside(content, answers, tx))
    DomainError.throwIfAny(checked.refusals)
    DomainError.throwIfAny(sendingRefusals(content, checked.answers))
    const kept = await confirmFiles(tx, { assistanceId: person.assistanceId }, content, checked.answers)
    const { id } = await one<{ id: string }>(tx, 'insert into consultations.answer_sheet (consultation_id, answers) values ($1, $2) returning id', [consultationId, JSON.stringify(kept)])
    await handOverFiles(tx, person.assistanceId, id, kept)
    await this.tie(tx, row, id, { consultationId, ...person, accountRef: null, transport: 'direct' }, kept)
    const code = receiptCode(this.config.receiptKey, consultationId, `questionnaire\n${person.assistanceId}`)
    await keepReceipt(tx, consultationId, this.hash(code))
    return { code: formatReceipt(code) }
  }

  /**
   * A batch of paper, in the transaction that counts it: all of it or none. The database lets it in after the close, until paper is admitted no
   * more, for a batch that balances (README item 15). People are locked in the order of their keys; their answers are written in another one.
   * Errors: 404; 409 `questionnaire.not-open`, `consultation.suspended`.
   */
  async enterPaper(tx: EntityManager, consultationId: string, batchId: string, people: readonly PaperAnswers[]): Promise<void> {
    await questionnaireOf(tx, consultationId)
    await tx.query(`select set_config('parvis.paper_batch', $1, true)`, [batchId])
    const sheets = new Map<string, { pseudonym: Buffer | null, state: string, answers: Answers }>()
    const inOrder = [...people].sort((one, other) => Buffer.compare(one.k0, other.k0))
    for (const [place, { answers, ...person }] of inOrder.entries()) {
      const { entryId, decision } = await admit(tx, { ...person, consultationId, accountRef: null, channel: 'paper', transport: 'direct', assistanceId: null })
      const pseudonym = pseudonymOf(this.config.masterPepper, consultationId, entryId)
      // Somebody who filled two forms of this batch: the last one counts, as with any other.
      const before = sheets.get(pseudonym.toString('hex'))
      if (before) sheets.set(`${place}`, { ...before, pseudonym: null, state: 'set-aside' })
      sheets.set(pseudonym.toString('hex'), { pseudonym, state: decision === 'contested' ? 'contested' : 'counted', answers })
    }
    const drawn = [...sheets.values()].map((sheet) => ({ sheet, place: randomUUID() })).sort((one, other) => (one.place < other.place ? -1 : 1)).map(({ sheet }) => sheet)
    await tx.query(`update consultations.answer_sheet set state = 'set-aside', pseudonym = null where pseudonym = any($1::bytea[])`, [drawn.flatMap(({ pseudonym }) => pseudonym ?? [])])
    await tx.query(`
      insert into consultations.answer_sheet (consultation_id, answers, sent, state, pseudonym)
      select $1, a::jsonb, a::jsonb, s, p from unnest($2::text[], $3::text[], $4::bytea[]) as given (a, s, p)`,
    [consultationId, drawn.map(({ answers }) => JSON.stringify(answers)), drawn.map(({ state }) => state), drawn.map(({ pseudonym }) => pseudonym)])
    await tx.query(`insert into consultations.receipt (hash, kind, consultation_id) select h, 'questionnaire', $2 from unnest($1::bytea[]) h on conflict (hash) do nothing`, [people.map(({ stub }) => stub), consultationId])
  }

  async expire(tx: EntityManager): Promise<number> {
    return touched(tx, `
      delete from consultations.answer_sheet s where s.state = 'draft' and (s.day < platform.today() - ${DRAFT_DAYS}
        or exists (select from consultations.phase p where p.consultation_id = s.consultation_id and p.kind = 'questionnaire' and p.state = 'closed' and p.closed_at < platform.clock() - interval '7 days'))`)
  }

  /** Where identity and answers meet, for the time of this transaction. */
  private async tie(tx: EntityManager, { consultationId }: QuestionnaireRow, sheetId: string, participant: Participant, answers: Answers): Promise<void> {
    const { entryId, decision } = await admit(tx, participant)
    const pseudonym = pseudonymOf(this.config.masterPepper, consultationId, entryId)
    await tx.query(`update consultations.answer_sheet set state = 'set-aside', pseudonym = null where pseudonym = $1`, [pseudonym])
    await tx.query('update consultations.answer_sheet set answers = $2, sent = $2, state = $3, pseudonym = $4, day = platform.today() where id = $1',
      [sheetId, JSON.stringify(answers), decision === 'contested' ? 'contested' : 'counted', pseudonym])
  }

  private async participant(tx: EntityManager, actor: Actor | null, row: QuestionnaireRow, given: GivenCivilStatusDto | undefined): Promise<Participant> {
    const person = given ? { ...given, municipalityCode: this.questionnaires.presentCode(given.municipalityCode) } : actor && await this.civilStatus.ofActor(actor, tx)
    if (!person) throw new DomainError('civil-status.missing')
    if (given) DomainError.throwIfAny((await this.civilStatus.refusals(person, tx)).map((refusal) => ({ ...refusal, at: `civilStatus.${refusal.at}` })))
    // An account answers for itself only with the civil status it holds; with another one it is a door like that of a stranger.
    const own = actor !== null && given === undefined
    if (own && !actor.emailConfirmed) throw new DomainError('account.email-unconfirmed')
    DomainError.throwIfAny(eligibility(row, person).map((refusal) => (given ? { ...refusal, at: refusal.code === 'eligibility.commune-outside' ? 'civilStatus.municipalityCode' : 'civilStatus.birthDate' } : refusal)))
    const { k0, conventionalDate } = this.keyring.keyOf(row.consultationId, person)
    return {
      consultationId: row.consultationId, k0, conventionalDate, municipalityCode: person.municipalityCode, ageBand: ageBandOf(person.birthDate, row.opensAt.slice(0, 10)),
      accountRef: own ? this.keyring.accountIn(row.consultationId, actor.accountId) : null, channel: 'online', transport: 'direct', evidence: 'E1', centreId: null, assistanceId: null,
    }
  }

  private async sheet(tx: EntityManager, typed: string, lock: '' | 'for update'): Promise<SheetRow> {
    const code = parseReceipt(typed)
    const row = code && await maybe<SheetRow>(tx, `
      select id, consultation_id as "consultationId", state, answers, sent from consultations.answer_sheet where code_hash = $1 ${lock}`, [this.hash(code)])
    if (!row) throw new DomainError('answer-sheet.unknown', { status: 404 })
    return row
  }

  private async view(tx: EntityManager, { consultationId, answers, sent }: SheetRow): Promise<AnswerSheetView> {
    const { slug, title, content, state, suspended, closesAt } = await questionnaireOf(tx, consultationId)
    const same = sent !== null && (await one<{ same: boolean }>(tx, 'select $1::jsonb = $2::jsonb as same', [JSON.stringify(answers), JSON.stringify(sent)])).same
    return {
      consultation: { id: consultationId, slug, title },
      state: sent === null ? 'draft' : same ? 'sent' : 'changed',
      answers: answers as AnswerSheetView['answers'],
      visible: content ? [...visibleKeys(content, answers)] : [],
      refusals: content ? sendingRefusals(content, answers) : [],
      open: state === 'open' && !suspended,
      closesAt,
    }
  }

  private newCode(consultationId: string): string {
    return receiptCode(this.config.receiptKey, consultationId, `answer-sheet\n${randomUUID()}`)
  }

  /** What the times of this sheet are moved by: they order its pages, and without the code tell nobody the hour. */
  private orderOf(typed: string): number {
    return createHmac('sha256', this.config.receiptKey).update(`page-order/v1\n${parseReceipt(typed) ?? ''}`).digest().readUIntBE(0, 5)
  }

  private hash(code: string): Buffer {
    return hashReceipt(this.config.receiptKey, code)
  }
}

function eligibility({ minAge, residentsOnly, scopeCodes, opensAt }: QuestionnaireRow, { birthDate, municipalityCode }: CivilStatusGiven): Refusal[] {
  return eligibilityRefusals({ minimumAge: minAge, communes: residentsOnly ? scopeCodes : [municipalityCode], opensAt }, { birthDate, inseeCode: municipalityCode })
}

async function keepReceipt(tx: EntityManager, consultationId: string, hash: Buffer): Promise<void> {
  await tx.query(`insert into consultations.receipt (hash, kind, consultation_id) values ($1, 'questionnaire', $2) on conflict (hash) do update set withdrawn = false where receipt.withdrawn`, [hash, consultationId])
}
