import { Callbacks } from '@parvis/inclusion'
import type { Stage } from './stage'

/** Two people wait to be called back. Their numbers are of the ranges that are kept for fiction. */
export async function makeCallbacks(stage: Stage): Promise<void> {
  const callbacks = stage.service(Callbacks)
  await callbacks.leave({ phone: '03 53 01 24 11', municipalityCode: '59350', language: 'fr', wanted: 'morning' })
  await callbacks.leave({ phone: '06 39 98 12 40', municipalityCode: '59512', language: 'ar', wanted: 'any' })
}
