import { Injectable } from '@nestjs/common'
import type { Actor } from '@parvis/identity'
import { mayActIn } from '@parvis/identity'
import { Audit, DomainError, iso, maybe, one, rows, touched } from '@parvis/platform'
import type { Readable } from 'node:stream'
import { DataSource } from 'typeorm'
import type { EntityManager } from 'typeorm'
import { Centre } from '../centres/centre.entity'
import type { IssueDto, IssuedRangeView, IssuedView, MadeOrderView, NewOrderDto, PaperDeskView, ThresholdDto } from './paper-kits.dto'
import { MOST_ORDERED } from './paper-kits.rules'
import type { KitDocument, SheetFormat } from './paper-kits.rules'
import { PaperKits } from './paper-kits.service'
import { kitViews } from './paper-reads'
import type { KitRow } from './paper-reads'

interface DeskKitRow extends KitRow {
  consultationId: string
  slug: string
  title: string
  kind: 'vote' | 'questionnaire'
  phase: string
  open: boolean
  opensAt: string
  closesAt: string
}

/** Forms at a centre: ordered, received, handed out to people, thrown away when they are out of date. */
@Injectable()
export class PaperStock {
  constructor(private readonly dataSource: DataSource, private readonly audit: Audit, private readonly kits: PaperKits) {}

  /** Kits of open and coming phases, and older ones of which the centre still holds sheets. */
  async ofDesk(actor: Actor): Promise<PaperDeskView> {
    const tx = this.dataSource.manager
    const own = await rows<{ id: string, slug: string, name: string, least: number }>(tx, 'select id, slug, name, paper_low as least from inclusion.centre where active order by name', [])
    const centres = own.filter(({ slug }) => mayActIn(actor, 'desk.use', { kind: 'centre', code: slug }))
    const ids = centres.map(({ id }) => id)
    const kits = await rows<DeskKitRow>(tx, `
      select k.id, k.phase_id as "phaseId", k.version, k.content, k.content_hash as "contentHash", k.state, k.made_on::text as "madeOn", k.kind, p.title as phase,
        c.id as "consultationId", c.slug, c.title, ${iso('p.opens_at')} as "opensAt", ${iso('p.closes_at')} as "closesAt",
        k.state = 'current' and p.state = 'open' and p.closes_at > platform.clock() and c.state = 'running' and c.suspended_at is null as open
      from inclusion.paper_kit k join consultations.phase p on p.id = k.phase_id join consultations.consultation c on c.id = k.consultation_id
      where k.state = 'current' and p.state <> 'closed' and c.state in ('announced', 'running')
        or exists (select from inclusion.paper_sheet s where s.kit_id = k.id and s.centre_id = any($1) and s.state in ('printed', 'issued', 'unused', 'spoiled'))
      order by k.state, p.closes_at, k.version desc limit 100`, [ids])
    const views = await kitViews(tx, kits, ids)
    return {
      centres,
      kits: views.flatMap((view) => {
        const kit = kits.find(({ id }) => id === view.id)
        if (!kit) return []
        const { consultationId, slug, title, kind, phase, open, opensAt, closesAt } = kit
        return [{ ...view, consultation: { id: consultationId, slug, title }, kind, phase, open, opensAt, closesAt }]
      }),
    }
  }

  /** Whether a form of something that is open can be handed out now at one of this mediator's centres. */
  async anyFor(actor: Actor): Promise<boolean> {
    const stocked = await rows<{ slug: string }>(this.dataSource, `
      select t.slug from inclusion.centre t where t.active and exists (
        select from inclusion.paper_sheet s join inclusion.paper_order o on o.id = s.order_id join inclusion.paper_kit k on k.id = s.kit_id
        join consultations.phase p on p.id = k.phase_id join consultations.consultation c on c.id = k.consultation_id
        where s.centre_id = t.id and s.state = 'printed' and o.state = 'delivered' and k.state = 'current'
          and p.state = 'open' and p.closes_at > platform.clock() and c.state = 'running' and c.suspended_at is null)`, [])
    return stocked.some(({ slug }) => mayActIn(actor, 'desk.use', { kind: 'centre', code: slug }))
  }

  /** Errors: 404 `paper-kit.unknown`, `paper-kit.no-such-document`, `centre.unknown`; 403 `place.other`. */
  async document(actor: Actor, kitId: string, kind: KitDocument, centreId?: string): Promise<Readable> {
    if (centreId !== undefined) await this.mine(this.dataSource.manager, actor, centreId)
    return this.kits.print(kitId, kind, centreId ?? null)
  }

