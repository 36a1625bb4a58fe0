import { rank } from '../greedy'
import type { Fate, VotingMethod } from '../voting-method'
import { approvalQuestionRefusals, approvalRefusals, countApprovals } from './approvals'

/**
 * Approval: each ballot names the options it approves; the most approved win, `seats` of them.
 * Equals for the last seat are all left out and reported as a tie: people settle it, not the program. An option that nobody approved wins nothing.
 * Steven J. Brams and Peter C. Fishburn, "Approval Voting", American Political Science Review 72 (1978).
 */
export const approval: VotingMethod = {
  name: 'approval',
  version: '1',
  offered: true,
  questionRefusals: approvalQuestionRefusals,
  refusals: approvalRefusals,
  start(question) {
    const seats = question.seats ?? 1
    return countApprovals(question, (scores, totals) => {
      const groups = rank([...scores].map(([id, score]) => ({ id, score, votes: score, cost: 0 })), 'votes', 'cost-votes')
      const winners: string[] = []
      const ties: string[][] = []
      const ranks = new Map<string, { rank: number; fate: Fate }>()
      let before = 0
      for (const group of groups) {
        const ids = group.map(({ id }) => id)
        const fate = before >= seats || group[0]?.score === 0 ? 'not-selected' : before + group.length > seats ? 'tied' : 'selected'
        if (fate === 'selected') winners.push(...ids)
        if (fate === 'tied') ties.push(ids)
        for (const id of ids) ranks.set(id, { rank: before + 1, fate })
        before += group.length
      }
      return {
        method: approval.name,
        version: approval.version,
        ...totals,
        options: [...scores].map(([option, score]) => ({ option, score, rank: 1, fate: 'not-selected', ...ranks.get(option) })),
        ranking: groups.map((group) => group.map(({ id }) => id)),
        winners,
        ties,
      }
    })
  },
}
