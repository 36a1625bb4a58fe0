import { execFile } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { m } from '@parvis/texts'
import { describeShared, sharedFile } from '../../../../test/support/shared-data'
import { runCommandLine } from './main'

const root = join(__dirname, '../../../..')
let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'parvis-tally-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

async function parvis(...args: string[]) {
  let [out, err] = ['', '']
  const code = await runCommandLine(args, { out: (text) => (out += text), err: (text) => (err += text) })
  return { code, out, err: typed(err) }
}

/** Sentences with the apostrophes and spaces of a keyboard: their typography is the catalogue's affair. */
function typed(text: string): string {
  return text.replaceAll('’', "'").replaceAll(/[^\S\n]+/g, ' ')
}

function ballots(lines: string[] = []): string {
  const file = join(folder, 'box.pb')
  writeFileSync(file, [
    'META', 'key;value', 'budget;100', 'vote_type;approval', 'num_projects;3', 'num_votes;3', 'currency;EUR', 'rule;greedy-no-skip', 'min_project_score_threshold;1',
    'PROJECTS', 'project_id;cost;name', '9;60,5;Le parc', '10;60,5;La piscine', '2;20;Le sentier',
    'VOTES', 'voter_id;vote', ...(lines.length ? lines : ['a;9,10', 'b;9,10', 'c;2']), '',
  ].join('\n'))
  return file
}

