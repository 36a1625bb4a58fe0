export class ThemeView {
  code: string
  /** Announced consultations on it. */
  consultations: number
}
