/** Ballots per grade, from the worst grade to the best: `counts[0]` gave the worst. Any whole numbers, of billions of voters too. */
export type GradeCounts = readonly bigint[]

/** The grade of the voter in the middle; of the two in the middle, the lower: at least half of the voters give it or better. 0 when nobody graded. */
export function majorityGrade(counts: GradeCounts): number {
  const total = sum(counts)
  let upTo = 0n
  return Math.max(0, counts.findIndex((count) => {
    upTo += count
    return upTo > 0n && 2n * upTo >= total
  }))
}

/**
 * Which of two options has the better majority value: positive when `a`, negative when `b`, 0 when their profiles are equal in proportion.
 * The majority value takes the voter in the middle away again and again and reads the grade each time. Sorted by grade, the voters leave from
 * the middle outwards, one below, one above …: so the first difference between two profiles, going outwards and looking below first, decides.
 * That is found on the counts, grade by grade: no list of voters is made, and options judged by unequal numbers of voters are
 * compared by proportion (as if each number were multiplied up to a common one).
 * Equal to the majority gauge wherever that one decides. Michel Balinski and Rida Laraki, "Majority Judgment", MIT Press 2011, chapters 12 to 14.
 */
export function compareMajority(a: GradeCounts, b: GradeCounts): number {
  const [judgedA, judgedB] = [sum(a), sum(b)]
  if (judgedA === 0n || judgedB === 0n) return judgedA === judgedB ? 0 : judgedA > judgedB ? 1 : -1
  // On one scale where both have as many voters, an even number: the middle lies between two of them.
  const half = judgedA * judgedB
  const [profileA, profileB] = [outwards(a.map((count) => 2n * judgedB * count), half), outwards(b.map((count) => 2n * judgedA * count), half)]
  let distance = 0n
  while (distance < half) {
    const [below, above] = [profileA.below(distance), profileA.above(distance)]
    const [otherBelow, otherAbove] = [profileB.below(distance), profileB.above(distance)]
    if (below.grade !== otherBelow.grade) return below.grade - otherBelow.grade
    if (above.grade !== otherAbove.grade) return above.grade - otherAbove.grade
    distance = [below, above, otherBelow, otherAbove].reduce((least, { until }) => (until < least ? until : least), half)
  }
  return 0
}

/** The grade of the voter at a distance below, or above, the middle, and the distance from which on it is another grade. */
function outwards(counts: readonly bigint[], half: bigint) {
  const upTo: bigint[] = []
  for (const count of counts) upTo.push((upTo.at(-1) ?? 0n) + count)
  return {
    below(distance: bigint) {
      const grade = upTo.findIndex((end) => end >= half - distance)
      return { grade, until: half - (upTo[grade - 1] ?? 0n) }
    },
    above(distance: bigint) {
      const grade = upTo.findIndex((end) => end > half + distance)
      return { grade, until: (upTo[grade] ?? 0n) - half }
    },
  }
}

function sum(counts: readonly bigint[]): bigint {
  return counts.reduce((total, count) => total + count, 0n)
}

/** How an option is judged: its majority grade, and the voters who give better and worse. */
export interface Gauge {
  grade: number
  above: bigint
  below: bigint
}

export function majorityGauge(counts: GradeCounts): Gauge {
  const grade = majorityGrade(counts)
  return { grade, above: sum(counts.slice(grade + 1)), below: sum(counts.slice(0, grade)) }
}

/** `grade`: their majority grades differ. `above`: more judge the better one better than that. `below`: more judge the other worse. `middle`: only taking voters away from the middle told them apart. `nothing`: they are equal. */
export type Decided = 'grade' | 'above' | 'below' | 'middle' | 'nothing'

/**
 * What put one option before another, both judged by as many voters: the majority gauge says it where it decides. The largest of the four groups
 * (better and worse, of each) is the one met first on the way out of the middle. Balinski and Laraki, chapter 1.
 */
export function whatDecided(better: GradeCounts, worse: GradeCounts): Decided {
  if (compareMajority(better, worse) === 0) return 'nothing'
  const [first, second] = [majorityGauge(better), majorityGauge(worse)]
  if (first.grade !== second.grade) return 'grade'
  if (first.above > second.above && first.above > first.below && first.above > second.below) return 'above'
  if (second.below > first.below && second.below >= first.above && second.below >= second.above) return 'below'
  return 'middle'
}
