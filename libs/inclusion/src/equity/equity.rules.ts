/** People are told to the ten below; null: fewer than ten. */
export type People = number | null

export interface CommuneTurnout {
  /** INSEE code. */
  code: string
  population: number
  people: People
}

/** `unsure`: the ten below and the ten above say different things. */
export type EquityStanding = 'under-half' | 'within' | 'unsure'

export interface CommuneEquity extends CommuneTurnout {
  /** At least so many of a thousand inhabitants took part. */
  perThousand: number
  standing: EquityStanding
}

export interface EquityTable {
  /** At least so many of a thousand inhabitants in the commune of the middle. */
  medianPerThousand: number
  /** Those with the smallest share first; of equals the largest. */
  communes: CommuneEquity[]
}

const fewest = ({ people }: CommuneTurnout): number => people ?? 0
const most = ({ people }: CommuneTurnout): number => (people ?? 0) + 9
const share = (people: number, { population }: CommuneTurnout): number => (1000 * people) / population

function median(values: readonly number[]): number {
  const sorted = [...values].sort((one, other) => one - other)
  const middle = Math.floor(sorted.length / 2)
  const upper = sorted[middle] ?? 0
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? 0) + upper) / 2
}

/**
 * Which communes take part less than half as much as the commune of the middle (story S04 of the mediators' scenario).
 * Counts are known to the ten only, so each share is between two bounds: a commune is under half only when its highest share
 * is below half of the lowest median, and within only when its lowest share reaches half of the highest one. Nobody is sent
 * anywhere because of a rounding.
 * @param communes those in scope; a population is at least one
 */
export function equityTable(communes: readonly CommuneTurnout[]): EquityTable {
  const lowest = median(communes.map((commune) => share(fewest(commune), commune)))
  const highest = median(communes.map((commune) => share(most(commune), commune)))
  const standing = (commune: CommuneTurnout): EquityStanding => {
    if (share(most(commune), commune) < lowest / 2) return 'under-half'
    return share(fewest(commune), commune) >= highest / 2 ? 'within' : 'unsure'
  }
  return {
    medianPerThousand: lowest,
    communes: communes
      .map((commune) => ({ ...commune, perThousand: share(fewest(commune), commune), standing: standing(commune) }))
      .sort((one, other) => one.perThousand - other.perThousand || other.population - one.population || one.code.localeCompare(other.code)),
  }
}

/** Minutes of ranges such as 09:00 to 12:30. */
export function minutesOf(ranges: readonly { opens: string, closes: string }[]): number {
  const minute = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5))
  return ranges.reduce((sum, { opens, closes }) => sum + minute(closes) - minute(opens), 0)
}
