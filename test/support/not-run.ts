import { appendFileSync } from 'node:fs'
import { join } from 'node:path'

/** Set by .ci/run: whatever a test needs must be there, and its absence is a failure. */
export const everythingIsRequired = process.env.PARVIS_REQUIRE_ALL === '1'

/**
 * A test that cannot run here: counted and told at the end of the run (`journeys`, or tests for want of data or of
 * Redis), or a failing test where everything is required.
 */
export function notRun(kind: 'journeys' | 'data' | 'redis', name: string, why: string) {
  if (everythingIsRequired) {
    test(name, () => { throw new Error(why) })
    return
  }
  const report = process.env.PARVIS_TEST_REPORT
  if (report) appendFileSync(join(report, kind), `${name}\n`)
  test.skip(name, () => {})
}
