import { Injectable } from '@nestjs/common'
import { mayActIn } from '@parvis/identity'
import type { Actor } from '@parvis/identity'
import { DomainError, iso, maybe, offsetOf, PageQuery, preparedOne, preparedRows, rows } from '@parvis/platform'
import { DataSource } from 'typeorm'
import { ParticipantKeyring } from '../ballots/participant-keyring'
import { ModerationRules } from '../moderation/moderation-settings.service'
import { OFFICIAL, PAGE, PENDING, REPLIES, ROOTS_OF, SUBJECT } from './comment-statements'
import type { CommentPageView, CommentsQuery, CommentView, CommentVersionView, DiscussionMayView, DiscussionView, ThreadView } from './comments.dto'
import { editableUntil, LEVELS } from './comments.rules'

/** Answers shown under a comment in a list; the page of the thread has them all, so many at once. */
const REPLIES_IN_LIST = 30
const REPLIES_ON_PAGE = 50

interface Row extends Omit<ThreadView, 'may' | 'replies'> {
  rootId: string | null
}

interface Subject {
  kind: 'proposal' | 'debate'
  id: string
  number: number
  title: string
  state: string
  consultationId: string
  slug: string
  consultationTitle: string
  ownerKind: 'metropolis' | 'municipality'
  ownerCode: string
  open: boolean
  answerable: boolean
  closesAt: string
  published: number
  roots: number
  for: number
  against: number
  neutral: number
}

/** The reader, as statements ask for them. */
interface Reader {
  actor: Actor | null
  params: [string | null, Buffer | null]
  subject: Subject
  editMinutes: number
  now: number
}

@Injectable()
export class CommentReads {
  constructor(private readonly dataSource: DataSource, private readonly keyring: ParticipantKeyring, private readonly rules: ModerationRules) {}

  /** The discussion under a proposal or a debate. Errors: 404 `comment.subject-unknown`. */
  async list(actor: Actor | null, query: CommentsQuery): Promise<DiscussionView> {
    const subject = await this.subject(query.proposalId ?? null, query.debateId ?? null)
    const { published, roots, for: agreeing, against, neutral, open, closesAt } = subject
    // Nothing is read under what was hidden: what people said of it would tell it.
    const shown = subject.state !== 'hidden'
    const reader = await this.reader(actor, subject)
    const ids = shown ? (await preparedRows<{ id: string }>(this.dataSource, PAGE[query.sort ?? 'fair'], [subject.id, query.perPage, offsetOf(query)])).map(({ id }) => id) : []
    const [items, official] = [await preparedRows<Row>(this.dataSource, ROOTS_OF, [...reader.params, ids]), shown ? await preparedRows<Row>(this.dataSource, OFFICIAL, [...reader.params, subject.id]) : []]
    const threads = await this.threads(reader, [...official, ...items], REPLIES_IN_LIST, 0)
    const pending = actor && shown ? await preparedRows<Row>(this.dataSource, PENDING, [...reader.params, subject.id]) : []
    return {
      items: threads.slice(official.length), official: threads.slice(0, official.length), pending: pending.map((row) => viewOf(reader, row)),
      total: shown ? roots : 0, page: query.page, perPage: query.perPage,
      counts: shown ? { published, for: agreeing, against, neutral } : { published: 0, for: 0, against: 0, neutral: 0 },
      open, closesAt: open ? closesAt : null, editMinutes: reader.editMinutes, may: mayIn(reader),
    }
  }

