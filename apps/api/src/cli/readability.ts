import { readFile } from 'node:fs/promises'
import type { Readability, SimpleLanguageRemedy } from '@parvis/inclusion'
import { lintSimpleLanguage, measureReadability } from '@parvis/inclusion'
import { m } from '@parvis/texts'
import type { Command } from './command'
import { CommandError, readArguments } from './command'

const remedies: Record<SimpleLanguageRemedy, () => string> = {
  'split-the-sentence': m.simple_language_split_the_sentence,
  'write-the-number-in-digits': m.simple_language_write_the_number_in_digits,
  'say-how-many-out-of-how-many': m.simple_language_say_how_many_out_of_how_many,
  'compare-with-something-known': m.simple_language_compare_with_something_known,
  'write-the-words-of-the-acronym': m.simple_language_write_the_words_of_the_acronym,
  'say-who-does-it-first': m.simple_language_say_who_does_it_first,
  'say-it-without-negation': m.simple_language_say_it_without_negation,
  'put-the-explanation-in-the-text': m.simple_language_put_the_explanation_in_the_text,
}

interface Finding {
  rule: string
  sentence: string
  /** In French words. */
  remedy: string
}

/** `readability FILE`: reading level and simple-language lint of a French text, without a server. */
export const command: Command = {
  usage: () => m.cli_readability_usage(),
  async run(args, terminal) {
    const { values, positionals } = readArguments({ args, allowPositionals: true, options: { json: { type: 'boolean', default: false } } })
    const [file] = positionals
    if (file === undefined) throw new CommandError(m.cli_no_file())
    if (positionals.length > 1) throw new CommandError(m.cli_too_many_arguments())
    const text = await read(file)
    const measured = measureReadability(text)
    if (measured.kandelMoles === null) throw new CommandError(m.cli_readability_no_word({ file }))
    const lint = lintSimpleLanguage(text).map(({ rule, sentence, remedy }) => ({ rule, sentence, remedy: remedies[remedy]() }))
    if (!values.json) return terminal.out(inWords(file, measured, measured.kandelMoles, lint))
    terminal.out(`${JSON.stringify({
      file,
      kandelMoles: rounded(measured.kandelMoles, 1),
      words: measured.words,
      sentences: measured.sentences,
      wordsPerSentence: rounded(measured.wordsPerSentence, 2),
      longestSentence: measured.longestSentence.words,
      longestSentenceText: measured.longestSentence.text,
      shortSample: measured.shortSample,
      hardWords: measured.hardWords,
      lint,
    })}\n`)
  },
}

const rounded = (value: number, decimals: number) => Number(value.toFixed(decimals))

async function read(file: string): Promise<string> {
  let content: Buffer
  try {
    content = await readFile(file)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    throw new CommandError(code === 'ENOENT' ? m.cli_file_missing({ file }) : m.cli_file_unreadable({ file, reason: code ?? String(error) }))
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(content)
  } catch {
    throw new CommandError(m.cli_readability_not_utf8({ file }))
  }
}

function inWords(file: string, { words, sentences, wordsPerSentence, longestSentence, shortSample, hardWords }: Readability, kandelMoles: number, lint: readonly Finding[]): string {
  const number = new Intl.NumberFormat('fr-FR', { maximumFractionDigits: 1 })
  return [
    m.cli_readability_measure({
      file, kandelMoles: number.format(Math.min(100, Math.max(0, kandelMoles))), level: levelOf(kandelMoles), words: number.format(words), sentences: number.format(sentences), wordsPerSentence: number.format(wordsPerSentence),
    }),
    ...(shortSample ? [m.cli_readability_short_sample()] : []),
    m.cli_readability_longest({ words: longestSentence.words, sentence: longestSentence.text }),
    ...(hardWords.length > 0 ? [m.cli_readability_hard_words({ words: hardWords.join(', ') })] : []),
    ...(lint.length > 0 ? lint.map(({ sentence, remedy }) => m.cli_readability_finding({ sentence, remedy })) : [m.cli_readability_nothing()]),
    '',
  ].join('\n')
}

/** What the figure means: 80 is asked of simple versions, 60 of summaries, 50 of full texts. */
function levelOf(kandelMoles: number): string {
  if (kandelMoles >= 80) return m.cli_readability_very_easy()
  if (kandelMoles >= 60) return m.cli_readability_easy()
  return kandelMoles >= 50 ? m.cli_readability_fair() : m.cli_readability_hard()
}
