import type { DateTime } from 'luxon'
import { answer, publishAnswers } from './answering'
import { answerProposals, askRules, correct, writeOn } from './official-answers'
import { Chance } from './chance'
import { HOME_COMMUNES, inventPeople } from './people'
import { PLANS } from './plans'
import { debate, discuss } from './discussing'
import { meetingEvents } from './meetings'
import { announce, archive, draft, suspend } from './preparing'
import { enterDraw, publish, seal } from './publishing'
import type { ConsultationPlan, Prepared } from './shapes'
import type { Stage } from './stage'
import type { Citizen, Posted } from './taking-part'
import { propose, support } from './taking-part'
import { makeTogether } from './together'
import { newsEvents } from './news'
import { castBatch, voterBatches } from './voting'

interface Event {
  at: DateTime
  run: () => Promise<void>
}

/** Days after the close on which votes are sealed: the days for claims, and those that paper travels. */
const SEALED_AFTER = 8

/** Plays everything that happened, in order, up to now. @param progress told after each event */
export async function play(stage: Stage, citizens: readonly Citizen[], progress: (done: number, of: number) => void): Promise<void> {
  const events = [...newsEvents(stage), ...PLANS.flatMap((plan, index) => eventsOf(stage, plan, citizens, index + 1))].sort((one, other) => one.at.toMillis() - other.at.toMillis())
  for (const [index, { at, run }] of events.entries()) {
    await stage.moveTo(at)
    await run()
    progress(index + 1, events.length)
  }
}

function eventsOf(stage: Stage, plan: ConsultationPlan, citizens: readonly Citizen[], seed: number): Event[] {
  const chance = new Chance(seed)
  let prepared: Prepared | undefined
  const made = (): Prepared => {
    if (!prepared) throw new Error(`« ${plan.text.title} » is not drafted yet`)
    return prepared
  }
  const events: Event[] = [{ at: stage.at(plan.drafted, 10, seed), run: async () => {
    prepared = await draft(stage, plan)
    if (plan.rules) await askRules(stage, prepared, plan.rules)
  } }]
  const on = (day: number, hour: number, run: () => Promise<void>) => events.push({ at: stage.at(day, hour, seed), run })

  if (plan.announced !== undefined) on(plan.announced, 11, () => announce(stage, made()))
  proposalEvents(stage, plan, citizens, chance, made, on)
  const debates = plan.phases.find(({ kind }) => kind === 'debate')
  if (debates) for (const [index, text] of (plan.debates ?? []).entries()) debate(stage, text, debates.opens + index, citizens, chance, made, on)
  if (plan.discussion) on(-4, 16, () => discuss(stage, made(), plan.discussion ?? [], citizens, chance))
  meetingEvents(stage, plan, citizens, made, on)
  const { answers, together, writing } = plan
  if (answers) {
    on(answers.on, 16, () => answerProposals(stage, made(), answers))
    for (const one of answers.answers) if (one.correction) on(one.correction.on, 16, () => correct(stage, made(), one))
  }
  if (together !== undefined) on(together, 20, () => makeTogether(stage, made(), citizens))
  if (writing !== undefined) on(writing, 19, () => writeOn(stage, made()))
  const vote = plan.phases.find(({ kind }) => kind === 'vote')
  const { turnout, vote: asked, sealed, drawn, published, suspended, archived } = plan
  if (vote && turnout && asked) {
    for (const [index, { day, voters }] of voterBatches(turnout, vote.opens, seed).entries()) {
      on(day, 14, () => castBatch(stage, made(), asked, voters, seed * 100 + index))
    }
  }
  questionnaireEvents(stage, plan, chance, made, on)
  if (vote && (sealed || published)) on(vote.closes + SEALED_AFTER, 10, () => seal(stage, made()))
  if (vote && drawn) on(vote.closes + SEALED_AFTER, 15, () => enterDraw(stage, made(), drawn))
  if (published) on(published.on, 17, () => publish(stage, made()))
  if (suspended) on(suspended.on, 12, () => suspend(stage, made(), suspended.reason))
  if (archived !== undefined) on(archived, 15, () => archive(stage, made()))
  return events
}

/** Answers on three days, and what they gave. */
function questionnaireEvents(stage: Stage, { phases, questionnaire: asked }: ConsultationPlan, chance: Chance, made: () => Prepared, on: (day: number, hour: number, run: () => Promise<void>) => void): void {
  const phase = phases.find(({ kind }) => kind === 'questionnaire')
  if (!phase || !asked) return
  const people = inventPeople(chance, asked.people, asked.communes ?? HOME_COMMUNES)
  const third = Math.ceil(people.length / 3)
  for (const part of [0, 1, 2]) {
    on(Math.round(phase.opens + 1 + ((asked.until - phase.opens - 1) * part) / 2), 15, () => answer(stage, made(), asked, people.slice(part * third, (part + 1) * third), chance))
  }
  if (asked.published) on(asked.published.on, 17, () => publishAnswers(stage, made(), asked))
}

/** Proposals on their days, supports twice afterwards. */
function proposalEvents(stage: Stage, { phases, proposals = [] }: ConsultationPlan, citizens: readonly Citizen[], chance: Chance, made: () => Prepared, on: (day: number, hour: number, run: () => Promise<void>) => void): void {
  const phase = phases.find(({ kind }) => kind === 'proposals')
  if (!phase || proposals.length === 0) return
  const posted: Posted[] = []
  for (const text of proposals) {
    on(phase.opens + text.daysAfterOpening, 13, async () => void posted.push(await propose(stage, made(), text, citizens, chance)))
  }
  const last = Math.max(...proposals.map(({ daysAfterOpening }) => daysAfterOpening))
  on(phase.opens + Math.ceil(last / 2), 18, () => support(stage, made(), posted, 0.6, chance))
  on(phase.opens + last, 18, () => support(stage, made(), posted, 1, chance))
}
