import { accessibilityReport } from '$lib/server/accessibility-report'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async () => {
  const found = await accessibilityReport()
  if (!found) return { measured: null }
  const { date, pages, checks } = found.report
  return { measured: { date, pages, checks: checks.map(({ id, held, tried, faults }) => ({ id, held, tried, faults: faults.length })) } }
}
