import type { ImportedComment, ImportSource, Stance } from '@parvis/consultations'
import { LEVELS } from '@parvis/consultations'
import type { ImportFile } from './proposals-import'
import { countOf, cut, dateOf, inTurns, oneLine, plain, readTable, textOf } from './table-file'
import { threadsOf } from './threads.rules'

export type CommentProblemCode = 'comment-file.id-missing' | 'comment-file.id-repeated' | 'comment-file.subject-missing' | 'comment-file.not-on-proposal' | 'comment-file.votes' | 'comment-file.text-cut'
  | 'comment-file.withdrawn' | 'comment-file.parent-missing' | 'comment-file.parent-elsewhere' | 'comment-file.circle' | 'comment-file.flattened'

export type CommentFile = ImportFile<ImportedComment, CommentProblemCode>

const LONGEST = { body: 4000, author: 100, id: 200 } as const

const NAMES = {
  id: ['id', 'ID', 'identifiant'],
  /** What carries it: a proposal, or in Decidim what it answers. */
  subject: ['proposalId', 'commentable_id', 'sur_identifiant', 'numero'],
  subjectKind: ['commentable_type', 'sur'],
  subjectUrl: ['root_commentable_url'],
  parent: ['parentId', 'reponse_a', 'parent_id'],
  ancestry: ['ancestry'],
  body: ['text', 'body', 'texte', 'body/'],
  stance: ['alignment', 'position'],
  useful: ['numPositiveVotes', 'cached_votes_up', 'up_votes_count', 'up_votes', 'utile'],
  notUseful: ['numNegativeVotes', 'cached_votes_down', 'down_votes_count', 'down_votes', 'pas_utile'],
  author: ['author/name', 'author_name', 'public_author', 'author', 'auteur'],
  date: ['created_at', 'date'],
  time: ['time'],
  hidden: ['hidden_at', 'deleted_at', 'hidden'],
  state: ['etat'],
} as const

type Field = keyof typeof NAMES

function sourceOf(names: readonly string[]): ImportSource {
  if (names.includes('identifiant') && names.includes('texte')) return 'parvis'
  if (names.includes('proposalId') || names.includes('ancestry') || names.includes('cached_votes_up')) return 'consul'
  return 'decidim'
}

const STANCES: Readonly<Record<string, Stance>> = { '1': 'for', '-1': 'against', '0': 'neutral', 'for': 'for', 'against': 'against', 'neutral': 'neutral' }
const NOTHING = new Set(['', '-1', '0', 'null', 'false'])

interface Found extends Omit<ImportedComment, 'parentId' | 'rootId' | 'depth' | 'answeredName'> {
  parentId: string | null
}

/**
 * Comments of an export: CSV or JSON of this platform, of Decidim, of CONSUL. Threads are whole: what is missing above a comment, or too deep below
 * it, is said by row and takes nothing away.
 * @throws BallotFileError when the file as a whole cannot be read
 */
