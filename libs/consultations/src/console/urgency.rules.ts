export interface Dated {
  kind: string
  title: string
  since: string | null
  before: string | null
  late: boolean
}

/** What holds everybody up, where nothing says until when. */
const BLOCKING: readonly string[] = ['held', 'suspended']

/**
 * The most urgent first: what is late or holds everybody up, by how long it has waited; then by the day it is to be done;
 * what has no day at the end.
 */
export function urgent<T extends Dated>(tasks: readonly T[]): T[] {
  const rank = ({ kind, before, late }: Dated): number => (late || BLOCKING.includes(kind) ? 0 : before === null ? 2 : 1)
  const day = ({ before, since }: Dated): string => before ?? since ?? ''
  return [...tasks].sort((one, other) => rank(one) - rank(other) || day(one).localeCompare(day(other)) || one.title.localeCompare(other.title, 'fr'))
}
