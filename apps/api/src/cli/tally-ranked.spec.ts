import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { m } from '@parvis/texts'
import { describeShared, sharedFile } from '../../../../test/support/shared-data'
import { runCommandLine } from './main'

const root = join(__dirname, '../../../..')
let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'parvis-ranked-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

async function tally(...args: string[]) {
  let [out, err] = ['', '']
  const code = await runCommandLine(['tally', ...args], { out: (text) => (out += text), err: (text) => (err += text) })
  return { code, out: typed(out), err: typed(err) }
}

/** Sentences with the apostrophes and spaces of a keyboard: their typography is the catalogue's affair. */
function typed(text: string): string {
  return text.replaceAll('’', "'").replaceAll(/[^\S\n]+/g, ' ')
}

function write(name: string, lines: string[]): string {
  const file = join(folder, name)
  writeFileSync(file, `${lines.join('\n')}\n`)
  return file
}

const rankings = () => write('box.cvotes', ['#/Candidates: Le parc ; La piscine ; Le sentier', 'Le parc > La piscine * 2', 'La piscine = Le sentier', 'Le sentier', '/EMPTY_RANKING/'])
const named = () => write('box.abif', ['=P:[Le parc]', '=S:[Le sentier]', '3:P>S', '4:S'])
const grades = () => write('box.csv', [',Le parc,La piscine', '1,6,2', '2,3,0', '3,3,'])

