import * as fc from 'fast-check'
import { BallotFileError } from './ballot-file-error'
import { parsePabulib } from './pabulib'
import { greedyOf, publishedAllocation } from './pabulib-greedy'

/** A small right file; each line can be replaced (by its first word) or the whole edited as lines, counted from 1. */
function file({ type = 'approval', meta = [] as string[], projects = ['a;100;1', 'b;250,50;2', 'c;99.5;1'], votes = ['v1;a,b;paper', 'v2;b,c;internet'], columns = 'voter_id;vote;voting_method' } = {}): string {
  return [
    'META', 'key;value', 'budget;300', `vote_type;${type}`, `num_projects;${projects.length}`, `num_votes;${votes.length}`, ...meta,
    'PROJECTS', 'project_id;cost;votes', ...projects,
    'VOTES', columns, ...votes, '',
  ].join('\n')
}

function fault(content: string | Uint8Array): Partial<BallotFileError> | undefined {
  try {
    parsePabulib(content, 'box.pb')
  } catch (error) {
    if (!(error instanceof BallotFileError)) throw error
    const { code, line, field, facts } = error
    return { code, line, field, facts }
  }
  return undefined
}

const replaced = (from: string, to: string) => file().replace(from, to)
const points = { type: 'cumulative', columns: 'voter_id;vote;points' }

describe('a Pabulib file', () => {
  it('is read with exact amounts in hundredths, whatever its line ends, quotes and decimal signs', () => {
    const quoted = file({ meta: ['comment;"two\nlines; and ""quotes"""'] }).replace('b;250,50;2', '"b";"250,50";2')
    for (const text of [quoted, `\uFEFF${quoted}`, quoted.replaceAll('\n', '\r\n'), quoted.trimEnd(), quoted.replaceAll('\nPROJECTS', '\n\nPROJECTS')]) {
      const instance = parsePabulib(Buffer.from(text), 'box.pb')
      expect(instance).toMatchObject({
        fileName: 'box.pb', voteType: 'approval', rule: '', budget: 30000, scoreThreshold: 0, limits: { minLength: 0 },
        projects: [{ id: 'a', cost: 10000, votes: 1 }, { id: 'b', cost: 25050, votes: 2 }, { id: 'c', cost: 9950, votes: 1 }],
        ballots: [{ voterId: 'v1', projects: ['a', 'b'], votingMethod: 'paper' }, { voterId: 'v2', projects: ['b', 'c'], votingMethod: 'internet' }],
      })
      expect(instance.meta.get('comment')?.replace('\r', '')).toBe('two\nlines; and "quotes"')
      expect(parsePabulib(text, 'box.pb').ballots).toEqual(instance.ballots)
    }
  })

  it('of each vote type is counted by its own scores', () => {
    const count = (text: string, by: 'votes' | 'votes-per-cost') => {
      const instance = parsePabulib(text, 'box.pb')
      return greedyOf(instance, { by, tie: 'smallest-id', ...publishedAllocation(instance) })
    }
    expect(count(file(), 'votes')).toMatchObject({ winners: ['b'], totalCost: 25050 })
    expect(count(file(), 'votes-per-cost')).toMatchObject({ winners: ['c', 'a'], totalCost: 19950 })
    expect(count(file({ type: 'choose-1', votes: ['v1;c;paper', 'v2;c;paper', 'v3;b;paper'] }), 'votes').winners).toEqual(['c', 'a'])
    expect(count(file({ ...points, votes: ['v1;a,b;1,2', 'v2;c;9'] }), 'votes').winners).toEqual(['c', 'a'])
    const ranked = file({ type: 'ordinal', meta: ['max_length;3'], votes: ['v1;a;paper', 'v2;b,c,a;paper', 'v3;c,b;paper'] })
    expect(count(ranked, 'votes').ranking).toEqual([['b', 'c'], ['a']].map((tie) => [...tie].sort()))
    expect(count(ranked, 'votes-per-cost').ranking).toEqual([['c'], ['b'], ['a']])
  })

  it('announces its city\'s rule in META', () => {
    expect(publishedAllocation(parsePabulib(file({ meta: ['rule;greedy-no-skip', 'min_project_score_threshold;2'] }), 'box.pb'))).toEqual({ whenFull: 'stop', threshold: 2 })
    expect(publishedAllocation(parsePabulib(file({ meta: ['rule;greedy'] }), 'box.pb'))).toEqual({ whenFull: 'skip', threshold: 0 })
  })

  it('without a ballot selects nothing', () => {
    const instance = parsePabulib(file({ votes: [] }), 'box.pb')
    expect(greedyOf(instance, { by: 'votes', whenFull: 'skip', threshold: 0, tie: 'smallest-id' }).winners).toEqual([])
  })
})