export async function parseComments(content: Buffer, fileName: string): Promise<CommentFile> {
  const { rows, names, columns } = readTable<Field>(content, fileName, NAMES, ['id', 'body', 'subject'])
  const source = sourceOf(names)
  const problems: CommentFile['problems'] = []
  const found: Found[] = []
  const seen = new Set<string>()
  const say = (row: number, field: Field, code: CommentProblemCode) => { problems.push({ row, field: columns[field] ?? field, code }) }
  for await (const { row, number } of inTurns(rows)) {
    const said = (field: Field) => textOf(columns[field] === undefined ? undefined : row[columns[field]])
    const id = said('id').trim()
    if (!id || id.length > LONGEST.id) { say(number, 'id', 'comment-file.id-missing'); continue }
    if (seen.has(id)) { say(number, 'id', 'comment-file.id-repeated'); continue }
    const kind = said('subjectKind')
    const onComment = /comment/i.test(kind)
    if (kind && !onComment && !/propos/i.test(kind)) { say(number, 'subjectKind', 'comment-file.not-on-proposal'); continue }
    const parentId = onComment ? said('subject').trim() : parentOf(said('parent'), said('ancestry'))
    // An answer of Decidim names what it answers; the proposal stands at the end of the address.
    const subject = onComment ? /(\d+)\/?(?:[?#].*)?$/.exec(said('subjectUrl'))?.[1] ?? '' : said('subject').trim()
    const [useful, notUseful] = [countOf(said('useful')), countOf(said('notUseful'))]
    if (useful === undefined || notUseful === undefined) { say(number, useful === undefined ? 'useful' : 'notUseful', 'comment-file.votes'); continue }
    seen.add(id)
    const state = said('state')
    const body = plain(said('body'))
    const withdrawn = body === '' || !NOTHING.has(said('hidden').trim().toLowerCase()) || (state !== '' && state !== 'published')
    if (withdrawn) say(number, 'body', 'comment-file.withdrawn')
    else if (body.length > LONGEST.body) say(number, 'body', 'comment-file.text-cut')
    const date = said('date').trim()
    const createdAt = dateOf(date, said('time'))
    found.push({
      row: number, sourceId: id, subjectId: subject, parentId, body: withdrawn ? '' : cut(body, LONGEST.body), withdrawn, stance: STANCES[said('stance').trim()] ?? null, useful, notUseful,
      authorName: withdrawn ? '' : cut(oneLine(said('author')), LONGEST.author),
      // Days alone keep the order of the file.
      createdAt: createdAt !== null && /^\d{4}-\d{2}-\d{2}$/.test(date) && createdAt.endsWith('T00:00:00.000Z') ? new Date(Date.parse(createdAt) + number).toISOString() : createdAt,
    })
  }
  const items = withThreads(withSubjects(found), columns.parent ? 'parent' : columns.ancestry ? 'ancestry' : 'subject', say)
  for (const { row } of items.filter(({ subjectId }) => subjectId === '')) say(row, 'subject', 'comment-file.subject-missing')
  const taken = items.filter(({ subjectId }) => subjectId !== '')
  return { source, rows: rows.length, columns, items: taken, problems: problems.sort((a, b) => a.row - b.row) }
}

/** Above in an `ancestry` of `12/15/18` stands the last one. */
function parentOf(parent: string, ancestry: string): string | null {
  const named = (parent.trim() || ancestry.split('/').at(-1) || '').trim()
  return NOTHING.has(named.toLowerCase()) ? null : named
}

/** An answer stands where what it answers stands, all the way up. */
function withSubjects(found: Found[]): Found[] {
  const known = new Map(found.map((comment) => [comment.sourceId, comment]))
  for (const comment of found) {
    const above: Found[] = []
    let at: Found | undefined = comment
    while (at && at.subjectId === '' && at.parentId !== null && !above.includes(at)) {
      above.push(at)
      at = known.get(at.parentId)
    }
    if (at) for (const one of above) one.subjectId = at.subjectId
  }
  return found
}

/** Each with its place, those that are answered before their answers. */
function withThreads(found: Found[], field: Field, say: (row: number, field: Field, code: CommentProblemCode) => void): ImportedComment[] {
  const nameOf = new Map(found.map(({ sourceId, authorName }) => [sourceId, authorName]))
  const places = threadsOf(found.map(({ sourceId, parentId, subjectId }) => ({ sourceId, parentId, subject: subjectId })), LEVELS)
  return found.map((comment, index) => {
    const { trouble, answeredId, parentId, rootId, depth } = places[index] as (typeof places)[number]
    if (trouble) say(comment.row, field, `comment-file.${trouble}`)
    return { ...comment, stance: depth === 0 ? comment.stance : null, parentId, rootId, depth, answeredName: answeredId === null ? null : nameOf.get(answeredId) || null }
  }).sort((a, b) => a.depth - b.depth || a.row - b.row)
}
