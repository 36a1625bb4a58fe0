import { Injectable } from '@nestjs/common'
import type { Questionnaire } from '@parvis/consultations'
import { MunicipalityDirectory } from '@parvis/identity'
import { maybe } from '@parvis/platform'
import type { EntityManager } from 'typeorm'
import type { PaperContent } from '../paper-kits/paper-content.rules'

export interface KitContent {
  content: PaperContent
  /** What was asked, of a kit of a questionnaire: frozen since its phase opened. */
  questionnaire: Questionnaire | null
}

const MOST_KEPT = 50

/** What is printed of a kit, kept in memory: it never changes, and every form that is entered asks for it. */
@Injectable()
export class KitContents {
  private readonly known = new Map<string, KitContent>()

  constructor(private readonly directory: MunicipalityDirectory) {}

  async of(tx: EntityManager, kitId: string): Promise<KitContent> {
    const known = this.known.get(kitId)
    if (known) return known
    const kit = await maybe<KitContent & { started: boolean }>(tx, `
      select k.content, case k.kind when 'questionnaire' then (select n.content from consultations.questionnaire n where n.consultation_id = k.consultation_id) end as questionnaire, p.state <> 'scheduled' as started
      from inclusion.paper_kit k join consultations.phase p on p.id = k.phase_id where k.id = $1`, [kitId])
    if (!kit) throw new Error(`Paper kit ${kitId} is gone`)
    const found = { content: kit.content, questionnaire: kit.questionnaire }
    if (this.known.size >= MOST_KEPT) this.known.clear()
    if (kit.started) this.known.set(kitId, found)
    return found
  }

  /** A commune as people write it: its number, its name, or a postal code that is of one commune alone. */
  readonly communeOf = (text: string): string | null => {
    if (/^\d{5}$/.test(text)) {
      const shared = this.directory.byPostalCode(text)
      return this.directory.resolve(text) ?? (shared.length === 1 ? shared[0]?.alias?.code ?? shared[0]?.code ?? null : null)
    }
    const [first, ...others] = this.directory.search(text)
    if (!first || text.length < 2) return null
    const exact = [first, ...others].filter(({ name, alias }) => same(alias?.name ?? name, text))
    return exact.length === 1 ? exact[0]?.code ?? null : others.length === 0 ? first.code : null
  }

  readonly communes = (): ReadonlySet<string> => new Set(this.directory.list().map(({ code }) => code))
}

const same = (one: string, other: string): boolean => one.localeCompare(other, 'fr', { sensitivity: 'base', ignorePunctuation: true }) === 0
