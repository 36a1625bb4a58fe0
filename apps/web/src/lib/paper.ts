import { m } from '@parvis/texts'

/** Documents of a kit, as they are called on screens. */
const documents = {
  'form': m.paper_doc_form, 'form-large-print': m.paper_doc_form_large_print, 'booklet': m.paper_doc_booklet, 'notice': m.paper_doc_notice,
  'poster': m.paper_doc_poster, 'script': m.paper_doc_script, 'batch-slip': m.paper_doc_batch_slip,
} as const

/** With what it is, for a link. */
export const documentName = (document: keyof typeof documents) => m.paper_pdf({ document: documents[document]() })

interface OrderDays { state: 'ordered' | 'printed' | 'delivered' | 'closed' | 'cancelled', orderedOn: string, printedOn: string | null, deliveredOn: string | null }

/** Where an order is, and since which day. `day`: how a page writes one. */
export function orderStanding({ state, orderedOn, printedOn, deliveredOn }: OrderDays, day: (date: string) => string): string {
  switch (state) {
    case 'ordered': return m.paper_order_ordered({ date: day(orderedOn) })
    case 'printed': return m.paper_order_printed({ date: day(printedOn ?? orderedOn) })
    case 'delivered': return m.paper_order_delivered({ date: day(deliveredOn ?? orderedOn) })
    case 'closed': return m.paper_order_closed()
    default: return m.paper_order_cancelled()
  }
}

/** A day of the platform, `2026-11-29`, in the middle of it: no time zone moves it. */
export const noon = (day: string) => `${day}T12:00:00Z`
