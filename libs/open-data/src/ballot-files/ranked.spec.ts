import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import * as fc from 'fast-check'
import { countAll, schulze } from '@parvis/voting'
import { describeShared, sharedFile } from '../../../../test/support/shared-data'
import { BallotFileError } from './ballot-file-error'
import { gradedBallots, gradedQuestion, parseGraded } from './graded'
import { rankedBallots, rankedQuestion } from './ranked'
import { parseAbif } from './ranked-abif'
import { parseCvotes } from './ranked-cvotes'
import { parseDebian } from './ranked-debian'

const cvotes = [
  '# This election has 9 votes', '#/Candidates: Bob Kiss ; Ann  Lee ; Zoë', '#/Number of Seats: 2', '#/Implicit Ranking: false', '#/Weight Allowed: true', '',
  'Bob Kiss > Ann  Lee * 3', 'Zoë = Ann  Lee > Bob Kiss ^2 * 2 # said twice', 'a1b2 || Zoë', '/EMPTY_RANKING/', '',
].join('\n')
const abif = ['{title: "An election: of two"}', '{ballotcount: 9}', '# options', '=K:[Bob Kiss]', '=Write-in:[Somebody else]', '=L:[Ann Lee]', '4:K>L=Write-in', '2: L > K', '3:', ''].join('\n')
const debian = ['  Tally Sheet, "V: vote HASH"', '', '  Option 1----->: Ann Lee', '/  Option 2---->: Bob Kiss', '|/  Option 3--->: None of the above', '||/', `V: 13- \t${'a'.repeat(32)}`, `V: --- ${'b'.repeat(32)}`, `V: 113 ${'c'.repeat(32)}`, ''].join('\n')
const graded = ['voter,Ann,"Lee, Bob",Zoë', 'v1,3,1,0', 'v2,,4,2', ''].join('\n')

const readers = { 'box.cvotes': parseCvotes, 'box.abif': parseAbif, 'box.txt': parseDebian, 'box.csv': parseGraded }
type Kind = keyof typeof readers
const right: Record<Kind, string> = { 'box.cvotes': cvotes, 'box.abif': abif, 'box.txt': debian, 'box.csv': graded }

function fault(kind: Kind, content: string | Uint8Array): Partial<BallotFileError> | undefined {
  try {
    readers[kind](content, kind)
  } catch (error) {
    if (!(error instanceof BallotFileError)) throw error
    const { code, line, field, facts, message } = error
    return { code, line, field, facts, message }
  }
  return undefined
}

describe('files of rankings and grades', () => {
  it('in the Condorcet Election Format: names with spaces, equals, weights, repetitions, tags and comments', () => {
    expect(parseCvotes(cvotes, 'box.cvotes')).toEqual({
      fileName: 'box.cvotes', seats: 2, unranked: 'ignored',
      options: ['Bob Kiss', 'Ann  Lee', 'Zoë'].map((id) => ({ id, name: id })),
      ballots: [
        { ranks: [['Bob Kiss'], ['Ann  Lee']], times: 3, line: 7 },
        { ranks: [['Zoë', 'Ann  Lee'], ['Bob Kiss']], times: 4, line: 8 },
        { ranks: [['Zoë']], times: 1, line: 9 },
        { ranks: [], times: 1, line: 10 },
      ],
    })
  })

  it('in ABIF: what ballots write, and the names behind it', () => {
    expect(parseAbif(abif, 'box.abif')).toMatchObject({
      options: [{ id: 'K', name: 'Bob Kiss' }, { id: 'Write-in', name: 'Somebody else' }, { id: 'L', name: 'Ann Lee' }],
      ballots: [{ ranks: [['K'], ['L', 'Write-in']], times: 4 }, { ranks: [['L'], ['K']], times: 2 }, { ranks: [], times: 3 }],
    })
  })

  it('of Debian: a rank a column, gaps and blanks as they are', () => {
    expect(parseDebian(debian, 'box.txt').ballots.map(({ ranks }) => ranks)).toEqual([
      [['Ann Lee'], ['Bob Kiss']], [], [['Ann Lee', 'Bob Kiss'], ['None of the above']],
    ])
  })

  it('of grades: 1 is the worst, and no opinion counts as the worst', () => {
    const instance = parseGraded(graded, 'box.csv')
    expect(instance).toMatchObject({ options: ['Ann', 'Lee, Bob', 'Zoë'], grades: 4, ballots: [{ voterId: 'v1', grades: [2, 0, 0] }, { voterId: 'v2', grades: [0, 3, 1] }] })
    expect(gradedQuestion(instance)).toMatchObject({ grades: 4 })
    expect([...gradedBallots(instance)][1]?.choice).toEqual([{ option: 'Ann', value: 0 }, { option: 'Lee, Bob', value: 3 }, { option: 'Zoë', value: 1 }])
  })

  it('whatever their line ends and byte order mark, as bytes and as text', () => {
    for (const [kind, text] of Object.entries(right) as [Kind, string][]) {
      const read = readers[kind](text, kind)
      for (const other of [text.replaceAll('\n', '\r\n'), `\uFEFF${text}`, text.trimEnd()]) {
        expect(readers[kind](other, kind)).toEqual(read)
        expect(readers[kind](Buffer.from(other), kind)).toEqual(read)
      }
    }
  })

  it('are counted by the methods of the library, blank ballots apart', () => {
    const instance = parseCvotes(cvotes, 'box.cvotes')
    const outcome = countAll(schulze, rankedBallots(instance), rankedQuestion(instance, 'last'))
    expect(outcome).toMatchObject({ cast: 9, counted: 8, blank: 1, invalid: 0, ranking: [['Ann  Lee'], ['Zoë'], ['Bob Kiss']], winners: ['Ann  Lee', 'Zoë'] })
  })
})

