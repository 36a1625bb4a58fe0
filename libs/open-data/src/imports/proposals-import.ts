import { THEMES } from '@parvis/consultations'
import type { ImportedProposal, ProposalSource } from '@parvis/consultations'
import { parse } from 'csv-parse/sync'
import { convert } from 'html-to-text'
import { BallotFileError } from '../ballot-files/ballot-file-error'

export interface ProposalProblem {
  /** Line of data, from 1. */
  row: number
  field: string
  code: 'proposal-file.id-missing' | 'proposal-file.id-repeated' | 'proposal-file.title-missing' | 'proposal-file.supports' | 'proposal-file.title-cut' | 'proposal-file.text-cut'
}

export interface ProposalFile {
  source: ProposalSource
  rows: number
  proposals: ImportedProposal[]
  /** Rows that are not taken, and what was changed in some that are. */
  problems: ProposalProblem[]
}

const MOST_ROWS = 50_000
const LONGEST = { title: 160, body: 8000, author: 100, id: 200, url: 500 } as const

/** Where each field stands, by the names that exports give it; a name that ends in `/` is followed by a language, French first. */
const NAMES = {
  id: ['ID', 'id', 'contributions_id', 'source_id', 'numero'],
  title: ['Títol', 'titre', 'contribution_versions_title', 'title', 'title/'],
  summary: ['summary'],
  body: ['Descripció', 'texte', 'contribution_versions_bodyText', 'body', 'body/', 'description', 'text'],
  supports: ['Suports', 'soutiens', 'contributions_votesCountOk', 'numSupports', 'proposal_votes', 'votes', 'supports', 'cached_votes_up'],
  author: ['auteur', 'author/name', 'author_name', 'public_author'],
  date: ['date_depot', 'published_at', 'created_at', 'date'],
  url: ['URL', 'url'],
  theme: ['thematique'],
  commune: ['commune_insee'],
} as const

type Field = keyof typeof NAMES
type Row = Record<string, unknown>

/** Whose export it is, by a name that no other has. */
function sourceOf(names: readonly string[]): ProposalSource {
  if (names.includes('contributions_id')) return 'cap-collectif'
  if (names.includes('numSupports') || names.includes('cached_votes_up')) return 'consul'
  if (names.includes('titre') && names.includes('texte')) return 'parvis'
  return 'decidim'
}

/**
 * Proposals of an export: CSV or JSON of this platform, of Decidim, of CONSUL, of Cap Collectif.
 * @throws BallotFileError when the file as a whole cannot be read: neither form, no title column, too many rows
 */
export function parseProposals(content: Buffer, fileName: string): ProposalFile {
  const rows = rowsOf(content.toString('utf8').replace(/^\uFEFF/, ''), fileName)
  const names = [...new Set(rows.slice(0, 100).flatMap((row) => Object.keys(row)))]
  const columns = Object.fromEntries(Object.entries(NAMES).map(([field, known]) => [field, columnOf(names, known)])) as Record<Field, string | undefined>
  for (const field of ['id', 'title'] as const) {
    if (!columns[field]) throw fault(fileName, 'proposal-file.no-column', `no column for ${field}`, { field, value: NAMES[field].join(', ') })
  }
  const source = sourceOf(names)
  const problems: ProposalProblem[] = []
  const seen = new Set<string>()
  const proposals = rows.flatMap((row, index) => {
    const number = index + 1
    const said = (field: Field) => textOf(columns[field] === undefined ? undefined : row[columns[field]])
    const refuse = (field: Field, code: ProposalProblem['code']) => { problems.push({ row: number, field: columns[field] ?? field, code }); return [] }
    const id = said('id').trim()
    const title = oneLine(plain(said('title')))
    if (!id || id.length > LONGEST.id) return refuse('id', 'proposal-file.id-missing')
    if (seen.has(id)) return refuse('id', 'proposal-file.id-repeated')
    if (!title) return refuse('title', 'proposal-file.title-missing')
    const supports = said('supports').trim() === '' ? null : Number(said('supports'))
    if (supports !== null && (!Number.isInteger(supports) || supports < 0 || supports > 2_000_000_000)) return refuse('supports', 'proposal-file.supports')
    seen.add(id)
    const parts = [title.length > LONGEST.title ? title : '', plain(said('summary')), plain(said('body'))].filter(Boolean)
    const body = [...new Set(parts)].join('\n\n') || title
    if (title.length > LONGEST.title) refuse('title', 'proposal-file.title-cut')
    if (body.length > LONGEST.body) refuse('body', 'proposal-file.text-cut')
    const theme = said('theme')
    const url = said('url').trim()
    return [{
      sourceId: id, title: cut(title, LONGEST.title), body: cut(body, LONGEST.body), supports, authorName: cut(oneLine(said('author')), LONGEST.author),
      createdAt: dateOf(said('date')), url: /^https?:\/\//.test(url) && url.length <= LONGEST.url ? url : null,
      theme: THEMES.find((known) => known === theme) ?? null, municipalityCode: /^\d{5}$/.exec(said('commune'))?.[0] ?? null,
    }]
  })
  return { source, rows: rows.length, proposals, problems }
}

