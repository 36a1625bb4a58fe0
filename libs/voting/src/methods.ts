import { approval } from './methods/approval/approval'
import { borda } from './methods/borda/borda'
import { budget } from './methods/budget/budget'
import { budgetPoints } from './methods/budget-points/budget-points'
import { budgetRanks } from './methods/budget-ranks/budget-ranks'
import { equalShares } from './methods/equal-shares/equal-shares'
import { irv } from './methods/irv/irv'
import { majorityJudgment } from './methods/majority-judgment/majority-judgment'
import { phragmen } from './methods/phragmen/phragmen'
import { plurality } from './methods/plurality/plurality'
import { points } from './methods/points/points'
import { schulze } from './methods/schulze/schulze'
import { single } from './methods/single/single'
import type { VotingMethod } from './voting-method'

/** Every method there is. A new one is a folder of `methods/` and a line here; `contract.spec.ts` then runs on it. */
export const methods: readonly VotingMethod[] = [single, approval, budget, equalShares, points, schulze, majorityJudgment, plurality, irv, borda, phragmen, budgetPoints, budgetRanks]

export function methodNamed(name: string): VotingMethod | undefined {
  return methods.find((method) => method.name === name)
}
