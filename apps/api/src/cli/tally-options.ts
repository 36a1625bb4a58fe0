import { m } from '@parvis/texts'
import { parseArgs } from 'node:util'
import { CommandError, oneOf } from './command'

export const budgetRules = ['greedy', 'equal-shares', 'phragmen'] as const
export const rankingRules = ['plurality', 'irv', 'borda', 'schulze'] as const
export const rankedRules = [...rankingRules, 'majority-judgment'] as const

export type BudgetRule = (typeof budgetRules)[number]
export type RankedRule = (typeof rankedRules)[number]
type Rule = BudgetRule | RankedRule

const completions = ['none', 'utilitarian', 'add1', 'add1-utilitarian', 'add1-overspend'] as const
const growing = completions.filter((name) => name.startsWith('add1'))
const greatest = 999_999_999_999_999

interface TallyOption {
  /** Rules that read it: with another it is refused, never passed over. */
  rules: readonly Rule[]
  /** The words it may be; otherwise whole numbers from `least`. */
  words?: readonly string[]
  least?: number
}

/** Every option of `tally` beside --rule and --json. */
const options = {
  'by': { rules: ['greedy'], words: ['votes', 'votes-per-cost'] },
  'when-full': { rules: ['greedy'], words: ['skip', 'stop'] },
  'threshold': { rules: ['greedy'], least: 0 },
  'utility': { rules: ['equal-shares'], words: ['cost', 'cardinality', 'points', 'borda'] },
  'completion': { rules: ['equal-shares'], words: completions },
  'start': { rules: ['equal-shares'], words: ['exact', 'floor'] },
  'increment': { rules: ['equal-shares'], least: 1 },
  'tie': { rules: budgetRules, words: ['smallest-id', 'cost-votes'] },
  'unranked': { rules: rankingRules, words: ['last', 'ignored'] },
} satisfies Record<string, TallyOption>

type Name = keyof typeof options
const names = Object.keys(options) as Name[]
const isName = (name: string): name is Name => names.some((one) => one === name)

export interface TallyArguments {
  rule: Rule
  file: string
  json: boolean
  /** As given, each one that its option allows. */
  values: Partial<Record<Name, string>>
}

/** Reads the arguments of `tally`. @throws CommandError naming the option, what was given, and what is allowed */
export function readTally(args: string[]): TallyArguments {
  const types = Object.fromEntries([...names, 'rule'].map((name) => [name, { type: 'string' as const }]))
  const { tokens } = parseArgs({ args, strict: false, tokens: true, allowPositionals: true, options: { ...types, json: { type: 'boolean' } } })
  const given = new Map<string, (string | undefined)[]>()
  const files: string[] = []
  for (const token of tokens) {
    if (token.kind === 'positional') files.push(token.value)
    // Another option where a value should stand is no value.
    if (token.kind === 'option') given.set(token.name, [...given.get(token.name) ?? [], !token.inlineValue && token.value?.startsWith('--') ? undefined : token.value])
  }
  const rule = ruleOf(given.get('rule'))
  const mine = names.filter((name) => (options[name] as TallyOption).rules.includes(rule))
  const values: Partial<Record<Name, string>> = {}
  for (const [name, texts] of given) {
    const option = `--${name}`
    const [value] = texts
    if (texts.length > 1) throw new CommandError(m.cli_tally_twice({ option, values: texts.map((text) => text ?? '').join(', ') }))
    if (name === 'rule') continue
    if (name === 'json') {
      if (value !== undefined) throw new CommandError(m.cli_tally_no_value({ option, value }))
      continue
    }
    if (!isName(name)) throw new CommandError(m.cli_tally_unknown_option({ option: name.length === 1 ? `-${name}` : option, rule, words: listed([...mine, 'json']) }))
    const { rules } = options[name] as TallyOption
    if (!rules.includes(rule)) throw new CommandError(m.cli_tally_option_of_other_rule({ given: value === undefined ? option : `${option} ${value}`, option, rule, words: listed([...mine, 'json']), rules: rules.join(', ') }))
    values[name] = allowed(name, value)
  }
  if ((values.increment ?? '1') !== '1' && !growing.some((name) => name === values.completion))
    throw new CommandError(m.cli_tally_increment_unused({ value: values.increment ?? '', completion: values.completion ?? 'none', words: growing.join(', ') }))
  const [file] = files
  if (file === undefined) throw new CommandError(m.cli_no_file())
  if (files.length > 1) throw new CommandError(m.cli_tally_files({ files: files.join(', ') }))
  return { rule, file, json: given.has('json'), values }
}

const listed = (words: readonly string[]): string => words.map((word) => `--${word}`).join(', ')

function ruleOf(texts: (string | undefined)[] | undefined): Rule {
  const rules = [...budgetRules, ...rankedRules]
  const value = texts?.[0]
  if (value === undefined) throw new CommandError(m.cli_tally_no_rule({ words: rules.join(', ') }))
  return oneOf('--rule', value, rules)
}

function allowed(name: Name, value: string | undefined): string {
  const { words, least = 0 } = options[name] as TallyOption
  const option = `--${name}`
  const possible = words?.join(', ') ?? m.cli_tally_whole({ least: String(least), most: String(greatest) })
  if (value === undefined || value === '') throw new CommandError(m.cli_tally_value_missing({ option, words: possible }))
  if (words) return oneOf(option, value, words)
  if (!/^[0-9]{1,15}$/.test(value) || Number(value) < least) throw new CommandError(m.cli_one_of({ option, value, words: possible }))
  return String(Number(value))
}
