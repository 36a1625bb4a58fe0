import { formatReceipt } from '@parvis/consultations'
import type { KitFacts, PrintedSheet } from '@parvis/inclusion'
import { cells, field } from './boxes'
import { drawQuestionnaire, drawVote } from './forms'
import type { SharedWords } from './forms'
import type { Pages } from './pages'
import { words } from './words'

export interface Drawing {
  facts: KitFacts
  shared: SharedWords
  /** The public address, and how it is said aloud. */
  origin: string
  /** Day by which it comes back, in words. */
  until: string
  /** Pages of the form, known from a trial run. */
  pagesOfForm: number
}

/** The form: a choice and no name. Null: a model, which says so on every page. */
export function drawForm(pages: Pages, { facts, shared, until, pagesOfForm }: Drawing, sheet: PrintedSheet | null): void {
  const number = sheet ? formatReceipt(sheet.form) : ''
  const corner = sheet
    ? { data: sheet.form, alt: words.formSquare(number) }
    : { data: words.model, alt: words.formSquareModel }
  pages.part((page) => words.foot(facts.formCode, page, pagesOfForm, number), corner, () => {
    if (!sheet) pages.paragraph(words.model, { bold: true })
    pages.heading(1, words.formTitle[facts.content.kind])
    pages.paragraph(facts.consultation.title, { size: pages.sizes.lead })
    pages.paragraph(words.until(until))
    pages.clear()
    pages.points([words.pen, words.noName, words.wrong, words.then, words.keypad])
    if (facts.content.kind === 'vote') drawVote(pages, facts.content, shared)
    else drawQuestionnaire(pages, facts.content)
  })
}

/** The outer envelope: a name and no choice. The stub below it goes home with the person. */
export function drawEnvelope(pages: Pages, { facts, origin }: Drawing, sheet: PrintedSheet): void {
  const number = formatReceipt(sheet.envelope)
  pages.part(() => words.envelopeNumber(number), { data: sheet.envelope, alt: words.envelopeSquare(number) }, () => {
    pages.heading(1, words.envelopeTitle)
    pages.paragraph(facts.consultation.title, { size: pages.sizes.lead })
    pages.paragraph(`${words.envelopeWhy} ${words.envelopeHow}`)
    pages.clear()
    for (const label of [words.birthSurname, words.usageSurname, words.givenNames]) field(pages, label)
    cells(pages, [{ label: `${words.birthDate} : ${words.day.toLowerCase()}`, count: 2 }, { label: words.month, count: 2 }, { label: words.year, count: 4 }], words.birthDate)
    field(pages, words.commune)
    cells(pages, [{ label: words.postalCode, count: 5 }], words.commune)
    pages.paragraph(words.declaration(facts.minAge, facts.residentsOnly), { bold: true })
    const high = pages.sizes.box * 2.6
    pages.block(high)
    const { y } = pages
    const beside = pages.widthOf(words.signature) + 12
    pages.element('P', {}, () => pages.write(words.signature, pages.left, y, beside))
    pages.blank(words.signatureBox, () => pages.box(pages.left + beside, y, pages.width * 0.6, high))
    pages.y = y + high + pages.sizes.gap
  })
  drawStub(pages, origin, sheet)
}

function drawStub(pages: Pages, origin: string, sheet: PrintedSheet): void {
  const code = formatReceipt(sheet.receipt)
  const address = `${origin}/recu`
  const said = address.replace(/^https?:\/\//, '')
  const side = pages.sizes.box * 2 + 46
  const { body, gap } = pages.sizes
  const high = body * 12 + gap * 6
  const draw = (): void => {
    pages.rule(true)
    pages.paragraph(words.cut, { size: pages.sizes.small })
    const top = pages.y
    pages.heading(2, words.stubTitle)
    pages.figure(words.stubSquare(said), () => pages.square(`${address}#${sheet.receipt}`, pages.left + pages.width - side, top, side))
    const { y } = pages
    pages.element('P', {}, () => pages.write(words.stubCode(code), pages.left, y, pages.width - side - 10, { size: pages.sizes.lead, bold: true }))
    pages.y = Math.max(y + pages.heightOf(words.stubCode(code), pages.width - side - 10, { size: pages.sizes.lead, bold: true }) + gap, top + side)
    pages.paragraph(words.stubHow(origin.replace(/^https?:\/\//, '')))
    pages.paragraph(`${words.stubNot} ${words.stubSheet(sheet.position, sheet.order)}.`)
  }
  // Alone on its page it bears no number of the envelope: it goes home with the person.
  if (pages.room < high) return pages.part(() => '', null, draw)
  pages.y += pages.room - high
  pages.group('Part', draw)
}

/** One sheet: what sticks on the outer envelope with its stub, then the form. */
export function drawSheet(pages: Pages, drawing: Drawing, sheet: PrintedSheet): void {
  drawEnvelope(pages, drawing, sheet)
  drawForm(pages, drawing, sheet)
}
