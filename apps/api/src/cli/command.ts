import type { ParseArgsConfig } from 'node:util'
import { parseArgs } from 'node:util'
import { m } from '@parvis/texts'

/** Where a command writes: answers to `out`, progress and refusals to `err`. */
export interface Terminal {
  out(text: string): void
  err(text: string): void
}

/** One command, in a file of its own. */
export interface Command {
  /** What `--help` prints. */
  usage(): string
  /** @throws CommandError when an argument or a file is wrong: nothing was changed */
  run(args: string[], terminal: Terminal): Promise<void>
}

/** A wrong argument or file: one line on standard error, exit 2. */
export class CommandError extends Error {}

/** node:util's parseArgs, with the refusal in words. */
export function readArguments<T extends ParseArgsConfig>(config: T): ReturnType<typeof parseArgs<T>> {
  try {
    return parseArgs(config)
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    const option = /--?[\w-]+/.exec(message)?.[0] ?? ''
    if (code === 'ERR_PARSE_ARGS_UNKNOWN_OPTION') throw new CommandError(m.cli_unknown_option({ option }))
    if (code === 'ERR_PARSE_ARGS_INVALID_OPTION_VALUE') throw new CommandError(m.cli_option_value({ option }))
    if (code === 'ERR_PARSE_ARGS_UNEXPECTED_POSITIONAL') throw new CommandError(m.cli_too_many_arguments())
    throw error
  }
}

/** The value of an option that takes one of a few words. */
export function oneOf<T extends string>(option: string, value: string, words: readonly T[]): T {
  const word = words.find((one) => one === value)
  if (word === undefined) throw new CommandError(m.cli_one_of({ option, value, words: words.join(', ') }))
  return word
}
