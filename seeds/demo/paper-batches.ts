import type { Type } from '@nestjs/common'
import { randomBytes, randomUUID } from 'node:crypto'
import type { Actor } from '@parvis/identity'
import { hashPassword, METROPOLIS } from '@parvis/identity'
import { PaperBatches, PaperComparisons, PaperCounting, PaperDays, PaperEnvelopes, PaperForms, PaperSheets, PaperStock, sheetNumber } from '@parvis/inclusion'
import { Config } from '@parvis/platform'
import { Chance } from './chance'
import { inventPeople } from './people'
import type { Stage } from './stage'

interface Sheet { envelope: string, form: string }
interface Hands { opener: Actor, first: Actor, second: Actor }

const SEED = 83

/**
 * Paper that came in at Wazemmes for the questionnaire that is open: a batch that is counted, one to enter, one of which the entries differ, one that
 * is being opened. Nobody can sign in as the two officials who enter beside the agent.
 */
export async function receiveBatches(stage: Stage): Promise<void> {
  const { metropolis: agent, mediatorLille: mediator } = stage.actors
  const [place]: { kit: string, centre: string }[] = await stage.owner.query(`
    select k.id as kit, t.id as centre from inclusion.paper_kit k join consultations.consultation c on c.id = k.consultation_id, inclusion.centre t
    where c.slug = 'vos-trajets-de-tous-les-jours' and k.state = 'current' and k.kind = 'questionnaire' and t.slug = 'lille-wazemmes'`)
  if (!place) return
  const [first, second] = [await official(stage, 'saisie-1', 'Agente de saisie'), await official(stage, 'saisie-2', 'Agent de saisie')]
  const pile = await delivered(stage, place, 45)
  const people = inventPeople(new Chance(SEED), 45).map((person) => ({ ...person, municipalityCode: '59350' }))
  const take = (count: number) => ({ sheets: pile.splice(0, count), people: people.splice(0, count) })

  const counted = await enter(stage, place, take(12), { opener: mediator, first: agent, second: first })
  await finish(stage, counted, (at) => ({ moyens: at % 3 === 0 ? '02 03' : '03', securite: `0${at % 4 + 1}` }))
  await stage.service(PaperDays).close(mediator, { kitId: place.kit, centreId: place.centre, spoiled: 0, unused: 33, missing: 0 })
  await stage.service(PaperComparisons).reconcileAgain(agent, counted.id)
  await stage.service(PaperCounting).count(agent, counted.id)

  await enter(stage, place, take(11), { opener: mediator, first, second })
  const differing = await enter(stage, place, take(10), { opener: first, first: second, second: mediator })
  await finish(stage, differing, (at) => ({ moyens: at % 2 === 0 ? '01' : '04' }), (at) => ({ moyens: at === 3 ? '05' : at % 2 === 0 ? '01' : '04' }))
  const { sheets, people: opening } = take(5)
  const last = await stage.service(PaperBatches).receive(mediator, { kitId: place.kit, centreId: place.centre, slip: 5, submissionToken: randomUUID() })
  for (const [at, { envelope }] of sheets.slice(0, 2).entries()) await stage.service(PaperEnvelopes).record(mediator, last.id, { number: envelope, signed: at === 0, legible: true, identity: opening[at], evidence: 'E1' })
}

interface Entered extends Hands {
  id: string
  sheets: Sheet[]
}

/** A batch whose envelopes are entered. */
async function enter(stage: Stage, { kit, centre }: { kit: string, centre: string }, { sheets, people }: { sheets: Sheet[], people: ReturnType<typeof inventPeople> }, hands: Hands): Promise<Entered> {
  const { id } = await stage.service(PaperBatches).receive(hands.opener, { kitId: kit, centreId: centre, slip: sheets.length, submissionToken: randomUUID() })
  const envelopes = stage.service(PaperEnvelopes)
  for (const [at, { envelope }] of sheets.entries()) await envelopes.record(hands.opener, id, { number: envelope, signed: true, legible: true, identity: people[at], evidence: 'E1' })
  await envelopes.close(hands.opener, id, {})
  return { id, sheets, ...hands }
}

/** Its forms are entered, and again, the same or as `again` says. */
async function finish(stage: Stage, { id, sheets, first, second }: Entered, entry: (at: number) => Record<string, string>, again = entry): Promise<void> {
  const forms = stage.service(PaperForms)
  for (const [at, { form }] of sheets.entries()) await forms.enterFirst(first, id, { number: form, entry: entry(at) })
  await forms.close(first, id, { absent: 0 })
  for (const [at, { form }] of sheets.entries()) await forms.enterSecond(second, id, { number: form, entry: again(at) })
}

async function delivered(stage: Stage, { kit, centre }: { kit: string, centre: string }, count: number): Promise<Sheet[]> {
  const { metropolis: agent, mediatorLille: mediator } = stage.actors
  const { id } = await stage.service(PaperStock).order(mediator, kit, { centreId: centre, ordinary: count, largePrint: 0 })
  await stage.service(PaperSheets).print(agent, id)
  await stage.service(PaperStock).receive(mediator, id)
  const { receiptKey: key } = stage.service(Config as unknown as Type<Config>)
  const sheets: { id: string }[] = await stage.owner.query('select id from inclusion.paper_sheet where order_id = $1 order by position', [id])
  return sheets.map((sheet) => ({ envelope: sheetNumber(key, sheet.id, 'envelope'), form: sheetNumber(key, sheet.id, 'form') }))
}

async function official(stage: Stage, name: string, displayName: string): Promise<Actor> {
  const email = `${name}@exemple.invalid`
  const [made]: { id: string }[] = await stage.owner.query(`
    insert into identity.account (email, display_name, municipality_code, password_hash, email_confirmed_at) values ($1, $2, '59350', $3, platform.clock()) returning id`, [email, displayName, await hashPassword(randomBytes(24).toString('base64'))])
  await stage.owner.query(`insert into identity.role_grant (account_id, role, place_kind, place_code) values ($1, 'staff', 'metropolis', $2)`, [made?.id, METROPOLIS.code])
  return { ...stage.actors.metropolis, accountId: made?.id ?? '', email, displayName }
}
