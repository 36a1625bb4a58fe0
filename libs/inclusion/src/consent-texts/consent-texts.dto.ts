export class ConsentTextView {
  version: string
  /** Paragraphs separated by an empty line. */
  body: string
  /** ISO 8601. */
  effectiveFrom: string
}
