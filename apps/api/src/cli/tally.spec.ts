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

  it('counts by equal shares and by Phragmén, and says which utility, which completion and what each had', async () => {
    const file = ballots(['a;9,2', 'b;2', 'c;2,9'])
    const answer = async (...options: string[]) => JSON.parse((await parvis('tally', file, ...options, '--json')).out) as Record<string, unknown>
    const common = { file, by: null, ballots: 3, projects: 3, ties: [], milliseconds: expect.any(Number) as number }
    // The path costs each 6.67; then a and c have 26.67 left, together less than 60.5.
    expect(await answer('--rule', 'equal-shares')).toEqual({
      ...common, rule: 'equal-shares', utility: 'cost', completion: 'none', winners: ['2'], totalCost: 20, voterShare: 100 / 3,
    })
    // They have enough from a share of 36.92 on.
    expect(await answer('--rule', 'equal-shares', '--utility', 'cardinality', '--completion', 'add1', '--start', 'floor')).toEqual({
      ...common, rule: 'equal-shares', utility: 'cardinality', completion: 'add1', winners: ['2', '9'], totalCost: 80.5, voterShare: 37,
    })
    expect(await answer('--rule', 'equal-shares', '--completion', 'add1-overspend', '--increment', '10')).toMatchObject({ winners: ['2', '9'], voterShare: 130 / 3 })
    expect(await answer('--rule', 'phragmen')).toEqual({ ...common, rule: 'phragmen', utility: null, completion: null, winners: ['2', '9'], totalCost: 80.5 })
  })

  it('says in French who carried each project', async () => {
    const { out } = await parvis('tally', ballots(['a;9,2', 'b;2', 'c;2,9']), '--rule', 'equal-shares', '--completion', 'utilitarian')
    expect(typed(out).split('\n')).toEqual([
      `${folder}/box.pb : 3 bulletins, 3 projets, budget 100 EUR.`,
      'Chaque bulletin a une part de 33,33 EUR ; un projet est acheté quand ceux qui le nomment peuvent le payer ensemble.',
      'Un projet vaut son coût pour qui le nomme ; ce qui reste va aux plus soutenus.',
      '2 projets retenus, pour 80,5 EUR :',
      ' 1. 2 · 20 EUR · Le sentier',
      ' bulletins qui ont payé : 3, au plus 6,67 EUR chacun ; dont ont donné tout leur reste : 0',
      ' 2. 9 · 60,5 EUR · Le parc',
      ' acheté avec ce qui restait',
      'Il reste 19,5 EUR du budget.',
      '',
    ])
  })

  it('refuses a utility that the ballots do not say', async () => {
    expect(await parvis('tally', ballots(), '--rule', 'equal-shares', '--utility', 'borda', '--json'))
      .toEqual({ code: 2, out: '', err: 'parvis: --utility borda : les bulletins de ce fichier (approval) ne le disent pas ; les valeurs possibles sont cost, cardinality\n' })
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
    ['a rule of rankings on a budget file', ['tally', 'box.pb', '--rule', 'schulze'], /la règle schulze ne compte pas .* ses règles sont greedy, equal-shares, phragmen/],
    ['a rule of rankings and no file', ['tally', '--rule', 'schulze'], /aucun fichier/],
    ['an option of greedy for another rule', ['tally', 'box.pb', '--rule', 'equal-shares', '--by', 'votes'], /l'option --by n'existe pas pour la règle equal-shares/],
    ['an option of equal shares for another rule', ['tally', 'box.pb', '--rule', 'greedy', '--start', 'floor'], /l'option --start n'existe pas pour la règle greedy/],
    ['an option of equal shares for phragmen', ['tally', 'box.pb', '--rule', 'phragmen', '--utility', 'cost'], /l'option --utility n'existe pas pour la règle phragmen/],
    ['an unknown utility', ['tally', 'box.pb', '--rule', 'equal-shares', '--utility', 'joy'], /--utility joy : les valeurs possibles sont cost, cardinality, points, borda/],
    ['an unknown completion', ['tally', 'box.pb', '--rule', 'equal-shares', '--completion', 'add2'], /--completion add2 : les valeurs possibles sont none, utilitarian, add1, add1-utilitarian, add1-overspend/],
    ['an unknown start', ['tally', 'box.pb', '--rule', 'equal-shares', '--start', 'round'], /--start round : les valeurs possibles sont exact, floor/],
    ['an increment of zero', ['tally', 'box.pb', '--rule', 'equal-shares', '--increment', '0'], /--increment 0 : les valeurs possibles sont les nombres entiers de 1 à 999999999999999/],
    ['an increment that is no number', ['tally', 'box.pb', '--rule', 'equal-shares', '--increment', '1.5'], /--increment 1\.5 : les valeurs possibles sont les nombres entiers de 1/],
    ['an unknown tie rule', ['tally', 'box.pb', '--rule', 'phragmen', '--tie', 'drawn'], /--tie drawn : les valeurs possibles sont smallest-id, cost-votes/],
    ['an unknown rule', ['tally', 'box.pb', '--rule', 'gready'], /--rule gready : les valeurs possibles sont greedy, equal-shares, phragmen, plurality/],
    ['no file', ['tally', '--rule', 'greedy'], /aucun fichier/],
    ['two files', ['tally', 'a.pb', 'b.pb', '--rule', 'greedy'], /un seul fichier est attendu, et non : a\.pb, b\.pb/],
    ['an unknown option', ['tally', 'box.pb', '--rule', 'greedy', '--fast'], /l'option --fast n'existe pas pour la règle greedy ; ses options sont --by, --when-full, --threshold, --tie, --json/],
    ['a wrong word', ['tally', 'box.pb', '--rule', 'greedy', '--by', 'chance'], /--by chance : les valeurs possibles sont votes, votes-per-cost/],
    ['a threshold that is no number', ['tally', 'box.pb', '--rule', 'greedy', '--threshold', '1.5'], /--threshold 1\.5 : les valeurs possibles sont les nombres entiers de 0/],
    ['a value too many', ['tally', 'box.pb', '--rule', 'greedy', '--json=yes'], /--json yes : l'option --json ne prend pas de valeur/],
    ['a rule that is another option', ['tally', 'box.pb', '--rule', '--json'], /aucune règle n'est indiquée ; les valeurs possibles de --rule sont greedy, equal-shares/],
    ['two rules', ['tally', 'box.pb', '--rule', 'greedy', '--rule', 'phragmen'], /--rule greedy, phragmen : une seule valeur/],
    ['two values that conflict', ['tally', 'box.pb', '--rule', 'greedy', '--by', 'votes', '--by', 'votes-per-cost'], /--by votes, votes-per-cost : une seule valeur/],
    ['an option without its value', ['tally', 'box.pb', '--rule', 'greedy', '--by', '--json'], /--by : une valeur manque ; les valeurs possibles sont votes, votes-per-cost/],
    ['a number without its value', ['tally', 'box.pb', '--rule', 'greedy', '--threshold'], /--threshold : une valeur manque ; les valeurs possibles sont les nombres entiers de 0/],
    ['a negative threshold', ['tally', 'box.pb', '--rule', 'greedy', '--threshold=-1'], /--threshold -1 : les valeurs possibles/],
    ['a reading of rankings for a budget', ['tally', 'box.pb', '--rule', 'greedy', '--unranked', 'last'], /--unranked last : l'option --unranked n'existe pas pour la règle greedy/],
    ['a rule for equals on rankings', ['tally', 'box.cvotes', '--rule', 'schulze', '--tie', 'cost-votes'], /--tie cost-votes : l'option --tie n'existe pas pour la règle schulze ; ses options sont --unranked, --json/],
    ['steps that no completion takes', ['tally', 'box.pb', '--rule', 'equal-shares', '--increment', '5'], /--increment 5 : --completion none n'agrandit pas les parts ; --increment vaut avec add1, add1-utilitarian, add1-overspend/],
    ['steps for a greedy completion', ['tally', 'box.pb', '--rule', 'equal-shares', '--completion', 'utilitarian', '--increment', '5'], /--increment 5 : --completion utilitarian/],
    ['a short option', ['tally', 'box.pb', '--rule', 'greedy', '-x'], /l'option -x n'existe pas pour la règle greedy/],
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

  // A header may hold line breaks, a damaged disk may give nothing but zeros: 100 MB of them are 600 MB of escapes.
  it.each<[string, string, string | Buffer, string, string]>([
    ['a column whose name holds a line break', 'box.pb', 'META\nkey;value\nbudget;100\nvote_type;approval\nnum_projects;1\nnum_votes;1\nrule;greedy\nPROJECTS\nproject_id;cost;"a\nb";"a\nb"\n1;50;x;x\nVOTES\nvoter_id;vote\na;1\n', 'greedy', 'ligne 9, champ a b : '],
    ['an option as long as the file', 'box.csv', `voter,${'b'.repeat(5000)},${'b'.repeat(5000)}\nv,1,1\n`, 'majority-judgment', `ligne 1, champ ${'b'.repeat(59)}… : `],
    ['a file of zeros', 'box.pb', Buffer.alloc(100_000_000), 'greedy', 'ligne 1 : "\\u0000\\u0000'],
  ])('refuses %s in one short line', async (_what, name, content, rule, place) => {
    const file = join(folder, name)
    writeFileSync(file, content)
    const { code, out, err } = await parvis('tally', file, '--rule', rule)
    expect({ code, out }).toEqual({ code: 2, out: '' })
    expect(err).toMatch(/^parvis: [^\n]+\n$/)
    expect(err).toContain(`${file}, ${place}`)
    expect(err.length).toBeLessThan(file.length + 250)
  })

  it('says no name where the file has none', async () => {
    const file = join(folder, 'plain.pb')
    writeFileSync(file, 'META\nkey;value\nbudget;100\nvote_type;approval\nnum_projects;1\nnum_votes;1\nrule;greedy\nPROJECTS\nproject_id;cost\n1;50\nVOTES\nvoter_id;vote\na;1\n')
    expect((await parvis('tally', file, '--rule', 'greedy')).out).toContain('\n 1. 1 · 50\n'.replace(' ', '   '))
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
