import { drawn, expands, shareOf } from './draw'

const numbers = Array.from({ length: 47 }, (_, index) => `FORM${String(index).padStart(8, '0')}`)
const seed = 'a7'.repeat(32)

it.each([[true, 10], [false, 100]])('who has entered a batch before: %s, %d percent', (seasoned, share) => expect(shareOf(seasoned)).toBe(share))

describe('the draw', () => {
  it.each([[100, 47], [10, 5], [0, 0]])('of %d percent of 47 takes %d, rounded up', (share, expected) => expect(drawn(seed, numbers, share)).toHaveLength(expected))
  it('is the same whatever the order they are given in, and another with another seed', () => {
    const once = drawn(seed, numbers, 10)
    expect(drawn(seed, [...numbers].reverse(), 10)).toEqual(once)
    expect(drawn('b7'.repeat(32), numbers, 10)).not.toEqual(once)
    expect(new Set(once).size).toBe(once.length)
  })
  it('draws everybody as often as another', () => {
    const times = new Map<string, number>()
    for (let turn = 0; turn < 2000; turn++) for (const number of drawn(turn.toString(16).padStart(64, '0'), numbers.slice(0, 20), 10)) times.set(number, (times.get(number) ?? 0) + 1)
    // 200 are expected of each; five standard deviations are 67.
    for (const count of times.values()) expect(Math.abs(count - 200)).toBeLessThan(67)
    expect(times.size).toBe(20)
  })
  it('of nothing is nothing', () => expect(drawn(seed, [], 100)).toEqual([]))
  // Computed without our code: printf 'paper/draw/v1\n<seed>\n<number>' | sha256sum
  it('can be made again by anybody', () => expect(drawn('0'.repeat(64), ['AAAAAAAAAAAA', 'BBBBBBBBBBBB', 'CCCCCCCCCCCC'], 34)).toEqual(['CCCCCCCCCCCC', 'BBBBBBBBBBBB']))
})

it.each([
  [{ fields: 400, different: 2 }, false], [{ fields: 400, different: 3 }, true], [{ fields: 8, different: 1 }, true], [{ fields: 200, different: 1 }, false], [{ fields: 0, different: 0 }, false],
])('%o asks for everything twice: %s', (facts, expected) => expect(expands(facts)).toBe(expected))
