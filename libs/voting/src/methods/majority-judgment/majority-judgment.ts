import { countBox } from '../../ballots/box'
import { gradesCheck, gradesQuestionRefusals } from '../../ballots/grades'
import { compareMajority, majorityGrade } from '../../ranking/majority'
import { giveSeats, groupsOf } from '../../seats'
import type { VotingMethod } from '../../voting-method'

/**
 * Majority judgment: each ballot grades every option; the best majority grade wins (the grade that at least half of the voters give or better).
 * Equal majority grades are told apart by the majority value: the voter in the middle is taken away, again and again, until one differs.
 * The score is the majority grade. An option that nobody grades above the worst wins nothing.
 * Michel Balinski and Rida Laraki, "Majority Judgment: Measuring, Ranking, and Electing", MIT Press 2011.
 */
export const majorityJudgment: VotingMethod = {
  name: 'majority-judgment',
  version: '1',
  offered: true,
  form: 'grades',
  questionRefusals: gradesQuestionRefusals,
  refusals: (choice, question) => gradesCheck(question)(choice),
  start(question) {
    const profile = new Map(question.options.map(({ id }) => [id, new Array<number>(question.grades ?? 0).fill(0)]))
    return countBox(
      gradesCheck(question),
      (choice, times) => {
        for (const { option, value } of choice) {
          const counts = profile.get(option)
          if (counts) counts[value] = (counts[value] ?? 0) + times
        }
      },
      (totals) => {
        const exact = new Map([...profile].map(([id, counts]) => [id, counts.map(BigInt)]))
        const grade = (option: string) => majorityGrade(exact.get(option) ?? [])
        return {
          method: majorityJudgment.name,
          version: majorityJudgment.version,
          ...totals,
          ...giveSeats(question, groupsOf(exact, compareMajority), {
            score: grade,
            supports: (option) => (profile.get(option) ?? []).some((count, value) => value > 0 && count > 0),
          }),
          explanation: { kind: 'merit', profile: [...profile].map(([option, counts]) => ({ option, counts: [...counts], grade: grade(option) })) },
        }
      },
    )
  },
}
