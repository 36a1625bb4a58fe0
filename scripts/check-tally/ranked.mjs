// References of rankings and grades: Condorcet PHP's results for Tideman's elections and two votes of Debian, what cities published of
// elections by ranking, MieuxVoter's fixtures and its library's reading of Orsay 2007. Whole rankings with their ties, not only winners.
//
// What the definitions say where references could differ (and these do not): equal first ranks share a vote in plurality; in IRV a rank
// that several share counts for none of them, and equals for the last place are told apart by their duels; in Borda equals share the
// points of their places, and what is unranked shares the last ones ("last") or has nothing ("ignored").
import { readdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'

const read = (file) => JSON.parse(readFileSync(file, 'utf8'))
const readings = { implicit: 'last', explicit: 'ignored' }
const ofTideman = { plurality: 'First-past-the-post voting', irv: 'Instant-runoff', borda: 'BordaCount', schulze: 'Schulze Winning' }

/** `A > B = C` and a ranking in groups, as one text: ids equal on a rank in string order. */
const published = (text) => text.split(' > ').map((rank) => rank.split(' = ').sort().join(' = ')).join(' > ')
const written = (ranking) => ranking.map((rank) => [...rank].sort().join(' = ')).join(' > ')

/** One check: each case has its reference and a function that counts. An empty reference was not computed there, and is not tried. */
async function compare(id, what, cases) {
  const result = { id, what, tried: 0, equal: 0, differences: [] }
  let slowest = { milliseconds: -1, reference: '' }
  for (const { reference, theirs, count } of cases) {
    if (theirs === '') continue
    result.tried++
    const started = performance.now()
    const ours = await count().catch((error) => error.message)
    const milliseconds = performance.now() - started
    if (milliseconds > slowest.milliseconds) slowest = { milliseconds, reference }
    if (ours === theirs) result.equal++
    else result.differences.push({ reference, ours, theirs })
  }
  return { ...result, slowest: `slowest ${slowest.reference} ${(slowest.milliseconds / 1000).toFixed(2)} s` }
}

export async function* check({ data, tally, built, wanted }) {
  const folder = join(data, 'voting')
  // Our own modules as built, for what the command does not answer.
  const load = (library) => createRequire(import.meta.url)(join(built, 'libs', library, 'src/index.js'))
  const checks = [...ofCondorcet(folder, tally, load), ...ofCities(folder, tally), ...ofMajorityJudgment(folder, tally, load)]
  for (const { id, what, cases } of checks) if (wanted(id)) yield await compare(id, what, cases())
}

const ranking = async (tally, file, ...options) => written((await tally(file, ...options)).ranking)

function* ofCondorcet(folder, tally, load) {
  const { elections } = read(join(folder, 'tideman', 'expected.json'))
  const files = readdirSync(join(folder, 'tideman')).filter((name) => name.endsWith('.cvotes'))
  for (const [reading, unranked] of Object.entries(readings)) {
    const expected = (name, rule) => published(elections[name.replace('.cvotes', '')]?.[reading]?.[rule] ?? '')
    const cases = (count, rule, theirs = expected) => () => files.map((name) => ({ reference: name, theirs: theirs(name, rule), count: () => count(join(folder, 'tideman', name)) }))
    for (const [rule, theirs] of Object.entries(ofTideman))
      yield { id: `tideman-${rule}-${unranked}`, what: `Condorcet PHP, "${theirs}", ${reading} ranking`, cases: cases((file) => ranking(tally, file, '--rule', rule, '--unranked', unranked), theirs) }
    yield {
      id: `tideman-schulze-margins-${unranked}`, what: `Condorcet PHP, "Schulze Margin", ${reading} ranking: the core with the other strength`,
      cases: () => {
        const byMargins = duelsBy(load, ({ strongestPaths, rankByPaths }, { options, for: duels }) =>
          written(rankByPaths(strongestPaths(duels, 'margins')).map((group) => group.map((place) => options[place]))))
        return cases((file) => byMargins(file, unranked), 'Schulze Margin')()
      },
    }
    yield {
      id: `tideman-condorcet-${unranked}`, what: `Condorcet PHP, "Condorcet Winner" (or none), ${reading} ranking`,
      cases: () => {
        const winner = duelsBy(load, (_voting, { options, for: duels }) =>
          options.find((_option, a) => options.every((_other, b) => a === b || duels[a][b] > duels[b][a])) ?? 'nobody')
        return cases((file) => winner(file, unranked), 'Condorcet Winner', (name, rule) => elections[name.replace('.cvotes', '')]?.[reading]?.[rule] || 'nobody')()
      },
    }
  }
  const debian = read(join(folder, 'debian', 'expected.json'))
  yield {
    id: 'debian-schulze', what: 'Condorcet PHP, Debian leader 2006 and 2020, both readings, and the number of ballots',
    cases: () => ['2006', '2020'].flatMap((year) => Object.entries(readings).map(([reading, unranked]) => ({
      reference: `${year} ${reading}`,
      theirs: `${debian[year].votes} ballots: ${published(debian[year][reading])}`,
      count: async () => {
        const answer = await tally(join(folder, 'debian', `leader${year}_tally.txt`), '--rule', 'schulze', '--unranked', unranked)
        return `${answer.ballots} ballots: ${written(answer.ranking)}`
      },
    }))),
  }
}

/** Counts a file by the library and reads its duels. */
function duelsBy(load, conclude) {
  const voting = load('voting')
  const { parseCvotes, rankedBallots, rankedQuestion } = load('open-data')
  return async (file, unranked) => {
    const instance = parseCvotes(readFileSync(file), file)
    return conclude(voting, voting.countAll(voting.schulze, rankedBallots(instance), rankedQuestion(instance, unranked)).explanation)
  }
}

function* ofCities(folder, tally) {
  const expected = read(join(folder, 'irv', 'expected.json'))['burl2009.abif']
  const names = { Kiss: 'Bob Kiss', Montroll: 'Andy Montroll', Wright: 'Kurt Wright' }
  const first = async (file, rule) => (await tally(join(folder, 'irv', file), '--rule', rule)).winners.join()
  yield {
    id: 'burlington-2009', what: 'three rules, three winners: official (IRV), Condorcet, plurality',
    cases: () => [['irv', 'IRV'], ['schulze', 'Condorcet winner'], ['plurality', 'FPTP']]
      .map(([rule, reference]) => ({ reference: rule, theirs: expected[reference], count: async () => names[await first('burl2009.abif', rule)] })),
  }
  yield {
    id: 'san-francisco-2018', what: 'official: London Breed by IRV, and the 254,016 ballots that the file announces',
    cases: () => [{
      reference: 'irv',
      theirs: 'LONDON_BREED, 254016',
      count: async () => {
        const { winners, ballots } = await tally(join(folder, 'irv', 'sf2018special-results.abif'), '--rule', 'irv')
        return `${winners.join()}, ${ballots}`
      },
    }],
  }
}

function* ofMajorityJudgment(folder, tally, load) {
  const at = (name) => join(folder, 'majority-judgment', name)
  yield {
    id: 'mieux-voter', what: 'fixtures of the MieuxVoter libraries: default grades, proportions, billions of voters',
    cases: () => {
      const { compareMajority, groupsOf, majorityGrade } = load('voting')
      return read(at('assertions-typescript.json')).map((fixture) => ({
        reference: fixture.title,
        theirs: fixture.ranks.join(),
        count: async () => {
          const groups = groupsOf(new Map(fixture.tallies.map((tally, place) => [place, completed(fixture, tally.map(BigInt), majorityGrade)])), compareMajority)
          return fixture.tallies.map((_, place) => groups.slice(0, groups.findIndex((group) => group.includes(place))).flat().length + 1).join()
        },
      }))
    },
  }
  const orsay = read(at('orsay2007_expected.json'))
  yield {
    id: 'orsay-2007', what: 'two polling stations of Orsay 2007, ranks by the MieuxVoter library, and the number of ballots',
    cases: () => ['bureau_01', 'bureau_12'].map((station) => ({
      reference: station,
      theirs: `${orsay[station].ballots}: ${Object.entries(orsay[station].ranks).sort(([, a], [, b]) => a - b).map(([name]) => name).join(' > ')}`,
      count: async () => {
        const answer = await tally(at(`orsay2007_${station}.csv`), '--rule', 'majority-judgment')
        return `${answer.ballots}: ${written(answer.ranking)}`
      },
    })),
  }
}

/** What a fixture says of voters who did not grade an option: a grade for all, the option's own majority grade, or nothing (proportions are compared). */
function completed({ participants, mode, default: given = 0 }, counts, majorityGrade) {
  if (mode === 'Normalized') return counts
  const missing = BigInt(participants) - counts.reduce((sum, one) => sum + one, 0n)
  const grade = mode === 'MedianDefault' ? majorityGrade(counts) : given
  return counts.map((one, at) => (at === grade ? one + missing : one))
}
