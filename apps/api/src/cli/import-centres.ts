import { NestFactory } from '@nestjs/core'
import { CentreFileError, CentreImports, countsOf } from '@parvis/inclusion'
import type { CentreProblem } from '@parvis/inclusion'
import { m } from '@parvis/texts'
import { AppModule } from '../app.module'
import { read } from './ballot-file'
import type { Command, Terminal } from './command'
import { CommandError, readArguments } from './command'
import { readConfiguration } from './configuration'

/** Problems shown in words; `--json` gives them all. */
const SHOWN = 20

export interface CentresAnswer {
  /** `taken` and `refused` are all of them; `mapped` counts those of `taken` of which a word was put into today's. */
  rows: number
  taken: number
  mapped: number
  refused: number
  created: number
  updated: number
  unchanged: number
  dryRun: boolean
  problems: { row: number, field: string, code: string, message: string, refused: boolean }[]
  milliseconds: number
}

/** `import centres FILE`: digital-inclusion places of the national schema, CSV or JSON. */
export const command: Command = {
  usage: () => m.cli_centres_usage(),

  async run(args, terminal) {
    const { values, positionals } = readArguments({ args, allowPositionals: true, options: { 'dry-run': { type: 'boolean', default: false }, 'json': { type: 'boolean', default: false } } })
    const [file] = positionals
    if (file === undefined) throw new CommandError(m.cli_no_file())
    if (positionals.length > 1) throw new CommandError(m.cli_too_many_arguments())
    const content = await read(file)
    const app = await NestFactory.createApplicationContext(AppModule.with(readConfiguration()), { logger: ['error'], abortOnError: false })
    try {
      const answer = await importCentres(app.get(CentreImports, { strict: false }), content, { file, dryRun: values['dry-run'] }, terminal)
      terminal.out(values.json ? `${JSON.stringify(answer)}\n` : inWords(answer))
    } finally {
      await app.close()
    }
  },
}

/** Takes the whole file, or nothing. @throws CommandError when the file as a whole cannot be read */
export async function importCentres(imports: CentreImports, content: Buffer, { file, dryRun }: { file: string, dryRun: boolean }, terminal: Terminal): Promise<CentresAnswer> {
  const started = performance.now()
  const found = readCentres(imports, content, file)
  const number = new Intl.NumberFormat('fr-FR')
  const taken = await imports.take(found.centres, { actorId: null, dryRun, fileName: file.split('/').at(-1) ?? file }, (done) => {
    if (done % 2500 === 0 || done === found.centres.length) terminal.err(`${m.cli_centres_progress({ done: number.format(done), total: number.format(found.centres.length) })}\n`)
  })
  return { ...countsOf(found.rows), ...taken, dryRun, problems: found.problems.map(({ row, field, code, value, refused }) => ({ row, field, code, message: messageOf(code, value), refused })), milliseconds: Math.round(performance.now() - started) }
}

function readCentres(imports: CentreImports, content: Buffer, file: string): ReturnType<CentreImports['read']> {
  try {
    return imports.read(content)
  } catch (error) {
    if (!(error instanceof CentreFileError)) throw error
    throw new CommandError(m.cli_fault({ file, line: error.line ?? 1, reason: sentence(error.code, error.facts) }))
  }
}

const sentences: Record<string, unknown> = m

/** The sentence of the catalogue that pages say too. */
function sentence(code: string, facts: Record<string, unknown>): string {
  const found = sentences[`error_${code.replaceAll(/[.-]/g, '_')}`]
  return typeof found === 'function' ? String(found(facts)) : code
}

const messageOf = (code: CentreProblem['code'], value: string): string => (value === '' ? sentence(code, {}) : m.cli_centres_said({ reason: sentence(code, {}), value }))

function inWords({ rows, taken, mapped, refused, created, updated, unchanged, dryRun, problems }: CentresAnswer): string {
  const number = new Intl.NumberFormat('fr-FR')
  const facts = { rows: number.format(rows), taken: number.format(taken), mapped: number.format(mapped), refused: number.format(refused), created: number.format(created), updated: number.format(updated), unchanged: number.format(unchanged) }
  return [
    dryRun ? m.cli_centres_would(facts) : m.cli_centres_done(facts),
    ...problems.slice(0, SHOWN).map(({ row, field, message }) => m.cli_proposals_problem({ row: String(row), field, message })),
    ...(problems.length > SHOWN ? [m.cli_proposals_more({ count: number.format(problems.length - SHOWN) })] : []),
    '',
  ].join('\n')
}
