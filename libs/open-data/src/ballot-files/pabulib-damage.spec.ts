import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describeShared, sharedFile } from '../../../../test/support/shared-data'
import type { PabulibInstance } from './pabulib'
import { parsePabulib } from './pabulib'
import { greedyOf, publishedAllocation } from './pabulib-greedy'

const FILES = 2000
/** Faults of a whole line, a whole section or the whole file: they have no field to name. */
const withoutField = ['not-utf8', 'quote-not-closed', 'quoting', 'section', 'late-section', 'field-count']

describeShared('damaged files', () => {
  const sources = readdirSync(sharedFile('pabulib/small')).filter((name) => name.endsWith('.pb')).map((name) => ({ name, bytes: readFileSync(sharedFile(join('pabulib/small', name))) }))
    .filter(({ bytes }) => bytes.length < 25_000)

  it('the reader of this test agrees with ours on files that are whole', () => {
    for (const { name, bytes } of sources) expect(content(parsePabulib(bytes, name))).toEqual(asWritten(bytes.toString('utf8')))
    expect(sources.length).toBeGreaterThan(10)
  })

  it(`${FILES} of them: refused with line, field and reason, or read as they are written`, () => {
    const random = generator(20260411)
    const reasons = new Map<string, number>()
    let read = 0
    for (let round = 0; round < FILES; round++) {
      const { name, bytes } = sources[random(sources.length)] ?? { name: '', bytes: Buffer.alloc(0) }
      let damaged = damage(bytes, random)
      while (random(4) === 0) damaged = damage(damaged, random)
      let instance: PabulibInstance | undefined
      try {
        instance = parsePabulib(damaged, name)
      } catch (error) {
        const { code, line, field, message } = refusal(error)
        expect(line).toBeGreaterThan(0)
        expect(line).toBeLessThanOrEqual(damaged.toString('latin1').split('\n').length)
        if (field === undefined) expect(withoutField).toContain(code)
        expect(message.startsWith(`${name}, line ${line}${field === undefined ? '' : `, ${field}`}: `)).toBe(true)
        reasons.set(code, (reasons.get(code) ?? 0) + 1)
      }
      if (!instance) continue
      read++
      // Compared as text first: twenty times faster, and rarely different.
      const [ours, theirs] = [content(instance), asWritten(damaged.toString('utf8'))]
      if (JSON.stringify(ours) !== JSON.stringify(theirs)) expect(ours).toEqual(theirs)
      greedyOf(instance, { by: 'votes', tie: 'smallest-id', ...publishedAllocation(instance) })
    }
    const refused = [...reasons.values()].reduce((sum, count) => sum + count, 0)
    console.info(`damaged files: ${refused} refused for ${reasons.size} reasons, ${read} read as written`)
    expect(refused + read).toBe(FILES)
    expect(refused).toBeGreaterThan(FILES / 3)
    expect(read).toBeGreaterThan(FILES / 20)
    expect(reasons.size).toBeGreaterThan(15)
  })
})

function refusal(error: unknown): { code: string; line: number; field: string | undefined; message: string } {
  expect(error).toMatchObject({ name: 'BallotFileError', code: expect.stringMatching(/^pabulib\.[a-z0-9-]+$/) as string })
  const { code, line, field, message } = error as Error & { code: string; line: number; field: string | undefined }
  return { code: code.slice('pabulib.'.length), line, field, message }
}

/** What was understood of a file. */
function content({ meta, budget, scoreThreshold, projects, ballots }: PabulibInstance) {
  return {
    meta: [...meta], budget, scoreThreshold,
    projects: projects.map(({ id, cost, fields }) => ({ id, cost, fields: [...fields] })),
    ballots: ballots.map(({ voterId, projects: named, points, votingMethod }) => ({ voterId, named, points, votingMethod })),
  }
}

