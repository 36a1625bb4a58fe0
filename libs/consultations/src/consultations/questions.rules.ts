import type { Refusal } from '@parvis/platform'
import { methodNamed, usualAllocation, type Allocation, type Question } from '@parvis/voting'

/** What a vote row keeps of its rules: bounds of a ballot and, where money is shared out, how. */
export interface VoteRules {
  min: number
  max: number
  blankAllowed: boolean
  /** How many options win where no budget decides. */
  seats?: number
  /** Cents: what the options of one ballot may cost together. */
  maxCost?: number
  /** Cents. */
  budget?: number
  by?: 'votes' | 'votes-per-cost'
  whenFull?: 'skip' | 'stop'
  threshold?: number
  /** Points of a ballot in all, and on one option at most. */
  points?: number
  pointsPerOption?: number
  grades?: number
  utility?: 'cost' | 'cardinality'
  completion?: 'none' | 'utilitarian' | 'add1' | 'add1-utilitarian' | 'add1-overspend'
  /** Where the public draw that settles equals will be read. */
  draw?: string
  /** Money, without a draw: among equals the cheaper first, then the one with more votes, then the order of the ballot. */
  tie?: 'cost-votes'
}

export interface VoteOptionFacts {
  key: string
  cost: number | null
}

/**
 * The question as libs/voting takes it. Money is spent only where a budget was set. `max` comes down to the number of options:
 * rules are bound at the announcement, options come until the opening, and few of them must not keep a vote closed.
 */
export function questionOf(method: string, rules: VoteRules, options: readonly VoteOptionFacts[]): Question {
  const { min, max, blankAllowed, seats, maxCost, budget, points, pointsPerOption, grades } = rules
  return {
    options: options.map(({ key, cost }) => (cost === null ? { id: key } : { id: key, cost })),
    min,
    max: options.length === 0 ? max : Math.min(max, options.length),
    blankAllowed,
    ...(seats === undefined ? {} : { seats }),
    ...(maxCost === undefined ? {} : { maxCost }),
    ...(budget === undefined ? {} : { budget, allocation: allocationOf(method, rules) }),
    ...(points === undefined ? {} : { points }),
    ...(pointsPerOption === undefined ? {} : { pointsPerOption }),
    ...(grades === undefined ? {} : { grades }),
  }
}

const CENTS = 100

/** Equals wait for the draw where one was announced, else the rule that was stated decides. Older votes and imports stated none: the smallest key as text, as they said. */
function allocationOf(method: string, { by, whenFull, threshold, utility, completion, draw, tie: stated }: VoteRules): Allocation {
  const tie = draw === undefined ? stated ?? usualAllocation.tie : 'drawn'
  if (method === 'equal-shares') return { rule: 'equal-shares', utility: utility ?? 'cost', completion: completion ?? 'add1-utilitarian', start: 'exact', increment: CENTS, unit: CENTS, tie }
  if (method === 'phragmen') return { rule: 'phragmen', tie }
  return { ...usualAllocation, by: by ?? usualAllocation.by, whenFull: whenFull ?? usualAllocation.whenFull, threshold: threshold ?? usualAllocation.threshold, tie }
}

const SPENDS = /^budget|^equal-shares$|^phragmen$/

/** Before a vote that shares out money is announced somebody says what settles equals: the smallest key as text, which puts o10 before o2, is nobody's choice. */
export const tieRefusals = (vote: { method: string, rules: VoteRules }): Refusal[] =>
  (SPENDS.test(vote.method) && vote.rules.draw === undefined && vote.rules.tie === undefined ? [{ code: 'vote.tie-rule-missing' }] : [])

/** Why a vote cannot be put to people as it stands. Too few options is the phase's own refusal. */
export function questionRefusals(vote: { question: string, method: string, rules: VoteRules, options: readonly VoteOptionFacts[] }): Refusal[] {
  const method = methodNamed(vote.method)
  return [
    ...(vote.question.trim() === '' ? [{ code: 'vote.question-missing' }] : []),
    ...(method ? method.questionRefusals(questionOf(vote.method, vote.rules, vote.options)) : [{ code: 'vote.unknown-method', facts: { method: vote.method } }]),
  ]
}
