// Paper for tests: a kit of a phase, sheets that a desk handed out.
import { randomUUID } from 'node:crypto'
import { sheetHashes, sheetNumber } from '@parvis/inclusion'
import type { TestPlatform } from './app'
import { signedIn } from './votes'

export interface PaperSheet {
  id: string
  /** What is printed on its three parts. */
  envelope: string
  form: string
  receipt: string
}

export async function phaseOf(platform: TestPlatform, consultationId: string, kind: 'vote' | 'questionnaire' = 'vote'): Promise<string> {
  return (await platform.db.owner.query<{ id: string }>('select id from consultations.phase where consultation_id = $1 and kind = $2', [consultationId, kind])).rows[0]?.id ?? ''
}

/** The kit of a phase, made by the staff of its place. */
export async function aKit(platform: TestPlatform, phaseId: string): Promise<string> {
  return ((await (await signedIn(platform, 'staff')).post('/api/paper-kits').send({ phaseId }).expect(201)).body as { id: string }).id
}

/** Sheets of a kit at a centre: printed, delivered and, unless told otherwise, handed out. Makes the kit when there is none. */
export async function issuedSheets(platform: TestPlatform, phaseId: string, { centre = 'centre-59350', sheets = 3, largePrint = 0, issue = true }: { centre?: string, sheets?: number, largePrint?: number, issue?: boolean } = {}): Promise<{ kitId: string, orderId: string, sheets: PaperSheet[] }> {
  const known = (await platform.db.owner.query<{ id: string }>(`select id from inclusion.paper_kit where phase_id = $1 and state = 'current'`, [phaseId])).rows[0]?.id
  const kitId = known ?? await aKit(platform, phaseId)
  const { accountId } = await platform.person('mediator', { place: centre })
  const { rows: [order] } = await platform.db.owner.query<{ id: string, centre: string }>(`
    insert into inclusion.paper_order (kit_id, centre_id, number, ordinary, large_print, ordered_by)
    select $1, t.id, (select coalesce(max(number), 0) + 1 from inclusion.paper_order where kit_id = $1), $3, $4, $5 from inclusion.centre t where t.slug = $2 returning id, centre_id as centre`,
  [kitId, centre, sheets, largePrint, accountId])
  await platform.db.owner.query(`update inclusion.paper_order set state = 'printed', printed_by = $2, printed_on = platform.today() where id = $1`, [order?.id, randomUUID()])
  const made = Array.from({ length: sheets + largePrint }, (): PaperSheet => {
    const id = randomUUID()
    const of = (part: 'envelope' | 'form' | 'receipt') => sheetNumber(platform.config.receiptKey, id, part)
    return { id, envelope: of('envelope'), form: of('form'), receipt: of('receipt') }
  })
  for (const [index, { id }] of made.entries()) {
    const { envelope, form, receipt } = sheetHashes(platform.config.receiptKey, id)
    await platform.db.owner.query('insert into inclusion.paper_sheet (id, order_id, kit_id, centre_id, position, format, envelope_hash, form_hash, receipt_hash) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)',
      [id, order?.id, kitId, order?.centre, index + 1, index < sheets ? 'ordinary' : 'large-print', envelope, form, receipt])
  }
  await platform.db.owner.query(`update inclusion.paper_order set state = 'delivered', delivered_on = platform.today() where id = $1`, [order?.id])
  if (issue) await platform.db.owner.query(`update inclusion.paper_sheet set state = 'issued' where order_id = $1`, [order?.id])
  return { kitId, orderId: order?.id ?? '', sheets: made }
}
