import { AnswerPublication, ProposalAnswers, ProposalDrafts, ProposalEvaluations, ProposalRules, Proposals, ProposalStatuses, ProposalSteps } from '@parvis/consultations'
import { randomUUID } from 'node:crypto'
import type { AnswerPlan, AnswersPlan, Prepared, ProposalRulesPlan } from './shapes'
import type { Stage } from './stage'

/** Answers written, studied, published together; then corrected, and followed until today. */
export async function answerProposals(stage: Stage, { id, staff }: Prepared, { statuses, criteria, answers }: AnswersPlan): Promise<void> {
  await stage.service(ProposalStatuses).set(staff, id, statuses)
  await stage.service(ProposalEvaluations).setCriteria(staff, id, criteria.map((label) => ({ label })))
  const own = await stage.service(ProposalStatuses).list(id)
  const settings = await stage.service(ProposalEvaluations).settings(staff, id)
  for (const plan of answers) {
    const proposalId = await named(stage, id, plan.title)
    if (plan.note) {
      await stage.service(ProposalEvaluations).assign(staff, id, { proposalIds: [proposalId], accountIds: [staff.accountId] })
      await stage.service(ProposalEvaluations).write(staff, proposalId, { note: plan.note.text, scores: settings.criteria.map(({ id: criterionId }, index) => ({ criterionId, score: plan.note?.scores[index] ?? 3 })) })
    }
    await stage.service(ProposalAnswers).save(staff, proposalId, { ...written(stage, plan), statusId: own.items.find(({ label }) => label === plan.status)?.id ?? null, revision: 0 })
    for (const { day, kind, text } of plan.steps ?? []) await stage.service(ProposalSteps).add(staff, proposalId, { day: dayOf(stage, day) ?? '', kind, text })
  }
  await publish(stage, { id, staff })
}

/** What was said wrongly is said again, beside it. */
export async function correct(stage: Stage, { id, staff }: Prepared, plan: AnswerPlan): Promise<void> {
  await stage.service(ProposalAnswers).save(staff, await named(stage, id, plan.title), { ...written(stage, plan), body: plan.correction?.body ?? plan.body, statusId: null, revision: 0 })
  await publish(stage, { id, staff })
}

export async function askRules(stage: Stage, { id, staff }: Prepared, rules: ProposalRulesPlan): Promise<void> {
  const { items } = await stage.service(ProposalRules).read(staff, id)
  for (const { phaseId } of items) await stage.service(ProposalRules).set(staff, id, phaseId, { editMinutes: null, supportsMost: null, supportsLeast: null, threshold: null, ...rules })
}

/** Something half written, kept in the account of the citizen; and a text that she corrected. */
export async function writeOn(stage: Stage, { id }: Prepared): Promise<void> {
  const { citizen } = stage.actors
  await stage.service(ProposalDrafts).keep(citizen, id, randomUUID(), { title: 'Des brumisateurs devant la gare', body: 'Quand on attend le bus en été, il n’y a pas d’ombre.', theme: 'environment', municipalityCode: '59350' })
  const [own]: { id: string, body: string }[] = await stage.owner.query(`select id, body from consultations.proposal where consultation_id = $1 and author_id = $2 and state = 'submitted' order by number limit 1`, [id, citizen.accountId])
  if (own) await stage.service(Proposals).edit(citizen, own.id, { body: own.body.replace('vingt arbres en bordure', 'vingt arbres en bordure, et deux de plus devant l’église') })
}

const publish = async (stage: Stage, { id, staff }: Pick<Prepared, 'id' | 'staff'>): Promise<void> => {
  const { fingerprint } = await stage.service(AnswerPublication).plan(staff, id)
  await stage.service(AnswerPublication).publish(staff, id, fingerprint)
}

const dayOf = (stage: Stage, day: number | undefined): string | null => (day === undefined ? null : stage.today.plus({ days: day }).toISODate())
const written = (stage: Stage, { kind, body, cost, fromDay, toDay }: AnswerPlan) => ({ kind, body, cost: cost === undefined ? null : cost * 100, fromDay: dayOf(stage, fromDay), toDay: dayOf(stage, toDay) })

async function named(stage: Stage, consultationId: string, title: string): Promise<string> {
  const [row]: { id: string }[] = await stage.owner.query('select id from consultations.proposal where consultation_id = $1 and title = $2', [consultationId, title])
  if (!row) throw new Error(`No proposal « ${title} » in the demonstration`)
  return row.id
}
