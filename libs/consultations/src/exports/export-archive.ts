import { Injectable } from '@nestjs/common'
import { Config, CSV, DomainError, rows } from '@parvis/platform'
import { stringify } from 'csv-stringify/sync'
import { Zip, ZipDeflate } from 'fflate'
import { createHash } from 'node:crypto'
import { DataSource } from 'typeorm'
import { ConsultationReads } from '../consultations/consultation-reads.service'
import { DiscussionFiles } from '../debates/discussion-files.service'
import { MeetingReads } from '../meetings/meeting-reads.service'
import { ProposalReads } from '../proposals/proposal-reads.service'
import { questionsOf } from '../questionnaires/questionnaire'
import { QuestionnaireResults } from '../questionnaires/questionnaire-results.service'
import { answersCsv, evaluationsCsv, stepsCsv } from './follow-up-files'
import type { ResultsView, ResultView } from '../results/results.dto'
import { Results } from '../results/results.service'

/** Larger files are made with the public tables, one by one. */
const LARGEST_BYTES = 200 * 1024 * 1024
const AUDIT_ROWS = 500

export interface ArchiveFacts {
  bytes: number
  /** SHA-256. */
  sha256: Buffer
}

interface Entry {
  name: string
  content: AsyncIterable<Uint8Array | string>
  /** How many lines it counts for in the progress. */
  lines: number
}

/**
 * Everything of a consultation in one ZIP, with what may be published and no more: proposals that stand, published
 * results with small counts hidden, ballots where they are published, and in a folder of its own what the team noted of proposals; the answers to a questionnaire that is closed, what staff did and when. Nobody's name but the
 * ones that authors show.
 */
@Injectable()
export class ExportArchive {
  constructor(
    private readonly config: Config,
    private readonly dataSource: DataSource,
    private readonly consultations: ConsultationReads,
    private readonly proposals: ProposalReads,
    private readonly discussion: DiscussionFiles,
    private readonly results: Results,
    private readonly meetings: MeetingReads,
    private readonly questionnaires: QuestionnaireResults,
  ) {}

  /**
   * Writes it piece by piece. Errors: 422 `export.too-large`.
   *
   * @param write takes the next piece; the archive waits for it
   */
  async write(consultationId: string, write: (piece: Buffer) => Promise<void>, progress: (done: number, total: number) => void, signal: AbortSignal): Promise<ArchiveFacts> {
    const entries = await this.entries(consultationId)
    const total = entries.reduce((sum, { lines }) => sum + lines, 0)
    const hash = createHash('sha256')
    let bytes = 0
    let made: Uint8Array[] = []
    const zip = new Zip((error, piece) => {
      if (error) throw error
      made.push(piece)
    })
    const flush = async (): Promise<void> => {
      const piece = Buffer.concat(made)
      made = []
      bytes += piece.length
      if (bytes > LARGEST_BYTES) throw new DomainError('export.too-large', { facts: { mostBytes: LARGEST_BYTES } })
      hash.update(piece)
      if (piece.length > 0) await write(piece)
    }
    let before = 0
    progress(0, total)
    for (const { name, content, lines } of entries) {
      const file = new ZipDeflate(name, { level: 6 })
      zip.add(file)
      let seen = 0
      for await (const chunk of content) {
        signal.throwIfAborted()
        const piece = Buffer.from(chunk)
        file.push(piece)
        seen += countLines(piece)
        progress(before + Math.min(seen, lines), total)
        if (made.reduce((sum, { length }) => sum + length, 0) > 256 * 1024) await flush()
      }
      file.push(new Uint8Array(), true)
      before += lines
    }
    zip.end()
    await flush()
    progress(total, total)
    return { bytes, sha256: hash.digest() }
  }

  private async entries(consultationId: string): Promise<Entry[]> {
    const consultation = { ...await this.consultations.detail(null, consultationId), may: undefined }
    const published = consultation.votes.some(({ state }) => state === 'published') ? await this.results.read(consultation.slug) : null
    const whole = (name: string, content: string, lines = 1): Entry => ({ name, content: once(content), lines })
    return [
      whole('consultation.json', `${JSON.stringify({ origin: this.config.origin, consultation }, null, 2)}\n`),
      { name: 'propositions.csv', content: this.proposals.csv({ id: consultationId }), lines: consultation.proposalsCount + 1 },
      { name: 'reponses.csv', content: answersCsv(this.dataSource, consultationId), lines: 1 },
      { name: 'suivi.csv', content: stepsCsv(this.dataSource, consultationId), lines: 1 },
      { name: 'debats.csv', content: this.discussion.debatesCsv({ id: consultationId }), lines: 1 },
      { name: 'commentaires.csv', content: this.discussion.commentsCsv({ id: consultationId }), lines: await this.discussion.count({ id: consultationId }) + 1 },
      { name: 'rencontres.csv', content: this.meetings.csv({ id: consultationId }), lines: 1 },
      ...await this.questionnaireEntries(consultationId),
      ...(published ? await this.resultEntries(consultation.slug, published) : []),
      { name: 'journal.csv', content: this.audit(consultationId), lines: 1 },
      // Told apart by its folder: the only file that is not for everybody.
      { name: 'interne/etudes.csv', content: evaluationsCsv(this.dataSource, consultationId), lines: 1 },
    ]
  }

