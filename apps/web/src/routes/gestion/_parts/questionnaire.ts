import { conditionWords, isQuestion, OTHER, scaleValues, type Content, type Item, type Section } from '$lib/questionnaire'
import { m } from '@parvis/texts'

export const itemKinds = ['choice', 'choices', 'scale', 'matrix', 'ranking', 'number', 'date', 'commune', 'point', 'line', 'prose', 'file', 'note'] as const
export type ItemKind = (typeof itemKinds)[number]

const kinds: Record<ItemKind, () => string> = {
  choice: m.questionnaire_kind_choice, choices: m.questionnaire_kind_choices, scale: m.questionnaire_kind_scale, matrix: m.questionnaire_kind_matrix, ranking: m.questionnaire_kind_ranking,
  number: m.questionnaire_kind_number, date: m.questionnaire_kind_date, commune: m.questionnaire_kind_commune, point: m.maps_kind_point, line: m.questionnaire_kind_line, prose: m.questionnaire_kind_prose, file: m.attachments_kind_file, note: m.questionnaire_kind_note,
}
export const kindName = (kind: ItemKind) => kinds[kind]()

/** A key that nobody has: `q7`. */
export function freeKey(taken: readonly string[], letter: string): string {
  let number = 1
  while (taken.includes(`${letter}${number}`)) number++
  return `${letter}${number}`
}

export const itemKeys = ({ sections }: Content) => sections.flatMap(({ items }) => items.map(({ key }) => key))

/** Lines as options: one that keeps its words keeps its key, and so does one that is only written anew. */
export function labelled(text: string, before: readonly { key: string, label: string }[], letter: string): { key: string, label: string }[] {
  const lines = text.split('\n').map(line => line.trim()).filter(Boolean)
  const kept = new Map(before.map(({ key, label }) => [label, key]))
  const keys = before.filter(({ label }) => lines.includes(label)).map(({ key }) => key)
  const taken = [...keys]
  const found = lines.map((label, index) => {
    const same = kept.get(label)
    if (same) return { key: same, label }
    const there = before[index]
    const key = there && !taken.includes(there.key) ? there.key : ''
    if (key) taken.push(key)
    return { key, label }
  })
  return found.map(({ key, label }) => {
    if (key) return { key, label }
    const free = freeKey([...taken, ...before.map(one => one.key)], letter)
    taken.push(free)
    return { key: free, label }
  })
}

/** What a button of the page asks: the kind of thing, what to do, its key. */
export interface Change { what: 'page' | 'item', act: 'up' | 'down' | 'copy' | 'remove', key: string }

export function changeOf(text: string): Change | null {
  const found = /^(page|item):(up|down|copy|remove):([a-z][a-z0-9-]{0,19})$/.exec(text)
  return found ? { what: found[1] as 'page', act: found[2] as 'up', key: found[3] ?? '' } : null
}

/** The questionnaire after it; a question at the edge of its page goes over to the next one. */
export function changed(content: Content, { what, act, key }: Change): Content {
  const sections = content.sections.map(section => ({ ...section, items: [...section.items] }))
  if (what === 'page') return { ...content, sections: moveIn(sections, sections.findIndex(one => one.key === key), act, page => ({
    ...page, key: freeKey(sections.map(one => one.key), 's'), items: copies(page.items, itemKeys(content)),
  })) }
  const at = sections.findIndex(({ items }) => items.some(one => one.key === key))
  const page = sections[at]
  const place = page?.items.findIndex(one => one.key === key) ?? -1
  const item = page?.items[place]
  if (!page || !item) return content
  const other = act === 'up' && place === 0 ? sections[at - 1] : act === 'down' && place === page.items.length - 1 ? sections[at + 1] : undefined
  if (other) {
    page.items.splice(place, 1)
    if (act === 'up') other.items.push(item)
    else other.items.unshift(item)
  } else page.items = moveIn(page.items, place, act, one => copies([one], itemKeys(content))[0] ?? one)
  return { ...content, sections }
}

function moveIn<T>(list: readonly T[], place: number, act: Change['act'], copy: (one: T) => T): T[] {
  const result = [...list]
  const one = result[place]
  if (one === undefined) return result
  if (act === 'remove') result.splice(place, 1)
  else if (act === 'copy') result.splice(place + 1, 0, copy(one))
  else {
    const other = place + (act === 'up' ? -1 : 1)
    if (other >= 0 && other < result.length) [result[place], result[other]] = [result[other] as T, one]
  }
  return result
}

/** New keys for all; conditions inside what is copied follow. */
function copies(items: readonly Item[], taken: string[]): Item[] {
  const keys = new Map<string, string>()
  for (const { key, kind } of items) {
    const free = freeKey([...taken, ...keys.values()], kind === 'note' ? 't' : 'q')
    keys.set(key, free)
  }
  return items.map(item => ({ ...item, key: keys.get(item.key) ?? item.key, ...(item.condition ? { condition: { ...item.condition, question: keys.get(item.condition.question) ?? item.condition.question } } : {}) }))
}

