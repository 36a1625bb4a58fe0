import { choiceOf, methodNamed, wholeNumber, type BallotForm, type Question, type Values } from '@parvis/voting'

/** What reading a ballot needs of a vote. */
export interface BallotVote {
  method: string
  form: BallotForm
  options: readonly { key: string, title: string, cost: number | null }[]
  rules: { min: number, max: number, blankAllowed: boolean, maxCost?: number, points?: number, pointsPerOption?: number, grades?: number }
}

/** A ballot as a form of the page sent it. */
export interface Marks {
  /** By option, as it was tapped or typed: what the page shows again, right or wrong. */
  typed: Record<string, string>
  choice: Values
  /** Fields that hold no number of this ballot. */
  unread: Wrong[]
}

/** A refusal and its field. */
export interface Wrong { code: string, at: string, facts?: Record<string, unknown> }

/** Each form of ballot and its fields: one name for all options, or one name per option after this word. */
const fieldWords: Record<BallotForm, string> = { single: 'choix', approval: 'choix', points: 'points', ranking: 'rang', grades: 'note' }

/** Radios and boxes name the option in their value; the other forms have one field per option. */
const named = (form: BallotForm) => form === 'single' || form === 'approval'

/** The field that holds the mark of an option. */
export const fieldOf = (form: BallotForm, key: string) => named(form) ? fieldWords[form] : `${fieldWords[form]}.${key}`

/** Reads the fields of a ballot. Options that the vote does not have are not looked at. */
export function readMarks(form: FormData, vote: BallotVote): Marks {
  const marks: Marks = { typed: {}, choice: {}, unread: [] }
  if (named(vote.form)) {
    const wanted = new Set(form.getAll(fieldWords[vote.form]).map(String))
    const found = vote.options.filter(({ key }) => wanted.has(key)).map(({ key }) => key)
    return { ...marks, ...marked(Object.fromEntries(found.map(key => [key, 1]))) }
  }
  const typed: [string, string][] = []
  const choice: [string, number][] = []
  for (const { key, title } of vote.options) {
    const at = fieldOf(vote.form, key)
    const text = String(form.get(at) ?? '').trim().slice(0, 20)
    if (!text) continue
    typed.push([key, text])
    const value = wholeNumber(text)
    // No point is no mark; a rank and a grade are one of those that the page offers.
    if (vote.form === 'points' && value === 0) continue
    if (value === null || !fits(value, vote)) marks.unread.push({ code: unreadable[vote.form] ?? 'ballot.value', at, facts: { option: title, last: vote.options.length } })
    else choice.push([key, value])
  }
  return { ...marks, typed: Object.fromEntries(typed), choice: Object.fromEntries(choice) }
}

const unreadable: Partial<Record<BallotForm, string>> = { points: 'ballot.points-unread', ranking: 'ballot.rank-unread' }

const fits = (value: number, { form, options, rules }: BallotVote) =>
  form === 'ranking' ? value >= 1 && value <= options.length : form === 'grades' ? value < (rules.grades ?? 0) : true

/** A choice as a page shows it again. */
export const marked = (choice: Values): Pick<Marks, 'typed' | 'choice'> => ({ choice, typed: Object.fromEntries(Object.entries(choice).map(([key, value]) => [key, String(value)])) })

/** A choice as the hidden fields of the page that reads it back. */
export const hiddenFields = (form: BallotForm, choice: Values): { name: string, value: string }[] =>
  Object.entries(choice).map(([key, value]) => ({ name: fieldOf(form, key), value: named(form) ? key : String(value) }))

/** As libs/voting asks it. The API asks again before casting. */
function questionOf({ options, rules }: BallotVote, blankAllowed: boolean): Question {
  return {
    ...rules, blankAllowed,
    options: options.map(({ key, cost }) => cost === null ? { id: key } : { id: key, cost }),
    max: Math.min(rules.max, options.length),
  }
}

/**
 * What is wrong with a ballot, each with its field: empty when it may be read back. `blank`: asked for by its button; a
 * ballot that is empty without it is only unfinished.
 */
export function marksWrong(vote: BallotVote, { choice, unread }: Pick<Marks, 'choice' | 'unread'>, blank: boolean): Wrong[] {
  if (unread.length) return unread
  const { min } = vote.rules
  const titles = new Map(vote.options.map(({ key, title }) => [key, title]))
  const refusals = methodNamed(vote.method)?.refusals(choiceOf(choice), questionOf(vote, blank && vote.rules.blankAllowed)) ?? []
  return refusals.map(({ code, at, facts }) => {
    const option = at === undefined ? undefined : titles.get(at)
    return {
      code: code === 'ballot.blank' && !blank ? unfinished[vote.form] : code,
      at: at !== undefined && option !== undefined ? fieldOf(vote.form, at) : 'choix',
      facts: { chosen: 0, min, ...facts, ...(option === undefined ? {} : { option }) },
    }
  })
}

const unfinished: Record<BallotForm, string> = { single: 'ballot.too-few', approval: 'ballot.too-few', points: 'ballot.no-points', ranking: 'ballot.no-rank', grades: 'ballot.no-grade' }

/** The same limits where blank is a box beside the options, at a desk and at a kiosk: blank and choices at once, or neither, is no ballot that anybody read. */
export function boxedWrong(vote: BallotVote, marks: Marks, blank: boolean): Wrong[] {
  const written = Object.keys(marks.typed).length > 0
  const { min, max, blankAllowed } = vote.rules
  if (blank && blankAllowed) return written ? [{ code: 'ballot.blank-and-choices', at: 'choix' }] : []
  if (!written && blankAllowed && named(vote.form)) return [{ code: 'ballot.nothing-or-blank', at: 'choix', facts: { min, max, chosen: 0 } }]
  if (!written && !blankAllowed) return [{ code: 'ballot.blank', at: 'choix' }]
  return marksWrong(vote, marks, false)
}
