import { Injectable } from '@nestjs/common'
import { mayActIn, placesOf } from '@parvis/identity'
import type { Actor } from '@parvis/identity'
import { Audit, Config, DomainError, maybe, one, rows, Sealed } from '@parvis/platform'
import { DataSource } from 'typeorm'
import type { FollowUpFiguresView, LettersSentView, LettersView, LetterView, PostedFollowUpView, PostedListView } from './follow-ups.dto'
import { LETTERS } from './follow-ups.dto'
import { FOLLOW_UP_CONTACT, FollowUps, SUBJECT, SUBJECT_FROM } from './follow-ups.service'

/** Most lines of the list of a centre: what was told in a year. */
const LINES = 500

/** `$1` places, `$2` everywhere. */
const MINE = `(c.owner_kind || ':' || c.owner_code = any($1::text[]) or $2::boolean)`

/** What people tell: letters that staff send, and the list that hangs at a centre. */
@Injectable()
export class FollowUpLists {
  private readonly sealed: Sealed

  constructor(private readonly dataSource: DataSource, config: Config, private readonly followUps: FollowUps, private readonly audit: Audit) {
    this.sealed = new Sealed(config, FOLLOW_UP_CONTACT)
  }

  /** The codes of a centre, with what became of each. Error: 404 `centre.unknown`. */
  async posted(slug: string): Promise<PostedListView> {
    const centre = await this.centre(slug)
    const items = await rows<Omit<PostedFollowUpView, 'code'> & { id: string }>(this.dataSource, `
      select f.id, f.outcome, ${SUBJECT} as subject from inclusion.follow_up f ${SUBJECT_FROM}
      where f.centre_id = $1 and f.way = 'centre' and f.state in ('ready', 'told') and coalesce(f.told_on, platform.today()) > platform.today() - interval '12 months' order by c.title, f.id limit ${LINES}`, [centre.id])
    const counts = await one<{ waiting: number, toPost: number }>(this.dataSource, `
      select (count(*) filter (where state = 'waiting'))::integer as waiting, (count(*) filter (where state = 'ready'))::integer as "toPost" from inclusion.follow_up where centre_id = $1 and way = 'centre'`, [centre.id])
    return { centre: centre.name, items: items.map(({ id, ...item }) => ({ code: this.followUps.codeOf(id), ...item })), ...counts }
  }

  /** The list hangs there. Errors: 404 `centre.unknown`; 403 `place.other`. */
  async post(actor: Actor, slug: string): Promise<PostedListView> {
    await this.dataSource.transaction(async (tx) => {
      const centre = await this.centre(slug)
      if (!mayActIn(actor, 'desk.use', { kind: 'centre', code: slug })) throw new DomainError('place.other', { status: 403 })
      const ready = await rows<{ id: string }>(tx, `select id from inclusion.follow_up where centre_id = $1 and way = 'centre' and state = 'ready' order by id limit ${LINES} for update`, [centre.id])
      const told = await this.followUps.told(tx, ready.map(({ id }) => id))
      if (told > 0) await this.audit.append(tx, { actorId: actor.accountId, action: 'follow-up.posted', subjectKind: 'centre', subjectId: slug, detail: { count: told } })
    })
    return this.posted(slug)
  }

  /** Letters to send, of the places of whoever asks, the oldest first. */
  async letters(actor: Actor): Promise<LettersView> {
    const places = mine(actor)
    const ready = `from inclusion.follow_up f ${SUBJECT_FROM} where ${MINE} and f.way = 'post' and f.state = 'ready'`
    const { total } = await one<{ total: number }>(this.dataSource, `select count(*)::integer as total ${ready}`, places)
    const items = await rows<Omit<LetterView, 'address' | 'code'> & { contact: Buffer }>(this.dataSource, `
      select f.id, f.contact, f.language, f.outcome, ${SUBJECT} as subject ${ready} order by f.asked_on, f.id limit ${LETTERS}`, places)
    const figures = await one<FollowUpFiguresView>(this.dataSource, `
      select count(*)::integer as asked, (count(*) filter (where f.state = 'waiting'))::integer as waiting, (count(*) filter (where f.state = 'ready'))::integer as ready,
        (count(*) filter (where f.state = 'told'))::integer as told, (count(*) filter (where f.state = 'lost'))::integer as lost from inclusion.follow_up f ${SUBJECT_FROM} where ${MINE}`, places)
    return { items: items.map(({ contact, ...letter }) => ({ ...letter, address: this.sealed.open(contact, letter.id), code: this.followUps.codeOf(letter.id) })), total, figures }
  }

  /** They left: the addresses go. Those of other places are not touched. */
  async sent(actor: Actor, ids: readonly string[]): Promise<LettersSentView> {
    return this.dataSource.transaction(async (tx) => {
      const own = await rows<{ id: string }>(tx, `
        select f.id from inclusion.follow_up f ${SUBJECT_FROM} where ${MINE} and f.id = any($3) and f.way = 'post' and f.state = 'ready' for update of f`, [...mine(actor), ids])
      const sent = await this.followUps.told(tx, own.map(({ id }) => id))
      if (sent > 0) await this.audit.append(tx, { actorId: actor.accountId, action: 'follow-up.letters-sent', subjectKind: 'follow-up', subjectId: 'letters', detail: { count: sent } })
      return { sent }
    })
  }

  private async centre(slug: string): Promise<{ id: string, name: string }> {
    const centre = await maybe<{ id: string, name: string }>(this.dataSource, 'select id, name from inclusion.centre where slug = $1 and active', [slug])
    if (!centre) throw new DomainError('centre.unknown', { status: 404 })
    return centre
  }
}

function mine(actor: Actor): [string[], boolean] {
  const { everywhere, places } = placesOf(actor, 'follow-up.send')
  return [places.map(({ kind, code }) => `${kind}:${code}`), everywhere]
}
