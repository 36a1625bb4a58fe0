import { NestFactory } from '@nestjs/core'
import { ImportedProposals } from '@parvis/consultations'
import { MunicipalityDirectory } from '@parvis/identity'
import { BallotFileError, parseProposals } from '@parvis/open-data'
import type { ProposalFile, ProposalProblem } from '@parvis/open-data'
import { DomainError } from '@parvis/platform'
import { m } from '@parvis/texts'
import { AppModule } from '../app.module'
import { faultInWords, read } from './ballot-file'
import type { Command, Terminal } from './command'
import { CommandError, readArguments } from './command'
import { readConfiguration } from './configuration'

/** Problems shown in words; `--json` gives them all. */
const SHOWN = 20

export interface ProposalsAnswer {
  source: ProposalFile['source']
  rows: number
  created: number
  updated: number
  unchanged: number
  refused: number
  /** Of all rows taken, as the file counts them. */
  supports: number
  dryRun: boolean
  problems: (ProposalProblem & { message: string })[]
  milliseconds: number
}

/** `import proposals FILE --into SLUG`: what people proposed elsewhere, into a consultation of this platform. */
export const command: Command = {
  usage: () => m.cli_proposals_usage(),

  async run(args, terminal) {
    const { values, positionals } = readArguments({ args, allowPositionals: true, options: { 'into': { type: 'string' }, 'dry-run': { type: 'boolean', default: false }, 'json': { type: 'boolean', default: false } } })
    const [file] = positionals
    if (file === undefined) throw new CommandError(m.cli_no_file())
    if (positionals.length > 1) throw new CommandError(m.cli_too_many_arguments())
    if (!values.into) throw new CommandError(m.cli_proposals_no_into())
    const found = readProposals(await read(file), file)
    const app = await NestFactory.createApplicationContext(AppModule.with(readConfiguration()), { logger: ['error'], abortOnError: false })
    try {
      await app.get(MunicipalityDirectory, { strict: false }).load()
      const answer = await importProposals(app.get(ImportedProposals, { strict: false }), found, { into: values.into, dryRun: values['dry-run'] }, terminal)
      terminal.out(values.json ? `${JSON.stringify(answer)}\n` : inWords(answer, values.into))
    } finally {
      await app.close()
    }
  },
}

function readProposals(content: Buffer, file: string): ProposalFile {
  try {
    return parseProposals(content, file)
  } catch (error) {
    throw error instanceof BallotFileError ? new CommandError(faultInWords(error)) : error
  }
}

/** Imports with a running service; progress goes to `err`. */
export async function importProposals(service: ImportedProposals, { source, rows, proposals, problems }: ProposalFile, { into, dryRun }: { into: string, dryRun: boolean }, terminal: Terminal): Promise<ProposalsAnswer> {
  const started = performance.now()
  const number = new Intl.NumberFormat('fr-FR')
  try {
    const taken = await service.take(into, source, proposals, { dryRun, progress: (done) => terminal.err(`${m.cli_proposals_progress({ done: number.format(done), total: number.format(proposals.length) })}\n`) })
    return {
      source, rows, ...taken, refused: rows - proposals.length, supports: proposals.reduce((sum, { supports }) => sum + (supports ?? 0), 0), dryRun,
      problems: problems.map((problem) => ({ ...problem, message: messageOf(problem) })), milliseconds: Math.round(performance.now() - started),
    }
  } catch (error) {
    if (error instanceof DomainError) throw new CommandError(error.code === 'consultation.unknown' ? m.cli_proposals_unknown({ slug: into }) : error.code === 'import.no-proposals-phase' ? m.cli_proposals_no_phase({ slug: into }) : error.message)
    throw error
  }
}

const messages: Record<ProposalProblem['code'], () => string> = {
  'proposal-file.id-missing': m.proposal_file_id_missing, 'proposal-file.id-repeated': m.proposal_file_id_repeated, 'proposal-file.title-missing': m.proposal_file_title_missing,
  'proposal-file.supports': m.proposal_file_supports, 'proposal-file.title-cut': m.proposal_file_title_cut, 'proposal-file.text-cut': m.proposal_file_text_cut,
}
const messageOf = ({ code }: ProposalProblem): string => messages[code]()

function inWords({ rows, created, updated, unchanged, refused, supports, dryRun, problems }: ProposalsAnswer, slug: string): string {
  const number = new Intl.NumberFormat('fr-FR')
  const facts = { slug, rows: number.format(rows), created: number.format(created), updated: number.format(updated), unchanged: number.format(unchanged), refused: number.format(refused), supports: number.format(supports) }
  return [
    dryRun ? m.cli_proposals_would(facts) : m.cli_proposals_done(facts),
    ...problems.slice(0, SHOWN).map(({ row, field, message }) => m.cli_proposals_problem({ row: String(row), field, message })),
    ...(problems.length > SHOWN ? [m.cli_proposals_more({ count: number.format(problems.length - SHOWN) })] : []),
    '',
  ].join('\n')
}
