import { readFile } from 'node:fs/promises'
import type { PabulibInstance } from '@parvis/open-data'
import { BallotFileError, parsePabulib } from '@parvis/open-data'
import { m } from '@parvis/texts'
import { CommandError } from './command'

/** The bytes of a file. @throws CommandError when there is none, or it cannot be read */
export async function read(file: string): Promise<Buffer> {
  try {
    return await readFile(file)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    throw new CommandError(code === 'ENOENT' ? m.cli_file_missing({ file }) : m.cli_file_unreadable({ file, reason: code ?? String(error) }))
  }
}

/** A Pabulib file, checked whole. @throws CommandError with file, line and reason */
export async function readBallotFile(file: string): Promise<PabulibInstance> {
  const content = await read(file)
  try {
    return parsePabulib(content, file)
  } catch (error) {
    throw error instanceof BallotFileError ? new CommandError(faultInWords(error)) : error
  }
}

/** The sentence of the catalogue for a fault in a ballot file, with its place. */
export function faultInWords({ file, line, field, code, facts, message = code }: Pick<BallotFileError, 'file' | 'line' | 'code' | 'facts'> & { field?: string, message?: string }): string {
  const sentences: Record<string, unknown> = m
  const sentence = sentences[code.replaceAll(/[.-]/g, '_')]
  const reason = typeof sentence === 'function' ? String(sentence(facts)) : message
  return field === undefined ? m.cli_fault({ file, line, reason }) : m.cli_fault_in_field({ file, line, field: onOneLine(field), reason })
}

/** The name of a field as the file has it: a header may hold line breaks, and be as long as the file. */
function onOneLine(field: string): string {
  // eslint-disable-next-line no-control-regex
  const text = field.slice(0, 61).replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g, ' ')
  return text.length > 60 ? `${text.slice(0, 59)}…` : text
}
