export class StatusView {
  /** `ok`, always: anything else is an error answer. */
  status: string
}