  /** Errors: 404 `centre.unknown`, `paper-kit.unknown`; 403 `place.other`; 409 `paper-kit.to-destroy`, `paper-kit.phase-closed`; 422 `paper-order.quantity`. */
  async order(actor: Actor, kitId: string, { centreId, ordinary, largePrint }: NewOrderDto): Promise<MadeOrderView> {
    if (ordinary + largePrint < 1 || ordinary + largePrint > MOST_ORDERED) throw new DomainError('paper-order.quantity', { refusals: [{ code: 'paper-order.quantity', at: 'ordinary', facts: { most: MOST_ORDERED } }] })
    return this.dataSource.transaction(async (tx) => {
      const slug = await this.mine(tx, actor, centreId)
      // Numbers follow one another: those who order of the same kit wait for each other.
      const kit = await maybe<{ consultationId: string, version: number, closed: boolean, held: boolean }>(tx, `
        select k.consultation_id as "consultationId", k.version, p.state = 'closed' as closed,
          exists (select from identity.desk_place d where d.account_id = $2 and d.centre_id = $3 and (d.consultation_ids is null or k.consultation_id = any(d.consultation_ids))) as held
        from inclusion.paper_kit k join consultations.phase p on p.id = k.phase_id where k.id = $1 for no key update of k`, [kitId, actor.accountId, centreId])
      if (!kit) throw new DomainError('paper-kit.unknown', { status: 404 })
      if (!kit.held) throw new DomainError('place.other', { status: 403 })
      if (kit.closed) throw new DomainError('paper-kit.phase-closed', { status: 409 })
      const made = await one<MadeOrderView>(tx, `
        insert into inclusion.paper_order (kit_id, centre_id, number, ordinary, large_print, ordered_by)
        select $1, $2, coalesce(max(o.number), 0) + 1, $3, $4, $5 from inclusion.paper_order o where o.kit_id = $1 returning id, number`, [kitId, centreId, ordinary, largePrint, actor.accountId])
      await this.record(tx, actor, 'paper-order.ordered', slug, { consultationId: kit.consultationId, order: made.number, ordinary, largePrint })
      return made
    })
  }

  /** Before it is printed. Cancelling twice is no error. Errors: 404 `paper-order.unknown`, 403 `place.other`, 409 `paper-order.state`. */
  async cancel(actor: Actor, orderId: string): Promise<void> {
    await this.dataSource.transaction(async (tx) => {
      const { slug, consultationId, number } = await this.ordered(tx, actor, orderId)
      if (await touched(tx, `update inclusion.paper_order set state = 'cancelled' where id = $1 and state <> 'cancelled'`, [orderId]) > 0) {
        await this.record(tx, actor, 'paper-order.cancelled', slug, { consultationId, order: number })
      }
    })
  }

  /** The parcel is there: from here on nobody can print its sheets again. Errors: those of `cancel`, 409 `paper-kit.to-destroy`. */
  async receive(actor: Actor, orderId: string): Promise<void> {
    await this.dataSource.transaction(async (tx) => {
      const { slug, consultationId, number } = await this.ordered(tx, actor, orderId)
      if (await touched(tx, `update inclusion.paper_order set state = 'delivered', delivered_on = platform.today() where id = $1 and state <> 'delivered'`, [orderId]) > 0) {
        await this.record(tx, actor, 'paper-order.delivered', slug, { consultationId, order: number })
      }
    })
  }

  /**
   * Sheets from the top of the pile, handed out to people of whom nothing is noted. Errors: 404 `centre.unknown`, `paper-kit.unknown`; 403 `place.other`;
   * 409 `paper-kit.to-destroy`, `paper-kit.not-open`, `paper-sheet.too-few`; 422 `paper-sheet.none`.
   */
  async issue(actor: Actor, kitId: string, { centreId, ordinary, largePrint }: IssueDto): Promise<IssuedView> {
    if (ordinary + largePrint < 1) throw new DomainError('paper-sheet.none', { refusals: [{ code: 'paper-sheet.none', at: 'ordinary' }] })
    return this.dataSource.transaction(async (tx) => {
      const slug = await this.mine(tx, actor, centreId)
      const kit = await maybe<{ consultationId: string }>(tx, 'select consultation_id as "consultationId" from inclusion.paper_kit where id = $1', [kitId])
      if (!kit) throw new DomainError('paper-kit.unknown', { status: 404 })
      const ranges = [...await this.take(tx, kitId, centreId, 'ordinary', ordinary), ...await this.take(tx, kitId, centreId, 'large-print', largePrint)]
      await this.record(tx, actor, 'paper-sheet.issued', slug, { consultationId: kit.consultationId, ordinary, largePrint })
      return { ordinary, largePrint, ranges }
    })
  }

