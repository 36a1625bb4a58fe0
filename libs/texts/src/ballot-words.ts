import { m } from './compiled/messages'
import type { Locale } from './compiled/runtime'

/** Another language than that of the page; absent: that of the page. */
interface Said { locale?: Locale }

interface LeadRules { min: number, max: number, points?: number, pointsPerOption?: number }

type Word = (inputs?: Record<string, never>, options?: Said) => string

/** The names of grades, worst first. Fewer grades leave out the finest differences, never the two ends. */
const gradeWords: Record<number, Word[]> = {
  2: [m.vote_grade_reject, m.vote_grade_good],
  3: [m.vote_grade_reject, m.vote_grade_fair, m.vote_grade_good],
  4: [m.vote_grade_reject, m.vote_grade_poor, m.vote_grade_quite, m.vote_grade_very],
  5: [m.vote_grade_reject, m.vote_grade_poor, m.vote_grade_fair, m.vote_grade_good, m.vote_grade_very],
  6: [m.vote_grade_reject, m.vote_grade_poor, m.vote_grade_fair, m.vote_grade_quite, m.vote_grade_good, m.vote_grade_very],
  7: [m.vote_grade_reject, m.vote_grade_poor, m.vote_grade_fair, m.vote_grade_quite, m.vote_grade_good, m.vote_grade_very, m.vote_grade_excellent],
}

/** The grades of a vote, worst first: in words where there are few, by their number otherwise. On screen and on paper the same. */
export const gradeNames = (count: number, said: Said = {}): string[] =>
  gradeWords[count]?.map((word) => word({}, said)) ?? Array.from({ length: count }, (_, grade) => m.vote_grade_number({ grade, last: count - 1 }, said))

/** What a ballot asks, in one sentence for its top: on screen and on paper the same. `form` as methods of voting name it. */
export function ballotLead(form: string, count: number, rules: LeadRules, said: Said = {}): string {
  const max = Math.min(rules.max, count)
  switch (form) {
    case 'points': {
      const most = rules.pointsPerOption ?? rules.points ?? 0
      return most < (rules.points ?? 0) ? m.vote_lead_points_most({ points: rules.points ?? 0, most }, said) : m.vote_lead_points({ points: rules.points ?? 0 }, said)
    }
    case 'ranking': return max < count ? m.vote_lead_ranking_most({ max }, said) : m.vote_lead_ranking({}, said)
    case 'grades': return m.vote_lead_grades({}, said)
    default: return max === 1 ? m.vote_lead_exactly_one({}, said) : max === rules.min ? m.vote_lead_exactly({ max }, said) : m.vote_lead_range({ min: rules.min, max }, said)
  }
}

const paperWords: Record<string, Word | undefined> = {
  'single': m.methods_single_paper, 'approval': m.methods_approval_paper, 'budget': m.methods_budget_paper, 'equal-shares': m.methods_equal_shares_paper,
  'points': m.methods_points_paper, 'schulze': m.methods_schulze_paper, 'majority-judgment': m.methods_majority_judgment_paper,
}

/** How a ballot of this method is filled with a pen; undefined for one that no vote is offered. */
export const paperRule = (method: string, said: Said = {}): string | undefined => paperWords[method]?.({}, said)
