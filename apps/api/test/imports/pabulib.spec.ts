import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describeShared, sharedFile } from '../../../../test/support/shared-data'
import { readBallotFile } from '../../src/cli/ballot-file'
import { importInto, type ImportAnswer } from '../../src/cli/import'
import { startApp, type TestPlatform } from '../support/app'

let platform: TestPlatform
let folder: string
beforeAll(async () => {
  platform = await startApp()
  folder = mkdtempSync(join(tmpdir(), 'parvis-import-'))
})
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true })
  await platform.stop()
})

async function importFile(file: string, title?: string): Promise<{ answer: ImportAnswer, out: string, err: string }> {
  let [out, err] = ['', '']
  const answer = await importInto(platform.app, await readBallotFile(file), { json: true, ...(title ? { title } : {}) }, { out: (text) => (out += text), err: (text) => (err += text) })
  return { answer, out, err }
}

function box({ currency = 'EUR', type = 'approval', votes = ['a;9,10;paper', 'b;10;internet', 'c;2;internet'], projects = ['9;60,5;Le parc;0', '10;60,5;La piscine;1', '2;20;Le sentier;1'], meta = [] as string[] } = {}): string {
  const file = join(folder, 'box.pb')
  writeFileSync(file, [
    'META', 'key;value', 'budget;100', `vote_type;${type}`, `num_projects;${projects.length}`, `num_votes;${votes.length}`, `currency;${currency}`, 'rule;greedy', 'description;Un petit budget', ...meta,
    'PROJECTS', 'project_id;cost;name;selected', ...projects, 'VOTES', `voter_id;vote;voting_method${type === 'cumulative' ? ';points' : ''}`, ...votes, '',
  ].join('\n'))
  return file
}

/** Everything an import could leave behind. */
async function traces(): Promise<unknown> {
  const { rows: [counts] } = await platform.db.owner.query(`
    select (select count(*)::integer from consultations.consultation) as consultations, (select count(*)::integer from consultations.vote) as votes,
      (select count(*)::integer from roll.entry) + (select count(*)::integer from roll.sealed_entry) as entries,
      (select count(*)::integer from urn.ballot) + (select count(*)::integer from urn.sealed_ballot) as ballots,
      (select count(*)::integer from platform.audit_entry) as audit, (select count(*)::integer from platform.outbox) as outbox`)
  return { ...counts as object, keys: readdirSync(platform.config.secretsDir).filter((name) => name.startsWith('vote-')).length }
}

