import { methods, type BallotForm } from '@parvis/voting'

/** Methods that spend money: they need a budget and the cost of every option. */
export const spends = (name: string) => /^budget|^equal-shares$|^phragmen$/.test(name)
/** Of these, the ones that buy the best first. */
const greedy = (name: string) => name.startsWith('budget')

/** The ways to count ballots that are filled as those of this vote: others first, then its own with other settings. */
export function otherMethods({ form, method, options }: { form: BallotForm, method: string, options: readonly { cost: number | null }[] }): string[] {
  const costed = options.every(({ cost }) => cost !== null)
  const names = methods.filter(one => one.form === form && (costed || !spends(one.name))).map(({ name }) => name)
  return [...names.filter(name => name !== method), ...names.filter(name => name === method)]
}

/** What each rule asks: the page shows these fields where it is chosen, and only they are read. */
export const asks = (method: string) => ({ budget: spends(method), greedy: greedy(method), shares: method === 'equal-shares', seats: !spends(method) })

interface Won { winners: readonly string[] }

export type Change = 'enters' | 'leaves' | 'stays' | 'out'

/** What becomes of an option under the other rule, beside the result. */
export function changeOf(option: string, result: Won, other: Won): Change {
  const [before, after] = [result.winners.includes(option), other.winners.includes(option)]
  return before ? (after ? 'stays' : 'leaves') : after ? 'enters' : 'out'
}
