// What pages say of a ballot and of a count, where a figure decides the sentence.
import { rankNotes } from '../src/lib/components/ballot/ranks'
import { bestFirst, lostDraw, topWords, type WithEquals } from '../src/lib/components/results/equals'
import { list } from '../src/lib/format'
import { asks, changeOf, otherMethods } from '../src/routes/gestion/_parts/what-if'

const plain = (text: string) => text.replace(/\s/g, ' ')

describe('ranks read back', () => {
  it.each<[string, Record<string, number>, RegExp[]]>([
    ['in order', { a: 1, b: 2, c: 3 }, []],
    ['a rank passed over', { a: 1, b: 3 }, [/le rang 2 à aucune réponse. C’est accepté/]],
    ['several passed over', { a: 2, b: 5 }, [/les rangs 1, 3 et 4 à aucune réponse/]],
    ['equals', { a: 1, b: 1 }, [/Des réponses ont le même rang. C’est accepté/]],
    ['both', { a: 1, b: 1, c: 3 }, [/le rang 2/, /même rang/]],
    ['blank', {}, []],
  ])('%s', (_what, choice, said) => {
    const notes = rankNotes('ranking', choice, list).map(plain)
    expect(notes).toHaveLength(said.length)
    for (const [index, sentence] of said.entries()) expect(notes[index]).toMatch(sentence)
    expect(rankNotes('points', choice, list)).toEqual([])
  })
})

describe('another rule', () => {
  const vote = { form: 'approval' as const, method: 'equal-shares', options: [{ cost: 1 }, { cost: 2 }] }

  it('is one whose ballots are filled as these; the own rule comes last, with other settings', () => {
    expect(otherMethods(vote)).toEqual(['approval', 'budget', 'phragmen', 'equal-shares'])
    expect(otherMethods({ ...vote, method: 'approval', options: [{ cost: null }] })).toEqual(['approval'])
  })

  it.each<[string, ReturnType<typeof asks>]>([
    ['approval', { budget: false, greedy: false, shares: false, seats: true }],
    ['budget', { budget: true, greedy: true, shares: false, seats: false }],
    ['equal-shares', { budget: true, greedy: false, shares: true, seats: false }],
    ['phragmen', { budget: true, greedy: false, shares: false, seats: false }],
  ])('%s asks only what it reads', (method, fields) => expect(asks(method)).toEqual(fields))

  it('says of each option whether it enters or leaves', () => {
    expect(['a', 'b', 'c', 'd'].map(option => changeOf(option, { winners: ['a', 'b'] }, { winners: ['b', 'c'] }))).toEqual(['leaves', 'stays', 'enters', 'out'])
  })
})

describe('equals that a draw settled', () => {
  const option = (key: string, votes: number, rank: number, fate: string) => ({ key, title: `Réponse ${key}`, votes, rank, fate })
  const counted = (one: string, other: string): WithEquals => ({ budget: null, ties: [['a', 'b']], options: [option('a', 32, 1, one), option('b', 32, 1, other), option('c', 18, 3, 'not-selected')] })
  const said = (options: WithEquals['options']) => plain(topWords(options, ({ votes }) => `${votes} voix`, list))

  it('are first together, the one that is kept before the other', () => {
    const { options } = counted('not-selected', 'selected')
    expect(bestFirst(options).map(({ key }) => key)).toEqual(['b', 'a', 'c'])
    expect(said(bestFirst(options))).toBe('À égalité en tête : « Réponse b » et « Réponse a », 32 voix')
    expect(said(options.slice(1))).toBe('Arrivé en tête : « Réponse b », 32 voix')
    expect(said([])).toBe('Personne n’a choisi de réponse')
  })

  it.each<[string, string, boolean[]]>([
    ['not-selected', 'selected', [true, false, false]],
    ['tied', 'tied', [false, false, false]],
  ])('%s and %s: it is the draw that decided, and only between them', (one, other, lost) => {
    const all = counted(one, other)
    expect(all.options.map(each => lostDraw(each, all))).toEqual(lost)
    expect(all.options.some(each => lostDraw(each, { ...all, budget: 1 }))).toBe(false)
  })
})
