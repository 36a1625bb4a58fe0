import { DateTime } from 'luxon'

/** How often somebody is written to, at most. */
export type Rhythm = 'immediate' | 'daily' | 'weekly'

export interface DuePeriod {
  rhythm: Rhythm
  /** Names the period for ever: one digest in it, whatever happens to clocks and processes. */
  period: string
}

/** Digests are read with the coffee. */
const HOUR = 8

/**
 * The periods whose digest may leave now (`now`: milliseconds). Immediate ones leave as soon as there is something, once
 * an hour at most; daily ones from 8 in the morning in Paris; weekly ones from Monday 8 in the morning, or whenever the
 * platform is back in that week.
 */
export function duePeriods(now: number): DuePeriod[] {
  const paris = DateTime.fromMillis(now, { zone: 'Europe/Paris' })
  const monday = paris.startOf('week').set({ hour: HOUR })
  return [
    // By UTC: when clocks go back an hour comes twice.
    { rhythm: 'immediate' as const, period: `immediate ${paris.toUTC().toFormat("yyyy-MM-dd HH'h'")}` },
    ...(paris.hour >= HOUR ? [{ rhythm: 'daily' as const, period: `daily ${paris.toISODate() ?? ''}` }] : []),
    ...(paris >= monday ? [{ rhythm: 'weekly' as const, period: `weekly ${paris.toFormat("kkkk-'W'WW")}` }] : []),
  ]
}