  private async take(tx: EntityManager, kitId: string, centreId: string, format: SheetFormat, wanted: number): Promise<IssuedRangeView[]> {
    if (wanted === 0) return []
    const taken = await rows<{ order: number, position: number }>(tx, `
      with top as (
        select s.id, o.number from inclusion.paper_sheet s join inclusion.paper_order o on o.id = s.order_id
        where s.kit_id = $1 and s.centre_id = $2 and s.format = $3 and s.state = 'printed' and o.state = 'delivered'
        order by o.number, s.position limit $4 for update of s skip locked)
      update inclusion.paper_sheet s set state = 'issued' from top where s.id = top.id returning top.number as "order", s.position`, [kitId, centreId, format, wanted])
    if (taken.length < wanted) throw new DomainError('paper-sheet.too-few', { status: 409, facts: { format, wanted, left: taken.length } })
    return rangesOf(taken)
  }

  /** Out-of-date sheets that never left the centre are shredded. Errors: 404 `centre.unknown`, `paper-kit.unknown`; 403 `place.other`; 409 `paper-kit.current`. */
  async destroy(actor: Actor, kitId: string, centreId: string): Promise<number> {
    return this.dataSource.transaction(async (tx) => {
      const slug = await this.mine(tx, actor, centreId)
      const kit = await maybe<{ consultationId: string, state: string, version: number }>(tx, 'select consultation_id as "consultationId", state, version from inclusion.paper_kit where id = $1', [kitId])
      if (!kit) throw new DomainError('paper-kit.unknown', { status: 404 })
      if (kit.state === 'current') throw new DomainError('paper-kit.current', { status: 409 })
      const sheets = await touched(tx, `update inclusion.paper_sheet set state = 'destroyed' where kit_id = $1 and centre_id = $2 and state in ('printed', 'spoiled', 'unused')`, [kitId, centreId])
      if (sheets > 0) await this.record(tx, actor, 'paper-sheet.destroyed', slug, { consultationId: kit.consultationId, version: kit.version, sheets })
      return sheets
    })
  }

  /** Errors: 404 `centre.unknown`, 403 `place.other`. */
  async warnBelow(actor: Actor, { centreId, least }: ThresholdDto): Promise<void> {
    await this.dataSource.transaction(async (tx) => {
      const slug = await this.mine(tx, actor, centreId)
      await tx.query('update inclusion.centre set paper_low = $2 where id = $1', [centreId, least])
      await this.record(tx, actor, 'paper-stock.threshold', slug, { least })
    })
  }

  private async record(tx: EntityManager, actor: Actor, action: string, slug: string, detail: Record<string, unknown>): Promise<void> {
    await this.audit.append(tx, { actorId: actor.accountId, action, subjectKind: 'centre', subjectId: slug, detail })
  }

  private async mine(tx: EntityManager, actor: Actor, centreId: string): Promise<string> {
    const centre = await tx.getRepository(Centre).findOneBy({ id: centreId, active: true })
    if (!centre) throw new DomainError('centre.unknown', { status: 404 })
    if (!mayActIn(actor, 'desk.use', { kind: 'centre', code: centre.slug })) throw new DomainError('place.other', { status: 403 })
    return centre.slug
  }

  private async ordered(tx: EntityManager, actor: Actor, id: string): Promise<{ slug: string, consultationId: string, number: number }> {
    const order = await maybe<{ slug: string, consultationId: string, number: number }>(tx, `
      select t.slug, k.consultation_id as "consultationId", o.number from inclusion.paper_order o join inclusion.centre t on t.id = o.centre_id join inclusion.paper_kit k on k.id = o.kit_id where o.id = $1`, [id])
    if (!order) throw new DomainError('paper-order.unknown', { status: 404 })
    if (!mayActIn(actor, 'desk.use', { kind: 'centre', code: order.slug })) throw new DomainError('place.other', { status: 403 })
    return order
  }
}

/** « feuilles 17 à 19 de la commande 2 »: what lies on top, so that the pile and the screen say the same. */
function rangesOf(taken: readonly { order: number, position: number }[]): IssuedRangeView[] {
  const ranges: IssuedRangeView[] = []
  for (const { order, position } of [...taken].sort((one, other) => one.order - other.order || one.position - other.position)) {
    const last = ranges.at(-1)
    if (last && last.order === order && last.to === position - 1) last.to = position
    else ranges.push({ order, from: position, to: position })
  }
  return ranges
}
