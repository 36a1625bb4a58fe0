import { approval } from './methods/approval'
import { budget } from './methods/budget'
import type { VotingMethod } from './voting-method'

/** Every method there is. A new one is a file in `methods/` and a line here; `contract.spec.ts` then runs on it. */
export const methods: readonly VotingMethod[] = [approval, budget]

export function methodNamed(name: string): VotingMethod | undefined {
  return methods.find((method) => method.name === name)
}
