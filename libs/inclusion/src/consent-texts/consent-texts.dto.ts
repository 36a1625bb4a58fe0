export class ConsentTranslationView {
  /** Two letters. */
  language: string
  /** Paragraphs separated by an empty line. */
  body: string
}

export class ConsentTextView {
  version: string
  /** In French. Paragraphs separated by an empty line. */
  body: string
  /** ISO 8601. */
  effectiveFrom: string
  /** The same in the languages in which it can be read; French first. */
  languages: ConsentTranslationView[]
}
