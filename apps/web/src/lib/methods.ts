import { m } from '@parvis/texts'

/** What is said of a way to count. `rules`: those of the vote, when it is about one. */
export interface MethodWords {
  name: () => string
  /** Two sentences: what a ballot gives, and what wins. */
  counted: (rules?: { by?: string }) => string
  /** How the ballot is filled, on screen and on paper: of the methods that are offered. */
  fill?: () => string
  paper?: () => string
  good?: () => string
  bad?: () => string
}

const words: Record<string, MethodWords | undefined> = {
  'single': { name: m.methods_single_name, counted: () => m.methods_single_counted(), fill: m.methods_single_fill, paper: m.methods_single_paper, good: m.methods_single_good, bad: m.methods_single_bad },
  'approval': { name: m.methods_approval_name, counted: () => m.methods_approval_counted(), fill: m.methods_approval_fill, paper: m.methods_approval_paper, good: m.methods_approval_good, bad: m.methods_approval_bad },
  'budget': {
    name: m.methods_budget_name, counted: rules => rules?.by === 'votes-per-cost' ? m.methods_budget_counted_cost() : m.methods_budget_counted(),
    fill: m.methods_budget_fill, paper: m.methods_budget_paper, good: m.methods_budget_good, bad: m.methods_budget_bad,
  },
  'equal-shares': {
    name: m.methods_equal_shares_name, counted: () => m.methods_equal_shares_counted(),
    fill: m.methods_equal_shares_fill, paper: m.methods_equal_shares_paper, good: m.methods_equal_shares_good, bad: m.methods_equal_shares_bad,
  },
  'points': { name: m.methods_points_name, counted: () => m.methods_points_counted(), fill: m.methods_points_fill, paper: m.methods_points_paper, good: m.methods_points_good, bad: m.methods_points_bad },
  'schulze': { name: m.methods_schulze_name, counted: () => m.methods_schulze_counted(), fill: m.methods_schulze_fill, paper: m.methods_schulze_paper, good: m.methods_schulze_good, bad: m.methods_schulze_bad },
  'majority-judgment': {
    name: m.methods_majority_judgment_name, counted: () => m.methods_majority_judgment_counted(),
    fill: m.methods_majority_judgment_fill, paper: m.methods_majority_judgment_paper, good: m.methods_majority_judgment_good, bad: m.methods_majority_judgment_bad,
  },
  // For comparison: never offered in a vote.
  'plurality': { name: m.methods_plurality_name, counted: () => m.methods_plurality_counted() },
  'irv': { name: m.methods_irv_name, counted: () => m.methods_irv_counted() },
  'borda': { name: m.methods_borda_name, counted: () => m.methods_borda_counted() },
  'budget-points': { name: m.methods_budget_points_name, counted: () => m.methods_budget_points_counted() },
  'budget-ranks': { name: m.methods_budget_ranks_name, counted: () => m.methods_budget_ranks_counted() },
  'phragmen': { name: m.methods_phragmen_name, counted: () => m.methods_phragmen_counted() },
}

export const methodWords = (method: string): MethodWords | undefined => words[method]

/** The name of a method; the code itself where the catalogue has none yet. */
export const methodName = (method: string) => words[method]?.name() ?? method

const completions: Record<string, (() => string) | undefined> = {
  'none': m.methods_completion_none, 'utilitarian': m.methods_completion_utilitarian, 'add1': m.methods_completion_add1,
  'add1-utilitarian': m.methods_completion_add1_utilitarian, 'add1-overspend': m.methods_completion_add1_overspend,
}

export const completionNames = ['none', 'utilitarian', 'add1', 'add1-utilitarian', 'add1-overspend'] as const
/** What happens to the money that the shares leave. */
export const completionWords = (completion: string) => completions[completion]?.() ?? completion