/** The same, read again from the text in the simplest way: character by character, and no check at all. */
function asWritten(text: string): ReturnType<typeof content> {
  const sections: Record<string, string[][]> = {}
  let current: string[][] = []
  for (const record of records(text.replace(/^\uFEFF/, ''))) {
    if (record.length === 1 && ['META', 'PROJECTS', 'VOTES'].includes(record[0]?.trim() ?? '')) sections[record[0]?.trim() ?? ''] = current = []
    else current.push(record)
  }
  const rows = (name: string) => {
    const [header = [], ...rest] = sections[name] ?? []
    // A row with another number of fields than columns says nothing certain: it may not be read.
    expect(rest.filter((row) => row.length !== header.length)).toEqual([])
    return rest.map((row) => new Map(header.map((column, place) => [column, row[place] ?? ''])))
  }
  const meta = rows('META').map((row): [string, string] => [row.get('key') ?? '', row.get('value') ?? ''])
  const said = new Map(meta)
  const withPoints = ['cumulative', 'scoring'].includes(said.get('vote_type') ?? '')
  const projects = rows('PROJECTS').map((row) => ({ id: row.get('project_id') ?? '', cost: cents(row.get('cost') ?? ''), fields: [...row] }))
  const ballots = rows('VOTES').map((row) => ({
    voterId: row.get('voter_id') ?? '', named: (row.get('vote') ?? '').split(','), points: withPoints ? (row.get('points') ?? '').split(',').map((value) => cents(value) / 100) : undefined,
    votingMethod: row.get('voting_method') ?? '',
  }))
  // The counts that the text announces are part of what it says.
  expect([cents(said.get('num_projects') ?? ''), cents(said.get('num_votes') ?? '')]).toEqual([projects.length * 100, ballots.length * 100])
  return { meta, budget: cents(said.get('budget') ?? ''), scoreThreshold: cents(said.get('min_project_score_threshold') || '0') / 100, projects, ballots }
}

const cents = (value: string) => Math.round(Number(value.replace(',', '.')) * 100)

function records(text: string): string[][] {
  const found: string[][] = []
  let fields = ['']
  let quoted = false
  let empty = true
  const end = () => {
    if (!empty) found.push(fields)
    fields = ['']
    empty = true
  }
  const put = (sign: string) => {
    fields[fields.length - 1] += sign
    if (sign.trim() !== '') empty = false
  }
  for (let at = 0; at < text.length; at++) {
    const sign = text[at] ?? ''
    if (quoted) {
      if (sign !== '"') put(sign)
      else if (text[at + 1] === '"') put(text[at++] ?? '')
      else quoted = false
    } else if (sign === '"') [quoted, empty] = [true, false]
    else if (sign === ';') {
      fields.push('')
      empty = false
    } else if (sign === '\n') end()
    else if (!(sign === '\r' && (text[at + 1] === '\n' || at + 1 === text.length))) put(sign)
  }
  end()
  return found
}

/** One wound: cut, bytes swapped, changed, lost or added, a line lost, doubled or moved, a field changed for another of the file or for nonsense. */
function damage(source: Buffer, random: (below: number) => number): Buffer {
  if (source.length < 2) return source
  const at = random(source.length - 1)
  const lines = source.toString('latin1').split('\n')
  const line = random(lines.length)
  const byLine = (edit: string[]) => Buffer.from(edit.join('\n'), 'latin1')
  const withField = (change: (field: string) => string) => {
    const fields = (lines[line] ?? '').split(';')
    const field = random(fields.length)
    return byLine(lines.with(line, fields.with(field, change(fields[field] ?? '')).join(';')))
  }
  const elsewhere = () => {
    const fields = (lines[random(lines.length)] ?? '').split(';')
    return fields[random(fields.length)] ?? ''
  }
  switch (random(11)) {
    case 0: return source.subarray(0, at)
    case 1: return Buffer.concat([source.subarray(0, at), source.subarray(at + 1, at + 2), source.subarray(at, at + 1), source.subarray(at + 2)])
    case 2: return Buffer.concat([source.subarray(0, at), Buffer.from([random(256)]), source.subarray(at + 1)])
    case 3: return Buffer.concat([source.subarray(0, at), source.subarray(at + 1 + random(5))])
    case 4: return Buffer.concat([source.subarray(0, at), Buffer.from(';",\n\r=-. 0é'.charAt(random(11))), source.subarray(at)])
    case 5: return byLine(lines.toSpliced(line, 1))
    case 6: return byLine(lines.toSpliced(line, 0, lines[line] ?? ''))
    case 7: return byLine(lines.toSpliced(line, 1).toSpliced(random(lines.length), 0, lines[line] ?? ''))
    case 8: return withField(elsewhere)
    case 9: return withField((field) => `${field}${'0,1x" '.charAt(random(6))}`)
    default: return withField(() => ['', '-1', '1e9', '0', '007', '1,5', '2,000', 'NaN', ' ', '"', '__proto__'][random(11)] ?? '')
  }
}

/** Park and Miller's generator: the same damage on every run. */
function generator(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (state * 48271) % 2147483647
    return state % below
  }
}
