import { ConsultationLife, Consultations, VotesService } from '@parvis/consultations'
import type { Actor } from '@parvis/identity'
import { writeQuestionnaire } from './answering'
import type { ConsultationPlan, PhasePlan, Prepared, VoteText } from './shapes'
import type { Stage } from './stage'

const CLAIM_DAYS = 5

export async function draft(stage: Stage, plan: ConsultationPlan): Promise<Prepared> {
  const staff = plan.by === 'roubaix' ? stage.actors.roubaix : stage.actors.metropolis
  const { title, offlineWays, ...text } = plan.text
  const consultations = stage.service(Consultations)
  const id = await consultations.create(staff, { title, ...text, offlineWays: offlineWays.map((way) => ({ ...way })) })
  await consultations.setPhases(staff, id, { revision: 1, phases: plan.phases.map((phase) => phaseOf(stage, phase)) })
  const [vote]: { id: string }[] = await stage.owner.query(
    'select v.id from consultations.vote v join consultations.phase p on p.id = v.phase_id where v.consultation_id = $1 order by p.position limit 1', [id])
  if (vote && plan.vote) await configure(stage, staff, vote.id, plan.vote)
  const prepared = { plan, id, voteId: vote?.id ?? null, staff }
  if (plan.questionnaire) await writeQuestionnaire(stage, prepared, plan.questionnaire)
  return prepared
}

export async function announce(stage: Stage, { id, staff }: Prepared): Promise<void> {
  await stage.service(ConsultationLife).announce(staff, id)
}

export async function suspend(stage: Stage, { id }: Prepared, reason: string): Promise<void> {
  await stage.service(ConsultationLife).suspend(stage.actors.guardian, id, { reason })
}

export async function archive(stage: Stage, { id, staff }: Prepared): Promise<void> {
  await stage.service(ConsultationLife).archive(staff, id)
}

async function configure(stage: Stage, staff: Actor, voteId: string, { question, method, rules, budget, options }: VoteText): Promise<void> {
  const votes = stage.service(VotesService)
  const { revision } = await votes.read(staff, voteId)
  const edited = await votes.edit(staff, voteId, { revision, question, method, rules: { ...rules, ...(budget === undefined ? {} : { budget: budget * 100 }) }, claimDays: CLAIM_DAYS })
  await votes.replaceOptions(staff, voteId, { revision: edited.revision, options: options.map(({ title, description, cost }) => ({ title, description, ...(cost === undefined ? {} : { cost: cost * 100 }) })) })
}

/** Phases open at 9 in the morning and close at 18 in Paris. */
function phaseOf(stage: Stage, { kind, title, description, opens, closes }: PhasePlan): { kind: PhasePlan['kind'], title: string, description?: string, opensAt: string, closesAt: string } {
  return { kind, title, description, opensAt: stage.at(opens, 9).toISO() ?? '', closesAt: stage.at(closes, 18).toISO() ?? '' }
}
