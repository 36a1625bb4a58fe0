import type { INestApplicationContext } from '@nestjs/common'
import { ConfigError } from '@parvis/platform'
import { setTimeout as pause } from 'node:timers/promises'
import { StartUpError } from './checks'

const PATIENCE_MS = 4_000

let stopping = false

/** Whether this process was told to stop and still serves what comes: /ready says so, and connections end with their answer. */
export const isStopping = (): boolean => stopping

/**
 * Ends the process when it is asked to, within five seconds. What is being answered is answered first.
 * @param drainSeconds time before that in which it serves as ever: whoever sends people here sees /ready and turns away
 */
export function exitOn(app: INestApplicationContext, drainSeconds = 0): void {
  const stop = async () => {
    stopping = true
    await pause(drainSeconds * 1000)
    // What still runs after that is abandoned: everything that matters is in the database or not done.
    setTimeout(() => process.exit(0), PATIENCE_MS).unref()
    void app.close().then(() => process.exit(0), () => process.exit(1))
  }
  process.once('SIGTERM', () => void stop())
  process.once('SIGINT', () => void stop())
}

/** Says why there is no service: in words when it was foreseen (exit 78, a wrong configuration). */
export function refuseToStart(error: unknown): void {
  const expected = error instanceof ConfigError || error instanceof StartUpError
  console.error(expected ? error.message : error)
  process.exit(expected ? 78 : 1)
}
