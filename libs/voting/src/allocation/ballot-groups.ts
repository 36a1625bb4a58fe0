/** Equal ballots kept once, in flat arrays: group g names `options[starts[g] … starts[g + 1] - 1]`, places in the question's list of options. */
export interface BallotGroups {
  readonly size: number
  /** How many ballots each group stands for. */
  readonly times: Float64Array
  readonly starts: Int32Array
  readonly options: Int32Array
  /** What the ballots give to each option named, more than 0; absent: each counts once. */
  readonly values?: Float64Array
}

export interface Grouping {
  /** @param options places of the options named, each once, in any order; kept by the caller. @param values one for each, whole numbers of 0 or more */
  add(options: readonly number[], values: readonly number[] | undefined, times: number): void
  groups(): BallotGroups
}

/** Groups equal ballots as they come: a million of them need not be held one by one. Either all ballots have values or none has. */
export function groupBallots(): Grouping {
  const places = new Map<string, number>()
  const times: number[] = []
  const starts = [0]
  const options = growing()
  const values = growing()
  let valued = false
  return {
    add(named, given, count) {
      const order = given ? [...named.keys()].filter((at) => (given[at] ?? 0) > 0).sort((a, b) => (named[a] ?? 0) - (named[b] ?? 0)) : undefined
      const sorted = order ? order.map((at) => named[at] ?? 0) : inOrder(named)
      const key = order && given ? order.map((at) => `${named[at]}=${given[at]}`).join() : String.fromCharCode(...sorted)
      const known = places.get(key)
      if (known !== undefined) {
        times[known] = (times[known] ?? 0) + count
        return
      }
      places.set(key, times.length)
      times.push(count)
      for (const option of sorted) options.push(option)
      if (order && given) {
        valued = true
        for (const at of order) values.push(given[at] ?? 0)
      }
      starts.push(options.length())
    },
    groups: () => ({
      size: times.length,
      times: Float64Array.from(times),
      starts: Int32Array.from(starts),
      options: Int32Array.from(options.all()),
      ...(valued && { values: values.all() }),
    }),
  }
}

/** Few numbers, mostly in order already: an insertion sort. */
function inOrder(places: readonly number[]): number[] {
  const sorted = [...places]
  for (let i = 1; i < sorted.length; i++) {
    const place = sorted[i]!
    let at = i
    for (; at > 0 && sorted[at - 1]! > place; at--) sorted[at] = sorted[at - 1]!
    sorted[at] = place
  }
  return sorted
}

function growing() {
  let kept = new Float64Array(1024)
  let length = 0
  return {
    push(value: number) {
      if (length === kept.length) {
        const larger = new Float64Array(length * 2)
        larger.set(kept)
        kept = larger
      }
      kept[length++] = value
    },
    length: () => length,
    all: () => kept.slice(0, length),
  }
}

/** The same seen from the options: option p is named by `groups[starts[p] … starts[p + 1] - 1]`. */
export interface Supporters {
  readonly starts: Int32Array
  readonly groups: Int32Array
  readonly values?: Float64Array
  /** Ballots that name each option; and what they give it altogether (the same, without values). */
  readonly ballots: Float64Array
  readonly totals: Float64Array
}

export function supportersOf({ size, times, starts, options, values }: BallotGroups, count: number): Supporters {
  const first = new Int32Array(count + 1)
  for (const option of options) first[option + 1]!++
  for (let option = 0; option < count; option++) first[option + 1]! += first[option]!
  const next = first.slice()
  const supporters = { starts: first, groups: new Int32Array(options.length), values: values && new Float64Array(options.length), ballots: new Float64Array(count), totals: new Float64Array(count) }
  for (let group = 0; group < size; group++)
    for (let at = starts[group]!; at < starts[group + 1]!; at++) {
      const option = options[at]!
      const value = values ? values[at]! : 1
      const place = next[option]!++
      supporters.groups[place] = group
      if (supporters.values) supporters.values[place] = value
      supporters.ballots[option]! += times[group]!
      supporters.totals[option]! += times[group]! * value
    }
  return supporters
}
