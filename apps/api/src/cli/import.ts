import { basename } from 'node:path'
import type { INestApplicationContext } from '@nestjs/common'
import { NestFactory } from '@nestjs/core'
import { ImportedVotes, type ImportedVote } from '@parvis/consultations'
import { BallotFileError, hundredths, publishedWinners, titleOf, voteOf, type PabulibInstance } from '@parvis/open-data'
import { DomainError } from '@parvis/platform'
import { m } from '@parvis/texts'
import type { Outcome } from '@parvis/voting'
import { AppModule } from '../app.module'
import { faultInWords, readBallotFile } from './ballot-file'
import type { Command, Terminal } from './command'
import { CommandError, readArguments } from './command'
import { readConfiguration } from './configuration'

const STEP = 5000

/** `import pabulib FILE`: a real participatory budget through the ballot box, to its published result. */
export const command: Command = {
  usage: () => m.cli_import_usage(),

  async run(args, terminal) {
    const { file, title, json } = readCommand(args)
    // Read and checked whole before the database is even asked for.
    const instance = await readBallotFile(file)
    const app = await NestFactory.createApplicationContext(AppModule.with(readConfiguration()), { logger: ['error'], abortOnError: false })
    try {
      await importInto(app, instance, { title, json }, terminal)
    } finally {
      await app.close()
    }
  },
}

export interface ImportAnswer {
  consultationSlug: string
  ballots: number
  paper: number
  online: number
  winners: string[]
  /** In units of the currency. */
  totalCost: number
  /** The same set as the file says its city selected; absent when the file does not say. */
  matchesPublished?: boolean
  milliseconds: number
}

function readCommand(args: string[]): { file: string, title?: string, json: boolean } {
  const { values, positionals } = readArguments({ args, allowPositionals: true, options: { title: { type: 'string' }, json: { type: 'boolean', default: false } } })
  const [file] = positionals
  if (file === undefined) throw new CommandError(m.cli_no_file())
  if (positionals.length > 1) throw new CommandError(m.cli_too_many_arguments())
  return { file, json: values.json, ...(values.title?.trim() ? { title: values.title.trim() } : {}) }
}

/** Imports into a running application context; writes the answer to the terminal. */
export async function importInto(app: INestApplicationContext, instance: PabulibInstance, { title, json }: { title?: string, json: boolean }, terminal: Terminal): Promise<ImportAnswer> {
  const started = performance.now()
  const number = new Intl.NumberFormat('fr-FR')
  const file = basename(instance.fileName)
  const ballots = instance.ballots.length
  const imported = await taking(instance.fileName, () => app.get(ImportedVotes).take(voteOf(instance, {
    summary: m.import_summary({ title: title ?? titleOf(instance) }),
    sourceNote: m.import_source_note({ file, rule: instance.rule || '-' }),
    question: m.import_question(),
    phaseTitle: m.import_phase(),
    headline: (outcome) => headlineOf(outcome, instance),
    nextSteps: m.import_next_steps(),
  }, title), (done) => {
    if (done % STEP === 0 || done === ballots) terminal.err(`${m.cli_import_progress({ done: number.format(done), total: number.format(ballots) })}\n`)
  }))
  const answer = answerOf(instance, imported, Math.round(performance.now() - started))
  terminal.out(json ? `${JSON.stringify(answer)}\n` : inWords(answer, instance, number))
  return answer
}

async function taking<T>(file: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof BallotFileError) throw new CommandError(faultInWords(error))
    if (error instanceof DomainError && error.status === 422) throw new CommandError(m.cli_import_refused({ file, code: error.code, at: error.refusals[0]?.at ?? '-' }))
    throw error
  }
}

function answerOf(instance: PabulibInstance, { consultationSlug, outcome }: ImportedVote, milliseconds: number): ImportAnswer {
  const paper = instance.ballots.filter(({ votingMethod }) => votingMethod === 'paper').length
  const published = publishedWinners(instance)
  return {
    consultationSlug,
    ballots: instance.ballots.length,
    paper,
    online: instance.ballots.length - paper,
    winners: outcome.winners,
    totalCost: (outcome.totalCost ?? 0) / hundredths,
    ...(published ? { matchesPublished: [...published].sort().join('\n') === [...outcome.winners].sort().join('\n') } : {}),
    milliseconds,
  }
}

function headlineOf({ winners, options, totalCost = 0 }: Outcome, { currency = 'EUR' }: PabulibInstance): string {
  return m.import_headline({ count: winners.length, options: String(options.length), cost: `${new Intl.NumberFormat('fr-FR').format(totalCost / hundredths)} ${currency}` })
}

function inWords({ consultationSlug, ballots, paper, online, winners, totalCost, matchesPublished }: ImportAnswer, { currency = 'EUR' }: PabulibInstance, number: Intl.NumberFormat): string {
  return [
    m.cli_import_done({ slug: consultationSlug, ballots: number.format(ballots), paper: number.format(paper), online: number.format(online) }),
    m.cli_tally_winners({ count: winners.length, cost: `${number.format(totalCost)} ${currency}` }),
    `  ${winners.join(', ')}`,
    ...(matchesPublished === undefined ? [] : [matchesPublished ? m.cli_import_matches() : m.cli_import_differs()]),
    '',
  ].join('\n')
}