const damages = ([
  ['empty', '', 'missing-section', 1, 'META'],
  ['another kind of file', '# A title', 'section', 1],
  ['cut after its projects', file().slice(0, file().indexOf('VOTES')), 'missing-section', 11, 'VOTES'],
  ['sections in another order', replaced('PROJECTS', 'VOTES'), 'section', 7],
  ['a section without columns', replaced('project_id;cost;votes\na;100;1\nb;250,50;2\nc;99.5;1\n', ''), 'missing-header', 8, 'PROJECTS'],
  ['a section twice', `${file()}VOTES\n`, 'late-section', 16],
  ['cut inside the last ballot', file().trimEnd().slice(0, -9), 'field-count', 15],
  ['a ballot less than announced', replaced('\nv2;b,c;internet', ''), 'num-votes', 6, 'num_votes'],
  ['a project less than announced', replaced('num_projects;3', 'num_projects;4'), 'num-projects', 5, 'num_projects'],
  ['bytes that are not UTF-8', Buffer.concat([Buffer.from(file()), Buffer.from([0xe9, 0x0a])]), 'not-utf8', 16],
  ['a quote that is never closed', replaced('a;100', '"a;100'), 'quote-not-closed', 9],
  ['a quote inside a field', replaced('a;100;1', 'a"";100;1'), 'quoting', 9],
  ['text after a closing quote', replaced('a;100;1', '"a"x;100;1'), 'quoting', 9],
  ['a field too many', replaced('a;100;1', 'a;100;1;'), 'field-count', 9],
  ['a column twice', replaced('cost;votes', 'cost;cost'), 'repeated-column', 8, 'cost'],
  ['no costs', replaced('cost;votes', 'price;votes'), 'missing-column', 8, 'cost'],
  ['no points in a cumulative file', file({ type: 'cumulative' }), 'missing-column', 13, 'points'],
  ['no points in a scoring file', file({ type: 'scoring' }), 'missing-column', 13, 'points'],
  ['META without a budget', replaced('budget;300\n', ''), 'missing-key', 2, 'budget'],
  ['META with two budgets', file({ meta: ['budget;300'] }), 'repeated-key', 7, 'budget'],
  ['a budget of zero', replaced('budget;300', 'budget;0'), 'no-budget', 3, 'budget'],
  ['a budget that is no amount', replaced('budget;300', 'budget;3e5'), 'amount', 3, 'budget'],
  ['a currency that is no code', file({ meta: ['currency;zloty'] }), 'currency', 7, 'currency'],
  ['an unknown vote type', file({ type: 'lottery' }), 'vote-type', 4, 'vote_type'],
  ['a number of votes that is none', replaced('num_votes;2', 'num_votes;two'), 'whole-number', 6, 'num_votes'],
  ['a negative cost', replaced('a;100', 'a;-100'), 'amount', 9, 'cost'],
  ['no cost', replaced('a;100', 'a;'), 'amount', 9, 'cost'],
  ['a cost with three decimals', replaced('a;100', 'a;1,005'), 'amount', 9, 'cost'],
  ['a project without id', replaced('a;100', ';100'), 'project-id', 9, 'project_id'],
  ['a project id with a comma', replaced('a;100', 'a,z;100'), 'project-id', 9, 'project_id'],
  ['two projects with one id', replaced('b;250', 'a;250'), 'repeated-project-id', 10, 'project_id'],
  ['votes that are no number', replaced('a;100;1', 'a;100;many'), 'whole-number', 9, 'votes'],
  ['a ballot without voter', replaced('v2;', ';'), 'voter-id', 15, 'voter_id'],
  ['a voter twice', replaced('v2;', 'v1;'), 'repeated-voter', 15, 'voter_id'],
  ['an empty ballot', replaced('v2;b,c', 'v2;'), 'empty-ballot', 15, 'vote'],
  ['an unknown project', replaced('v2;b,c', 'v2;b,z'), 'unknown-project', 15, 'vote'],
  ['a project named like a part of the language', replaced('v2;b,c', 'v2;b,__proto__'), 'unknown-project', 15, 'vote'],
  ['a project twice on a ballot', replaced('v2;b,c', 'v2;b,b'), 'repeated-project', 15, 'vote'],
  ['a ballot too short', file({ meta: ['min_length;3'] }), 'too-few', 15, 'vote'],
  ['a ballot too long', file({ meta: ['max_length;1'] }), 'too-many', 15, 'vote'],
  ['two projects in a choose-1 file', file({ type: 'choose-1' }), 'too-many', 14, 'vote'],
  ['a ballot too dear', file({ meta: ['max_sum_cost;350'] }), 'too-costly', 15, 'vote'],
  ['fewer points than projects', file({ ...points, votes: ['v1;a,b;1'] }), 'points-count', 14, 'points'],
  ['points that are no number', file({ ...points, votes: ['v1;a,b;1,-1'] }), 'whole-number', 14, 'points'],
  ['too many points for one', file({ ...points, meta: ['max_points;3'], votes: ['v1;a,b;1,4'] }), 'too-many-points', 15, 'points'],
  ['more points than can be summed exactly', file({ ...points, votes: ['v1;a,b;1,1000000001'] }), 'too-many-points', 14, 'points'],
  ['too many points in all', file({ ...points, meta: ['max_sum_points;3'], votes: ['v1;a,b;1,3'] }), 'too-high-sum', 15, 'points'],
  ['too few points in all', file({ ...points, meta: ['min_sum_points;3'], votes: ['v1;a,b;1,1'] }), 'too-low-sum', 15, 'points'],
] as [string, string | Uint8Array, string, number, string?][])
  // Five values in each row: Jest would pass its own callback for one that is missing.
  .map(([what, content, code, line, field]) => [what, content, code, line, field] as const)

describe('a damaged file is refused with its line, field and reason', () => {
  it.each(damages)('%s', (_what, content, code, line, field) => {
    expect(fault(content)).toMatchObject({ code: `pabulib.${code}`, line, field })
  })

  it('says in one line what is wrong and where', () => {
    expect(() => parsePabulib(replaced('v2;b,c', 'v2;b,z'), 'box.pb')).toThrow('box.pb, line 15, vote: no such project: "z"')
    expect(() => parsePabulib(replaced('v2;b,c', `v2;"b\n${'z'.repeat(500)}"`), 'box.pb')).toThrow(/^box\.pb, line 15, vote: .{1,100}$/)
  })

  it('whatever the text: refused or read, never anything else', () => {
    const words = fc.constantFrom('META', 'PROJECTS', 'VOTES', 'key;value', 'project_id;cost', 'voter_id;vote', 'budget;9', 'vote_type;approval', 'num_votes;1', 'num_projects;1', 'a;1', '"', ';', '')
    fc.assert(fc.property(fc.array(fc.oneof(words, fc.string({ unit: 'grapheme' })), { maxLength: 20 }), (lines) => {
      fault(lines.join('\n'))
    }))
    fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      expect(fault(bytes)).toBeDefined()
    }))
  })
})