describe('parvis tally on rankings and grades', () => {
  it('answers one JSON document with the ranking, equals together', async () => {
    const file = rankings()
    const { code, out, err } = await tally(file, '--rule', 'schulze', '--unranked', 'ignored', '--json')
    expect({ code, err }).toEqual({ code: 0, err: '' })
    expect(JSON.parse(out)).toEqual({
      file, rule: 'schulze', by: null, utility: null, completion: null, unranked: 'ignored', ballots: 5, projects: 3,
      ranking: [['Le parc', 'Le sentier'], ['La piscine']], winners: [], totalCost: null, ties: [['Le parc', 'Le sentier']],
      milliseconds: expect.any(Number) as number,
    })
  })

  it('counts by each rule, and reads options left out as it is told', async () => {
    const ranking = async (file: string, ...options: string[]) => (JSON.parse((await tally(file, '--json', ...options)).out) as { ranking: string[][] }).ranking
    expect(await ranking(rankings(), '--rule', 'plurality')).toEqual([['Le parc'], ['Le sentier'], ['La piscine']])
    expect(await ranking(rankings(), '--rule', 'irv')).toEqual([['Le parc'], ['La piscine'], ['Le sentier']])
    expect(await ranking(rankings(), '--rule', 'borda')).toEqual([['Le parc'], ['La piscine'], ['Le sentier']])
    expect(await ranking(rankings(), '--rule', 'borda', '--unranked', 'ignored')).toEqual([['La piscine'], ['Le parc'], ['Le sentier']])
    expect(await ranking(rankings(), '--rule', 'schulze')).toEqual([['Le parc'], ['La piscine'], ['Le sentier']])
    expect(await ranking(named(), '--rule', 'schulze')).toEqual([['S'], ['P']])
    expect(await ranking(named(), '--rule', 'schulze', '--unranked', 'ignored')).toEqual([['P'], ['S']])
    expect(await ranking(grades(), '--rule', 'majority-judgment')).toEqual([['Le parc'], ['La piscine']])
  })

  it('follows the file where it says how to read them, and nothing else is asked', async () => {
    const file = write('explicit.cvotes', ['#/Candidates: a;b', '#/Implicit Ranking: false', 'a > b * 3', 'b * 4'])
    const answer = async (...options: string[]) => JSON.parse((await tally(file, '--rule', 'schulze', '--json', ...options)).out) as { ranking: string[][]; unranked: string }
    expect(await answer()).toMatchObject({ unranked: 'ignored', ranking: [['a'], ['b']] })
    expect(await answer('--unranked', 'last')).toMatchObject({ unranked: 'last', ranking: [['b'], ['a']] })
  })

  it('says the same in French words', async () => {
    expect((await tally(named(), '--rule', 'schulze')).out.split('\n')).toEqual([
      `${folder}/box.abif : 2 options. Bulletins : 7, dont blancs : 0.`,
      'Les options sont comparées deux à deux ; si les duels tournent en rond, les plus nets décident.',
      'Une option qu\'un bulletin ne classe pas vient après celles qu\'il classe.',
      ' 1. Le sentier',
      ' 2. Le parc',
      '',
    ])
    expect((await tally(rankings(), '--rule', 'schulze', '--unranked', 'ignored')).out).toContain(' 1. Le parc, Le sentier (à égalité)\n 3. La piscine\n')
    expect((await tally(grades(), '--rule', 'majority-judgment')).out).toContain('La meilleure mention majoritaire passe devant')
  })

  it.each<[string, () => string[], RegExp]>([
    ['a file that is not there', () => ['nowhere.cvotes', '--rule', 'irv'], /nowhere\.cvotes : ce fichier n'existe pas/],
    ['two files', () => [rankings(), named(), '--rule', 'irv'], /un seul fichier/],
    ['another kind of file', () => ['box.xlsx', '--rule', 'irv'], /box\.xlsx : ce genre de fichier n'est pas connu/],
    ['rankings for majority judgment', () => [rankings(), '--rule', 'majority-judgment'], /compte des mentions, ce fichier contient des classements/],
    ['grades for a ranking rule', () => [grades(), '--rule', 'irv'], /compte des classements, ce fichier contient des mentions/],
    ['a reading that there is not', () => [rankings(), '--rule', 'irv', '--unranked', 'first'], /--unranked first : les valeurs possibles sont last, ignored/],
    ['a reading of grades', () => [grades(), '--rule', 'majority-judgment', '--unranked', 'last'], /--unranked last : l'option --unranked n'existe pas pour la règle majority-judgment ; ses options sont --json\. Elle vaut pour : plurality, irv, borda, schulze/],
    ['an option of budgets', () => [rankings(), '--rule', 'irv', '--by', 'votes'], /--by votes : l'option --by n'existe pas pour la règle irv ; ses options sont --unranked, --json\. Elle vaut pour : greedy/],
    ['a damaged ballot', () => [write('bad.cvotes', ['#/Candidates: a;b', 'a > c']), '--rule', 'irv', '--json'], /bad\.cvotes, ligne 2, champ "c" : cette option n'existe pas dans ce fichier/],
    ['a damaged grade', () => [write('bad.csv', [',a,b', '1,3,x']), '--rule', 'majority-judgment'], /bad\.csv, ligne 2, champ b : ce n'est pas une mention de 0 à 10 : "x"/],
  ])('refuses %s in one line, with exit code 2', async (_what, args, sentence) => {
    const { code, out, err } = await tally(...args())
    expect({ code, out }).toEqual({ code: 2, out: '' })
    expect(err).toMatch(sentence)
    expect(err).toMatch(/^parvis: [^\n]+\n$/)
  })

  it('has a French sentence for every fault that such a file can have', () => {
    const reader = join(root, 'libs/open-data/src/ballot-files')
    const sources = readdirSync(reader).filter((name) => !name.endsWith('.spec.ts')).map((name) => readFileSync(join(reader, name), 'utf8')).join('')
    const codes = new Set([...sources.matchAll(/'((?:ranked|graded)\.[a-z0-9-]+)'/g)].map(([, code = '']) => code))
    expect(codes.size).toBeGreaterThan(20)
    const sentences = Object.keys(m)
    expect([...codes].filter((code) => !sentences.includes(code.replaceAll(/[.-]/g, '_')))).toEqual([])
  })
})

describeShared('parvis tally on real rankings', () => {
  it('gives Debian\'s leader of 2006 in both readings', async () => {
    const file = sharedFile(join('voting', 'debian', 'leader2006_tally.txt'))
    const first = async (...options: string[]) => (JSON.parse((await tally(file, '--rule', 'schulze', '--json', ...options)).out) as { ranking: string[][] }).ranking[0]
    expect(await first()).toEqual(['Anthony Towns'])
    expect(await first('--unranked', 'ignored')).toEqual(['Steve McIntyre'])
  })
})
