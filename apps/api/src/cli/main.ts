import 'reflect-metadata'
import { m } from '@parvis/texts'
import type { Command, Terminal } from './command'
import { CommandError } from './command'

interface Entry {
  summary: () => string
  /** The module that exports `command`, beside this one. */
  file: string
}

/** Every command there is. */
const commands: Record<string, Entry> = {
  'import pabulib': { summary: () => m.cli_import_summary(), file: './import' },
  'import proposals': { summary: () => m.cli_proposals_summary(), file: './import-proposals' },
  'import comments': { summary: () => m.cli_comments_summary(), file: './import-comments' },
  'import centres': { summary: () => m.cli_centres_summary(), file: './import-centres' },
  'import territory': { summary: () => m.cli_territory_summary(), file: './import-territory' },
  tally: { summary: () => m.cli_tally_summary(), file: './tally' },
  backup: { summary: () => m.cli_backup_summary(), file: './backup' },
  restore: { summary: () => m.cli_restore_summary(), file: './restore' },
  migrate: { summary: () => m.cli_migrate_summary(), file: './migrate' },
  'user create': { summary: () => m.cli_user_create_summary(), file: './user' },
  readability: { summary: () => m.cli_readability_summary(), file: './readability' },
}

function find(words: string[]): Entry | undefined {
  const name = words.join(' ')
  return Object.hasOwn(commands, name) ? commands[name] : undefined
}

/** Loaded when asked for, so that counting a file does not load a server. */
function load({ file }: Entry): Command {
  // import() would want the extension of the built file, which the sources do not have.
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  return (require(file) as { command: Command }).command
}

/**
 * Runs `parvis COMMAND …`; a command may be two words (`import pabulib`).
 * @returns the exit code: 0 done, 2 a wrong argument or file, 1 anything else
 */
export async function runCommandLine(args: string[], terminal: Terminal): Promise<number> {
  try {
    if (args.length === 0) throw new CommandError(m.cli_no_command())
    const words = args.length > 1 && find(args.slice(0, 2)) ? 2 : 1
    const entry = find(args.slice(0, words))
    if (entry) await runCommand(load(entry), args.slice(words), terminal)
    else if (args[0] === '--help' || args[0] === 'help') terminal.out(overview())
    else throw new CommandError(m.cli_unknown_command({ command: args[0] ?? '' }))
    return 0
  } catch (error) {
    const expected = error instanceof CommandError
    terminal.err(`parvis: ${expected ? error.message : m.cli_unexpected({ reason: error instanceof Error ? error.message : String(error) })}\n`)
    return expected ? 2 : 1
  }
}

async function runCommand(command: Command, args: string[], terminal: Terminal): Promise<void> {
  if (args.includes('--help')) terminal.out(`${command.usage()}\n`)
  else await command.run(args, terminal)
}

function overview(): string {
  const longest = Math.max(...Object.keys(commands).map((name) => name.length))
  const lines = Object.entries(commands).map(([name, { summary }]) => `  ${name.padEnd(longest)}  ${summary()}`)
  return `${m.cli_usage()}\n\n${lines.join('\n')}\n`
}

if (require.main === module) {
  const terminal: Terminal = { out: (text) => process.stdout.write(text), err: (text) => process.stderr.write(text) }
  void runCommandLine(process.argv.slice(2), terminal).then((code) => {
    process.exitCode = code
  })
}
