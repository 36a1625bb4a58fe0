import { Draws, Publications, Sealing } from '@parvis/consultations'
import type { Prepared } from './shapes'
import type { Stage } from './stage'

interface Counted {
  titles: Record<string, string>
  winners: string[]
  /** Cents. */
  totalCost: number | null
}

/** Seals the vote; the count follows by itself. */
export async function seal(stage: Stage, { voteId, staff }: Prepared): Promise<void> {
  await stage.service(Sealing).seal(staff, voteId ?? '')
  await stage.work()
}

/** Settles the equals that the count left by the result of the announced draw; the ballots are counted again by themselves. */
export async function enterDraw(stage: Stage, { voteId, staff }: Prepared, seed: string): Promise<void> {
  await stage.service(Draws).enter(staff, voteId ?? '', seed)
  await stage.work()
}

/** Publishes what was counted, with a headline made of it. */
export async function publish(stage: Stage, { voteId, staff, plan }: Prepared): Promise<void> {
  const { published } = plan
  if (!published) return
  const [counted]: Counted[] = await stage.owner.query(`
    select array(select jsonb_array_elements_text(counted -> 'winners')) as winners, (counted ->> 'totalCost')::float8 as "totalCost",
      (select jsonb_object_agg(key, title) from consultations.vote_option o where o.vote_id = t.vote_id) as titles
    from consultations.tally t cross join lateral (select coalesce(t.drawn_outcome, t.outcome) as counted) c where t.vote_id = $1`, [voteId])
  if (!counted) throw new Error('The vote of the demonstration was not counted')
  const winners = counted.winners.map((key) => counted.titles[key] ?? key)
  const headline = published.headline({ winners, totalCost: (counted.totalCost ?? 0) / 100 })
  await stage.service(Publications).publish(staff, voteId ?? '', { headline, nextSteps: published.nextSteps })
}
