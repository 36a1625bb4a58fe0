import type { INestApplicationContext } from '@nestjs/common'
import { ConfigError } from '@parvis/platform'
import { StartUpError } from './checks'

const PATIENCE_MS = 4_000

/** Ends the process when it is asked to, within five seconds. */
export function exitOn(app: INestApplicationContext): void {
  const stop = () => {
    // What still runs after that is abandoned: everything that matters is in the database or not done.
    setTimeout(() => process.exit(0), PATIENCE_MS).unref()
    void app.close().then(() => process.exit(0), () => process.exit(1))
  }
  process.once('SIGTERM', stop)
  process.once('SIGINT', stop)
}

/** Says why there is no service: in words when it was foreseen (exit 78, a wrong configuration). */
export function refuseToStart(error: unknown): void {
  const expected = error instanceof ConfigError || error instanceof StartUpError
  console.error(expected ? error.message : error)
  process.exit(expected ? 78 : 1)
}
