export class UnsubscriptionView {
  what: 'digest' | 'letters'
  /** Whether these mails still come. */
  wanted: boolean
}