const damages: [string, Kind, (text: string) => string | Uint8Array, string, number, string?][] = [
  ['bytes that are not UTF-8', 'box.cvotes', (text) => Buffer.concat([Buffer.from(text), Buffer.from([0xe9])]), 'ranked.not-utf8', 11],
  ['no candidates', 'box.cvotes', (text) => text.replace('#/Candidates', '# Candidates'), 'ranked.no-options', 7, 'Candidates'],
  ['nothing at all', 'box.cvotes', () => '', 'ranked.no-options', 1, 'Candidates'],
  ['a candidate without name', 'box.cvotes', (text) => text.replace('; Zoë', '; ; Zoë'), 'ranked.option-name', 2],
  ['a candidate twice', 'box.cvotes', (text) => text.replace('; Zoë', '; Zoë ; Zoë'), 'ranked.repeated-option', 2, 'Zoë'],
  ['a parameter without value', 'box.cvotes', (text) => text.replace('Seats: 2', 'Seats:'), 'ranked.parameter', 3],
  ['a parameter twice', 'box.cvotes', (text) => text.replace('Number of Seats: 2', 'Implicit Ranking: true'), 'ranked.repeated-parameter', 4, 'Implicit Ranking'],
  ['a flag that is none', 'box.cvotes', (text) => text.replace('Ranking: false', 'Ranking: maybe'), 'ranked.flag', 4, 'implicit ranking'],
  ['seats that are none', 'box.cvotes', (text) => text.replace('Seats: 2', 'Seats: 0'), 'ranked.count', 3, 'Number of Seats'],
  ['an unknown option', 'box.cvotes', (text) => text.replace('|| Zoë', '|| Zoe'), 'ranked.unknown-option', 9, '"Zoe"'],
  ['an option named like a part of the language', 'box.cvotes', (text) => text.replace('|| Zoë', '|| __proto__'), 'ranked.unknown-option', 9, '"__proto__"'],
  ['an option twice on a ballot', 'box.cvotes', (text) => text.replace('|| Zoë', '|| Zoë > Zoë'), 'ranked.named-twice', 9, '"Zoë"'],
  ['a rank without option', 'box.cvotes', (text) => text.replace('|| Zoë', '|| Zoë >'), 'ranked.unknown-option', 9, '""'],
  ['a weight where none is allowed', 'box.cvotes', (text) => text.replace('Allowed: true', 'Allowed: false'), 'ranked.weight', 8, '^'],
  ['a ballot zero times', 'box.cvotes', (text) => text.replace('* 3', '* 0'), 'ranked.count', 7, '*'],
  ['a ballot times twice', 'box.cvotes', (text) => text.replace('* 3', '* 3 * 3'), 'ranked.line', 7],
  ['a ballot less than announced', 'box.cvotes', (text) => text.replace('a1b2 || Zoë\n', ''), 'ranked.num-votes', 1, 'votes'],
  ['more ballots than numbers', 'box.cvotes', (text) => text.replace(/# This.*\n/, '').replace('^2 * 2', '^999999999 * 999999999'), 'ranked.too-many-ballots', 9],
  ['no options', 'box.abif', (text) => text.replaceAll(/^=.*\n/gm, ''), 'ranked.no-options', 4],
  ['a ballot before the options', 'box.abif', (text) => `2:K\n${text}`, 'ranked.no-options', 1],
  ['scores', 'box.abif', (text) => text.replace('K>L=Write-in', 'K/5>L/3'), 'ranked.line', 7],
  ['equals by a comma', 'box.abif', (text) => text.replace('L=Write-in', 'L,Write-in'), 'ranked.line', 7],
  ['a ballot cut short', 'box.abif', (text) => text.replace('K>L=Write-in', 'K>L='), 'ranked.unknown-option', 7, '""'],
  ['a ballot count that is not that of the file', 'box.abif', (text) => text.replace('ballotcount: 9', 'ballotcount: 7'), 'ranked.num-votes', 2, 'ballotcount'],
  ['a name that a ballot cannot write', 'box.abif', (text) => text.replace('=K:', '=K>L:'), 'ranked.option-name', 4, '"K>L"'],
  ['prose for a ballot', 'box.txt', (text) => text.replace('V: ---', 'W: ---'), 'ranked.line', 8],
  ['an option less', 'box.txt', (text) => text.replace('/  Option 2---->: Bob Kiss\n', ''), 'ranked.option-number', 4, 'Option 3'],
  ['a mark less', 'box.txt', (text) => text.replace('V: 113', 'V: 11'), 'ranked.mark-count', 9, 'V'],
  ['a rank below the last', 'box.txt', (text) => text.replace('V: 113', 'V: 119'), 'ranked.rank', 9, 'V'],
  ['a voter twice', 'box.txt', (text) => text.replace('b'.repeat(32), 'a'.repeat(32)), 'ranked.repeated-voter', 8],
  ['a hash cut short', 'box.txt', (text) => text.trimEnd().slice(0, -4), 'ranked.line', 9],
  ['bars of another number of options', 'box.txt', (text) => text.replace('||/', '|||/'), 'ranked.line', 6],
  ['no option', 'box.txt', () => 'V: 12', 'ranked.no-options', 1, 'Option'],
  ['no options', 'box.csv', () => 'voter', 'graded.no-options', 1],
  ['a grade too many', 'box.csv', (text) => text.replace('v1,3', 'v1,3,3'), 'graded.field-count', 2],
  ['a grade that is none', 'box.csv', (text) => text.replace('v1,3', 'v1,good'), 'graded.grade', 2, 'Ann'],
  ['a grade too high', 'box.csv', (text) => text.replace('v2,,4', 'v2,,11'), 'graded.grade', 3, 'Lee, Bob'],
  ['no voter', 'box.csv', (text) => text.replace('v2', ''), 'graded.voter-id', 3],
  ['a voter twice', 'box.csv', (text) => text.replace('v2', 'v1'), 'graded.repeated-voter', 3],
  ['a quote that is never closed', 'box.csv', (text) => text.replace('v1', '"v1'), 'graded.quoting', 2],
  ['an option twice', 'box.csv', (text) => text.replace('Zoë', 'Ann'), 'ranked.repeated-option', 1, 'Ann'],
]

describe('a damaged file of rankings is refused with its line, field and reason', () => {
  it.each(damages.map(([what, kind, damage, code, line, field]) => [what, kind, damage, code, line, field] as const))('%s (%s)', (_what, kind, damage, code, line, field) => {
    expect(fault(kind, damage(right[kind]))).toMatchObject({ code, line, ...(field === undefined ? {} : { field }) })
  })

  it('whatever the text: refused or read, never anything else', () => {
    const words = fc.constantFrom('#/Candidates: a;b', 'a > b', '=a:[A]', '3:a>b', 'Option 1->: a', '/', 'V: 1 abc', 'v,a,b', 'x,1,2', '"', '', '*', '^')
    fc.assert(fc.property(fc.constantFrom(...Object.keys(readers) as Kind[]), fc.array(fc.oneof(words, fc.string({ unit: 'grapheme' })), { maxLength: 12 }), (kind, lines) => {
      fault(kind, lines.join('\n'))
    }))
  })
})

/** A ballot as its line writes it, spaces apart: what is read must be what is written, and nothing repaired. */
const written: Record<Kind, (text: string) => string[]> = {
  'box.cvotes': (text) => parseCvotes(text, '').ballots.map(({ ranks, times, line }) => `${line} ${ranks.map((rank) => rank.join('=')).join('>')}*${times}`),
  'box.abif': (text) => parseAbif(text, '').ballots.map(({ ranks, times, line }) => `${line} ${times}:${ranks.map((rank) => rank.join('=')).join('>')}`),
  'box.txt': (text) => parseDebian(text, '').ballots.map(({ ranks, line }) => `${line} ${JSON.stringify(ranks)}`),
  'box.csv': (text) => parseGraded(text, '').ballots.map(({ voterId, grades, line }) => `${line} ${voterId},${grades.join()}`),
}
const raw: Record<Kind, (text: string) => string[]> = {
  'box.cvotes': (text) => numbered(text, (line) => !line.startsWith('#')).map(([at, line]) => {
    const [ranking = '', times = '1'] = (line.split('||').at(-1) ?? '').split('#')[0]?.replace('/EMPTY_RANKING/', '').split('*') ?? []
    return `${at} ${tidy(ranking)}*${Number(times)}`
  }),
  'box.abif': (text) => numbered(text, (line) => /^[0-9]/.test(line)).map(([at, line]) => {
    const [times = '', ranking = ''] = (line.split('#')[0] ?? '').split(':')
    return `${at} ${Number(times)}:${tidy(ranking)}`
  }),
  'box.txt': (text) => {
    const names = text.split('\n').flatMap((line) => /Option [0-9]+-*>:(.*)/.exec(line)?.[1]?.trim() ?? [])
    return numbered(text, (line) => line.startsWith('V:') && !line.includes('vote')).map(([at, line]) => {
      const marks = line.split(/\s+/)[1] ?? ''
      const ranks = [...'123456789'].map((rank) => names.filter((_name, place) => marks[place] === rank)).filter((rank) => rank.length > 0)
      return `${at} ${JSON.stringify(ranks)}`
    })
  },
  'box.csv': (text) => numbered(text, () => true).slice(1).map(([at, line]) => {
    const [voter = '', ...cells] = line.split(',').map((cell) => cell.replaceAll('"', '').trim())
    return `${at} ${voter},${cells.map((cell) => Math.max(0, Number(cell) - 1)).join()}`
  }),
}

const tidy = (ranking: string) => ranking.split('>').map((rank) => rank.split('=').map((name) => name.trim()).join('=')).join('>')

function numbered(text: string, wanted: (line: string) => boolean): [number, string][] {
  return text.replace(/^\uFEFF/, '').split('\n').map((line, index): [number, string] => [index + 1, line.trim()]).filter(([, line]) => line !== '' && wanted(line))
}

type Mutation = { at: number; length: number; insert: string }
const mutations: fc.Arbitrary<Mutation> = fc.record({
  at: fc.nat(1_000_000),
  length: fc.constantFrom(0, 0, 1, 1, 1, 2, 40, 2_000),
  insert: fc.constantFrom('', '', '0', '7', '9', '-', '>', '=', '*', '^', '#', ':', ',', ';', '"', '\n', ' ', '||', '\u0000', 'é', '/EMPTY_RANKING/', '__proto__'),
})

describeShared('500 real files with one fault', () => {
  const folders: [Kind, string[]][] = [
    ['box.cvotes', ['tideman/A03.cvotes', 'tideman/A33.cvotes', 'tideman/D02.cvotes', 'tideman/D08.cvotes']],
    ['box.abif', ['irv/burl2009.abif']],
    ['box.txt', ['debian/leader2006_tally.txt', 'debian/leader2020_tally.txt']],
    ['box.csv', ['majority-judgment/orsay2007_bureau_01.csv']],
  ]

  it('are refused by line and reason, or read as they are written', () => {
    const files = folders.flatMap(([kind, names]) => names.map((name) => ({ kind, text: readFileSync(sharedFile(join('voting', name)), 'utf8') })))
    let refused = 0
    fc.assert(fc.property(fc.constantFrom(...files), mutations, ({ kind, text }, { at, length, insert }) => {
      const start = at % text.length
      const mutated = text.slice(0, start) + insert + text.slice(start + length)
      const wrong = fault(kind, mutated)
      if (wrong) {
        refused++
        expect(wrong.code).toMatch(/^(ranked|graded)\.[a-z0-9-]+$/)
        expect(wrong.line).toBeGreaterThanOrEqual(1)
        expect(wrong.line).toBeLessThanOrEqual(mutated.split('\n').length)
        expect(wrong.message).toMatch(/^[^\n]{10,200}$/)
      } else expect(written[kind](mutated)).toEqual(raw[kind](mutated))
    }), { numRuns: 500, seed: 20260304 })
    expect(refused).toBeGreaterThan(150)
    expect(refused).toBeLessThan(500)
  })
})
