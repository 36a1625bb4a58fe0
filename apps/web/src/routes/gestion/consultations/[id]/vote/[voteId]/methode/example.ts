import { countAll, methods, type Choice, type Outcome, type Question } from '@parvis/voting'
import { m } from '@parvis/texts'

const options = [
  { id: 'trees', title: m.gestion_example_trees, cost: 4_000_000 },
  { id: 'games', title: m.gestion_example_games, cost: 6_000_000 },
  { id: 'market', title: m.gestion_example_market, cost: 2_000_000 },
  { id: 'fountain', title: m.gestion_example_fountain, cost: 1_000_000 },
] as const

type Id = (typeof options)[number]['id']

/** A hundred people: how many think so, and the grade that each option deserves in their eyes. */
const opinions: { people: number, grades: Record<Id, number> }[] = [
  { people: 38, grades: { trees: 5, games: 3, fountain: 1, market: 0 } },
  { people: 32, grades: { market: 5, games: 4, fountain: 1, trees: 0 } },
  { people: 20, grades: { games: 5, trees: 3, fountain: 2, market: 1 } },
  { people: 10, grades: { fountain: 5, market: 3, games: 2, trees: 2 } },
]
const GRADES = 6
const POINTS = 10
/** What people judge so, or better, they would tick. */
const LIKED = 3

/** The same people on a ballot of each form. */
const filled: Record<string, (grades: Record<Id, number>) => Choice> = {
  single: grades => [{ option: inOrder(grades)[0] ?? '', value: 1 }],
  approval: grades => inOrder(grades).filter(id => grades[id] >= LIKED).map(option => ({ option, value: 1 })),
  points: grades => {
    const liked = inOrder(grades).filter(id => grades[id] >= LIKED)
    const weights = liked.reduce((sum, id) => sum + grades[id] - LIKED + 1, 0)
    const given = liked.slice(1).map(option => ({ option, value: Math.max(1, Math.floor(POINTS * (grades[option] - LIKED + 1) / weights)) }))
    return [{ option: liked[0] ?? '', value: POINTS - given.reduce((sum, { value }) => sum + value, 0) }, ...given]
  },
  ranking: grades => {
    const values = [...new Set(Object.values(grades))].sort((one, other) => other - one)
    return inOrder(grades).map(option => ({ option, value: values.indexOf(grades[option]) + 1 }))
  },
  grades: grades => inOrder(grades).map(option => ({ option, value: grades[option] })),
}

const inOrder = (grades: Record<Id, number>) => options.map(({ id }) => id).sort((one, other) => grades[other] - grades[one])

const shared: Question = { options: options.map(({ id, cost }) => ({ id, cost })), min: 1, max: options.length, blankAllowed: true }
const rules: Record<string, Partial<Question>> = {
  'single': { max: 1 }, 'budget': { budget: 10_000_000 }, 'equal-shares': { budget: 10_000_000 }, 'points': { points: POINTS }, 'majority-judgment': { grades: GRADES },
}

export interface Compared { method: string, outcome: Outcome }

/** The example counted by every method that is offered, each time the page is drawn. */
export const comparison = (): Compared[] => methods.filter(({ offered }) => offered).map(method => ({
  method: method.name,
  outcome: countAll(method, opinions.map(({ people, grades }) => ({ choice: filled[method.form]?.(grades) ?? [], times: people })), { ...shared, ...rules[method.name] }),
}))

export const exampleOptions = () => options.map(({ id, title, cost }) => ({ key: id as string, title: title(), cost: cost as number }))
export const exampleOpinions = () => opinions.map(({ people, grades }) => ({ people, grades: grades as Record<string, number> }))
export const exampleGrades = GRADES
