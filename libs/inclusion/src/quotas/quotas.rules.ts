/** Numbers of one version of the configuration. */
export interface PaceSetting {
  /** Visits entered for somebody, of a mediator in a day. */
  mediatorQuota: number
  warningAt: number
  /** Of all the mediators of a centre in a day. */
  centreQuota: number
  /** Asked about: the middle one of so many visits in a row shorter than that, or one alone shorter than the least. */
  medianSeconds: number
  medianOf: number
  leastSeconds: number
  /** How long before the opening and after the closing nobody asks. */
  outsideMinutes: number
  /** Working days to answer. */
  answerDays: number
  /** Asked about: so many surnames in a row in the order of the alphabet, or so many people of one birth date. */
  orderOf: number
  sameDateOf: number
}

export type QuotaState = 'fine' | 'warning' | 'reached'

/** Where somebody stands. @param extra what a coordinator gave them for the day */
export function quotaState(used: number, extra: number, { mediatorQuota, warningAt }: Pick<PaceSetting, 'mediatorQuota' | 'warningAt'>): { state: QuotaState, used: number, most: number, left: number } {
  const most = mediatorQuota + extra
  const left = Math.max(0, most - used)
  return { state: left === 0 ? 'reached' : used >= warningAt + extra ? 'warning' : 'fine', used, most, left }
}

/** What cannot be set. */
export function settingRefusals({ mediatorQuota, warningAt, centreQuota }: Pick<PaceSetting, 'mediatorQuota' | 'warningAt' | 'centreQuota'>): { code: string, at: string }[] {
  return [
    ...(warningAt > mediatorQuota ? [{ code: 'quota.warning-above', at: 'warningAt' }] : []),
    ...(centreQuota < mediatorQuota ? [{ code: 'quota.centre-below', at: 'centreQuota' }] : []),
  ]
}
