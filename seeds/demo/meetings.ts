import { randomUUID } from 'node:crypto'
import { MeetingDoor, MeetingQuestions, MeetingReads, MeetingRegistrations, Meetings } from '@parvis/consultations'
import type { ConsultationPlan, MeetingPlan, Prepared } from './shapes'
import type { Stage } from './stage'
import type { Citizen } from './taking-part'

/** A meeting of the demonstration once it is published. */
interface Held {
  id: string
  number: number
}

const NEEDS = ['Un interprète en langue des signes.', 'Une garde pour deux enfants.', 'Je viens en fauteuil roulant.']

/** What happens with the meetings of a consultation, on its days. */
export function meetingEvents(stage: Stage, { meetings = [] }: ConsultationPlan, citizens: readonly Citizen[], made: () => Prepared, on: (day: number, hour: number, run: () => Promise<void>) => void): void {
  for (const plan of meetings) {
    let held: Held | undefined
    const meeting = (): Held => {
      if (!held) throw new Error(`« ${plan.title} » is not published yet`)
      return held
    }
    on(plan.published, 15, async () => void (held = await publish(stage, made(), plan)))
    on(plan.published + 1, 16, () => register(stage, made(), meeting(), plan, citizens))
    const { cancelled, came, questions = [], minutes } = plan
    if (cancelled) on(cancelled.on, 16, () => stage.service(Meetings).cancel(made().staff, meeting().id, { reason: cancelled.reason }))
    if (came) on(plan.on, plan.to, () => count(stage, made(), meeting(), came))
    for (const [index, { question, answer, answeredAfter, promisedAfter }] of questions.entries()) {
      on(plan.on, plan.to + 1, async () => void await stage.service(MeetingQuestions).note(made().staff, meeting().id, { question, dueOn: dayOf(stage, plan.on + promisedAfter) }))
      if (answer !== undefined) on(plan.on + (answeredAfter ?? 2), 17, () => stage.service(MeetingQuestions).edit(made().staff, meeting().id, index + 1, { revision: 1, question, answer }))
    }
    if (minutes) on(plan.on + minutes.after, 18, () => write(stage, made(), meeting(), minutes))
  }
}

async function publish(stage: Stage, { id: consultationId, staff }: Prepared, plan: MeetingPlan): Promise<Held> {
  const { title, body, kind, centre, place, access, accessibility, languages, agenda, onlineUrl, onlineFor = 'registered', places = null } = plan
  const meetings = stage.service(Meetings)
  const { id } = await meetings.create(staff, consultationId, {
    title, body, kind, access, accessibility: [...accessibility], languages: [...languages], agenda: agenda.map(([time, point]) => ({ time, title: point })), places, onlineFor,
    startsAt: stage.at(plan.on, plan.from).toISO() ?? '', endsAt: stage.at(plan.on, plan.to).toISO() ?? '', eraseAfterDays: 90,
    ...(centre ? { centreSlug: centre } : {}), ...(onlineUrl ? { onlineUrl } : {}),
    ...(place ? { placeName: place.name, address: place.address, postalCode: place.postalCode, municipalityCode: place.commune } : {}),
  })
  await meetings.publish(staff, id)
  return { id, number: (await stage.service(MeetingReads).forStaff(staff, id)).number }
}

/** People of the demonstration, by their names alone; every fifth comes through a desk. */
async function register(stage: Stage, { id: consultationId }: Prepared, { id, number }: Held, { registered }: MeetingPlan, citizens: readonly Citizen[]): Promise<void> {
  const registrations = stage.service(MeetingRegistrations)
  for (const [index, { person }] of citizens.slice(0, registered).entries()) {
    const wanted = { name: `${person.givenNames} ${person.usageSurname ?? person.birthSurname}`, submissionToken: randomUUID(), ...(index % 7 === 3 ? { needs: NEEDS[index % 3] } : {}) }
    if (index % 5 === 4) await registrations.registerAtDesk(stage.actors.mediatorLille, id, { ...wanted, centre: 'lille-wazemmes', channel: index % 2 === 0 ? 'on_behalf' : 'phone', phone: '06 00 00 00 00' })
    // The citizen of the demonstration comes first, with her account.
    else if (index === 0) await registrations.register(stage.actors.citizen, { id: consultationId }, number, { ...wanted, name: stage.actors.citizen.displayName })
    else await registrations.register(null, { id: consultationId }, number, wanted)
  }
}

async function count(stage: Stage, { staff }: Prepared, { id }: Held, { listed, walkIns }: { listed: number, walkIns: number }): Promise<void> {
  const { items } = await stage.service(MeetingDoor).list(staff, id)
  const came = items.filter(({ state }) => state === 'confirmed').slice(0, listed).map((one) => one.id)
  await stage.service(MeetingDoor).count(staff, id, { came, walkIns })
}

async function write(stage: Stage, { staff }: Prepared, { id }: Held, { text, links }: NonNullable<MeetingPlan['minutes']>): Promise<void> {
  const { revision } = await stage.service(MeetingReads).forStaff(staff, id)
  await stage.service(Meetings).writeMinutes(staff, id, { revision, minutes: text, links: links.map((link) => ({ ...link })), publish: true })
}

const dayOf = (stage: Stage, day: number): string => stage.at(day, 12).toISODate() ?? ''
