export class StatusView {
  /** `ok`, always: anything else is an error answer. */
  status: string
}

export class ClockView {
  /** ISO 8601, UTC. */
  now: string
}
