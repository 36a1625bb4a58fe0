import { groupBallots, supportersOf } from '../../allocation/ballot-groups'
import { costedOptions, intoGroups, moneyRefusals, rankedByVotes, spentOutcome } from '../../allocation/costed-question'
import { phragmen as sequence } from '../../allocation/phragmen'
import { approvalCheck, approvalQuestionRefusals, approvalRefusals } from '../../ballots/approvals'
import { countBox } from '../../ballots/box'
import type { VotingMethod } from '../../voting-method'

/**
 * Approval ballots on costed options, then sequential Phragmén. For comparison: it spends on groups as equal shares does, without
 * saying who paid, and ends at the first option that does not fit.
 * Lars Edvard Phragmén (1894); with costs: Maaike Los, Zoé Christoff, Davide Grossi, IJCAI 2022.
 */
export const phragmen: VotingMethod = {
  name: 'phragmen',
  version: '1',
  offered: false,
  form: 'approval',
  questionRefusals: (question) => [...approvalQuestionRefusals(question), ...moneyRefusals(question)],
  refusals: approvalRefusals,
  start(question) {
    const options = costedOptions(question)
    const grouping = groupBallots()
    return countBox(approvalCheck(question), intoGroups(question, grouping), (totals) => {
      const groups = grouping.groups()
      const tie = question.allocation?.rule === 'phragmen' ? question.allocation.tie : 'smallest-id'
      const { fates, ...spent } = sequence(options, groups, question.budget ?? 0, tie, question.drawn)
      const votes = [...supportersOf(groups, options.length).ballots]
      return spentOutcome(phragmen, question, totals, votes, { ...spent, ranking: rankedByVotes(question, votes), fate: ({ id }) => fates.get(id) ?? 'not-reached' })
    })
  },
}
