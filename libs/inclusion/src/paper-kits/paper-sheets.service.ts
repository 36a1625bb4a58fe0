import { randomUUID } from 'node:crypto'
import { Injectable } from '@nestjs/common'
import { readForStaff } from '@parvis/consultations'
import type { Actor } from '@parvis/identity'
import { Audit, Config, DomainError, maybe, rows } from '@parvis/platform'
import type { Readable } from 'node:stream'
import { DataSource } from 'typeorm'
import type { EntityManager } from 'typeorm'
import { booklets, formatOf } from './paper-kits.rules'
import type { SheetFormat } from './paper-kits.rules'
import { PaperKits } from './paper-kits.service'
import { sheetHashes, sheetNumber } from './paper-numbers'
import { PaperPrinter } from './paper-printer'

interface OrderToPrint {
  id: string
  kitId: string
  consultationId: string
  centreId: string
  slug: string
  number: number
  ordinary: number
  largePrint: number
  state: string
}

/** Sheets with their numbers: made when an order is printed, and printed by people who hold no desk. */
@Injectable()
export class PaperSheets {
  constructor(
    private readonly dataSource: DataSource,
    private readonly config: Config,
    private readonly audit: Audit,
    private readonly kits: PaperKits,
    private readonly printer: PaperPrinter,
  ) {}

  /** Its sheets get their numbers. Doing it twice is no error. Errors: 404 `paper-order.unknown`, 403 `place.other`, 409 `paper-order.state`, `paper-kit.to-destroy`. */
  async print(actor: Actor, orderId: string): Promise<void> {
    await this.dataSource.transaction(async (tx) => {
      const order = await this.toPrint(tx, actor, orderId, true)
      if (order.state === 'printed') return
      await tx.query(`update inclusion.paper_order set state = 'printed', printed_by = $2, printed_on = platform.today() where id = $1`, [orderId, actor.accountId])
      const sheets = Array.from({ length: order.ordinary + order.largePrint }, (_, index) => {
        const id = randomUUID()
        return { id, position: index + 1, format: formatOf(index + 1, order.ordinary), ...sheetHashes(this.config.receiptKey, id) }
      })
      await tx.query(`
        insert into inclusion.paper_sheet (id, order_id, kit_id, centre_id, position, format, envelope_hash, form_hash, receipt_hash)
        select s.id, $1, $2, $3, s.position, s.format, s.envelope, s.form, s.receipt
        from unnest($4::uuid[], $5::smallint[], $6::text[], $7::bytea[], $8::bytea[], $9::bytea[]) s (id, position, format, envelope, form, receipt)`,
      [orderId, order.kitId, order.centreId, sheets.map(({ id }) => id), sheets.map(({ position }) => position), sheets.map(({ format }) => format),
        sheets.map(({ envelope }) => envelope), sheets.map(({ form }) => form), sheets.map(({ receipt }) => receipt)])
      await this.audit.append(tx, { actorId: actor.accountId, action: 'paper-order.printed', subjectKind: 'centre', subjectId: order.slug, detail: { consultationId: order.consultationId, order: order.number, ordinary: order.ordinary, largePrint: order.largePrint } })
    })
  }

  /**
   * Fifty sheets. Whoever has this file can tie an envelope to its form: it is had by the staff alone, until the parcel is delivered, and each time is noted.
   * Errors: those of `print`, 404 `paper-order.no-such-booklet`.
   */
  async booklet(actor: Actor, orderId: string, number: number): Promise<Readable> {
    const { facts, order, sheets } = await this.dataSource.transaction(async (tx) => {
      const found = await this.toPrint(tx, actor, orderId, false)
      const part = booklets(found.ordinary + found.largePrint).find((one) => one.number === number)
      if (!part) throw new DomainError('paper-order.no-such-booklet', { status: 404 })
      if (found.state !== 'printed') throw new DomainError('paper-order.state', { status: 409, facts: { state: found.state } })
      await this.audit.append(tx, { actorId: actor.accountId, action: 'paper-order.file-had', subjectKind: 'centre', subjectId: found.slug, detail: { consultationId: found.consultationId, order: found.number, booklet: number } })
      return {
        order: found,
        facts: await this.kits.facts(tx, found.kitId, found.centreId),
        sheets: await rows<{ id: string, position: number, format: SheetFormat }>(tx, 'select id, position, format from inclusion.paper_sheet where order_id = $1 and position between $2 and $3 order by position', [orderId, part.from, part.to]),
      }
    })
    const key = this.config.receiptKey
    return this.printer.sheets(facts, sheets.map(({ id, position, format }) => ({
      position, format, order: order.number, envelope: sheetNumber(key, id, 'envelope'), form: sheetNumber(key, id, 'form'), receipt: sheetNumber(key, id, 'receipt'),
    })))
  }

  private async toPrint(tx: EntityManager, actor: Actor, id: string, lock: boolean): Promise<OrderToPrint> {
    const order = await maybe<OrderToPrint>(tx, `
      select o.id, o.kit_id as "kitId", k.consultation_id as "consultationId", o.centre_id as "centreId", t.slug, o.number, o.ordinary, o.large_print as "largePrint", o.state
      from inclusion.paper_order o join inclusion.paper_kit k on k.id = o.kit_id join inclusion.centre t on t.id = o.centre_id where o.id = $1 ${lock ? 'for no key update of o' : 'for share of o'}`, [id])
    if (!order) throw new DomainError('paper-order.unknown', { status: 404 })
    await readForStaff(tx, actor, order.consultationId, 'consultation.prepare')
    return order
  }
}
