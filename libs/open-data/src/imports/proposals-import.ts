import { THEMES } from '@parvis/consultations'
import type { ImportedProposal, ImportSource } from '@parvis/consultations'
import { countOf, cut, dateOf, inTurns, oneLine, plain, readTable, textOf } from './table-file'

export type ProposalProblemCode = 'proposal-file.id-missing' | 'proposal-file.id-repeated' | 'proposal-file.title-missing' | 'proposal-file.supports' | 'proposal-file.title-cut' | 'proposal-file.text-cut'

export interface RowProblem<Code extends string = string> {
  /** Line of data, from 1. */
  row: number
  field: string
  code: Code
}

/** What a file of another platform holds, row by row. */
export interface ImportFile<Content, Code extends string = string> {
  source: ImportSource
  rows: number
  /** The column that gave each field. */
  columns: Partial<Record<string, string>>
  /** In the order in which they are taken. */
  items: Content[]
  /** Rows that are not taken, and what was changed in some that are. */
  problems: RowProblem<Code>[]
}

export type ProposalFile = ImportFile<ImportedProposal, ProposalProblemCode>

const LONGEST = { title: 160, body: 8000, author: 100, id: 200, url: 500 } as const

const NAMES = {
  id: ['ID', 'id', 'contributions_id', 'identifiant', 'source_id', 'numero'],
  title: ['Títol', 'titre', 'contribution_versions_title', 'title', 'title/'],
  summary: ['summary'],
  body: ['Descripció', 'texte', 'contribution_versions_bodyText', 'body', 'body/', 'description', 'text'],
  supports: ['Suports', 'soutiens', 'contributions_votesCountOk', 'numSupports', 'proposal_votes', 'votes', 'supports', 'cached_votes_up'],
  supportsBefore: ['soutiens_importes'],
  author: ['auteur', 'author/name', 'author_name', 'public_author'],
  date: ['date_depot', 'published_at', 'created_at', 'date'],
  url: ['URL', 'url'],
  theme: ['thematique'],
  commune: ['commune_insee'],
  lat: ['lat', 'latitude'],
  lon: ['lon', 'lng', 'longitude'],
} as const

type Field = keyof typeof NAMES

/** Whose export it is, by a name that no other has. */
function sourceOf(names: readonly string[]): ImportSource {
  if (names.includes('contributions_id')) return 'cap-collectif'
  if (names.includes('numSupports') || names.includes('cached_votes_up')) return 'consul'
  if (names.includes('titre') && names.includes('texte')) return 'parvis'
  return 'decidim'
}

/**
 * Proposals of an export: CSV or JSON of this platform, of Decidim, of CONSUL, of Cap Collectif.
 * @throws BallotFileError when the file as a whole cannot be read: neither form, no title column, too many rows
 */
export async function parseProposals(content: Buffer, fileName: string): Promise<ProposalFile> {
  const { rows, names, columns } = readTable<Field>(content, fileName, NAMES, ['id', 'title'])
  const source = sourceOf(names)
  const problems: ProposalFile['problems'] = []
  const items: ImportedProposal[] = []
  const seen = new Set<string>()
  for await (const { row, number } of inTurns(rows)) {
    const said = (field: Field) => textOf(columns[field] === undefined ? undefined : row[columns[field]])
    const say = (field: Field, code: ProposalProblemCode) => { problems.push({ row: number, field: columns[field] ?? field, code }) }
    const id = said('id').trim()
    const title = oneLine(plain(said('title')))
    if (!id || id.length > LONGEST.id) { say('id', 'proposal-file.id-missing'); continue }
    if (seen.has(id)) { say('id', 'proposal-file.id-repeated'); continue }
    if (!title) { say('title', 'proposal-file.title-missing'); continue }
    const [counted, before] = [countOf(said('supports')), countOf(said('supportsBefore'))]
    if (counted === undefined || before === undefined) { say('supports', 'proposal-file.supports'); continue }
    seen.add(id)
    const parts = [title.length > LONGEST.title ? title : '', plain(said('summary')), plain(said('body'))].filter(Boolean)
    const body = [...new Set(parts)].join('\n\n') || title
    if (title.length > LONGEST.title) say('title', 'proposal-file.title-cut')
    if (body.length > LONGEST.body) say('body', 'proposal-file.text-cut')
    const theme = said('theme')
    const url = said('url').trim()
    items.push({
      // Supports of our own files are told in two columns; both were given elsewhere.
      row: number, sourceId: id, title: cut(title, LONGEST.title), body: cut(body, LONGEST.body), supports: counted === null ? before : counted + (before ?? 0), authorName: cut(oneLine(said('author')), LONGEST.author),
      createdAt: dateOf(said('date')), url: /^https?:\/\//.test(url) && url.length <= LONGEST.url ? url : null,
      theme: THEMES.find((known) => known === theme) ?? null, municipalityCode: /^\d{5}$/.exec(said('commune'))?.[0] ?? null,
      ...pointOf(said('lat'), said('lon')),
    })
  }
  return { source, rows: rows.length, columns, items, problems }
}

/** Degrees, with a point or a comma; neither when one of them is no such number. */
function pointOf(latitude: string, longitude: string): { lat: number, lon: number } | object {
  const [lat = NaN, lon = NaN] = [latitude, longitude].map((text) => (text.trim() === '' ? NaN : Number(text.trim().replace(',', '.'))))
  return Math.abs(lat) <= 90 && Math.abs(lon) <= 180 ? { lat, lon } : {}
}
