import { setTimeout as wait } from 'node:timers/promises'
import { Injectable } from '@nestjs/common'
import { PaperPrinter } from '@parvis/inclusion'
import type { KitDocument, KitFacts, PaperVote, PrintedSheet } from '@parvis/inclusion'
import { Clock, Config } from '@parvis/platform'
import { DateTime } from 'luxon'
import type { Readable } from 'node:stream'
import { drawBooklet, drawNotice, drawPoster, drawScript, drawSlip } from './companions'
import type { Dates } from './companions'
import type { SharedWords } from './forms'
import { Pages } from './pages'
import { drawForm, drawSheet } from './sheet'
import type { Drawing } from './sheet'
import type { Print } from './typeface'
import { words } from './words'

const ZONE = 'Europe/Paris'
/** What waits to be read before the next sheet is drawn. */
const AHEAD = 1 << 20

const TITLES: Readonly<Record<KitDocument, (facts: KitFacts) => string>> = {
  'form': ({ content }) => words.formTitle[content.kind],
  'form-large-print': ({ content }) => `${words.formTitle[content.kind]}, gros caractères`,
  'booklet': () => words.booklet.title,
  'notice': () => words.notice.title,
  'poster': () => words.poster.eyebrow,
  'script': () => words.script.title,
  'batch-slip': () => words.slip.title,
}

/** Kits as PDF. The sentences that screens say too come from the catalogue. */
@Injectable()
export class PdfPaperPrinter extends PaperPrinter {
  constructor(private readonly config: Config, private readonly clock: Clock) {
    super()
  }

  override async document(kind: KitDocument, facts: KitFacts): Promise<Readable> {
    const { drawing, made, dates } = await this.prepare(facts)
    const print: Print = kind === 'form-large-print' || kind === 'poster' ? 'large-print' : 'ordinary'
    const title = `${TITLES[kind](facts)} – ${facts.consultation.title}`
    const draw = (pages: Pages, pagesOfForm: number): void => DRAWINGS[kind](pages, { ...drawing, pagesOfForm }, dates)
    const pagesOfForm = await tried(title, print, made, (pages) => draw(pages, 0))
    const pages = new Pages({ title, print, made })
    draw(pages, pagesOfForm)
    pages.end()
    return pages.doc
  }

  override async sheets(facts: KitFacts, sheets: readonly PrintedSheet[]): Promise<Readable> {
    const { drawing, made } = await this.prepare(facts)
    const title = `${words.formTitle[facts.content.kind]} – ${facts.consultation.title}`
    const counts = new Map<Print, number>()
    for (const { format } of sheets) if (!counts.has(format)) counts.set(format, await tried(title, format, made, (pages) => drawForm(pages, { ...drawing, pagesOfForm: 0 }, null)))
    const first = sheets[0]?.format ?? 'ordinary'
    const pages = new Pages({ title, print: first, made })
    void this.run(pages, drawing, sheets, counts)
    return pages.doc
  }

  /** Sheet after sheet, never far ahead of whoever reads: other requests are answered in between. */
  private async run(pages: Pages, drawing: Drawing, sheets: readonly PrintedSheet[], counts: ReadonlyMap<Print, number>): Promise<void> {
    try {
      for (const sheet of sheets) {
        while (pages.doc.readableLength > AHEAD && !pages.doc.destroyed) await wait(20)
        if (pages.doc.destroyed) return
        pages.print(sheet.format)
        drawSheet(pages, { ...drawing, pagesOfForm: counts.get(sheet.format) ?? 0 }, sheet)
        await wait(0)
      }
      pages.end()
    } catch (error) {
      pages.doc.destroy(error as Error)
    }
  }

  private async prepare(facts: KitFacts): Promise<{ drawing: Drawing, made: Date, dates: Dates }> {
    const day = (date: Date): string => DateTime.fromJSDate(date, { zone: ZONE }).setLocale('fr-FR').toLocaleString({ day: 'numeric', month: 'long', year: 'numeric' }).replace(/^1 /, '1er ')
    const now = await this.clock.now()
    return {
      drawing: { facts, shared: await sharedWords(facts), origin: this.config.origin, until: day(facts.phase.closesAt), pagesOfForm: 0 },
      // The day, like everything here: a file does not say at what hour somebody asked for it.
      made: DateTime.fromJSDate(now, { zone: ZONE }).startOf('day').toJSDate(),
      dates: { from: day(facts.phase.opensAt), to: day(facts.phase.closesAt) },
    }
  }
}

const DRAWINGS: Readonly<Record<KitDocument, (pages: Pages, drawing: Drawing, dates: Dates) => void>> = {
  'form': (pages, drawing) => drawForm(pages, drawing, null),
  'form-large-print': (pages, drawing) => drawForm(pages, drawing, null),
  'booklet': drawBooklet,
  'notice': drawNotice,
  'poster': drawPoster,
  'script': drawScript,
  'batch-slip': drawSlip,
}

/** Drawn once for nobody: how many pages the last part has. */
async function tried(title: string, print: Print, made: Date, draw: (pages: Pages) => void): Promise<number> {
  const pages = new Pages({ title, print, made })
  pages.doc.resume()
  draw(pages)
  pages.end()
  return pages.page
}

async function sharedWords({ content }: KitFacts): Promise<SharedWords> {
  const { ballotLead, gradeNames, m, paperRule } = await import('@parvis/texts')
  const said = { locale: 'fr' } as const
  const vote: Pick<PaperVote, 'form' | 'method' | 'rules' | 'options' | 'currency'> = content.kind === 'vote' ? content : { form: 'approval', method: '', rules: { min: 1, max: 1, blankAllowed: true }, options: [], currency: 'EUR' }
  const money = (cents: number): string => new Intl.NumberFormat('fr-FR', { style: 'currency', currency: vote.currency.trim(), minimumFractionDigits: cents % 100 === 0 ? 0 : 2 }).format(cents / 100)
  return {
    lead: ballotLead(vote.form, vote.options.length, vote.rules, said),
    rule: paperRule(vote.method, said),
    maxCost: vote.rules.maxCost === undefined ? undefined : m.vote_max_cost({ cost: money(vote.rules.maxCost) }, said),
    budget: vote.rules.budget === undefined ? undefined : m.vote_budget({ budget: money(vote.rules.budget) }, said),
    gradeNames: gradeNames(vote.rules.grades ?? 0, said),
    blank: m.vote_sheet_blank({}, said),
    money,
  }
}