/** Everything a condition may ask, as the values of one list: `q1` (was answered) and `q1:o2`. Only what comes before. */
export function conditionChoices(content: Content, before: string | null): { value: string, label: string }[] {
  const items = content.sections.flatMap(section => section.items)
  const end = before === null ? items.length : items.findIndex(({ key }) => key === before)
  return items.slice(0, end).filter(isQuestion).flatMap(item => {
    const values = item.kind === 'scale' ? scaleValues(item).map(value => ({ key: String(value), label: String(value) }))
      : item.kind === 'choice' || item.kind === 'choices' ? [...item.options ?? [], ...(item.other ? [{ key: OTHER, label: m.questionnaire_other() }] : [])] : []
    return [
      { value: item.key, label: m.questionnaire_condition_list_answered({ question: short(item.label) }) },
      ...values.map(({ key, label }) => ({ value: `${item.key}:${key}`, label: m.questionnaire_condition_list_value({ question: short(item.label), value: short(label) }) })),
    ]
  })
}

const short = (text: string) => text.length > 60 ? `${text.slice(0, 57)}…` : text

/** The last item of the page it is added to is what comes before a new one: the first of the next page. */
export function afterPage({ sections }: Content, page: string): string | null {
  const at = sections.findIndex(({ key }) => key === page)
  return sections.slice(at + 1).find(({ items }) => items.length > 0)?.items[0]?.key ?? null
}

const fields = ['label', 'hint', 'options', 'rows', 'least', 'most', 'min', 'max', 'lowLabel', 'highLabel', 'unit', 'maxLength'] as const

const limits = (item: Item) => item.bands?.map(limit => String(limit).replace('.', ',')).join(' ; ') ?? ''

/** A question as the fields of its form. */
export function valuesOf(item: Item): Record<string, string> {
  const text = (value: unknown) => value === undefined ? '' : Array.isArray(value) ? (value as { label: string }[]).map(({ label }) => label).join('\n') : String(value)
  return {
    ...Object.fromEntries(fields.map(field => [field, text(item[field])])), bands: limits(item), mandatory: item.mandatory ? 'oui' : '', other: item.other ? 'oui' : '',
    conditionOf: item.condition ? `${item.condition.question}${item.condition.value === undefined ? '' : `:${item.condition.value}`}` : '', conditionHow: item.condition?.operator ?? 'is',
  }
}

/** The question that a form describes. What its kind does not know is left out by the API. */
export function itemOf(values: Record<string, string>, kind: ItemKind, key: string, before: Item | undefined): Record<string, unknown> {
  const text = (name: string) => values[name]?.trim() ?? ''
  // A text where a number is expected is sent as it is: the refusal names the field.
  const number = (name: string) => text(name) === '' ? undefined : Number.isFinite(Number(text(name).replace(',', '.'))) ? Number(text(name).replace(',', '.')) : text(name)
  const [question = '', value] = text('conditionOf').split(':')
  const how = value === undefined ? 'answered' : text('conditionHow') === 'is-not' ? 'is-not' : 'is'
  return {
    key, kind, label: text('label'), hint: text('hint'), mandatory: values.mandatory === 'oui', other: values.other === 'oui',
    ...(question ? { condition: { question, operator: how, ...(how === 'answered' ? {} : { value }) } } : {}),
    options: labelled(values.options ?? '', before?.options ?? [], 'o'), rows: labelled(values.rows ?? '', before?.rows ?? [], 'r'),
    least: number('least'), most: number('most'), min: number('min'), max: number('max'), lowLabel: text('lowLabel'), highLabel: text('highLabel'), unit: text('unit'), maxLength: number('maxLength'),
    bands: text('bands').split(/[;\n]/).map(limit => limit.trim().replace(/\s/g, '').replace(',', '.')).filter(Boolean).map(limit => Number.isFinite(Number(limit)) ? Number(limit) : limit),
  }
}

/** Where each refusal about the question of this place leads in its form. */
export const fieldOfPlace = (at: string | undefined, place: string) => at?.startsWith(`${place}.`) ? ({ condition: 'conditionOf' } as Record<string, string>)[at.slice(place.length + 1)] ?? at.slice(place.length + 1).split('.')[0] : at

/** What a refusal about the whole is about: the page and question of its place. */
export function placeWords({ sections }: Content, at: string | undefined): string {
  const [, page, item] = /^sections\.(\d+)(?:\.items\.(\d+))?/.exec(at ?? '') ?? []
  const section: Section | undefined = page === undefined ? undefined : sections[Number(page)]
  return section ? item === undefined ? section.title : section.items[Number(item)]?.label ?? section.title : ''
}

export const describes = (content: Content, item: Item): string[] => [
  kindName(item.kind), ...(item.mandatory ? [m.questionnaire_mandatory()] : []), ...[conditionWords(content, item)].filter(words => words !== null),
]
