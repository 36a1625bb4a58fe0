import { PaperKits, PaperSheets, PaperStock } from '@parvis/inclusion'
import type { Stage } from './stage'

/**
 * Paper for the vote and the questionnaire that are open: at Wazemmes a pile of which some were handed out, and a parcel on its way; at Roubaix
 * an order that nobody has printed yet.
 */
export async function makePaper(stage: Stage): Promise<void> {
  const { metropolis: agent, mediatorLille, mediatorRoubaix } = stage.actors
  const phases: { id: string }[] = await stage.owner.query(`
    select p.id from consultations.phase p join consultations.consultation c on c.id = p.consultation_id left join consultations.vote v on v.phase_id = p.id
    where p.state = 'open' and c.state = 'running' and c.suspended_at is null and c.owner_kind = 'metropolis' and (v.roll_kind = 'open' or p.kind = 'questionnaire') order by v.id is null, p.opens_at`)
  const centres: { id: string, slug: string }[] = await stage.owner.query(`select id, slug from inclusion.centre where slug in ('lille-wazemmes', 'roubaix-maison-du-numerique')`)
  const [lille, roubaix] = ['lille-wazemmes', 'roubaix-maison-du-numerique'].map((slug) => centres.find((centre) => centre.slug === slug)?.id)
  const [kits, stock, sheets] = [stage.service(PaperKits), stage.service(PaperStock), stage.service(PaperSheets)]
  for (const [index, { id }] of phases.entries()) {
    const kit = await kits.make(agent, id)
    if (index > 0 || !lille) continue
    const first = await stock.order(mediatorLille, kit.id, { centreId: lille, ordinary: 24, largePrint: 6 })
    await sheets.print(agent, first.id)
    await stock.receive(mediatorLille, first.id)
    await stock.issue(mediatorLille, kit.id, { centreId: lille, ordinary: 12, largePrint: 2 })
    const second = await stock.order(mediatorLille, kit.id, { centreId: lille, ordinary: 90, largePrint: 10 })
    await sheets.print(agent, second.id)
    if (roubaix) await stock.order(mediatorRoubaix, kit.id, { centreId: roubaix, ordinary: 60, largePrint: 20 })
  }
}
