import { rows } from '@parvis/platform'
import type { EntityManager } from 'typeorm'
import { paperQuestions } from './paper-content.rules'
import type { PaperContent } from './paper-content.rules'
import type { NotCarriedView, PaperKitView, PaperOrderView, PaperStockView } from './paper-kits.dto'
import { booklets, formCode, KIT_DOCUMENTS, LONG_TEXT, stockOf } from './paper-kits.rules'
import type { KitDocument, StockLine } from './paper-kits.rules'

/** A kit as its row says. */
export interface KitRow {
  id: string
  phaseId: string
  version: number
  content: PaperContent
  contentHash: Buffer
  state: 'current' | 'to-destroy'
  madeOn: string
}

/** The newest of a kit at one centre or at all of them: a list that a page shows, not a history. */
const MOST_ORDERS = 100

export const documentsOf = (content: PaperContent): KitDocument[] =>
  KIT_DOCUMENTS.filter((kind) => kind !== 'booklet' || (content.kind === 'vote' && content.options.some(({ description }) => description.length > LONG_TEXT)))

const notCarried = (content: PaperContent): NotCarriedView[] =>
  content.kind === 'vote' ? [] : paperQuestions(content).flatMap(({ number, label, carried }) => (carried === 'whole' ? [] : [{ number, label, carried }]))

/** @param centreIds only what is at these; null: everywhere */
export async function kitViews(tx: EntityManager, kits: readonly KitRow[], centreIds: readonly string[] | null): Promise<PaperKitView[]> {
  const ids = kits.map(({ id }) => id)
  const stock = await rows<StockLine & { kitId: string, centreId: string, slug: string, name: string }>(tx, `
    select n.kit_id as "kitId", n.centre_id as "centreId", t.slug, t.name, n.format, n.state, sum(n.sheets)::integer as sheets
    from (
      select s.kit_id, s.centre_id, s.format, case when s.state = 'printed' and o.state = 'printed' then 'onTheWay' else s.state end as state, count(*) as sheets
      from inclusion.paper_sheet s join inclusion.paper_order o on o.id = s.order_id where s.kit_id = any($1) and ($2::uuid[] is null or s.centre_id = any($2)) group by 1, 2, 3, 4
      union all
      select kit_id, centre_id, format, state, sheets from inclusion.paper_count where kit_id = any($1) and ($2::uuid[] is null or centre_id = any($2))) n
    join inclusion.centre t on t.id = n.centre_id
    group by 1, 2, 3, 4, 5, 6 order by t.name, t.slug`, [ids, centreIds])
  const orders = await rows<Omit<PaperOrderView, 'centre' | 'booklets'> & { kitId: string, centreId: string, slug: string, name: string }>(tx, `
    select o.* from unnest($1::uuid[]) k cross join lateral (
      select o.id, o.kit_id as "kitId", o.number, o.ordinary, o.large_print as "largePrint", o.state, o.ordered_on::text as "orderedOn", o.printed_on::text as "printedOn", o.delivered_on::text as "deliveredOn",
        t.id as "centreId", t.slug, t.name
      from inclusion.paper_order o join inclusion.centre t on t.id = o.centre_id
      where o.kit_id = k and ($2::uuid[] is null or o.centre_id = any($2)) order by o.number desc limit ${MOST_ORDERS}) o`, [ids, centreIds])
  return kits.map(({ id, version, content, contentHash, state, madeOn }) => ({
    id, version, formCode: formCode(contentHash, version), state, madeOn, documents: documentsOf(content), notCarried: notCarried(content),
    stock: centresOf(stock.filter(({ kitId }) => kitId === id)),
    orders: orders.filter(({ kitId }) => kitId === id).map(({ kitId: _, centreId, slug, name, ...order }) =>
      ({ ...order, centre: { id: centreId, slug, name }, booklets: order.state === 'printed' ? booklets(order.ordinary + order.largePrint) : [] })),
  }))
}

function centresOf(lines: readonly (StockLine & { centreId: string, slug: string, name: string })[]): PaperStockView[] {
  const centres = new Map(lines.map(({ centreId, slug, name }) => [centreId, { id: centreId, slug, name }]))
  return [...centres.values()].map((centre) => {
    const stock = stockOf(lines.filter(({ centreId }) => centreId === centre.id))
    return { centre, ordinary: stock['ordinary'], largePrint: stock['large-print'] }
  })
}