function rowsOf(text: string, fileName: string): Row[] {
  const json = /^\s*[[{]/.test(text)
  let found: unknown
  try {
    found = json ? JSON.parse(text) : parse(text, { columns: true, delimiter: delimiterOf(text), skip_empty_lines: true, relax_column_count: true, bom: true })
  } catch (error) {
    throw fault(fileName, 'proposal-file.unreadable', error instanceof Error ? error.message : String(error), { reason: error instanceof Error ? error.message.slice(0, 200) : '' }, (error as { lines?: number }).lines)
  }
  const rows: unknown = Array.isArray(found) ? found : Object.values(found as object).find(Array.isArray)
  if (!Array.isArray(rows) || rows.length === 0 || !rows.every((row) => typeof row === 'object' && row !== null && !Array.isArray(row))) throw fault(fileName, 'proposal-file.empty', 'no list of proposals', {})
  if (rows.length > MOST_ROWS) throw fault(fileName, 'proposal-file.too-many', `more than ${MOST_ROWS} rows`, { limit: MOST_ROWS })
  return rows as Row[]
}

const fault = (file: string, code: string, detail: string, facts: Record<string, string | number>, line = 1) => new BallotFileError(file, { code, line, detail, facts })

/** The sign that stands more often in the first line. */
function delimiterOf(text: string): string {
  const [first = ''] = text.split('\n', 1)
  return (first.match(/;/g)?.length ?? 0) > (first.match(/,/g)?.length ?? 0) ? ';' : ','
}

const columnOf = (names: readonly string[], known: readonly string[]): string | undefined =>
  known.flatMap((name) => (name.endsWith('/') ? [`${name}fr`, ...names].filter((one) => one.startsWith(name) && names.includes(one)) : names.filter((one) => one === name)))[0]

/** Text of a value; of a text in several languages, French or the first one. */
function textOf(value: unknown): string {
  if (typeof value === 'string' || typeof value === 'number') return String(value)
  if (typeof value !== 'object' || value === null) return ''
  const { fr, name } = value as Record<string, unknown>
  return [fr, name, ...Object.values(value)].find((one): one is string => typeof one === 'string') ?? ''
}

const MARKUP = /<[a-z!/][^>]*>|&(?:#\d+|#x[\da-f]+|\w+);/i

/** What is written in a text, without the markup that carried it. A formula that our own file disarmed is armed by nobody: the apostrophe goes. */
function plain(text: string): string {
  const read = MARKUP.test(text) ? convert(text, {
    wordwrap: false,
    selectors: [...['script', 'style', 'iframe', 'img', 'svg', 'object', 'noscript'].map((selector) => ({ selector, format: 'skip' })), { selector: 'a', options: { ignoreHref: true } }, ...['h1', 'h2', 'h3', 'h4', 'h5', 'h6'].map((selector) => ({ selector, options: { uppercase: false } }))],
  }) : text
  return read.normalize('NFC').replace(/\r\n?/g, '\n').replace(/(?![\n\t])\p{Cc}|[\u202A-\u202E\u2066-\u2069]/gu, '').replace(/^'(?=[=+\-@])/, '').replace(/\n{3,}/g, '\n\n').trim()
}

const oneLine = (text: string): string => text.replace(/\s+/g, ' ').trim()

/** Never in the middle of a sign that two units write. */
function cut(text: string, longest: number): string {
  return text.length <= longest ? text : `${text.slice(0, longest - 1).replace(/[\uD800-\uDBFF]$/, '')}…`
}

function dateOf(text: string): string | null {
  const date = /^\d{4}-\d{2}-\d{2}/.test(text) ? new Date(text) : null
  return date && !Number.isNaN(date.getTime()) && date.getTime() < Date.now() ? date.toISOString() : null
}
