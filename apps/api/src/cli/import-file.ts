import { basename } from 'node:path'
import type { INestApplicationContext } from '@nestjs/common'
import { NestFactory } from '@nestjs/core'
import { MunicipalityDirectory } from '@parvis/identity'
import { ImportRuns, Imports } from '@parvis/open-data'
import type { ImportKind } from '@parvis/open-data'
import { DomainError, maybe, one, rows, uniqueViolation } from '@parvis/platform'
import { importProblem, m } from '@parvis/texts'
import { DataSource } from 'typeorm'
import { AppModule } from '../app.module'
import { faultInWords, read } from './ballot-file'
import type { Command, Terminal } from './command'
import { CommandError, readArguments } from './command'
import { readConfiguration } from './configuration'

/** Problems shown in words; `--json` gives them all. */
const SHOWN = 20

export interface ImportAnswer {
  kind: ImportKind
  source: string
  rows: number
  created: number
  updated: number
  unchanged: number
  refused: number
  /** Of all rows taken, as the file counts them: supports of proposals, judgements of comments. */
  supports: number
  dryRun: boolean
  problems: { row: number, field: string, code: string, message: string }[]
  milliseconds: number
}

/** `import proposals FILE --into SLUG`, `import comments FILE --into SLUG`: the same steps as on the screen, one after the other. */
export function importCommand(kind: ImportKind, usage: () => string): Command {
  return {
    usage,
    async run(args, terminal) {
      const { values, positionals } = readArguments({ args, allowPositionals: true, options: { 'into': { type: 'string' }, 'dry-run': { type: 'boolean', default: false }, 'json': { type: 'boolean', default: false } } })
      const [file] = positionals
      if (file === undefined) throw new CommandError(m.cli_no_file())
      if (positionals.length > 1) throw new CommandError(m.cli_too_many_arguments())
      if (!values.into) throw new CommandError(m.cli_proposals_no_into())
      const content = await read(file)
      const app = await NestFactory.createApplicationContext(AppModule.with(readConfiguration()), { logger: ['error'], abortOnError: false })
      try {
        await app.get(MunicipalityDirectory, { strict: false }).load()
        const answer = await importFile(app, { kind, content, name: basename(file), into: values.into, dryRun: values['dry-run'] }, terminal)
        terminal.out(values.json ? `${JSON.stringify(answer)}\n` : inWords(answer, values.into))
      } finally {
        await app.close()
      }
    },
  }
}

/** Imports with running services; progress goes to `err`. What it brings stands in the list of imports, and can be taken back there. */
export async function importFile(app: INestApplicationContext, { kind, content, name, into, dryRun }: { kind: ImportKind, content: Buffer, name: string, into: string, dryRun: boolean }, terminal: Terminal): Promise<ImportAnswer> {
  const started = performance.now()
  const [imports, runs, dataSource] = [app.get(Imports, { strict: false }), app.get(ImportRuns, { strict: false }), app.get(DataSource)]
  const number = new Intl.NumberFormat('fr-FR')
  const quiet = { progress: () => undefined }
  const loud = { progress: (done: number, total: number) => { if (done > 0) terminal.err(`${m.cli_import_rows({ done: number.format(done), total: number.format(total) })}\n`) } }
  try {
    const found = await maybe<{ id: string }>(dataSource, 'select id from consultations.consultation where slug = $1 or id::text = $1', [into])
    if (!found) throw new CommandError(m.cli_proposals_unknown({ slug: into }))
    const id = await dataSource.transaction((tx) => imports.keep(tx, found.id, null, { kind, name, content: pieces(content) }))
    try {
      await runs.read(id, quiet)
      const fault = await maybe<{ fault: { code: string, line: number, facts: Record<string, string | number> } }>(dataSource, `select fault from consultations.import where id = $1 and state = 'unreadable'`, [id])
      if (fault) throw new CommandError(faultInWords({ file: name, ...fault.fault }))
      const { supports } = await one<{ supports: number }>(dataSource, `
        select coalesce(sum(coalesce((content->>'supports')::integer, 0) + coalesce((content->>'useful')::integer, 0) + coalesce((content->>'notUseful')::integer, 0)), 0)::integer as supports from consultations.import_row where import_id = $1 and outcome <> 'refused'`, [id])
      if (!dryRun) {
        await dataSource.query(`update consultations.import set state = 'running' where id = $1 and state = 'ready'`, [id])
        await runs.take(id, loud)
      }
      const told = await one<Omit<ImportAnswer, 'problems' | 'supports' | 'milliseconds' | 'dryRun'> & { state: string }>(dataSource, 'select kind, source, rows, created, updated, unchanged, refused, state from consultations.import where id = $1', [id])
      if (told.state !== (dryRun ? 'ready' : 'done')) throw new CommandError(m.cli_import_stopped())
      const problems = await rows<{ row: number, field: string, code: string }>(dataSource, `
        select r.row, p.field, p.code from consultations.import_row r cross join lateral jsonb_to_recordset(r.problems) as p(field text, code text) where r.import_id = $1 order by r.row`, [id])
      const { kind: taken, source, rows: read, created, updated, unchanged, refused } = told
      return { kind: taken, source, rows: read, created, updated, unchanged, refused, supports, dryRun, problems: problems.map((problem) => ({ ...problem, message: importProblem(problem.code) })), milliseconds: Math.round(performance.now() - started) }
    } finally {
      // A trial, and what could not be taken, leave nothing.
      await dataSource.query(`delete from consultations.import where id = $1 and state <> 'done'`, [id])
    }
  } catch (error) {
    if (uniqueViolation(error) === 'import_under_way') throw new CommandError(m.error_import_under_way())
    if (error instanceof DomainError) throw new CommandError(error.code === 'import.no-proposals-phase' ? m.cli_proposals_no_phase({ slug: into }) : error.message)
    throw error
  }
}

async function* pieces(content: Buffer): AsyncGenerator<Buffer> {
  for (let at = 0; at < content.length; at += 65_536) yield content.subarray(at, at + 65_536)
}

function inWords({ kind, rows: lines, created, updated, unchanged, refused, supports, dryRun, problems }: ImportAnswer, slug: string): string {
  const number = new Intl.NumberFormat('fr-FR')
  const facts = { slug, rows: number.format(lines), created: number.format(created), updated: number.format(updated), unchanged: number.format(unchanged), refused: number.format(refused), supports: number.format(supports) }
  const said = kind === 'proposals' ? [m.cli_proposals_would, m.cli_proposals_done] as const : [m.cli_comments_would, m.cli_comments_done] as const
  return [
    said[dryRun ? 0 : 1](facts),
    ...problems.slice(0, SHOWN).map(({ row, field, message }) => m.cli_proposals_problem({ row: String(row), field, message })),
    ...(problems.length > SHOWN ? [m.cli_proposals_more({ count: number.format(problems.length - SHOWN) })] : []),
    '',
  ].join('\n')
}
