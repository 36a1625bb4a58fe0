import type { Pages } from './pages'
import { words } from './words'

export interface Boxed {
  code: string
  label: string
  /** Below the label. */
  detail?: string
}

const codeWidth = (pages: Pages, code: string): number => pages.widthOf('0'.repeat(code.length), { size: pages.sizes.small, bold: true }) + 8

/** One line of a list: the digits of a clerk, a box to tick or to write in, what it stands for. */
function row(pages: Pages, { code, label, detail = '' }: Boxed, boxWidth: number, alt: string): void {
  const { box, body, small, gap } = pages.sizes
  const side = codeWidth(pages, code)
  const textLeft = pages.left + side + boxWidth + 10
  const textWidth = pages.width - side - boxWidth - 10
  const labelHeight = pages.heightOf(label, textWidth, { bold: true })
  const high = boxWidth > box ? box * 1.5 : box
  const height = Math.max(high, labelHeight + (detail ? pages.heightOf(detail, textWidth) + 2 : 0))
  pages.block(height + gap)
  const { y } = pages
  pages.group('LI', () => {
    pages.element('Lbl', {}, () => pages.write(code, pages.left, y + (box - small) / 2, side, { size: small, bold: true }))
    pages.blank(alt, () => pages.box(pages.left + side, y, boxWidth, high))
    pages.element('LBody', {}, () => {
      pages.write(label, textLeft, y + Math.max(0, (box - body * 1.2) / 2), textWidth, { bold: true })
      if (detail) pages.write(detail, textLeft, y + labelHeight + 2, textWidth)
    })
  })
  pages.y = y + height + gap
}

/** Boxes below one another. */
export function ticks(pages: Pages, boxes: readonly Boxed[]): void {
  pages.group('L', () => boxes.forEach((one) => row(pages, one, pages.sizes.box, words.tickBox(one.code, one.label))))
}

/** Boxes to write a number in. */
export function writes(pages: Pages, boxes: readonly Boxed[], alt: (label: string) => string): void {
  pages.group('L', () => boxes.forEach((one) => row(pages, one, pages.sizes.box * 2.6, alt(one.label))))
}

/** Boxes side by side where their words are short; below one another where one of them is not. */
export function across(pages: Pages, boxes: readonly Boxed[], of = ''): void {
  const { box, body, small, gap } = pages.sizes
  const widths = boxes.map(({ code, label }) => codeWidth(pages, code) + box + 6 + pages.widthOf(label) + gap * 2.5)
  if (widths.some((width) => width > pages.width)) return ticks(pages, boxes)
  const places: { x: number, line: number }[] = []
  let [x, line] = [0, 0]
  for (const width of widths) {
    if (x > 0 && x + width > pages.width + gap * 2.5) [x, line] = [0, line + 1]
    places.push({ x, line })
    x += width
  }
  pages.block((line + 1) * (box + gap))
  const { y } = pages
  pages.group('L', () => boxes.forEach(({ code, label }, index) => {
    const place = places[index] ?? { x: 0, line: 0 }
    const [left, top] = [pages.left + place.x, y + place.line * (box + gap)]
    const side = codeWidth(pages, code)
    pages.group('LI', () => {
      pages.element('Lbl', {}, () => pages.write(code, left, top + (box - small) / 2, side, { size: small, bold: true }))
      pages.blank(words.tickBox(code, of ? `${of}, ${label}` : label), () => pages.box(left + side, top, box))
      pages.element('LBody', {}, () => pages.write(label, left + side + box + 6, top + Math.max(0, (box - body * 1.2) / 2), pages.widthOf(label) + 4))
    })
  }))
  pages.y = y + (line + 1) * (box + gap) + gap * 0.5
}

/** Boxes for single signs, in groups: a date, a post code. */
export function cells(pages: Pages, groups: readonly { label: string, count: number }[], of: string): void {
  const { box, small, gap } = pages.sizes
  const side = box * 1.25
  pages.block(side + small * 1.6 + gap)
  const { y } = pages
  let x = pages.left
  for (const { label, count } of groups) {
    const left = x
    const width = Math.max(count * side, pages.widthOf(label, { size: small }))
    pages.element('P', {}, () => pages.write(label, left, y, width + 4, { size: small }))
    pages.blank(`${of} : ${label}`, () => Array.from({ length: count }, (_, index) => pages.box(left + index * side, y + small * 1.5, side)))
    x += width + gap * 2.5
  }
  pages.y = y + side + small * 1.5 + gap * 1.5
}

/** Lines to write on. */
export function rules(pages: Pages, count: number, alt: string): void {
  const step = pages.sizes.box * 1.7
  pages.block(Math.min(count, 3) * step)
  const fitting = Math.max(1, Math.min(count, Math.floor(pages.room / step)))
  const { y } = pages
  pages.blank(alt, () => Array.from({ length: fitting }, (_, index) => pages.line(pages.left, y + (index + 1) * step, pages.width)))
  pages.y = y + fitting * step + pages.sizes.gap * 1.5
  if (fitting < count) {
    pages.newPage()
    rules(pages, count - fitting, alt)
  }
}

/** A label and a line behind it, or below it where there is no room. */
export function field(pages: Pages, label: string, alt = words.line(label)): void {
  const { box, gap, body } = pages.sizes
  const width = pages.widthOf(label) + 8
  const beside = width < pages.width * 0.55
  const height = box * 1.35 + (beside ? 0 : body * 1.3)
  pages.block(height)
  const { y } = pages
  const base = y + height - 3
  pages.element('P', {}, () => pages.write(label, pages.left, beside ? base - body * 1.15 : y, beside ? width : pages.width))
  pages.blank(alt, () => pages.line(beside ? pages.left + width : pages.left, base, beside ? pages.width - width : pages.width))
  pages.y = y + height + gap * 0.8
}