  /** What was asked, what was answered one by one (nothing says by whom), and the counts as they were published. */
  private async questionnaireEntries(consultationId: string): Promise<Entry[]> {
    const found = await this.questionnaires.exportOf(consultationId)
    if (!found) return []
    const { csv, lines, content, publication } = found
    return [
      { name: 'questionnaire.json', content: once(`${JSON.stringify(content, null, 2)}\n`), lines: questionsOf(content).length },
      { name: 'questionnaire-reponses.csv', content: csv, lines },
      ...(publication ? [{ name: 'questionnaire-resultats.json', content: once(`${JSON.stringify(publication, null, 2)}\n`), lines: 1 }] : []),
    ]
  }

  private async resultEntries(slug: string, results: ResultsView): Promise<Entry[]> {
    const ofVotes = await Promise.all(results.results.map(async (result, index): Promise<Entry[]> => [
      { name: `resultat-${index + 1}.csv`, content: once(await this.results.table(slug, result.voteId)), lines: result.options.length },
      { name: `participation-${index + 1}.csv`, content: once(turnoutTable(result)), lines: result.turnout.municipalities.length + 1 },
      ...(result.ballotsPublished ? [{ name: `bulletins-${index + 1}.txt`, content: late(() => this.results.ballots(slug, result.voteId)), lines: result.outcome.cast }] : []),
    ]))
    return [{ name: 'resultats.json', content: once(`${JSON.stringify(results, null, 2)}\n`), lines: 1 }, ...ofVotes.flat()]
  }

  /** What was done with the consultation, its phases, votes and meetings. Who is told apart by kind only; what citizens did is not in it. */
  private async* audit(consultationId: string): AsyncGenerator<string> {
    const columns = ['date', 'action', 'objet', 'identifiant', 'par']
    yield stringify([], { ...CSV, columns })
    for (let after = '0'; ;) {
      const piece = await rows<{ id: string, at: string, action: string, kind: string, subject: string, by: string }>(this.dataSource, `
        select a.id::text, to_char(a.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as at, a.action, a.subject_kind as kind, a.subject_id as subject,
          case when a.actor_id is null then 'plateforme' else 'equipe' end as by
        from platform.audit_entry a
        where a.id > $2 and ((a.subject_kind = 'consultation' and a.subject_id = $1)
          or (a.subject_kind = 'phase' and a.subject_id in (select id::text from consultations.phase where consultation_id = $1::uuid))
          or (a.subject_kind = 'meeting' and a.subject_id in (select id::text from consultations.meeting where consultation_id = $1::uuid))
          or (a.subject_kind = 'vote' and a.subject_id in (select id::text from consultations.vote where consultation_id = $1::uuid)))
        order by a.id limit $3`, [consultationId, after, AUDIT_ROWS])
      if (piece.length > 0) yield stringify(piece.map(({ at, action, kind, subject, by }) => [at, action, kind, subject, by]), { ...CSV, header: false, bom: false })
      const last = piece.at(-1)
      if (!last || piece.length < AUDIT_ROWS) return
      after = last.id
    }
  }
}

/** Two tables with one total in one list; an empty count is one that may not be published. */
function turnoutTable({ turnout }: ResultView): string {
  return stringify([
    ['total', '', turnout.total],
    ...turnout.channels.map(({ channel, count }) => ['canal', channel, count]),
    ...turnout.municipalities.map(({ code, name, count }) => ['commune', name ?? code ?? 'autre', count]),
  ], { ...CSV, columns: ['tableau', 'valeur', 'participants'] })
}

async function* once(content: string): AsyncGenerator<string> {
  yield content
}

async function* late(open: () => Promise<AsyncIterable<Uint8Array | string>>): AsyncGenerator<Uint8Array | string> {
  yield* await open()
}

function countLines(piece: Buffer): number {
  let lines = 0
  for (const byte of piece) if (byte === 10) lines++
  return lines
}