describe('parvis tally', () => {
  it('answers one JSON document: what was counted, by which rule, and who won', async () => {
    const file = ballots()
    const { code, out, err } = await parvis('tally', file, '--rule', 'greedy', '--json')
    expect({ code, err }).toEqual({ code: 0, err: '' })
    expect(JSON.parse(out)).toEqual({
      file, rule: 'greedy', by: 'votes', utility: null, completion: null, ballots: 3, projects: 3,
      winners: ['10'], totalCost: 60.5, ties: [['10', '9']], milliseconds: expect.any(Number) as number,
    })
  })

  it('reads META\'s rule and threshold only when none of its own is asked for', async () => {
    const winners = async (...options: string[]) => (JSON.parse((await parvis('tally', ballots(), '--rule', 'greedy', '--json', ...options)).out) as { winners: string[] }).winners
    expect(await winners('--by', 'votes')).toEqual(['10'])
    expect(await winners('--when-full', 'skip')).toEqual(['10', '2'])
    expect(await winners('--when-full', 'stop')).toEqual(['10'])
    expect(await winners('--threshold', '0')).toEqual(['10', '2'])
    expect(await winners('--threshold', '2')).toEqual(['10'])
    expect(await winners('--when-full', 'skip', '--tie', 'cost-votes')).toEqual(['9', '2'])
    expect(await winners('--by', 'votes-per-cost')).toEqual(['2', '10'])
  })

  it('says the same in French words', async () => {
    const { out } = await parvis('tally', ballots(), '--rule', 'greedy', '--when-full', 'skip')
    expect(typed(out).split('\n')).toEqual([
      `${folder}/box.pb : 3 bulletins, 3 projets, budget 100 EUR.`,
      'Les plus soutenus d\'abord ; un projet trop cher pour le reste est passé ; aucun seuil.',
      '2 projets retenus, pour 80,5 EUR :',
      ' 1. 10 · 60,5 EUR · La piscine',
      ' 2. 2 · 20 EUR · Le sentier',
      'Égalité départagée par la règle, qui a décidé entre : 10, 9.',
      '',
    ])
  })

  it.each<[string, string[], RegExp]>([
    ['no command', [], /aucune commande/],
    ['an unknown command', ['count'], /« count » n'existe pas/],
    ['a command named like a part of the language', ['constructor'], /« constructor » n'existe pas/],
    ['no rule', ['tally', 'box.pb'], /aucune règle/],
    ['a rule without value', ['tally', 'box.pb', '--rule'], /aucune règle/],
    ['a rule of later', ['tally', 'box.pb', '--rule', 'equal-shares', '--utility', 'cost'], /equal-shares n'existe pas encore/],
    ['an unknown rule', ['tally', 'box.pb', '--rule', 'gready'], /--rule gready : les valeurs possibles sont greedy/],
    ['no file', ['tally', '--rule', 'greedy'], /aucun fichier/],
    ['two files', ['tally', 'a.pb', 'b.pb', '--rule', 'greedy'], /un seul fichier/],
    ['an unknown option', ['tally', 'box.pb', '--rule', 'greedy', '--fast'], /l'option --fast n'existe pas/],
    ['a wrong word', ['tally', 'box.pb', '--rule', 'greedy', '--by', 'chance'], /--by chance : les valeurs possibles sont votes, votes-per-cost/],
    ['a threshold that is no number', ['tally', 'box.pb', '--rule', 'greedy', '--threshold', '1.5'], /--threshold 1\.5 : un nombre entier/],
    ['a value too many', ['tally', 'box.pb', '--rule', 'greedy', '--json=yes'], /l'option --json/],
    ['a file that does not exist', ['tally', 'nowhere.pb', '--rule', 'greedy', '--json'], /nowhere\.pb : ce fichier n'existe pas/],
    ['a folder', ['tally', tmpdir(), '--rule', 'greedy', '--json'], /ne peut pas être lu \(EISDIR\)/],
  ])('refuses %s in one line, with exit code 2', async (_what, args, sentence) => {
    const { code, out, err } = await parvis(...args)
    expect({ code, out }).toEqual({ code: 2, out: '' })
    expect(err).toMatch(sentence)
    expect(err).toMatch(/^parvis: [^\n]+\n$/)
  })

  it('refuses a damaged file in words, with its line and field', async () => {
    const file = ballots(['a;9,10', 'b;9,11', 'c;2'])
    expect(await parvis('tally', file, '--rule', 'greedy', '--json'))
      .toEqual({ code: 2, out: '', err: `parvis: ${file}, ligne 18, champ vote : le projet "11" n'existe pas dans ce fichier\n` })
  })

  it('has a French sentence for every fault that a ballot file can have', () => {
    const reader = join(root, 'libs/open-data/src/ballot-files')
    const sources = readdirSync(reader).filter((name) => !name.endsWith('.spec.ts')).map((name) => readFileSync(join(reader, name), 'utf8')).join('')
    const codes = new Set([...sources.matchAll(/'(pabulib\.[a-z0-9-]+)'/g)].map(([, code = '']) => code))
    expect(codes.size).toBeGreaterThan(25)
    const sentences = Object.keys(m)
    expect([...codes].filter((code) => !sentences.includes(code.replaceAll(/[.-]/g, '_')))).toEqual([])
  })

  it('explains itself with --help, for all commands and for each', async () => {
    expect(await parvis('--help')).toMatchObject({ code: 0, err: '', out: expect.stringContaining('tally') as string })
    expect(await parvis('tally', '--help')).toMatchObject({ code: 0, err: '', out: expect.stringContaining('--when-full skip | stop') as string })
  })

  it('is a process of its own, that answers with its exit code', async () => {
    const run = (...args: string[]) => promisify(execFile)(process.execPath, ['-r', './scripts/lib/swc-register.cjs', 'apps/api/src/cli/main.ts', ...args], { cwd: root })
    const { stdout, stderr } = await run('tally', ballots(), '--rule', 'greedy', '--json')
    expect(JSON.parse(stdout)).toMatchObject({ winners: ['10'] })
    expect(stderr).toBe('')
    await expect(run('tally', 'nowhere.pb', '--rule', 'greedy')).rejects.toMatchObject({ code: 2, stdout: '' })
  })
})

describeShared('parvis tally on a real election', () => {
  it('counts as the city published it', async () => {
    const { out } = await parvis('tally', sharedFile(join('pabulib', 'Poland_Gdynia_2024.pb')), '--rule', 'greedy', '--json')
    const { published } = JSON.parse(readFileSync(sharedFile(join('pabulib', 'reference', 'Poland_Gdynia_2024.json')), 'utf8')) as { published: { selected: string[] } }
    const { winners, totalCost } = JSON.parse(out) as { winners: string[]; totalCost: number }
    expect(winners.sort()).toEqual(published.selected.sort())
    expect(totalCost).toBe(908875)
  })
})
