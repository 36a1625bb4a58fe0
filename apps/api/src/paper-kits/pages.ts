import PDFDocument from 'pdfkit'
import { encode } from 'uqr'
import { clean, fontFile, SIZES } from './typeface'
import type { Print, Sizes } from './typeface'

type Struct = ReturnType<PDFKit.PDFDocument['struct']>
type StructOptions = NonNullable<Exclude<Parameters<PDFKit.PDFDocument['struct']>[1], unknown[]>>

const MARGIN = 48
const FOOTER = 34
const INK = '#000000'

export interface TextStyle {
  size?: number
  bold?: boolean
  align?: 'left' | 'center'
}

/**
 * A document of A4 pages, read in the order in which it is drawn: everything that is drawn belongs to an element of its structure (PDF/UA),
 * what repeats on every page is an artifact. Coordinates and sizes are points.
 */
export class Pages {
  readonly doc: PDFKit.PDFDocument
  sizes: Sizes
  /** Where the next block begins. */
  y = MARGIN
  /** Pages since the last `part`. */
  page = 0
  private parents: Struct[] = []
  private foot: (page: number) => string = () => ''
  private corner: { data: string, alt: string } | null = null

  constructor({ title, print = 'ordinary', made }: { title: string, print?: Print, made: Date }) {
    this.sizes = SIZES[print]
    this.doc = new PDFDocument({
      size: 'A4', pdfVersion: '1.7', tagged: true, subset: 'PDF/UA', lang: 'fr-FR', displayTitle: true, autoFirstPage: false, compress: true,
      info: { Title: title, Author: 'Parvis', CreationDate: made },
      // The bottom is ours: pdfkit would begin a page of its own wherever a line comes near it.
      margins: { top: MARGIN, left: MARGIN, right: MARGIN, bottom: 0 },
    } as unknown as PDFKit.PDFDocumentOptions)
    for (const font of ['text', 'bold'] as const) this.doc.registerFont(font, fontFile(font))
    this.doc.font('text')
    const root = this.doc.struct('Document')
    this.doc.addStructure(root)
    this.parents.push(root)
  }

  /** What follows is printed so. */
  print(print: Print): void {
    this.sizes = SIZES[print]
  }

  get left(): number {
    return MARGIN
  }

  get width(): number {
    return 595.28 - 2 * MARGIN
  }

  private get bottom(): number {
    return 841.89 - MARGIN - FOOTER
  }

  get room(): number {
    return this.bottom - this.y
  }

  /**
   * Begins on a new page, and counts its pages from one.
   * @param foot what stands at the foot of each
   * @param corner a square code at the top right of each, so that a page that came loose is known again
   */
  part(foot: (page: number) => string, corner: { data: string, alt: string } | null, draw: () => void): void {
    this.foot = foot
    this.corner = corner
    this.page = 0
    this.group('Part', () => {
      this.newPage()
      draw()
    })
  }

  /** What is drawn inside belongs together. */
  group(type: string, draw: () => void): void {
    const struct = this.doc.struct(type)
    this.parent.add(struct)
    this.parents.push(struct)
    draw()
    this.parents.pop()
    struct.end()
  }

  newPage(): void {
    this.doc.addPage()
    this.page++
    const text = this.foot(this.page)
    if (text) {
      this.doc.markContent('Artifact', { type: 'Pagination' })
      this.write(text, this.left, 841.89 - MARGIN - 14, this.width, { size: this.sizes.small })
      this.doc.endMarkedContent()
    }
    this.y = MARGIN
    const { corner } = this
    this.cornerBelow = 0
    if (!corner) return
    const draw = (): void => this.square(corner.data, this.left + this.width - this.cornerSide, MARGIN, this.cornerSide)
    // Told once; on the pages after the first it only repeats, for whoever finds one alone.
    if (this.page === 1) this.figure(corner.alt, draw)
    else this.decoration(draw)
    this.cornerBelow = MARGIN + this.cornerSide + 6
  }

  private get cornerSide(): number {
    return this.sizes.box * 2 + 46
  }

  private cornerBelow = 0

  /** What is left of a line beside the square code of the page. */
  private get lineWidth(): number {
    return this.y < this.cornerBelow ? this.width - this.cornerSide - 14 : this.width
  }

  /** Below the square code of the page. */
  clear(): void {
    this.y = Math.max(this.y, this.cornerBelow)
  }

  /** Begins a new page unless so much is left of this one. */
  ensure(height: number): void {
    if (this.room < height && this.y > MARGIN) this.newPage()
  }

  /** Room for something that takes the whole width: below the square code, on this page or the next. */
  block(height: number): void {
    this.clear()
    this.ensure(height)
    this.clear()
  }

  space(height = this.sizes.gap): void {
    this.y += height
  }

  heading(level: 1 | 2 | 3, text: string, style: TextStyle = {}): void {
    const size = this.sizes[`h${level}`]
    // A heading stays with what follows it.
    this.ensure(this.heightOf(text, this.lineWidth, { size, bold: true }) + size * 4)
    if (level > 1) this.space(size * 0.5)
    this.flow(`H${level}`, text, { size, bold: true, ...style })
    this.space(size * 0.3)
  }

