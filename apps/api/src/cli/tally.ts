import { m } from '@parvis/texts'
import type { Command, Terminal } from './command'
import { CommandError } from './command'
import { tallyBudget } from './tally-budget'
import type { TallyArguments } from './tally-options'
import { budgetRules, rankedRules, readTally } from './tally-options'
import { countRanked } from './tally-ranked'

/** `tally FILE --rule RULE`: counts a ballot file without a server. Each kind of file has its rules, and a module of its own. */
export const command: Command = {
  usage: () => m.cli_tally_usage(),
  async run(args: string[], terminal: Terminal) {
    const asked: TallyArguments = readTally(args)
    const { rule, file } = asked
    const budgetRule = budgetRules.find((one) => one === rule)
    if (budgetRule) return tallyBudget({ ...asked, rule: budgetRule }, terminal)
    if (file.endsWith('.pb')) throw new CommandError(m.cli_tally_rule_not_for_budget({ rule, rules: budgetRules.join(', ') }))
    const rankedRule = rankedRules.find((one) => one === rule)
    if (rankedRule) return countRanked({ ...asked, rule: rankedRule }, terminal)
  },
}
