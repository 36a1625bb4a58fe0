import { paperQuestions } from '@parvis/inclusion'
import type { KitFacts } from '@parvis/inclusion'
import { field, rules } from './boxes'
import { conditionOf } from './forms'
import type { Pages } from './pages'
import type { Drawing } from './sheet'
import { words } from './words'

/** Communes that a poster names one by one; of more it says how many. */
const FEW_COMMUNES = 8

export interface Dates {
  from: string
  to: string
}

export function drawNotice(pages: Pages, { facts }: Drawing): void {
  pages.part((page) => `${words.notice.title} · ${facts.formCode} · ${page}`, null, () => {
    pages.heading(1, words.notice.title)
    pages.paragraph(facts.consultation.title, { size: pages.sizes.lead })
    pages.paragraph(words.notice.who(facts.consultation.owner))
    for (const [title, lines] of words.notice.parts) {
      pages.heading(2, title)
      pages.points(lines)
    }
  })
}

const communesOf = ({ communes }: KitFacts): string => (communes.length <= FEW_COMMUNES ? communes.join(', ') : `${communes.length} communes`)

/** Read from two metres: everything large, nothing that is not needed. */
export function drawPoster(pages: Pages, { facts, origin }: Drawing, { from, to }: Dates): void {
  const { poster } = words
  const address = `${origin}/consultations/${facts.consultation.slug}`
  const said = address.replace(/^https?:\/\//, '')
  pages.part(() => '', { data: address, alt: poster.square(said) }, () => {
    pages.paragraph(poster.eyebrow, { size: 22, bold: true })
    pages.heading(1, facts.consultation.title, { size: 30 })
    pages.paragraph(poster.when(from, to), { size: 21, bold: true })
    pages.space(8)
    pages.paragraph(poster.paper, { size: 19 })
    pages.points([...poster.steps, poster.help, poster.large], { size: 18.5 })
    pages.paragraph(poster.who(facts.minAge, facts.residentsOnly ? communesOf(facts) : null), { size: 18 })
    if (facts.centre) {
      const { name, address: where, hours, phone } = facts.centre
      pages.rule()
      pages.heading(2, name)
      pages.paragraph(where, { size: 18 })
      if (hours.length > 0) pages.paragraph(`${poster.hours} : ${hours.join(' ; ')}`, { size: 18 })
      if (phone) pages.paragraph(poster.phone(phone), { size: 18 })
    }
    pages.paragraph(said, { size: 18 })
  })
}

export function drawScript(pages: Pages, { facts, shared }: Drawing): void {
  const { script } = words
  pages.part((page) => `${script.title} · ${facts.formCode} · ${page}`, null, () => {
    pages.heading(1, script.title)
    pages.paragraph(facts.consultation.title, { size: pages.sizes.lead })
    pages.heading(2, script.for)
    pages.points(script.rules)
    pages.rule()
    pages.paragraph(script.hello, { size: pages.sizes.lead })
    pages.paragraph(script.secret, { size: pages.sizes.lead })
    if (facts.content.kind === 'vote') {
      const { question, form, options, grades } = facts.content
      pages.heading(2, question)
      for (const said of [script.form[form], shared.lead, shared.budget, shared.maxCost, form === 'grades' ? words.gradesRule : shared.rule]) if (said) pages.paragraph(said)
      if (grades.length > 0) pages.paragraph(grades.map(({ value }) => shared.gradeNames[value]).join(', '))
      pages.paragraph(script.answers)
      pages.points(options.map(({ label, cost, description }) => [label, cost === null ? '' : words.cost(shared.money(cost)), description.replace(/\s+/g, ' ').trim()].filter(Boolean).join('. ')))
      if (facts.content.blankCode !== null) pages.paragraph(shared.blank)
    } else {
      pages.paragraph(facts.content.introduction)
      for (const question of paperQuestions(facts.content)) {
        pages.heading(3, `${words.question(question.number)}. ${question.label}`)
        for (const said of [conditionOf(question), question.hint]) if (said) pages.paragraph(said)
        if (question.carried === 'none') pages.paragraph(script.unable)
        else if (question.kind === 'scale') pages.paragraph(script.scale([question.options[0]?.label, question.lowLabel].filter(Boolean).join(', '), [question.options.at(-1)?.label, question.highLabel].filter(Boolean).join(', ')))
        else if (question.options.length > 0) pages.points([...question.rows.map(({ label }) => label), ...question.options.map(({ label }) => label), ...(question.other ? [words.other.replace(/ :$/, '')] : [])])
        if (question.passCode !== null) pages.paragraph(script.passed)
      }
    }
    pages.rule()
    pages.paragraph(script.close, { size: pages.sizes.lead })
  })
}

export function drawSlip(pages: Pages, { facts }: Drawing): void {
  const { slip } = words
  pages.part(() => `${slip.title} · ${facts.formCode}`, null, () => {
    pages.heading(1, slip.title)
    pages.paragraph(facts.consultation.title, { size: pages.sizes.lead })
    pages.paragraph(slip.most)
    if (facts.centre) pages.paragraph(`${slip.centre} : ${facts.centre.name}`)
    for (const label of [slip.number, ...(facts.centre ? [] : [slip.centre]), slip.day]) field(pages, label)
    pages.heading(2, slip.counts)
    table(pages, [slip.what, slip.how], slip.lines)
    pages.paragraph(slip.balance)
    rules(pages, 2, slip.why)
    for (const label of [slip.closer, slip.opener, slip.entry]) field(pages, label)
    pages.paragraph(slip.never, { bold: true })
  })
}

/** Two columns, the second one to write in. */
function table(pages: Pages, heads: readonly [string, string], lines: readonly string[]): void {
  const { box, gap } = pages.sizes
  const high = box * 1.7
  const split = pages.width * 0.65
  pages.block(high * (lines.length + 1))
  pages.group('Table', () => {
    const draw = (cellsOf: (y: number) => void): void => {
      const { y } = pages
      pages.decoration(() => {
        pages.box(pages.left, y, split, high)
        pages.box(pages.left + split, y, pages.width - split, high)
      })
      pages.group('TR', () => cellsOf(y))
      pages.y = y + high
    }
    const inside = (text: string, x: number, y: number, bold: boolean) => () => pages.write(text, x + 6, y + 5, split - 12, { bold })
    draw((y) => heads.forEach((head, index) => pages.cell('TH', 'Column', inside(head, pages.left + index * split, y, true))))
    for (const label of lines) {
      draw((y) => {
        pages.cell('TH', 'Row', inside(label, pages.left, y, false))
        pages.group('TD', () => pages.blank(words.line(label), () => pages.line(pages.left + split + 10, y + high - 6, pages.width - split - 20)))
      })
    }
  })
  pages.space(gap * 2)
}

export function drawBooklet(pages: Pages, { facts, shared, pagesOfForm }: Drawing): void {
  const { content } = facts
  if (content.kind !== 'vote') return
  pages.part((page) => words.foot(facts.formCode, page, pagesOfForm, '').replace(/^Formulaire/, words.booklet.title), null, () => {
    pages.heading(1, words.booklet.title)
    pages.paragraph(facts.consultation.title, { size: pages.sizes.lead })
    pages.paragraph(words.booklet.lead)
    for (const { code, label, cost, description } of content.options) {
      pages.heading(2, words.booklet.answer(code, label))
      if (cost !== null) pages.paragraph(words.cost(shared.money(cost)))
      pages.paragraph(description || words.booklet.none)
    }
  })
}