  paragraph(text: string, style: TextStyle = {}): void {
    for (const line of text.split(/\n+/).filter((one) => one.trim() !== '')) {
      this.flow('P', line, style)
      this.space()
    }
  }

  /** A list of sentences. */
  points(lines: readonly string[], style: TextStyle = {}): void {
    const { size = this.sizes.body } = style
    this.group('L', () => {
      for (const line of lines) {
        this.ensure(size * 3)
        this.group('LI', () => {
          const { y } = this
          this.element('Lbl', {}, () => this.write('–', this.left, y, 14, { ...style, size }))
          this.flow('LBody', line, style, 16)
        })
        this.space(this.sizes.gap * 0.6)
      }
    })
    this.space(this.sizes.gap * 0.4)
  }

  /** Text that goes on, on as many pages as it needs, as one element. */
  private flow(type: string, text: string, style: TextStyle, indent = 0): void {
    const struct = this.doc.struct(type)
    this.parent.add(struct)
    let left = clean(this.doc, text)
    while (left) {
      const { size = this.sizes.body } = style
      if (this.room < size * 1.5) this.newPage()
      const width = this.lineWidth - indent
      const part = this.fitting(left, width, style)
      const y = this.y
      struct.add(() => this.write(part, this.left + indent, y, width, style))
      this.y = y + this.heightOf(part, width, style)
      left = left.slice(part.length).trimStart()
    }
    struct.end()
  }

  /** As many words as there is room for; the first one always. */
  private fitting(text: string, width: number, style: TextStyle): string {
    const { room } = this
    if (this.heightOf(text, width, style) <= room) return text
    const ends = [...text.matchAll(/\s+/g)].map(({ index }) => index)
    let [low, high] = [0, ends.length - 1]
    while (low < high) {
      const middle = Math.ceil((low + high) / 2)
      if (this.heightOf(text.slice(0, ends[middle]), width, style) <= room) low = middle
      else high = middle - 1
    }
    return ends.length === 0 ? text : text.slice(0, ends[low])
  }

  cell(type: 'TH' | 'TD', scope: 'Column' | 'Row', draw: () => void): void {
    this.element(type, { scope } as StructOptions, draw)
  }

  /** One element of the structure, drawn where `draw` says; the caller moves on. */
  element(type: string, options: StructOptions, draw: () => void): void {
    const struct = this.doc.struct(type, options)
    this.parent.add(struct)
    struct.add(draw)
    struct.end()
  }

  figure(alt: string, draw: () => void): void {
    this.element('Figure', { alt, placement: 'Block' } as StructOptions, draw)
  }

  /** Something to be filled in with a pen, and what it is for. */
  blank(alt: string, draw: () => void): void {
    this.element('Form', { alt }, draw)
  }

  decoration(draw: () => void): void {
    this.doc.markContent('Artifact', { type: 'Layout' })
    draw()
    this.doc.endMarkedContent()
  }

  rule(dashed = false): void {
    this.decoration(() => {
      this.doc.lineWidth(dashed ? 0.8 : 1.2).strokeColor(INK)
      if (dashed) this.doc.dash(5, { space: 4 })
      this.doc.moveTo(this.left, this.y).lineTo(this.left + this.width, this.y).stroke()
      if (dashed) this.doc.undash()
    })
    this.space()
  }

  /** Without moving on. */
  write(text: string, x: number, y: number, width: number, { size = this.sizes.body, bold = false, align = 'left' }: TextStyle = {}): void {
    this.doc.font(bold ? 'bold' : 'text').fontSize(size).fillColor(INK).text(clean(this.doc, text), x, y, { width, align, lineGap: size * 0.12 })
  }

  heightOf(text: string, width: number, { size = this.sizes.body, bold = false }: TextStyle = {}): number {
    return this.doc.font(bold ? 'bold' : 'text').fontSize(size).heightOfString(clean(this.doc, text), { width, lineGap: size * 0.12 })
  }

  widthOf(text: string, { size = this.sizes.body, bold = false }: TextStyle = {}): number {
    return this.doc.font(bold ? 'bold' : 'text').fontSize(size).widthOfString(clean(this.doc, text))
  }

  /** An empty box. */
  box(x: number, y: number, width: number, height = width): void {
    this.doc.lineWidth(1.3).strokeColor(INK).rect(x, y, width, height).stroke()
  }

  line(x: number, y: number, width: number): void {
    this.doc.lineWidth(0.8).strokeColor(INK).moveTo(x, y).lineTo(x + width, y).stroke()
  }

  /** A QR code, its quiet border included. */
  square(data: string, x: number, y: number, side: number): void {
    const { data: cells, size } = encode(data, { ecc: 'M', border: 4 })
    const cell = side / size
    this.doc.fillColor(INK)
    cells.forEach((row, down) => row.forEach((dark, across) => {
      // A hair wider, so that neighbours leave no line between them.
      if (dark) this.doc.rect(x + across * cell, y + down * cell, cell + 0.05, cell + 0.05)
    }))
    this.doc.fill()
  }

  end(): void {
    this.parents[0]?.end()
    this.doc.end()
  }

  private get parent(): Struct {
    const parent = this.parents.at(-1)
    if (!parent) throw new Error('nothing is open')
    return parent
  }
}
