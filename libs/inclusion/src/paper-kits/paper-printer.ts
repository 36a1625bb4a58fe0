import type { Readable } from 'node:stream'
import type { PaperContent } from './paper-content.rules'
import type { KitDocument, SheetFormat } from './paper-kits.rules'

/** What documents of a kit say beside its questions. */
export interface KitFacts {
  content: PaperContent
  formCode: string
  consultation: { slug: string, title: string, owner: string }
  phase: { title: string, opensAt: Date, closesAt: Date }
  /** Names of the communes whose inhabitants may take part; many are not all printed. */
  communes: string[]
  /** Whether only their inhabitants may. */
  residentsOnly: boolean
  minAge: number
  /** Where the document hangs or is filled in; null: it is for every centre. */
  centre: { name: string, address: string, hours: string[], phone: string } | null
}

/** One sheet with its three numbers, 12 characters each, without separators. */
export interface PrintedSheet {
  envelope: string
  form: string
  receipt: string
  format: SheetFormat
  /** Within its order. */
  position: number
  order: number
}

/** Makes the files. Inclusion says what stands in them, the application finds the words and the pages. PDF, in French, tagged. */
export abstract class PaperPrinter {
  abstract document(kind: KitDocument, facts: KitFacts): Promise<Readable>
  /** One after the other, read as slowly as somebody takes them. */
  abstract sheets(facts: KitFacts, sheets: readonly PrintedSheet[]): Promise<Readable>
}