describe('import pabulib', () => {
  it('makes a consultation with its result, which anybody reads and counts again', async () => {
    const { answer, out } = await importFile(box())
    expect(JSON.parse(out)).toEqual(answer)
    expect(answer).toEqual({ consultationSlug: 'un-petit-budget', ballots: 3, paper: 1, online: 2, winners: ['10', '2'], totalCost: 80.5, matchesPublished: true, milliseconds: expect.any(Number) })
    const { body } = await platform.stranger().get('/api/consultations/un-petit-budget/results').expect(200)
    expect(body).toMatchObject({
      consultation: { origin: 'import', title: 'Un petit budget' },
      results: [{ headline: '2 projets sur 3 sont retenus, pour 80,5 EUR.', outcome: { kind: 'budget', winners: 2, totalCost: 8050, budget: 10000, cast: 3 } }],
    })
    await platform.stranger().get('/api/consultations/un-petit-budget').expect(200).expect(({ body: view }) => expect(view).toMatchObject({ state: 'finished', origin: 'import', charterVersion: null, vote: { state: 'published' } }))
    await platform.stranger().get('/api/consultations/un-petit-budget/charter').expect(200)
  })

  it('keeps the currency of the file with the vote and its result; the euro where the file names none', async () => {
    const money = async (currency: string) => {
      const { answer: { consultationSlug: slug } } = await importFile(box({ currency }), `Budget en ${currency || 'euros'}`)
      const { body: { results: [result] } } = await platform.stranger().get(`/api/consultations/${slug}/results`).expect(200)
      const { body: vote } = await platform.stranger().get(`/api/votes/${result.voteId}`).expect(200)
      const { text } = await platform.stranger().get(`/api/consultations/${slug}/results.csv`).expect(200)
      await expect(platform.db.owner.query(`update consultations.vote set currency = 'USD' where id = $1`, [result.voteId])).rejects.toThrow('vote.rules-frozen')
      return [result.currency, vote.currency, text.split('\n')[1]?.split(',')[4], result.headline.split(' ').at(-1)]
    }
    expect(await money('chf')).toEqual(['CHF', 'CHF', 'CHF', 'CHF.'])
    expect(await money('')).toEqual(['EUR', 'EUR', 'EUR', 'EUR.'])
    await expect(importFile(box({ currency: 'zloty' }))).rejects.toThrow(/monnaie/)
  })

  it('takes the same file again under another address, and a title of one’s own', async () => {
    expect((await importFile(box())).answer.consultationSlug).toBe('un-petit-budget-2')
    expect((await importFile(box(), 'Notre budget à nous')).answer.consultationSlug).toBe('notre-budget-a-nous')
  })

  it('takes ballots of points, and shares the budget by points', async () => {
    // 9 has 8 points of two people, 10 has 7 of three; a project named with no point is not named.
    const { answer } = await importFile(box({ type: 'cumulative', meta: ['max_sum_points;10'], votes: ['a;9,10;paper;6,4', 'b;10,9;internet;2,2', 'c;2,10;internet;0,1'] }))
    expect(answer).toMatchObject({ winners: ['9', '2'], totalCost: 80.5 })
    const { body } = await platform.stranger().get(`/api/consultations/${answer.consultationSlug}/results`).expect(200)
    expect(body.results[0]).toMatchObject({ method: 'budget-points', rules: { points: 10 }, outcome: { cast: 3, counted: 3 } })
    expect(body.results[0].options.map(({ key, votes }: { key: string, votes: number }) => [key, votes])).toEqual([['9', 8], ['10', 7], ['2', 0]])
  })

  it('takes ballots of ranks, and shares the budget by rank points', async () => {
    const { answer } = await importFile(box({ type: 'ordinal', meta: ['max_length;3'], votes: ['a;9,10;paper', 'b;10,2,9;internet', 'c;10;internet'] }))
    expect(answer).toMatchObject({ winners: ['10', '2'], totalCost: 80.5, matchesPublished: true })
    const { body } = await platform.stranger().get(`/api/consultations/${answer.consultationSlug}/results`).expect(200)
    expect(body.results[0]).toMatchObject({ method: 'budget-ranks', outcome: { cast: 3, counted: 3 } })
    expect(body.results[0].options.map(({ key, votes }: { key: string, votes: number }) => [key, votes])).toEqual([['10', 8], ['9', 4], ['2', 2]])
  })

  it.each([
    ['cut short', () => { const file = box(); writeFileSync(file, readFileSync(file, 'utf8').replace('c;2;internet\n', '')); return file }, /3 bulletins annoncés, 2/],
    ['with a voter twice', () => box({ votes: ['a;9;paper', 'a;2;paper', 'c;2;internet'] }), /ligne 18.*a déjà un bulletin ligne 17/],
    ['with an id that no ballot can hold', () => box({ projects: ['9 bis;60;Le parc;0', '10;60,5;La piscine;1', '2;20;Le sentier;1'], votes: ['a;10;paper'] }), /ne peut pas nommer ce projet/],
  ])('refuses a file %s, and leaves nothing', async (_, make, reason) => {
    const before = await traces()
    await expect(importFile(make())).rejects.toThrow(reason)
    expect(await traces()).toEqual(before)
  })

  it('that fails in the middle leaves nothing: no row, no event, no key', async () => {
    const before = await traces()
    await platform.db.owner.query(`create function public.fail_at_sealing() returns trigger language plpgsql as $$ begin raise exception 'disk full'; end $$;
      create trigger fail_at_sealing before insert on consultations.tally for each row execute function public.fail_at_sealing()`)
    await expect(importFile(box())).rejects.toThrow('disk full')
    await platform.db.owner.query('drop trigger fail_at_sealing on consultations.tally; drop function public.fail_at_sealing()')
    expect(await traces()).toEqual(before)
  })
})

describeShared('real participatory budgets through the ballot box', () => {
  // The 30 small ones, of approval, points and ranks, of the 38 that scripts/check-import.mjs takes; the largest take a minute more.
  const small = readdirSync(sharedFile('pabulib/small')).filter((name) => name.endsWith('.pb'))

  it('are 30 small ones', () => expect(small).toHaveLength(30))

  it.each(small)('%s: the winners that the city published', async (name) => {
    const { answer } = await importFile(sharedFile(`pabulib/small/${name}`))
    const reference = JSON.parse(readFileSync(sharedFile(`pabulib/small/reference/${name.replace('.pb', '.json')}`), 'utf8')) as { num_votes: number, voting_method: { paper?: number }, published: { selected: string[] } }
    expect(answer).toMatchObject({ ballots: reference.num_votes, paper: reference.voting_method.paper ?? 0, matchesPublished: true })
    expect([...answer.winners].sort()).toEqual([...reference.published.selected].sort())
  })

  it('Toulouse 2022: 4,532 ballots, 81 projects for 7,999,520 EUR, as the reference selects them', async () => {
    const { answer } = await importFile(sharedFile('pabulib/France_Toulouse_2022.pb'))
    const { pabutools: { results } } = JSON.parse(readFileSync(sharedFile('pabulib/reference/France_Toulouse_2022.json'), 'utf8')) as { pabutools: { results: { rule: string, params: { sat?: string }, winners: string[] }[] } }
    const greedy = results.find(({ rule, params }) => rule === 'greedy_utilitarian_welfare' && params.sat === 'Cost_Sat')
    expect(answer).toMatchObject({ ballots: 4532, paper: 0, totalCost: 7_999_520 })
    expect(answer.winners).toHaveLength(81)
    expect([...answer.winners].sort()).toEqual([...greedy?.winners ?? []].sort())
  })
})
