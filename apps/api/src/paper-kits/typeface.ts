import { readFileSync } from 'node:fs'

const FONT = '@expo-google-fonts/atkinson-hyperlegible-next'
const FONTS = {
  text: require.resolve(`${FONT}/400Regular/AtkinsonHyperlegibleNext_400Regular.ttf`),
  bold: require.resolve(`${FONT}/700Bold/AtkinsonHyperlegibleNext_700Bold.ttf`),
}
export type Font = keyof typeof FONTS
/** Read once: the same two files in every document. */
const fontFiles: Partial<Record<Font, Buffer>> = {}
export const fontFile = (font: Font): Buffer => (fontFiles[font] ??= readFileSync(FONTS[font]))

export interface Sizes {
  small: number
  body: number
  lead: number
  h3: number
  h2: number
  h1: number
  /** Side of a box to tick. */
  box: number
  gap: number
}
export type Print = 'ordinary' | 'large-print'

/** Sizes in points. In large print nothing is smaller than 18, footers and codes included. */
export const SIZES: Readonly<Record<Print, Sizes>> = {
  'ordinary': { small: 10.5, body: 12, lead: 13, h3: 13, h2: 15, h1: 19, box: 15, gap: 7 },
  'large-print': { small: 18, body: 19, lead: 20, h3: 20, h2: 23, h1: 28, box: 26, gap: 11 },
}

/** What the typeface has no sign for is written with its plain letter, or left out: no empty square in a question. */
export function clean(doc: PDFKit.PDFDocument, text: string): string {
  const { font } = (doc as unknown as { _font: { font: { hasGlyphForCodePoint(code: number): boolean } } })._font
  const known = (sign: string): boolean => sign === '\n' || font.hasGlyphForCodePoint(sign.codePointAt(0) ?? 0)
  return Array.from(text.normalize('NFC').replace(/\u202F/g, '\u00A0').replace(/\u2011/g, '-').replace(/→/g, '–'))
    .map((sign) => (known(sign) ? sign : Array.from(sign.normalize('NFD')).filter(known).join(''))).join('')
}
