import type { PaperItem, PaperOption, PaperQuestion, PaperQuestionnaire, PaperVote } from '@parvis/inclusion'
import { LONG_TEXT } from '@parvis/inclusion'
import { across, cells, field, rules, ticks, writes } from './boxes'
import type { Pages } from './pages'
import { words } from './words'

/** Sentences that screens say too, in French. */
export interface SharedWords {
  lead: string
  rule: string | undefined
  maxCost: string | undefined
  budget: string | undefined
  gradeNames: string[]
  blank: string
  money: (cents: number) => string
}

function detailOf({ description, cost, code }: PaperOption, shared: SharedWords): string {
  const text = description.length > LONG_TEXT ? `${description.slice(0, LONG_TEXT).replace(/\s+\S*$/, '')} … ${words.long(code)}` : description
  return [cost === null ? '' : words.cost(shared.money(cost)), text.replace(/\s+/g, ' ').trim()].filter(Boolean).join('\n')
}

/** The ballot itself, after the head of its first page. */
export function drawVote(pages: Pages, content: PaperVote, shared: SharedWords): void {
  const { form, options, grades } = content
  pages.heading(2, content.question)
  pages.paragraph(shared.lead, { bold: true })
  for (const said of [shared.budget, shared.maxCost, form === 'grades' ? words.gradesRule : shared.rule]) if (said) pages.paragraph(said)
  if (content.rules.draw) pages.paragraph(`${words.tie} ${content.rules.draw}`)
  pages.space()
  const boxed = options.map((option) => ({ ...option, detail: detailOf(option, shared) }))
  if (form === 'grades') {
    for (const { code, label, detail } of boxed) {
      pages.block(pages.heightOf(label, pages.width, { bold: true }) + pages.sizes.box * 3)
      pages.paragraph(`${code}  ${label}`, { bold: true })
      if (detail) pages.paragraph(detail)
      across(pages, grades.map((grade) => ({ code: grade.code, label: shared.gradeNames[grade.value] ?? String(grade.value) })), label)
      pages.space()
    }
  } else if (form === 'ranking' || form === 'points') {
    writes(pages, boxed, form === 'ranking' ? words.rankBox : words.pointsBox)
  } else ticks(pages, boxed)
  if (content.blankCode !== null) {
    pages.heading(3, words.blank)
    pages.paragraph(shared.blank)
  }
}

export function drawQuestionnaire(pages: Pages, { introduction, sections }: PaperQuestionnaire): void {
  pages.paragraph(introduction)
  for (const { title, text, items } of sections) {
    pages.heading(2, title)
    pages.paragraph(text)
    for (const item of items) drawItem(pages, item)
  }
}

/** What it says before its boxes; the script reads the same. */
export function conditionOf({ condition }: PaperQuestion): string {
  if (!condition) return ''
  const { operator, number, value } = condition
  return operator === 'answered' ? words.condition.answered(number) : words.condition[operator](number, value === 'other' ? words.other.replace(/ :$/, '') : value ?? '')
}

function drawItem(pages: Pages, item: PaperItem): void {
  if (item.kind === 'note') return pages.paragraph(item.label)
  pages.heading(3, `${words.question(item.number)}. ${item.label}`)
  if (item.carried === 'none') return pages.paragraph(words.none)
  const condition = conditionOf(item)
  for (const said of [condition, item.hint, item.mandatory ? words.mandatory : '', item.carried === 'place' ? words.place : '', howTo(item)]) if (said) pages.paragraph(said)
  drawAnswer(pages, item)
  if (item.passCode !== null) ticks(pages, [{ code: item.passCode, label: words.pass }])
  pages.space()
}

function howTo({ kind, options, other, least, most, min, max, unit, maxLength }: PaperQuestion): string {
  switch (kind) {
    case 'choice': case 'scale': return words.one
    case 'choices': {
      const all = options.length + (other ? 1 : 0)
      if (least !== null && least > 1 && least === most) return words.exactly(least)
      if (least !== null && least > 1 && most !== null && most < all) return words.between(least, most)
      if (most !== null && most < all) return most === 1 ? words.one : words.atMost(most)
      return least !== null && least > 1 ? words.atLeast(least) : words.several
    }
    case 'ranking': return words.rankQuestion(most !== null && most < options.length ? most : null)
    case 'matrix': return words.grid
    case 'number': return [words.numberBox, words.range(min, max, unit)].filter(Boolean).join(' ').replace(/\. (.)/, (_, first: string) => `. ${first.toUpperCase()}`)
    case 'date': return words.date
    case 'line': case 'prose': return words.lines(maxLength)
    default: return ''
  }
}

const LINE_SIGNS = 70
const MOST_LINES = 12

function drawAnswer(pages: Pages, item: PaperQuestion): void {
  const { kind, options, rows, other, label, lowLabel, highLabel } = item
  switch (kind) {
    case 'choice': case 'choices': {
      ticks(pages, [...options, ...(other ? [{ code: other, label: words.other }] : [])])
      if (other) rules(pages, 1, words.written(words.other))
      break
    }
    case 'scale':
      across(pages, options.map((option, index) => ({ ...option, label: [option.label, index === 0 ? lowLabel : index === options.length - 1 ? highLabel : ''].filter(Boolean).join(' – ') })))
      break
    case 'ranking':
      writes(pages, options, words.rankBox)
      break
    case 'matrix':
      for (const line of rows) {
        pages.block(pages.heightOf(line.label, pages.width, { bold: true }) + pages.sizes.box * 3)
        pages.paragraph(`${line.code}  ${line.label}`, { bold: true })
        across(pages, options, line.label)
      }
      break
    case 'number':
      cells(pages, [{ label: item.unit, count: 8 }], label)
      break
    case 'date':
      cells(pages, [{ label: words.day, count: 2 }, { label: words.month, count: 2 }, { label: words.year, count: 4 }], label)
      break
    case 'commune': case 'point':
      field(pages, words.commune)
      cells(pages, [{ label: words.postalCode, count: 5 }], label)
      break
    case 'line':
      rules(pages, 1, words.written(label))
      break
    case 'prose':
      rules(pages, Math.min(MOST_LINES, Math.max(3, Math.ceil((item.maxLength ?? 2000) / LINE_SIGNS))), words.written(label))
      break
    default:
  }
}
