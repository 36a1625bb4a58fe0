import type { VoteRules } from '../consultations/questions.rules'

/** What each method reads of the rules, beside the bounds of a ballot and the draw. */
const KNOWN: Readonly<Record<string, readonly (keyof VoteRules)[]>> = {
  'single': ['seats'],
  'approval': ['seats'],
  'budget': ['maxCost', 'budget', 'by', 'whenFull', 'threshold', 'tie'],
  'equal-shares': ['maxCost', 'budget', 'utility', 'completion', 'tie'],
  'points': ['seats', 'points', 'pointsPerOption'],
  'schulze': ['seats'],
  'majority-judgment': ['seats', 'grades'],
}

const DEFAULTS: Readonly<Record<string, Partial<VoteRules>>> = {
  'single': { min: 1, max: 1 },
  'budget': { by: 'votes', whenFull: 'skip', threshold: 0 },
  'equal-shares': { utility: 'cost', completion: 'add1-utilitarian' },
  'points': { points: 10 },
  'majority-judgment': { grades: 6 },
}

const knownOf = (method: string): readonly (keyof VoteRules)[] => ['min', 'max', 'blankAllowed', 'draw', ...KNOWN[method] ?? []]

/** Only what the method knows, so that a budget does not stay behind in an approval vote. */
export function rulesOf(method: string, rules: VoteRules): VoteRules {
  const kept = Object.fromEntries(knownOf(method).flatMap((name) => (rules[name] === undefined ? [] : [[name, rules[name]]]))) as unknown as VoteRules
  // One choice is one choice, whatever the bounds were before.
  return method === 'single' ? { ...kept, ...DEFAULTS[method] } : { ...DEFAULTS[method], ...kept }
}

/** What stays aside when a method is given rules anew: what it does not ask. What it asks and was not given was taken away. */
export function withoutKnown(method: string, rules: VoteRules): Partial<VoteRules> {
  const known = new Set<string>(knownOf(method).filter((name) => method !== 'single' || (name !== 'min' && name !== 'max')))
  return Object.fromEntries(Object.entries(rules).filter(([name]) => !known.has(name)))
}

/** The rules of a vote that is prepared, with what other methods asked before: who goes back to one finds its budget again. */
export function allRules({ method, rules, setAside }: { method: string, rules: VoteRules, setAside: Partial<VoteRules> }): VoteRules {
  if (method !== 'single') return { ...setAside, ...rules }
  // One choice has no bounds of its own: those of before stand.
  const { min, max, ...rest } = rules
  return { min, max, ...setAside, ...rest }
}