  /** One comment in its thread, with all the answers by pages. Errors: 404 `comment.unknown`: one that waits too, but for its author. */
  async page(actor: Actor | null, id: string, query: PageQuery): Promise<CommentPageView> {
    const found = await maybe<{ proposalId: string | null, debateId: string | null, rootId: string }>(this.dataSource, `
      select proposal_id as "proposalId", debate_id as "debateId", coalesce(root_id, id) as "rootId" from consultations.comment
      where id = $1 and (listed or (author_id = $2 and state <> 'deleted'))`, [id, actor?.accountId ?? null])
    if (!found) throw new DomainError('comment.unknown', { status: 404 })
    const subject = await this.subject(found.proposalId, found.debateId)
    if (subject.state === 'hidden') throw new DomainError('comment.unknown', { status: 404 })
    const reader = await this.reader(actor, subject)
    const wanted = await preparedRows<Row>(this.dataSource, ROOTS_OF, [...reader.params, [found.rootId, id]])
    const root = wanted.find((row) => row.id === found.rootId)
    const comment = wanted.find((row) => row.id === id)
    if (!root || !comment) throw new DomainError('comment.unknown', { status: 404 })
    const [thread] = await this.threads(reader, [root], REPLIES_ON_PAGE, (query.page - 1) * REPLIES_ON_PAGE)
    const view = viewOf(reader, comment)
    const readable = comment.state === 'published' || view.mine
    const versions = readable ? await rows<CommentVersionView>(this.dataSource, `select version::integer, body, ${iso('at')} as at from consultations.comment_version where comment_id = $1 order by version`, [id]) : []
    return {
      thread: thread as ThreadView, comment: view, versions,
      subject: { kind: subject.kind, id: subject.id, number: subject.number, title: subject.title },
      consultation: { id: subject.consultationId, slug: subject.slug, title: subject.consultationTitle },
      open: subject.open, editMinutes: reader.editMinutes, editUntil: new Date(editableUntil(Date.parse(comment.createdAt), reader.editMinutes)).toISOString(),
      may: mayIn(reader), page: query.page, perPage: REPLIES_ON_PAGE,
    }
  }

  private async subject(proposalId: string | null, debateId: string | null): Promise<Subject> {
    const subject = await preparedOne<Subject>(this.dataSource, SUBJECT, [proposalId, debateId])
    if (!subject) throw new DomainError('comment.subject-unknown', { status: 404 })
    return subject
  }

  private async reader(actor: Actor | null, subject: Subject): Promise<Reader> {
    const { editMinutes } = await this.rules.of(this.dataSource, { kind: subject.ownerKind, code: subject.ownerCode })
    const [{ now } = { now: 0 }] = await rows<{ now: number }>(this.dataSource, 'select (extract(epoch from platform.clock()) * 1000)::float8 as now')
    return { actor, subject, editMinutes, now, params: [actor?.accountId ?? null, actor && this.keyring.accountIn(subject.consultationId, actor.accountId)] }
  }

  private async threads(reader: Reader, roots: Row[], limit: number, offset: number): Promise<ThreadView[]> {
    const answered = roots.filter(({ replyCount }) => replyCount > 0).map(({ id }) => id)
    const replies = answered.length > 0 ? await preparedRows<Row>(this.dataSource, REPLIES, [...reader.params, answered, limit, offset]) : []
    return roots.map((root) => ({ ...viewOf(reader, root), replyCount: root.replyCount, replies: inThread(replies.filter(({ rootId }) => rootId === root.id)).map((row) => viewOf(reader, row)) }))
  }
}

/** Official answers first; then each answer, followed by those to it. */
function inThread(replies: Row[]): Row[] {
  const here = new Set(replies.map(({ id }) => id))
  const plain = replies.filter(({ official }) => !official)
  const heads = plain.filter(({ depth, parentId }) => depth === 1 || !here.has(parentId ?? '') || replies.some(({ id, official }) => official && id === parentId))
  return [...replies.filter(({ official }) => official), ...heads.flatMap((head) => [head, ...plain.filter((row) => row !== head && row.parentId === head.id && !heads.includes(row))])]
}

function mayIn({ actor, subject }: Reader): DiscussionMayView {
  const known = actor?.emailConfirmed ?? false
  return { comment: known && subject.open, official: known && subject.answerable && mayActIn(actor, 'comment.answer', { kind: subject.ownerKind, code: subject.ownerCode }) }
}

const bareOf = ({ rootId: _root, replyCount: _count, ...comment }: Row): Omit<CommentView, 'may'> => comment

function viewOf(reader: Reader, row: Row): CommentView {
  const known = reader.actor?.emailConfirmed ?? false
  const own = known && row.mine && (row.state === 'published' || row.state === 'held')
  const stands = row.state === 'published'
  return {
    ...bareOf(row),
    may: {
      edit: own && reader.subject.open && reader.now < editableUntil(Date.parse(row.createdAt), reader.editMinutes),
      remove: own,
      reply: stands && row.depth + 1 < LEVELS && (mayIn(reader).comment || mayIn(reader).official),
      judge: known && stands && reader.subject.open && !row.mine,
      report: stands && !row.mine,
    },
  }
}
