import { NestFactory } from '@nestjs/core'
import { MunicipalityDirectory, readTerritory, Territory } from '@parvis/identity'
import type { TerritoryFile, TerritoryImport, TerritoryProblem } from '@parvis/identity'
import { m } from '@parvis/texts'
import { AppModule } from '../app.module'
import { read } from './ballot-file'
import type { Command, Terminal } from './command'
import { CommandError, readArguments } from './command'
import { readConfiguration } from './configuration'

/** Problems shown in words; `--json` gives them all. */
const SHOWN = 20
const MOST_BYTES = 100 * 1024 * 1024

export interface TerritoryAnswer extends TerritoryImport {
  features: number
  /** Communes of the file that are not ours. */
  outside: number
  refused: number
  /** Our communes that have no outline after it. */
  missing: string[]
  dryRun: boolean
  problems: (TerritoryProblem & { message: string })[]
  milliseconds: number
}

/** `import territory FILE`: outlines of communes, for maps drawn here. One faulty feature, and nothing changes. */
export const command: Command = {
  usage: () => m.cli_territory_usage(),

  async run(args, terminal) {
    const { values, positionals } = readArguments({ args, allowPositionals: true, options: { 'dry-run': { type: 'boolean', default: false }, 'json': { type: 'boolean', default: false } } })
    const [file] = positionals
    if (file === undefined) throw new CommandError(m.cli_no_file())
    if (positionals.length > 1) throw new CommandError(m.cli_too_many_arguments())
    const given = parse(await read(file), file)
    const app = await NestFactory.createApplicationContext(AppModule.with(readConfiguration()), { logger: ['error'], abortOnError: false })
    try {
      const directory = app.get(MunicipalityDirectory, { strict: false })
      await directory.load()
      await importTerritory(app.get(Territory, { strict: false }), directory, given, { file, dryRun: values['dry-run'], json: values.json }, terminal)
    } finally {
      await app.close()
    }
  },
}

function parse(content: Buffer, file: string): unknown {
  if (content.length > MOST_BYTES) throw new CommandError(m.cli_territory_too_large({ file }))
  try {
    return JSON.parse(content.toString('utf8').replace(/^\uFEFF/, '')) as unknown
  } catch (error) {
    throw new CommandError(m.cli_territory_unreadable({ file, reason: error instanceof Error ? error.message.slice(0, 200) : '' }))
  }
}

/**
 * Imports with running services; the answer goes to `out`.
 * @throws CommandError when a feature is refused: the answer says which, and nothing was changed
 */
export async function importTerritory(territory: Territory, directory: MunicipalityDirectory, given: unknown, { file, dryRun, json }: { file: string, dryRun: boolean, json: boolean }, terminal: Terminal): Promise<TerritoryAnswer> {
  const started = performance.now()
  const found = readTerritory(given, new Set(directory.list().map(({ code }) => code)))
  const faulty = found.problems.length > 0
  const none: TerritoryImport = { created: 0, updated: 0, unchanged: 0, removed: 0, landmarks: 0 }
  const taken = faulty ? none : await territory.take(found, { dryRun })
  const there = new Set(found.outlines.map(({ code }) => code))
  const answer: TerritoryAnswer = {
    features: found.features, ...taken, outside: found.outside, refused: new Set(found.problems.map(({ feature }) => feature)).size,
    missing: directory.list().filter(({ code }) => !there.has(code)).map(({ code }) => code), dryRun,
    problems: found.problems.map((problem) => ({ ...problem, message: messages[problem.code]() })), milliseconds: Math.round(performance.now() - started),
  }
  terminal.out(json ? `${JSON.stringify(answer)}\n` : faulty ? faultsInWords(answer) : inWords(answer, found))
  const [first] = answer.problems
  if (first) throw new CommandError(m.cli_territory_refused({ file, count: String(answer.refused), feature: String(first.feature), field: first.field, reason: first.message }))
  return answer
}

const messages: Record<TerritoryProblem['code'], () => string> = {
  'territory.no-collection': m.territory_no_collection, 'territory.too-many': m.territory_too_many, 'territory.no-feature': m.territory_no_feature, 'territory.no-name': m.territory_no_name, 'territory.code-twice': m.territory_code_twice,
  'territory.kind': m.territory_kind, 'territory.ring': m.territory_ring, 'territory.not-degrees': m.territory_not_degrees, 'territory.too-large': m.territory_too_large,
}

function faultsInWords({ problems }: TerritoryAnswer): string {
  return [
    ...problems.slice(0, SHOWN).map(({ feature, field, message }) => m.cli_territory_problem({ feature: String(feature), field, message })),
    ...(problems.length > SHOWN ? [m.cli_proposals_more({ count: String(problems.length - SHOWN) })] : []), '',
  ].join('\n')
}

function inWords({ created, updated, unchanged, removed, landmarks, outside, missing, dryRun }: TerritoryAnswer, { features }: TerritoryFile): string {
  const facts = { features: String(features), created: String(created), updated: String(updated), unchanged: String(unchanged), removed: String(removed), landmarks: String(landmarks), outside: String(outside) }
  return [dryRun ? m.cli_territory_would(facts) : m.cli_territory_done(facts), ...(missing.length > 0 ? [m.cli_territory_missing({ codes: missing.slice(0, SHOWN).join(', '), count: String(missing.length) })] : []), ''].join('\n')
}
